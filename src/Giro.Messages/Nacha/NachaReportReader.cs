using Giro.Messages.Lines;
using Giro.Messages.Reports;

namespace Giro.Messages.Nacha;

/// <summary>
/// ACH files as reports: a section a batch, in US dollars. Amounts are seen from the account that an entry names: a credit of that account is positive. The
/// reference is the identification number, the bank's the trace number; of a return or a notification of change, the original reference is the trace number
/// of the entry that it answers, the reason its code. What the file as a whole disagrees about comes at its end.
/// </summary>
public sealed class NachaReportReader : IReportReader
{
    private readonly NachaReader _reader;
    private readonly FindingLog _findings = new();
    private BatchHeader? _batch;
    private long _number;
    private bool _finished;

    /// <param name="input">left open</param>
    /// <param name="fileName">what errors call the input; it is not opened</param>
    /// <param name="digitsOf">for likeness with other readers: amounts of the format are US cents</param>
    public NachaReportReader(Stream input, string fileName, Func<string, int> digitsOf)
    {
        ArgumentNullException.ThrowIfNull(digitsOf);
        _reader = new NachaReader(input, fileName);
    }

    public string Format => "NACHA";

    public ReportItem? Read()
    {
        while (true)
        {
            switch (_reader.Read())
            {
                case NachaItem.FileStart:
                    break;
                case NachaItem.BatchStart start:
                    _batch = start.Header;
                    return new ReportItem.SectionStart(Section(start.Header));
                case NachaItem.Entry entry:
                    return new ReportItem.Line(Line(entry.Value), entry.Findings);
                case NachaItem.BatchEnd end:
                    return new ReportItem.SectionEnd(Section(end.Header), end.Totals, end.Findings);
                case NachaItem.FileEnd end:
                    _findings.Add(end.Findings);
                    break;
                default:
                    if (_finished) return null;
                    _finished = true;
                    return new ReportItem.FileEnd(_findings.Take());
            }
        }
    }

    public void Dispose() => _reader.Dispose();

    private static ReportSection Section(BatchHeader batch) => new()
    {
        Id = batch.BatchNumber,
        Account = batch.CompanyIdentification,
        Currency = "USD",
        MinorUnitDigits = 2,
        Date = batch.EffectiveEntryDate,
    };

    private ReportLine Line(EntryDetail entry)
    {
        var reason = entry.Return?.ReasonCode ?? entry.Change?.ChangeCode ?? "";
        return new ReportLine
        {
            Number = ++_number,
            Place = entry.Place,
            AmountMinor = entry.IsCredit ? entry.AmountMinor : -entry.AmountMinor,
            Currency = "USD",
            ValueDate = _batch!.EffectiveEntryDate,
            Reference = entry.IdentificationNumber,
            BankReference = entry.TraceNumber,
            OriginalReference = entry.Return?.OriginalTraceNumber ?? entry.Change?.OriginalTraceNumber ?? "",
            Batch = _batch.BatchNumber,
            Kind = entry.TransactionCode,
            Status = StatusOf(entry),
            Reason = reason,
            Counterparty = entry.Name.Length > 0 ? entry.Name : InternationalName(entry),
            CounterpartyAccount = $"{entry.ReceivingDfi}/{entry.AccountNumber}",
            Text = string.Join('\n', entry.Addenda.Where(addenda => addenda.TypeCode == "05").Select(addenda => addenda.Text.Trim())),
            Others = Others(entry, reason),
        };
    }

    private static string StatusOf(EntryDetail entry) => entry switch
    {
        { Return.IsContested: true } => "contested",
        { Return.IsDishonored: true } => "dishonored",
        { Return: not null } => "returned",
        { Change: not null } => "change",
        _ => "",
    };

    /// <summary>First addenda of an international entry: the name is in positions 47 to 81.</summary>
    private static string InternationalName(EntryDetail entry) =>
        entry.Addenda.FirstOrDefault(addenda => addenda.TypeCode == "10") is { Text.Length: > 43 } first
            ? first.Text[43..Math.Min(78, first.Text.Length)].Trim() : "";

    private Dictionary<string, string> Others(EntryDetail entry, string reason)
    {
        var others = new Dictionary<string, string>(StringComparer.Ordinal) { ["entry-class"] = _batch!.StandardEntryClassCode };
        Add("description", _batch.EntryDescription);
        Add("reason-text", ReturnReasons.TextOf(reason));
        Add("return-trace", entry.Return?.ReturnTraceNumber ?? "");
        Add("return-reason", entry.Return?.ReturnReasonCode ?? "");
        Add("information", entry.Return?.Information ?? "");
        Add("corrected-data", entry.Change?.CorrectedData ?? "");
        return others;

        void Add(string name, string value)
        {
            if (value.Length > 0) others.Add(name, value);
        }
    }
}

using Giro.Ledger.Currencies;
using Giro.Messages;
using Giro.Messages.Reports;
using Giro.Operations.Institution;

namespace Giro.Operations.Reconciliation;

/// <summary>From the items of a report to the statement of our account. A booking of several payments becomes a line each where the bank says them, with its reference.</summary>
internal sealed class StatementReading(PaymentInstitution institution)
{
    private readonly List<StatementLine> _lines = [];
    private readonly List<string> _findings = [];
    private ReportSection? _section;
    private int _entries;

    public void Take(ReportItem item)
    {
        switch (item)
        {
            case ReportItem.SectionStart start:
                if (_section is not null) _findings.Add($"the file has a second statement, {start.Section.Id}");
                _section ??= start.Section;
                break;
            case ReportItem.Line line:
                _entries++;
                Add(line.Value);
                _findings.AddRange(line.Findings.Select(finding => $"line {_entries}: {finding.Text}"));
                break;
            case ReportItem.SectionEnd end:
                // Some formats tell the closing balance at the end.
                if (_section!.Id == end.Section.Id) _section = end.Section;
                _findings.AddRange(end.Findings.Select(finding => finding.Text));
                break;
            case ReportItem.FileEnd end:
                _findings.AddRange(end.Findings.Select(finding => finding.Text));
                break;
        }
    }

    /// <exception cref="MessageFormatException">There is no statement in it.</exception>
    public BankStatement Finish(string fileName)
    {
        var section = _section ?? throw new MessageFormatException(fileName, 1, 1, "", "has no statement");
        var account = section.Account.Replace(" ", "", StringComparison.Ordinal);
        var foreign = institution.ForeignNostros.FirstOrDefault(nostro => nostro.Value.Iban == account);
        var currency = foreign.Value is null ? institution.Currency : foreign.Key;
        if (foreign.Value is null && account != institution.Nostro.Iban) _findings.Add($"the account {section.Account} is not ours");
        if (section.Currency != currency.Code) _findings.Add($"the currency is {section.Currency}, the account's is {currency.Code}");
        if (section.OpeningMinor is null || section.ClosingMinor is null) _findings.Add("an opening or closing balance is missing, so nobody can say that it follows the statement before it");
        return new BankStatement(section.Id, section.Date ?? default, section.OpeningMinor ?? 0, section.ClosingMinor ?? 0, _lines, _findings)
        {
            ForeignCurrency = foreign.Value is null ? null : currency,
        };
    }

    private void Add(ReportLine line)
    {
        var date = line.BookingDate ?? line.ValueDate ?? _section?.Date ?? default;
        if (IsSaidInDetail(line))
        {
            foreach (var (i, detail) in line.Details.Index())
                _lines.Add(WithTexts(new StatementLine(_lines.Count + 1, detail.Reference, detail.AmountMinor, date, line.IsBooked, $"{line.BankReference}/{i + 1}", line.Batch), line, detail));
            return;
        }

        var only = line.Details is [var single] ? single : line;
        _lines.Add(WithTexts(new StatementLine(_lines.Count + 1, line.Reference.Length > 0 ? line.Reference : only.Reference, line.AmountMinor, date, line.IsBooked, line.BankReference, line.Batch), line, only));
    }

    /// <summary>What a payment tells, and where it is silent, the booking that it is part of.</summary>
    private static StatementLine WithTexts(in StatementLine made, ReportLine line, ReportLine detail) => made with
    {
        Kind = Told(detail.Kind, line.Kind), Counterparty = Told(detail.Counterparty, line.Counterparty), CounterpartyAccount = Told(detail.CounterpartyAccount, line.CounterpartyAccount),
        Text = Told(detail.Text, line.Text),
    };

    private static string? Told(string first, string second) => first.Length > 0 ? first : second.Length > 0 ? second : null;

    /// <summary>Its payments make the whole, and each names itself.</summary>
    private static bool IsSaidInDetail(ReportLine line) =>
        line.Details.Count > 1 && line.Details.All(detail => detail.Reference.Length > 0 && detail.Currency == line.Currency)
        && line.Details.Aggregate((Int128)0, (sum, detail) => sum + detail.AmountMinor) == line.AmountMinor;
}

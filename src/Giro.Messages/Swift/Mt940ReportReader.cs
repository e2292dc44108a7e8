using System.Text;
using Giro.Messages.Reports;

namespace Giro.Messages.Swift;

/// <summary>
/// MT940 and MT942 as reports: a section a message. A line's reference is the end-to-end reference of field 86 where there is one, otherwise the customer
/// reference; <c>NONREF</c> and <c>NOTPROVIDED</c> are none. Its kind is the transaction type, e.g. <c>NTRF</c>, its status the debit/credit mark, e.g.
/// <c>RC</c>.
/// </summary>
public sealed class Mt940ReportReader : IReportReader
{
    private readonly MtStatementReader _reader;
    private long _number;
    private MtStatement? _statement;

    /// <param name="input">left open</param>
    /// <param name="fileName">what errors call the input; it is not opened</param>
    /// <param name="digitsOf">decimals of an ISO 4217 code; negative when it is unknown</param>
    public Mt940ReportReader(Stream input, string fileName, Func<string, int> digitsOf)
        : this(input, fileName, digitsOf, encoding: null)
    {
    }

    /// <param name="encoding">null: a line is UTF-8 when its bytes are, otherwise windows-1252</param>
    public Mt940ReportReader(Stream input, string fileName, Func<string, int> digitsOf, Encoding? encoding) =>
        _reader = new MtStatementReader(input, fileName, digitsOf, encoding);

    public string Format { get; private set; } = "MT940";

    public ReportItem? Read()
    {
        switch (_reader.Read())
        {
            case MtItem.StatementStart start:
                _statement = start.Statement;
                Format = $"MT{_statement.MessageType}";
                return new ReportItem.SectionStart(Section(_statement));
            case MtItem.Line line:
                return new ReportItem.Line(Line(line.Value), line.Findings);
            case MtItem.StatementEnd end:
                return new ReportItem.SectionEnd(Section(end.Statement), end.Totals, end.Findings);
            case MtItem.FileEnd end:
                return new ReportItem.FileEnd(end.Findings);
            default:
                return null;
        }
    }

    public void Dispose() => _reader.Dispose();

    private static ReportSection Section(MtStatement statement) => new()
    {
        Id = statement.Number,
        Account = statement.AccountIdentification,
        Currency = statement.Currency,
        MinorUnitDigits = statement.MinorUnitDigits,
        Date = statement.ClosingBalance?.Date ?? (statement.DateTimeIndication is { } time ? DateOnly.FromDateTime(time.DateTime) : null),
        OpeningMinor = statement.OpeningBalance?.SignedMinor,
        ClosingMinor = statement.ClosingBalance?.SignedMinor,
    };

    private ReportLine Line(StatementLine line)
    {
        var information = line.Information;
        return new ReportLine
        {
            Number = ++_number,
            Place = line.Place,
            AmountMinor = line.SignedMinor,
            Currency = _statement!.Currency,
            IsBooked = line.IsBooked,
            BookingDate = line.EntryDate,
            ValueDate = line.ValueDate,
            Reference = FirstReference(Code(information, "EREF"), CustomerReference(line)),
            BankReference = FirstReference(line.BankReference),
            Kind = line.TransactionType,
            Status = MarkOf(line.Mark),
            Reason = Code(information, "RTRN"),
            Counterparty = information is null ? "" : Counterparty(information, part: 2, information.Name, "NAME"),
            CounterpartyAccount = information is null ? "" : Counterparty(information, part: 0, information.Account, "IBAN"),
            Text = information is null ? line.NonSwift : TextOf(information),
            Others = Others(line),
        };
    }

    private static string FirstReference(params ReadOnlySpan<string> references)
    {
        foreach (var reference in references)
            if (reference.Length > 0 && reference is not ("NONREF" or "NOTPROVIDED")) return reference;
        return "";
    }

    /// <summary>Banks write a code word such as <c>KREF+</c> for a reference that stands in field 86.</summary>
    private static string CustomerReference(StatementLine line) =>
        line.CustomerReference.TrimEnd('+') is "EREF" or "KREF" or "PREF" or "MREF" or "MARF"
            ? Code(line.Information, line.CustomerReference.TrimEnd('+')) : line.CustomerReference;

    private static string Code(InformationToAccountOwner? information, string word) => information?.Codes.GetValueOrDefault(word, "") ?? "";

    /// <summary>By subfields, or by a code word, or a part of <c>/CNTP/account/bank/name/city/</c>.</summary>
    private static string Counterparty(InformationToAccountOwner information, int part, string bySubfields, string word)
    {
        if (bySubfields.Length > 0) return bySubfields;
        if (information.Codes.TryGetValue(word, out var named)) return named;
        var parts = Code(information, "CNTP").Split('/');
        return parts.Length > part ? parts[part] : "";
    }

    /// <summary>What the payment is for where the field says it apart, otherwise the field as a whole.</summary>
    private static string TextOf(InformationToAccountOwner information)
    {
        if (information.Codes.TryGetValue("SVWZ", out var purpose) || information.Codes.TryGetValue("REMI", out purpose)) return purpose;
        return information.TransactionCode.Length > 0 ? information.Purpose : information.Text;
    }

    private static Dictionary<string, string> Others(StatementLine line)
    {
        var others = new Dictionary<string, string>(StringComparer.Ordinal);
        Add("transaction-code", line.Information?.TransactionCode ?? "");
        Add("posting-text", line.Information?.PostingText ?? "");
        Add("text-key-extension", line.Information?.TextKeyExtension ?? "");
        Add("mandate", Code(line.Information, "MREF") is { Length: > 0 } mandate ? mandate : Code(line.Information, "MARF"));
        Add("creditor-id", Code(line.Information, "CRED") is { Length: > 0 } creditor ? creditor : Code(line.Information, "CSID"));
        Add("supplementary-details", line.SupplementaryDetails);
        Add("funds-code", line.FundsCode);
        return others;

        void Add(string name, string value)
        {
            if (value.Length > 0) others.Add(name, value);
        }
    }

    private static string MarkOf(DebitCreditMark mark) => mark switch
    {
        DebitCreditMark.Credit => "C",
        DebitCreditMark.Debit => "D",
        DebitCreditMark.ReversalOfCredit => "RC",
        DebitCreditMark.ReversalOfDebit => "RD",
        DebitCreditMark.ExpectedCredit => "EC",
        _ => "ED",
    };
}

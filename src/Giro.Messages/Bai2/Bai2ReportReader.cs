using Giro.Messages.Lines;
using Giro.Messages.Reports;

namespace Giro.Messages.Bai2;

/// <summary>
/// BAI2 as reports: a section an account, its id that of the file. Balances are the ledger's (010, 015), or the available ones (040, 045) where the account
/// states neither of the ledger's. The kind of a line is its type code; the day it was booked is the as-of date of its group. What groups and files disagree
/// about comes at the end of the file.
/// </summary>
public sealed class Bai2ReportReader : IReportReader
{
    private readonly Bai2Reader _reader;
    private readonly FindingLog _findings = new();
    private FileHeader? _file;
    private GroupHeader? _group;
    private AccountIdentifier? _account;
    private long _number;
    private bool _finished;

    /// <param name="input">left open</param>
    /// <param name="fileName">what errors call the input; it is not opened</param>
    /// <param name="digitsOf">decimals of an ISO 4217 code; negative when it is unknown</param>
    public Bai2ReportReader(Stream input, string fileName, Func<string, int> digitsOf)
        : this(input, fileName, digitsOf, defaultCurrency: "USD")
    {
    }

    /// <param name="defaultCurrency">of groups and accounts that do not say theirs</param>
    public Bai2ReportReader(Stream input, string fileName, Func<string, int> digitsOf, string defaultCurrency) =>
        _reader = new Bai2Reader(input, fileName, digitsOf, defaultCurrency);

    public string Format => "BAI2";

    public ReportItem? Read()
    {
        while (true)
        {
            switch (_reader.Read())
            {
                case Bai2Item.FileStart start:
                    _file = start.Header;
                    break;
                case Bai2Item.GroupStart start:
                    _group = start.Header;
                    break;
                case Bai2Item.AccountStart start:
                    _account = start.Account;
                    return new ReportItem.SectionStart(Section(start.Account));
                case Bai2Item.Transaction transaction:
                    return new ReportItem.Line(Line(transaction.Value), transaction.Findings);
                case Bai2Item.AccountEnd end:
                    return new ReportItem.SectionEnd(Section(end.Account), end.Totals, end.Findings);
                case Bai2Item.GroupEnd end:
                    _findings.Add(end.Findings);
                    break;
                case Bai2Item.FileEnd end:
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

    private ReportSection Section(AccountIdentifier account)
    {
        var isLedger = account.OpeningLedgerMinor is not null || account.ClosingLedgerMinor is not null;
        return new ReportSection
        {
            Id = _file!.FileIdentification,
            Account = account.AccountNumber,
            Currency = account.Currency,
            MinorUnitDigits = account.MinorUnitDigits,
            Date = _group!.AsOfDate,
            OpeningMinor = isLedger ? account.OpeningLedgerMinor : account.OpeningAvailableMinor,
            ClosingMinor = isLedger ? account.ClosingLedgerMinor : account.ClosingAvailableMinor,
        };
    }

    private ReportLine Line(TransactionDetail detail) => new()
    {
        Number = ++_number,
        Place = detail.Place,
        AmountMinor = detail.SignedMinor,
        Currency = _account!.Currency,
        IsBooked = detail.Side != CreditOrDebit.None,
        BookingDate = _group!.AsOfDate,
        ValueDate = detail.Funds.ValueDate ?? (detail.Funds.FundsType == "0" ? _group.AsOfDate : null),
        Reference = detail.CustomerReference,
        BankReference = detail.BankReference,
        Kind = detail.TypeCode,
        Text = detail.Text,
        Others = Bai2TypeCodes.NameOf(detail.TypeCode) is { Length: > 0 } name
            ? new Dictionary<string, string>(StringComparer.Ordinal) { ["type"] = name } : NoOthers,
    };

    private static readonly Dictionary<string, string> NoOthers = [];
}

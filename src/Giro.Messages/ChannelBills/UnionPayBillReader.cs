using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Giro.Messages.Reports;
using Giro.Messages.Tables;

namespace Giro.Messages.ChannelBills;

/// <summary>
/// Reads the trades file (ZM) of UnionPay, see <see cref="UnionPayLayout"/>. Amounts are fen. The amount is that of the trade, with the side of what is
/// settled for it (C: to the merchant; D, a refund or cancellation: from the merchant); the fee is positive where D takes it from the merchant. A line tells
/// month and day only: the year is that of the settlement date in the file's name (<c>INN201129..ZM_...</c>), or the year before when the day would lie
/// after it. The file has no totals of its own; what is checked is each line, and that all lines are of one merchant.
/// </summary>
public sealed partial class UnionPayBillReader : IReportReader
{
    private const string Currency = "CNY";
    private const int MaxUnreadable = 1000;

    private static readonly MoneyFormat Sided = new() { LeadingCreditDebit = true };
    private static readonly DatePattern TradeTime = DatePattern.Compile("yyyyMMddHHmmss");
    private static readonly Encoding Gbk = TableInput.FindEncoding("gb18030")!;
    private static readonly string[] Kept =
    [
        "tradeNo", "traceNo", "acqInsCode", "sendInsCode", "merCatCode", "termType", "payType", "txnSubType", "bizType", "settleAmt", "settleNetAmt", "termId", "subMerId",
        "subMerAbbr", "merReserved", "discountAmt", "billNo",
    ];

    private readonly string _fileName;
    private readonly int _digits;
    private readonly RecordStream _records;
    private readonly DateOnly? _settled;
    private readonly List<ReportFinding> _findings = [];
    private long _unreadable;
    private string _merchant = "";
    private ReportTotals _totals = new(0, 0, 0, 0, 0);
    private int _state;

    /// <param name="input">in GBK, unpacked; left open</param>
    /// <param name="fileName">what errors call it; it tells the settlement date</param>
    /// <param name="digitsOf">decimals of an ISO 4217 code</param>
    public UnionPayBillReader(Stream input, string fileName, Func<string, int> digitsOf)
    {
        _fileName = fileName;
        _digits = digitsOf(Currency);
        // Lines only: a byte that no text has divides no cells.
        _records = new RecordStream(input, fileName, new CsvDialect(0x1F, 0));
        if (SettlementDate().Match(fileName) is { Success: true } match
            && DateOnly.TryParseExact("20" + match.Groups["day"].Value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var settled)) _settled = settled;
    }

    public string Format => "unionpay-zm";

    public ReportItem? Read()
    {
        switch (_state)
        {
            case 0:
                _state = 1;
                return new ReportItem.SectionStart(Section());
            case 1:
                if (NextLine() is { } line) return line;
                _state = 2;
                return End();
            case 2:
                _state = 3;
                return new ReportItem.FileEnd([]);
            default:
                return null;
        }
    }

    public void Dispose() { }

    [GeneratedRegex(@"INN(?<day>\d{6})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SettlementDate();

    private ReportItem.Line? NextLine()
    {
        while (_records.Next(out var record))
        {
            if (record.IsBlank) continue;
            var place = new MessagePlace("", _records.Line, 1);
            if (record.Problem == CsvProblem.Nul) throw new MessageFormatException(_fileName, _records.Line, 1, "", "holds a NUL, which is no text");
            if (UnionPayLayout.Of(record.Record) is not { } layout)
            {
                var (length, needed) = (record.Record.Length, UnionPayLayout.Separated.Length);
                if (_totals.Lines == 0 && _unreadable == 0)
                    throw new MessageFormatException(_fileName, _records.Line, 1, "", $"has {length} bytes on its first line; the layout of trades (ZM) needs {needed}");
                Unreadable(place, "", $"has {length} bytes, or fields that do not end where they should; the layout needs {needed}");
                continue;
            }

            if (LineOf(layout, record.Record, place) is not { } line) continue;
            Count(line, Text(layout, record.Record, "merId"), place);
            return new ReportItem.Line(line, []);
        }

        return null;
    }

    private ReportLine? LineOf(UnionPayLayout layout, ReadOnlySpan<byte> record, MessagePlace place)
    {
        if (Money(layout, record, "txnAmt", MoneyFormat.Plain, place) is not { } amountMinor
            || Money(layout, record, "merCharge", Sided, place) is not { } chargeMinor
            || Money(layout, record, "settleAmt", Sided, place) is null
            || !Day(layout, record, place, out var day, out var time)) return null;
        var side = layout.Field(record, "settleAmt")[0];
        if (side is not ((byte)'C' or (byte)'D'))
        {
            Unreadable(place, "settleAmt", $"settleAmt '{Text(layout, record, "settleAmt")}' does not begin with C or D");
            return null;
        }

        var others = new Dictionary<string, string>();
        foreach (var name in Kept)
        {
            if (Text(layout, record, name) is { Length: > 0 } text) others[name] = text;
        }

        return new ReportLine
        {
            Number = _totals.Lines + 1,
            Place = place,
            AmountMinor = side == (byte)'D' ? -amountMinor : amountMinor,
            Currency = Currency,
            BookingDate = day,
            ValueDate = _settled,
            Time = time,
            Reference = Text(layout, record, "orderId"),
            BankReference = Text(layout, record, "queryId"),
            OriginalReference = Text(layout, record, "origQryId") is var original && original.Trim('0').Length > 0 ? original : "", // zeros fill it where there is none
            Kind = Text(layout, record, "txnType"),
            CounterpartyAccount = Text(layout, record, "payCardNo"),
            FeeMinor = -chargeMinor,
            Others = others,
        };
    }

    private long? Money(UnionPayLayout layout, ReadOnlySpan<byte> record, string name, MoneyFormat format, MessagePlace place)
    {
        if (MoneyText.TryParse(layout.Field(record, name), format, 0, out var minor)) return minor;
        Unreadable(place, name, $"{name} '{Text(layout, record, name)}' is no amount in fen");
        return null;
    }

    private bool Day(UnionPayLayout layout, ReadOnlySpan<byte> record, MessagePlace place, out DateOnly? day, out TimeOnly? time)
    {
        // Without a settlement date any leap year serves to see that the day exists.
        var text = Text(layout, record, "txnTime");
        (day, time) = (null, null);
        foreach (var year in _settled is { } settled ? new[] { settled.Year, settled.Year - 1 } : [2000])
        {
            if (!TradeTime.TryParse(Encoding.ASCII.GetBytes($"{year:0000}{text}"), out var number, out var second)) continue;
            var found = DateOnly.FromDayNumber(number);
            if (_settled is not null && found > _settled) continue;
            day = _settled is null ? null : found;
            time = TimeOnly.FromTimeSpan(TimeSpan.FromSeconds((long)second));
            return true;
        }

        Unreadable(place, "txnTime", $"txnTime '{text}' is no day and time before the settlement date");
        return false;
    }

    private void Count(ReportLine line, string merchant, MessagePlace place)
    {
        if (_merchant.Length == 0) _merchant = merchant;
        if (merchant != _merchant && _findings.Count < MaxUnreadable)
        {
            var text = $"the line is of the merchant {merchant}, those before it of {_merchant}";
            _findings.Add(new ReportFinding("merchant", _merchant, merchant, place with { ElementPath = "merId" }, text));
        }

        _totals = line.AmountMinor >= 0
            ? _totals with { Lines = _totals.Lines + 1, CreditCount = _totals.CreditCount + 1, CreditMinor = _totals.CreditMinor + line.AmountMinor }
            : _totals with { Lines = _totals.Lines + 1, DebitCount = _totals.DebitCount + 1, DebitMinor = _totals.DebitMinor - line.AmountMinor };
    }

    private ReportItem.SectionEnd End()
    {
        if (_unreadable > MaxUnreadable)
            _findings.Add(new ReportFinding("unreadable-lines", "0", $"{_unreadable - MaxUnreadable}", null, $"{_unreadable - MaxUnreadable} more lines cannot be read"));
        if (_settled is null)
        {
            const string Reason = "the file's name tells no settlement date, and the lines no year: they have no dates";
            _findings.Add(new ReportFinding("date-without-year", "INN and yyMMdd", _fileName, null, Reason));
        }

        return new ReportItem.SectionEnd(Section(), _totals, _findings);
    }

    private ReportSection Section() => new() { Id = "", Account = _merchant, Currency = Currency, MinorUnitDigits = _digits, Date = _settled };

    private void Unreadable(MessagePlace place, string field, string reason)
    {
        if (++_unreadable == MaxUnreadable && _totals.Lines == 0)
        {
            var text = $"the first {MaxUnreadable} lines cannot be read, it is another format: the last of them {reason}";
            throw new MessageFormatException(_fileName, place.Line, 1, field, text);
        }

        if (_unreadable <= MaxUnreadable)
            _findings.Add(new ReportFinding("unreadable-line", "a line", "", place with { ElementPath = field }, $"cannot be read: {reason}"));
    }

    private static string Text(UnionPayLayout layout, ReadOnlySpan<byte> record, string name) => Gbk.GetString(layout.Field(record, name)).Trim();
}

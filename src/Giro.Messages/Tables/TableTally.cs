using System.Text;
using Giro.Messages.Iso20022;
using Giro.Messages.Reports;

namespace Giro.Messages.Tables;

/// <summary>Adds up a table as its lines pass, and says at the end what its trailers, balances and preamble state otherwise.</summary>
internal sealed class TableTally
{
    private const int MaxRepeated = 100;

    private readonly TableColumns _columns;
    private readonly Func<string, int> _digitsOf;
    private readonly List<Sum> _sums = [];
    private readonly HashSet<TrailerForm> _seen = [];
    private readonly Dictionary<string, BalanceChain> _chains = [];
    private readonly Dictionary<string, long> _currencies = [];
    private readonly List<ReportFinding> _findings = [];
    private TrailerForm? _awaited;

    public TableTally(TableColumns columns, Func<string, int> digitsOf)
    {
        (_columns, _digitsOf) = (columns, digitsOf);
        Currency = columns.Mapping.Currency;
        foreach (var trailer in columns.Trailers)
        {
            foreach (var total in trailer.Mapping.Totals) _sums.Add(new Sum(trailer, total, total.Field.Length == 0 ? -1 : columns.FieldIndex(total.Field)));
        }
    }

    public ReportTotals Totals { get; private set; } = new(0, 0, 0, 0, 0);

    /// <summary>Of the first line, unless the mapping says it.</summary>
    public string Currency { get; private set; }

    public DateOnly? LastDay { get; private set; }

    /// <summary>The last record was the header of a trailer: the next one is its figures.</summary>
    public bool AwaitsFigures => _awaited is not null;

    public Int128? Opening => _chains.GetValueOrDefault(Currency)?.Opening;

    public Int128? Closing => _chains.GetValueOrDefault(Currency)?.Closing;

    /// <returns>what is odd about the line alone</returns>
    public IReadOnlyList<ReportFinding> Add(in CsvRecordReader record, TableLines lines, ReportLine line)
    {
        if (Currency.Length == 0) Currency = line.Currency;
        _currencies[line.Currency] = _currencies.GetValueOrDefault(line.Currency) + 1;
        if (line.BookingDate > LastDay || LastDay is null) LastDay = line.BookingDate;
        var summedMinor = line.Currency == Currency ? line.AmountMinor : 0;
        Totals = line.AmountMinor >= 0
            ? Totals with { Lines = Totals.Lines + 1, CreditCount = Totals.CreditCount + 1, CreditMinor = Totals.CreditMinor + summedMinor }
            : Totals with { Lines = Totals.Lines + 1, DebitCount = Totals.DebitCount + 1, DebitMinor = Totals.DebitMinor - summedMinor };
        if (_columns.Mapping.Balances != BalanceOrder.Unchecked) Chain(line.Currency, lines.Digits).Add(line.AmountMinor, line.BalanceMinor, line.Place);
        List<ReportFinding>? findings = null;
        foreach (var sum in _sums)
        {
            if (sum.Total.Case.Length == 0 || sum.Total.Case == lines.Rules.Case) Add(sum, record, lines, line.Place, ref findings);
        }

        return findings ?? (IReadOnlyList<ReportFinding>)[];
    }

    /// <summary>A line could not be read: balances do not chain across it.</summary>
    public void AddUnreadable()
    {
        foreach (var chain in _chains.Values) chain.Interrupt();
    }

    /// <summary>A record that is a part of a trailer.</summary>
    public void AddTrailer(in CsvRecordReader record, MessagePlace place)
    {
        var awaited = _awaited;
        _awaited = null;
        var trailer = awaited ?? _columns.TrailerOf(record);
        if (trailer is null) return;
        if (awaited is null && trailer.IsHeader(record))
        {
            _awaited = trailer;
            return;
        }

        if (!_seen.Add(trailer) && _findings.Count < MaxRepeated)
            _findings.Add(new ReportFinding("repeated-trailer", "1", "2", place, "the trailer stands in the file a second time"));
        foreach (var sum in _sums.Where(sum => sum.Trailer == trailer)) (sum.Stated, sum.Place) = (trailer.Figure(record, sum.Total.At), place);
    }

    /// <summary>What does not agree about the table as a whole.</summary>
    public List<ReportFinding> Close()
    {
        foreach (var trailer in _columns.Trailers)
        {
            if (!_seen.Contains(trailer) && trailer.Mapping.IsRequired)
            {
                var known = trailer.Mapping.StartsWith + string.Join(",", trailer.Mapping.Header);
                _findings.Add(new ReportFinding("trailer-missing", known, "", null, "the trailer is missing: the file was cut off, or is another format"));
            }
        }

        foreach (var sum in _sums.Where(sum => _seen.Contains(sum.Trailer))) Check(sum);
        foreach (var chain in _chains.Values) chain.Close(_findings);
        CheckPreamble();
        foreach (var (currency, count) in _currencies)
        {
            if (currency != Currency)
                _findings.Add(new ReportFinding("currencies", Currency, currency, null, $"{count} lines in {currency} are not in the totals, which are in {Currency}"));
        }

        return _findings;
    }

    private static void Add(Sum sum, in CsvRecordReader record, TableLines lines, MessagePlace place, ref List<ReportFinding>? findings)
    {
        var minor = 0L;
        if (sum.Field < 0)
        {
            minor = lines.AmountMinor; // its sign says on which side the line is counted
        }
        else
        {
            if (lines.Rules[sum.Field] is not { } rule) return;
            if (rule.TryMoney(record, lines.Digits, out minor) == CellState.Unreadable)
            {
                var text = Encoding.UTF8.GetString(rule.Text(record));
                (findings ??= []).Add(new ReportFinding(
                    "unreadable-cell", "an amount", text, place with { ElementPath = rule.Name }, $"{rule.Name} '{text}' is no amount: it is not in the sum"));
                return;
            }

            sum.Digits = rule.Mapping.Digits >= 0 ? rule.Mapping.Digits : lines.Digits;
        }

        if (sum.Total.Side == TotalSide.Net || minor > 0 == (sum.Total.Side == TotalSide.Credits)) sum.Count++;
        if (minor > 0) sum.Credits += minor;
        else sum.Debits -= minor;
    }

    private void Check(Sum sum)
    {
        var what = sum.Field < 0 ? "lines" : sum.Total.Field;
        if (sum.Total.Case.Length > 0) what += $" of the case {sum.Total.Case}";
        if (sum.Stated is not { } stated)
        {
            _findings.Add(new ReportFinding("trailer-figure", sum.Total.At.ToString(), "", sum.Place, $"the trailer does not tell {sum.Total.At}, the total of {what}"));
            return;
        }

        if (sum.Field < 0)
        {
            if (!ColumnRule.TryCount(Encoding.UTF8.GetBytes(stated), out var count) || count != sum.Count)
                _findings.Add(new ReportFinding("record-count", stated, $"{sum.Count}", sum.Place, $"the trailer states {stated} {what}, there are {sum.Count}"));
            return;
        }

        // A table without a line has no currency: all its sums are zero, in whatever unit.
        var digits = sum.Digits >= 0 ? sum.Digits : 9;
        var found = sum.Total.Side switch { TotalSide.Credits => sum.Credits, TotalSide.Debits => sum.Debits, _ => sum.Credits - sum.Debits };
        if (sum.Total.Inverts) found = -found;
        var rule = _columns.Mapping.Fields.Concat(_columns.Mapping.Cases.SelectMany(lines => lines.Fields)).First(field => field.Name == sum.Total.Field);
        if (!MoneyText.TryParse(Encoding.UTF8.GetBytes(stated), rule.Money, digits, out var minor) || minor != found)
        {
            var shown = DecimalText.Format(found, digits);
            _findings.Add(new ReportFinding("control-total", stated, shown, sum.Place, $"the trailer states {sum.Total.At} of {stated}, {what} sum to {shown}"));
        }
    }

    private void CheckPreamble()
    {
        var told = _columns.Preamble;
        if (told.TryGetValue("count", out var count) && (!ColumnRule.TryCount(Encoding.UTF8.GetBytes(count), out var stated) || stated != Totals.Lines))
            _findings.Add(new ReportFinding("record-count", count, $"{Totals.Lines}", null, $"the preamble states {count} lines, there are {Totals.Lines}"));
        CheckBalance("opening", Opening);
        CheckBalance("closing", Closing);

        void CheckBalance(string name, Int128? found)
        {
            if (!told.TryGetValue(name, out var text) || found is not { } balance) return;
            var format = _columns.Mapping.Fields.First(field => field.Name == "balance").Money;
            var digits = Math.Max(_digitsOf(Currency), 0);
            if (!MoneyText.TryParse(Encoding.UTF8.GetBytes(text), format, digits, out var minor) || minor != balance)
            {
                var shown = DecimalText.Format(balance, digits);
                _findings.Add(new ReportFinding($"{name}-balance", text, shown, null, $"the preamble states a {name} balance of {text}, the lines give {shown}"));
            }
        }
    }

    private BalanceChain Chain(string currency, int digits)
    {
        if (!_chains.TryGetValue(currency, out var chain))
            _chains[currency] = chain = new BalanceChain(_columns.Mapping.Balances, minor => DecimalText.Format(minor, digits));
        return chain;
    }

    private sealed class Sum(TrailerForm trailer, TotalMapping total, int index)
    {
        public TrailerForm Trailer => trailer;

        public TotalMapping Total => total;

        /// <summary>Index of the field that is summed; -1 for a count.</summary>
        public int Field => index;

        public int Digits { get; set; } = -1;

        public long Count { get; set; }

        public Int128 Credits { get; set; }

        public Int128 Debits { get; set; }

        public string? Stated { get; set; }

        public MessagePlace? Place { get; set; }
    }
}

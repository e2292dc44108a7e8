using Giro.Ledger.Entries;
using Giro.Ledger.Writer;

namespace Giro.Operations.Intake.Berka;

/// <summary>What an import did.</summary>
public sealed class BerkaImportSummary
{
    public int Days { get; internal set; }

    /// <summary>Rows that could be read, those included that were posted by an earlier import.</summary>
    public long Rows { get; internal set; }

    /// <summary>Rows that this run posted.</summary>
    public long Posted { get; internal set; }

    /// <summary>Rows that an earlier run had posted.</summary>
    public long Repeated { get; internal set; }

    /// <summary>Rows of amount zero that also leave the balance as it was: there is nothing to post.</summary>
    public long WithoutMoney { get; internal set; }

    public long ChainExactly { get; internal set; }

    /// <summary>Rows whose printed balance is 0.10 below the computed one.</summary>
    public long RoundedDown { get; internal set; }

    /// <summary>Rows whose printed balance is 0.10 above the computed one.</summary>
    public long RoundedUp { get; internal set; }

    public int StandingOrdersRecognised { get; internal set; }

    public int TransfersToBanks { get; internal set; }

    /// <summary>Rows that were refused or do not chain, in the order in which they were met.</summary>
    public List<BerkaRowError> Reported { get; } = [];

    /// <summary>True when a strict import stopped at the first reported row.</summary>
    public bool Stopped { get; internal set; }

    /// <summary>Counts of entries by kind.</summary>
    public SortedDictionary<BerkaEntryKind, long> ByKind { get; } = [];

    /// <summary>Customers' accounts that are open, by account_id.</summary>
    public IReadOnlyDictionary<int, ulong> Customers { get; internal set; } = new Dictionary<int, ulong>();

    /// <summary>For each customer account: record number and printed balance (haler) of each row, in order of posting.</summary>
    public Dictionary<ulong, List<(ulong Number, long BalanceHaler)>> Printed { get; } = [];
}

/// <summary>
/// Posts the Czech bank day by day: the business date advances to the day, accounts are opened, the day's rows are posted in the order in which their
/// balances chain; so each day is closed by the next, and the last at the end. Every id is made from the row's trans_id and every date from the
/// day, so a second import of the same files changes nothing.
/// </summary>
public sealed class BerkaImport
{
    private const int MaxAttributes = 256;

    private readonly Book _book;
    private readonly BerkaDays _days;
    private readonly bool _strict;
    private readonly BerkaChart _chart;
    private readonly BerkaImportSummary _summary = new();
    private readonly Submission _submission = new(1 << 20, 4096);
    private readonly List<(BerkaTransaction Row, BerkaEntryKind Kind)> _inSubmission = [];

    /// <param name="book">A new book, or one that an import made.</param><param name="days">The files.</param>
    /// <param name="strict">Stop before the first day with a row that is refused or does not chain; days before it stay posted.</param>
    public BerkaImport(Book book, BerkaDays days, bool strict)
    {
        _book = book;
        _days = days;
        _strict = strict;
        _chart = new BerkaChart(book);
    }

    /// <summary>The business date that a new book must start with: the first day of the files.</summary>
    public static DateOnly FirstDay(BerkaDays days) => days.First().Date;

    /// <exception cref="BerkaImportException">The book holds other data.</exception>
    public BerkaImportSummary Run(Action<BerkaDay>? dayDone = null)
    {
        _summary.Reported.AddRange(_days.FileErrors);
        _summary.Customers = _chart.Customers;
        if (_strict && _summary.Reported.Count > 0)
        {
            _summary.Stopped = true;
            return _summary;
        }

        _chart.OpenBankAccounts();
        var last = DateOnly.MinValue;
        foreach (var day in _days)
        {
            _summary.Reported.AddRange(day.Errors);
            _summary.Reported.AddRange(day.Unchained.Select(unchained => unchained.ToRowError()));
            if (_strict && _summary.Reported.Count > 0)
            {
                _summary.Stopped = true;
                break;
            }

            AdvanceTo(day.Date);
            _chart.OpenCustomers(day.Opened);
            PostDay(day);
            last = day.Date;
            _summary.Days++;
            dayDone?.Invoke(day);
        }

        if (last != DateOnly.MinValue) AdvanceTo(last.AddDays(1));
        return _summary;
    }

    private void AdvanceTo(DateOnly date)
    {
        _submission.Clear();
        _submission.AdvanceDate(EntryId.FromReference($"berka/day/{date:yyyy-MM-dd}"), date);
        var result = _book.Execute(_submission)[0];
        // The book is in that date already: it was opened with it, or an import before this one went further.
        if (result.IsAccepted || result.Status == Status.DateNotLater) return;
        throw new BerkaImportException($"the business date could not be advanced to {date:yyyy-MM-dd}: {result.Status}");
    }

    private void PostDay(BerkaDay day)
    {
        _submission.Clear();
        _inSubmission.Clear();
        foreach (var next in PostingOrder.Of(day))
        {
            var order = StandingOrderOf(next.Row);
            var kind = BerkaPosting.KindOf(next.Row, order != 0);
            if (next.IsUnchained)
            {
                // The difference goes to suspense, so the account goes on from the balance that the bank printed, as the chain does.
                Add(next.Row, BerkaEntryKind.Unchained, kind, next.OffHaler, _chart.Suspense, order);
                continue;
            }

            if (next.OffHaler == 0) _summary.ChainExactly++;
            else if (next.OffHaler < 0) _summary.RoundedDown++;
            else _summary.RoundedUp++;
            Add(next.Row, kind, kind, next.OffHaler, _chart.Rounding, order);
        }

        Send();
    }

    private int StandingOrderOf(in BerkaTransaction row)
    {
        var isOrder = _days.StandingOrders.TryMatch(row, out var order);
        if (row.Operation == BerkaOperation.PrevodNaUcet) _summary.TransfersToBanks++;
        if (isOrder) _summary.StandingOrdersRecognised++;
        return isOrder ? order : 0;
    }

    /// <param name="row">The row.</param><param name="kind">The entry's kind.</param><param name="counterKind">The kind that names the account on the other side.</param>
    /// <param name="offHaler">What the printed balance is off by.</param><param name="offAccount">Where that goes.</param><param name="order">The standing order, or 0.</param>
    private void Add(in BerkaTransaction row, BerkaEntryKind kind, BerkaEntryKind counterKind, long offHaler, ulong offAccount, int order)
    {
        _summary.Rows++;
        Span<Leg> legs = stackalloc Leg[BerkaPosting.MaxLegs];
        var count = BerkaPosting.Legs(row, counterKind, offHaler, offAccount, _chart, legs);
        if (count == 0)
        {
            _summary.WithoutMoney++;
            return;
        }

        if (!_submission.HasRoom(BerkaPosting.MaxLegs, MaxAttributes)) Send();
        _submission.Post(
            EntryId.FromReference(BerkaPosting.Reference(row)), (ushort)kind, legs[..count], BerkaPosting.Attributes(row, order), businessDate: row.Date);
        _inSubmission.Add((row, kind));
    }

    private void Send()
    {
        if (_submission.Count == 0) return;
        _book.Execute(_submission);
        for (var i = 0; i < _inSubmission.Count; i++)
        {
            var (row, kind) = _inSubmission[i];
            var result = _submission.Results[i];
            if (!result.IsAccepted)
                throw new BerkaImportException($"trans.asc:{row.Line}: transaction {row.TransId} was refused: {result.Status}; the book holds other data than these files");
            if (result.IsRepeat) _summary.Repeated++;
            else _summary.Posted++;
            _summary.ByKind[kind] = _summary.ByKind.GetValueOrDefault(kind) + 1;
            var account = _chart.Customer(row.AccountId);
            if (!_summary.Printed.TryGetValue(account, out var printed)) _summary.Printed.Add(account, printed = []);
            printed.Add((result.Number, row.BalanceHaler));
        }

        _submission.Clear();
        _inSubmission.Clear();
    }
}

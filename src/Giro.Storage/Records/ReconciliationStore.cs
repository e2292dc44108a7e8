using System.Runtime.InteropServices;
using Giro.Ledger.Currencies;
using Giro.Ledger.Entries;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Breaks;
using Giro.Operations.Reconciliation.Runs;
using Giro.Operations.Settlement;
using Giro.Storage.Sql;

namespace Giro.Storage.Records;

/// <summary>Runs of reconciliation, what they found and entered, and breaks, in <c>records.db</c>.</summary>
public sealed class ReconciliationStore : IReconciliationStore
{
    private const string Leaving = "past & 8 <> 0 AND past & 64 = 0";
    private const string Returned = "past & 128 <> 0";
    private readonly SqlConnection _sql;

    public ReconciliationStore(RecordsDatabase records)
        : this(records.Open())
    {
    }

    private ReconciliationStore(SqlConnection sql) => _sql = sql;

    /// <summary>For those who only look, beside a process that has the book.</summary>
    public static ReconciliationStore OpenReadOnly(RecordsDatabase records) => new(records.OpenReadOnly());

    public IReadOnlyList<ReconciliationRun> RunsAround(string source, DateOnly date)
    {
        using var select = _sql.Prepare($"""
            SELECT {RunColumns} FROM reconciliation_run WHERE book = ?1 AND source = ?2 AND superseded_by = 0
                AND date >= coalesce((SELECT max(date) FROM reconciliation_run WHERE book = ?1 AND source = ?2 AND superseded_by = 0 AND date < ?3), ?3)
            ORDER BY date, length(part), part
            """);
        return ReadRuns(select.Bind(1, _sql.Book).Bind(2, source).Bind(3, RecordDates.ToNumber(date)));
    }

    public IReadOnlyList<ReconciliationRun> RunsOf(string source, DateOnly date)
    {
        using var select = _sql.Prepare($"SELECT {RunColumns} FROM reconciliation_run WHERE book = ?1 AND source = ?2 AND date = ?3 ORDER BY length(part), part, number");
        return ReadRuns(select.Bind(1, _sql.Book).Bind(2, source).Bind(3, RecordDates.ToNumber(date)));
    }

    public IReadOnlyList<RunFinding> FindingsOf(string part, int run)
    {
        var findings = new List<RunFinding>();
        using var select = _sql.Prepare("""
            SELECT key, type, reference, expected_minor, actual_minor, line, opened_on, item, is_booked FROM run_finding WHERE book = ?1 AND part = ?2 AND run = ?3 ORDER BY place
            """);
        select.Bind(1, _sql.Book).Bind(2, part).Bind(3, run);
        while (select.Step())
        {
            findings.Add(new RunFinding(
                select.Text(0),
                new BreakFinding((BreakType)select.Int64(1), select.Text(2), select.Int64(3), select.Int64(4), (int)select.Int64(5), RecordDates.ToDate(select.Int64(6)))
                {
                    Item = select.Text(7), IsBooked = select.Int64(8) == 1,
                }));
        }

        return findings;
    }

    public IReadOnlyList<string> ItemsOf(string part, int run)
    {
        var items = new List<string>();
        using var select = _sql.Prepare("SELECT item FROM run_match WHERE book = ?1 AND part = ?2 AND run = ?3 ORDER BY line, item");
        select.Bind(1, _sql.Book).Bind(2, part).Bind(3, run);
        while (select.Step()) items.Add(select.Text(0));
        return items;
    }

    public IReadOnlyList<RunPosting> PostingsInForce(string part)
    {
        var postings = new List<RunPosting>();
        using var select = _sql.Prepare("SELECT slot, version, queue, kind, legs, attributes FROM run_posting WHERE book = ?1 AND part = ?2 AND reversed_by = 0 ORDER BY slot");
        select.Bind(1, _sql.Book).Bind(2, part);
        while (select.Step())
        {
            postings.Add(new RunPosting(select.Text(0), select.Text(2), (EntryKind)select.Int64(3), MemoryMarshal.Cast<byte, Leg>(select.Blob(4)).ToArray(), select.Text(5))
            {
                Version = (int)select.Int64(1),
            });
        }

        return postings;
    }

    public IReadOnlyList<BankItem> ItemsFor(string part, DateOnly dueBy, Currency currency, Currency home)
    {
        var items = new List<BankItem>();
        Payouts($"booked_by = '' AND {Leaving} AND due_date <= ?2 AND currency = ?3", isLeaving: true);
        Payouts($"return_booked_by = '' AND {Returned} AND due_date <= ?2 AND currency = ?3", isLeaving: false);
        if (currency == home) Channels();
        var known = items.Select(item => item.Name).ToHashSet();
        items.AddRange(NamesOf(part).Where(name => !known.Contains(name)).Select(name => Find(name, dueBy)).OfType<BankItem>());
        return [.. items.OrderBy(item => item.Name, StringComparer.Ordinal)];

        void Payouts(string condition, bool isLeaving)
        {
            using var select = _sql.Prepare($"SELECT {PayoutStore.Columns} FROM payout WHERE book = ?1 AND {condition}");
            foreach (var payout in PayoutStore.ReadPayouts(select.Bind(1, _sql.Book).Bind(2, RecordDates.ToNumber(dueBy)).Bind(3, currency.Number)))
                items.Add(BankItem.Of(payout, isLeaving, isLeaving ? payout.DueDate : dueBy, bookedBy: ""));
        }

        void Channels()
        {
            using var select = _sql.Prepare("SELECT reference, channel, gross_minor, cost_minor, due_date, settled_by FROM channel_settlement WHERE book = ?1 AND due_date <= ?2 AND settled_by = ''");
            items.AddRange(ReadChannels(select.Bind(1, _sql.Book).Bind(2, RecordDates.ToNumber(dueBy))));
        }
    }

    public BankItem? FindItem(string item) => Find(item, returnsDueOn: null);

    /// <summary>Items that runs of a part have matched or found missing.</summary>
    private List<string> NamesOf(string part)
    {
        var names = new List<string>();
        using var select = _sql.Prepare("SELECT item FROM run_match WHERE book = ?1 AND part = ?2 UNION SELECT item FROM run_finding WHERE book = ?1 AND part = ?2 AND item <> ''");
        select.Bind(1, _sql.Book).Bind(2, part);
        while (select.Step()) names.Add(select.Text(0));
        return names;
    }

    private BankItem? Find(string name, DateOnly? returnsDueOn)
    {
        var isLeaving = name.EndsWith("/out", StringComparison.Ordinal);
        var reference = name[..name.LastIndexOf('/')];
        var bookedBy = isLeaving ? "booked_by" : "return_booked_by";
        using (var select = _sql.Prepare($"SELECT {PayoutStore.Columns} FROM payout WHERE book = ?1 AND end_to_end = ?2 AND {(isLeaving ? Leaving : Returned)}"))
        {
            if (PayoutStore.ReadPayouts(select.Bind(1, _sql.Book).Bind(2, reference)).SingleOrDefault() is { } payout)
            {
                using var by = _sql.Prepare($"SELECT {bookedBy} FROM payout WHERE book = ?1 AND end_to_end = ?2");
                by.Bind(1, _sql.Book).Bind(2, reference).Step();
                return BankItem.Of(payout, isLeaving, isLeaving ? payout.DueDate : returnsDueOn ?? payout.DueDate, by.Text(0));
            }
        }

        using var channel = _sql.Prepare("SELECT reference, channel, gross_minor, cost_minor, due_date, settled_by FROM channel_settlement WHERE book = ?1 AND reference = ?2");
        return ReadChannels(channel.Bind(1, _sql.Book).Bind(2, reference)).SingleOrDefault();
    }

    public Break? FindBreak(long number) => BreakRows.Find(_sql, number);

    public Break? FindBreak(string source, string key) => BreakRows.Find(_sql, source, key);

    public IReadOnlyList<Break> Breaks(BreakQuery query) => BreakRows.Of(_sql, query);

    public IReadOnlyList<PastEvent> History(long number) => BreakRows.History(_sql, number);

    public BreakProposal? FindProposal(long number) => number <= 0 ? null : BreakRows.Proposals(_sql, number).SingleOrDefault();

    public IReadOnlyList<BreakProposal> OpenProposals() => BreakRows.Proposals(_sql, 0);

    public IReconciliationUnit Begin() => new ReconciliationUnit(_sql);

    private static List<BankItem> ReadChannels(SqlStatement select)
    {
        var items = new List<BankItem>();
        while (select.Step())
            items.Add(BankItem.Of(new ChannelSettlement(select.Text(0), select.Text(1), select.Int64(2), select.Int64(3), RecordDates.ToDate(select.Int64(4))), select.Text(5)));
        return items;
    }

    private const string RunColumns = """
        source, date, part, number, statement, input_hash, result_hash, has_balances, opening_minor, closing_minor, our_lines, our_minor, our_matched, our_matched_minor, their_lines,
        their_minor, their_matched, their_matched_minor, flags, accepted_by, accepted_why, superseded_by, currency
        """;

    private static List<ReconciliationRun> ReadRuns(SqlStatement select)
    {
        var runs = new List<ReconciliationRun>();
        while (select.Step())
        {
            var hasBalances = select.Int64(7) == 1;
            runs.Add(new ReconciliationRun(select.Text(0), RecordDates.ToDate(select.Int64(1)), select.Text(2), (int)select.Int64(3))
            {
                Statement = select.Text(4), InputHash = select.Text(5), ResultHash = select.Text(6), OpeningMinor = hasBalances ? select.Int64(8) : null,
                ClosingMinor = hasBalances ? select.Int64(9) : null, Ours = Side(10), Theirs = Side(14), Flags = select.Text(18), AcceptedBy = select.Text(19), AcceptedWhy = select.Text(20),
                SupersededBy = (int)select.Int64(21), Currency = Currency.FromNumber((int)select.Int64(22)),
            });
        }

        return runs;

        SideFigures Side(int column)
        {
            var (lines, sumMinor, matched, matchedMinor) = (select.Int64(column), select.Int64(column + 1), select.Int64(column + 2), select.Int64(column + 3));
            return new SideFigures(lines, sumMinor, matched, matchedMinor, lines - matched, sumMinor - matchedMinor);
        }
    }

    public void Dispose() => _sql.Dispose();
}

using System.Diagnostics;
using Giro.Ledger.Snapshots;
using Giro.Ledger.Writer;
using Giro.Storage;

namespace Giro.Cli.Bench;

/// <summary>
/// `giro bench ledger`: durable entries in process, on the embedded default or on PostgreSQL, each case with a new book. An entry counts when its result has come
/// back, which is after its journal row is durable. On PostgreSQL the row-lock textbook runs beside it on the same server.
/// </summary>
internal sealed class LedgerBench(BenchPlace place, string folder, TimeSpan duration, int recoveryAccounts, long recoveryEntries, Action<string> progress)
{
    private static readonly DateOnly FirstDate = new(2026, 11, 11);

    /// <summary>The cases, in the order in which they run.</summary>
    public static readonly string[] Cases = ["uniform", "hot-in-turns", "million", "five-legs", "sustained", "sustained-million", "recovery", RowLocks];

    /// <summary>The case that only PostgreSQL has.</summary>
    public const string RowLocks = "row-locks";

    private double? _uniformPerSecond;
    private double? _hotPerSecond;

    /// <summary>Runs the cases that are named, all without names; yardsticks always.</summary>
    public List<Measurement> Run(IReadOnlyCollection<string> only)
    {
        var measurements = Yardsticks.Take(folder).ToList();
        foreach (var name in Cases.Where(name => only.Count == 0 ? name != RowLocks || place is PostgreSqlPlace : only.Contains(name)))
        {
            progress(name);
            measurements.AddRange(name switch
            {
                "uniform" => Uniform(),
                "hot-in-turns" => HotInTurns(),
                "million" => Posted("durable entries, 1,000,000 accounts uniform", new EntryMix(1_000_000, 2, OneHotAccount: false), goal: null),
                "five-legs" => Posted("durable entries, 10,000 accounts uniform, 5 legs", new EntryMix(10_000, 5, OneHotAccount: false), goal: null),
                "sustained" => Sustained(10_000, goal: 300_000),
                "sustained-million" => Sustained(1_000_000, goal: null),
                RowLocks => RowLockTextbook((PostgreSqlPlace)place),
                _ => Recovery(),
            });
        }

        return measurements;
    }

    /// <summary>
    /// Twenty turns on one book, in the order u h h u u h h u ..., so that whatever else the machine does, and what the book itself does beside its writer, hits both
    /// alike: by the end it has tens of millions of ids, and sealing and merging them makes later turns slower. What each came to in all its turns counts. This is a long
    /// day's figure, where the other cases are a new book's.
    /// </summary>
    private List<Measurement> HotInTurns()
    {
        const int Rounds = 10;
        var (uniform, hot) = InFreshBook(withViews: false, book =>
        {
            var uniformLoad = new EntryLoad(book.Book, new EntryMix(10_000, 2, OneHotAccount: false));
            var hotLoad = new EntryLoad(book.Book, new EntryMix(10_000, 2, OneHotAccount: true));
            uniformLoad.OpenAccounts();
            // The just-in-time compiler is done with the hot path after this.
            uniformLoad.Post(TimeSpan.FromSeconds(1));
            hotLoad.Post(TimeSpan.FromSeconds(0.5));
            var rounds = Enumerable.Range(0, Rounds).Select(round =>
            {
                var first = (round % 2 == 0 ? uniformLoad : hotLoad).Post(duration / 4);
                var second = (round % 2 == 0 ? hotLoad : uniformLoad).Post(duration / 4);
                return round % 2 == 0 ? (Uniform: first, Hot: second) : (Uniform: second, Hot: first);
            }).ToList();
            return (All(rounds.ConvertAll(round => round.Uniform)), All(rounds.ConvertAll(round => round.Hot)));
        });
        _hotPerSecond = hot.PerSecond;
        return
        [
            new Measurement("twenty turns on one book: uniform", uniform.PerSecond, "entries/s"),
            .. Latencies(uniform),
            new Measurement("twenty turns on one book: one account takes all", hot.PerSecond, "entries/s"),
            .. Latencies(hot),
            Measurement.AtLeast("  hot to uniform", hot.PerSecond / uniform.PerSecond, "ratio", 0.9),
        ];
    }

    /// <summary>The median turn's p50, and the p99 of the worst turn.</summary>
    private static LoadResult All(List<LoadResult> turns) => new(
        turns.Sum(turn => turn.Entries), TimeSpan.FromTicks(turns.Sum(turn => turn.Elapsed.Ticks)), turns.ConvertAll(turn => turn.BatchP50Ms).Order().ElementAt(turns.Count / 2),
        turns.Max(turn => turn.BatchP99Ms), turns.Sum(turn => turn.AllocatedBytes));

    private List<Measurement> Uniform()
    {
        var measurements = Posted("durable entries, 10,000 accounts uniform, 2 legs, limits on", new EntryMix(10_000, 2, OneHotAccount: false), place.UniformGoal);
        _uniformPerSecond = measurements[0].Value;
        return measurements;
    }

    private List<Measurement> Posted(string name, EntryMix mix, double? goal)
    {
        var (result, written) = Post(mix);
        return
        [
            goal is { } least ? Measurement.AtLeast(name, result.PerSecond, "entries/s", least) : new Measurement(name, result.PerSecond, "entries/s"),
            .. Latencies(result),
            Measurement.AtMost("  allocated by writer and committer", (double)result.AllocatedBytes / result.Entries, "bytes/entry", 0.05),
            .. written.Select(file => new Measurement("  " + file.Name, (double)file.Bytes / result.Entries, "bytes/entry")),
        ];
    }

    private static IEnumerable<Measurement> Latencies(LoadResult result) =>
    [
        new Measurement("  batch of 8,190, p50", result.BatchP50Ms, "ms"),
        new Measurement("  batch of 8,190, p99", result.BatchP99Ms, "ms"),
    ];

    private (LoadResult Result, List<(string Name, long Bytes)> Written) Post(EntryMix mix) => InFreshBook(withViews: false, book =>
    {
        var load = new EntryLoad(book.Book, mix);
        load.OpenAccounts();
        // The just-in-time compiler is done with the hot path after this.
        load.Post(TimeSpan.FromSeconds(1));
        var before = place.Written();
        var result = load.Post(duration);
        return (result, place.Written().Zip(before, (now, then) => (now.Name, now.Bytes - then.Bytes)).ToList());
    });

    /// <summary>Both keep up: the clock stops when the last entry is in the views and its account's history can be asked.</summary>
    private List<Measurement> Sustained(int accounts, double? goal)
    {
        var name = $"sustained with history queryable, {accounts:N0} accounts";
        return InFreshBook(withViews: true, book =>
        {
            var load = new EntryLoad(book.Book, new EntryMix(accounts, 2, OneHotAccount: false));
            load.OpenAccounts();
            load.Post(TimeSpan.FromSeconds(2));
            book.Views!.WaitUntilCurrent();
            var clock = Stopwatch.StartNew();
            var result = load.Post(duration * 2);
            book.Views!.WaitUntilCurrent();
            var perSecond = result.Entries / clock.Elapsed.TotalSeconds;
            return new List<Measurement>
            {
                goal is { } least ? Measurement.AtLeast(name, perSecond, "entries/s", least) : new Measurement(name, perSecond, "entries/s"),
                new("  batch of 8,190, p99", result.BatchP99Ms, "ms"),
            };
        });
    }

    private List<Measurement> Recovery()
    {
        using (var book = StoredBook.Open(place.MakeBook(), Options(), withViews: false))
        {
            var load = new EntryLoad(book.Book, new EntryMix(recoveryAccounts, 2, OneHotAccount: false));
            load.OpenAccounts();
            book.Book.TakeSnapshot();
            load.Post(null, recoveryEntries);
        }

        var clock = Stopwatch.StartNew();
        RecoveryReport report;
        using (var book = StoredBook.Open(place.FindBook(), Options(), withViews: false))
        {
            clock.Stop();
            report = book.Book.Recovery;
        }

        place.RemoveBook();
        var full = recoveryAccounts == 1_000_000 && report.ReplayedRecords == 10_000_000;
        var name = $"recovery: snapshot of {recoveryAccounts:N0} accounts, chain verified, {report.ReplayedRecords:N0} entries replayed";
        var elapsed = clock.Elapsed.TotalSeconds;
        return
        [
            full ? Measurement.AtMost(name, elapsed, "s", 10) : new Measurement(name, elapsed, "s"),
            new Measurement("  replay", report.ReplayedRecords / elapsed, "entries/s"),
        ];
    }

    /// <summary>
    /// The textbook's figures, and how many times as many entries Giro made durable in this run. Where Giro's caller has 10 ms of work it is done before the
    /// writer, while no account waits; so its figure is the same with and without.
    /// </summary>
    private List<Measurement> RowLockTextbook(PostgreSqlPlace server)
    {
        var textbook = new RowLockYardstick(server, folder, duration);
        textbook.Run();
        return
        [
            .. Textbook("row locks, 32 clients: uniform, 10,000 accounts", textbook.Uniform, _uniformPerSecond),
            .. Textbook("row locks, 32 clients: one hot account", textbook.Hot, _hotPerSecond),
            .. Textbook("row locks, 10 ms of work inside: uniform", textbook.UniformWithWork, _uniformPerSecond),
            .. Textbook("row locks, 10 ms of work inside: one hot account", textbook.HotWithWork, _hotPerSecond),
        ];
    }

    private static IEnumerable<Measurement> Textbook(string name, RowLockResult result, double? giroPerSecond)
    {
        yield return new Measurement("yardstick: " + name, result.PerSecond, "transfers/s");
        yield return new Measurement("  transaction, p50", result.P50Ms, "ms");
        yield return new Measurement("  transaction, p99", result.P99Ms, "ms");
        if (giroPerSecond is { } giro) yield return new Measurement("  Giro to it", giro / result.PerSecond, "times");
    }

    private T InFreshBook<T>(bool withViews, Func<StoredBook, T> run)
    {
        try
        {
            using var book = StoredBook.Open(place.MakeBook(), Options(), withViews);
            return run(book);
        }
        finally
        {
            place.RemoveBook();
            GC.Collect();
        }
    }

    private static BookOptions Options() => new() { FirstBusinessDate = FirstDate, IdTableBits = 23, SnapshotEveryRecords = 0 };
}

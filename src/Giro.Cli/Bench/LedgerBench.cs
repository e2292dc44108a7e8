using System.Diagnostics;
using Giro.Ledger.Snapshots;
using Giro.Ledger.Writer;
using Giro.Storage;

namespace Giro.Cli.Bench;

/// <summary>
/// `giro bench ledger`: durable entries in process on the embedded default, each case in a fresh folder. An entry counts when its result has come back, which is
/// after its journal row is synced.
/// </summary>
internal sealed class LedgerBench(string folder, TimeSpan duration, int recoveryAccounts, long recoveryEntries, Action<string> progress)
{
    private static readonly DateOnly FirstDate = new(2026, 11, 11);

    public List<Measurement> Run()
    {
        var measurements = Yardsticks.Take(folder).ToList();
        var uniform = Post("uniform", new EntryMix(10_000, 2, OneHotAccount: false), out var journalBytes);
        measurements.Add(Measurement.AtLeast("durable entries, 10,000 accounts uniform, 2 legs, limits on", uniform.PerSecond, "entries/s", 1_500_000));
        measurements.Add(new Measurement("  batch of 8,190, p50", uniform.BatchP50Ms, "ms"));
        measurements.Add(new Measurement("  batch of 8,190, p99", uniform.BatchP99Ms, "ms"));
        measurements.Add(Measurement.AtMost("  allocated by writer and committer", (double)uniform.AllocatedBytes / uniform.Entries, "bytes/entry", 0.01));
        measurements.Add(new Measurement("  journal", (double)journalBytes / uniform.Entries, "bytes/entry"));
        var hot = Post("one hot account", new EntryMix(10_000, 2, OneHotAccount: true), out _);
        measurements.Add(new Measurement("durable entries, one account takes all", hot.PerSecond, "entries/s"));
        measurements.Add(new Measurement("  batch of 8,190, p99", hot.BatchP99Ms, "ms"));
        measurements.Add(Measurement.AtLeast("  hot to uniform", hot.PerSecond / uniform.PerSecond, "ratio", 0.9));
        var million = Post("1,000,000 accounts", new EntryMix(1_000_000, 2, OneHotAccount: false), out _);
        measurements.Add(new Measurement("durable entries, 1,000,000 accounts uniform", million.PerSecond, "entries/s"));
        measurements.Add(new Measurement("  batch of 8,190, p99", million.BatchP99Ms, "ms"));
        var five = Post("five legs", new EntryMix(10_000, 5, OneHotAccount: false), out var fiveBytes);
        measurements.Add(new Measurement("durable entries, 10,000 accounts uniform, 5 legs", five.PerSecond, "entries/s"));
        measurements.Add(new Measurement("  journal", (double)fiveBytes / five.Entries, "bytes/entry"));
        var sustained = Sustained(10_000);
        measurements.Add(Measurement.AtLeast("sustained with history queryable, 10,000 accounts", sustained.PerSecond, "entries/s", 300_000));
        measurements.Add(new Measurement("  batch of 8,190, p99", sustained.BatchP99Ms, "ms"));
        measurements.Add(new Measurement("sustained with history queryable, 1,000,000 accounts", Sustained(1_000_000).PerSecond, "entries/s"));
        measurements.AddRange(Recovery());
        return measurements;
    }

    private LoadResult Post(string name, EntryMix mix, out long journalBytes)
    {
        progress(name);
        return InFreshBook(withViews: false, (book, root) =>
        {
            var load = new EntryLoad(book.Book, mix);
            load.OpenAccounts();
            // The just-in-time compiler is done with the hot path after this.
            load.Post(TimeSpan.FromSeconds(1));
            var before = new FileInfo(root.Journal).Length;
            var result = load.Post(duration);
            return (result, new FileInfo(root.Journal).Length - before);
        }, out journalBytes);
    }

    /// <summary>Both keep up: the clock stops when the last entry is in the views and its account's history can be asked.</summary>
    private LoadResult Sustained(int accounts)
    {
        progress($"sustained with views, {accounts:N0} accounts");
        return InFreshBook(withViews: true, (book, _) =>
        {
            var load = new EntryLoad(book.Book, new EntryMix(accounts, 2, OneHotAccount: false));
            load.OpenAccounts();
            load.Post(TimeSpan.FromSeconds(2));
            book.Views!.WaitUntilCurrent();
            var clock = Stopwatch.StartNew();
            var result = load.Post(duration * 2);
            book.Views!.WaitUntilCurrent();
            return (result with { Elapsed = clock.Elapsed }, 0L);
        }, out _);
    }

    private List<Measurement> Recovery()
    {
        progress($"recovery of {recoveryAccounts:N0} accounts and {recoveryEntries:N0} entries");
        var root = Path.Combine(folder, "recovery");
        using (var book = EmbeddedBook.Open(root, Options(), withViews: false))
        {
            var load = new EntryLoad(book.Book, new EntryMix(recoveryAccounts, 2, OneHotAccount: false));
            load.OpenAccounts();
            book.Book.TakeSnapshot();
            load.Post(null, recoveryEntries);
        }

        var clock = Stopwatch.StartNew();
        RecoveryReport report;
        using (var book = EmbeddedBook.Open(root, Options(), withViews: false))
        {
            clock.Stop();
            report = book.Book.Recovery;
        }

        Directory.Delete(root, recursive: true);
        var full = recoveryAccounts == 1_000_000 && report.ReplayedRecords == 10_000_000;
        var name = $"recovery: snapshot of {recoveryAccounts:N0} accounts, chain verified, {report.ReplayedRecords:N0} entries replayed";
        var elapsed = clock.Elapsed.TotalSeconds;
        return
        [
            full ? Measurement.AtMost(name, elapsed, "s", 10) : new Measurement(name, elapsed, "s"),
            new Measurement("  replay", report.ReplayedRecords / elapsed, "entries/s"),
        ];
    }

    private T InFreshBook<T>(bool withViews, Func<EmbeddedBook, BookFolder, (T Result, long Bytes)> run, out long bytes)
    {
        var root = Path.Combine(folder, "case");
        try
        {
            using var book = EmbeddedBook.Open(root, Options(), withViews);
            (var result, bytes) = run(book, book.Folder);
            return result;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
            GC.Collect();
        }
    }

    private static BookOptions Options() => new() { FirstBusinessDate = FirstDate, IdTableBits = 23, SnapshotEveryRecords = 0 };
}

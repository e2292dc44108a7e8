using System.Diagnostics;
using System.Text;
using Giro.Operations.Reconciliation.Files;
using Giro.Operations.Reconciliation.Sources;

namespace Giro.Cli.Bench;

/// <summary>
/// `giro bench reconcile`: two CSV files with anomalies of all kinds planted, reconciled by passes of four kinds; what is found must be what was planted, to the count.
/// Beside it `sort | join` of the system on the keys of the same files, which finds the equal keys alone.
/// </summary>
internal sealed class ReconcileBench(string folder, int lines, int anomaliesPpm, ulong seed, int threads, int memoryMb, Action<string> progress)
{
    private const string Config = """
        { "name": "bench", "currency": "CNY",
          "left":  { "name": "our records", "format": "csv", "mapping": { "fields": {
            "order": "order", "amount": "amount", "fee": "fee", "currency": "currency", "status": "status", "date": "date", "terminal": "terminal", "batch": "batch" } } },
          "right": { "name": "channel bill", "format": "csv", "mapping": { "fields": {
            "order": "reference", "amount": "paid", "fee": "charge", "currency": "currency", "status": "state", "date": { "column": "day", "format": "yyyyMMdd" }, "terminal": "terminal", "settlement": "settlement" } } },
          "passes": [
            { "name": "order", "kind": "exact", "key": ["order"], "compare": ["amount", "fee", "currency", "status", "date"] },
            { "name": "differs", "kind": "difference", "key": ["order"], "compare": ["amount", "fee", "currency", "status", "date"] },
            { "name": "late", "kind": "window", "key": ["terminal"], "days": { "before": 0, "after": 3 }, "tolerance": { "below": "0.05", "above": "0.05" } },
            { "name": "batches", "kind": "group", "shape": "many-to-one", "key": { "left": ["batch"], "right": ["settlement"] } } ] }
        """;

    private string LeftPath => Path.Combine(folder, "left.csv");

    private string RightPath => Path.Combine(folder, "right.csv");

    public List<Measurement> Run()
    {
        progress($"writing two files of {lines:N0} lines");
        var orders = new BenchOrders(lines, anomaliesPpm, seed);
        orders.WriteLeft(LeftPath);
        orders.WriteRight(RightPath);
        var bytes = new FileInfo(LeftPath).Length + new FileInfo(RightPath).Length;

        progress("giro reconcile");
        var config = ReconcileConfigFile.Parse(Encoding.UTF8.GetBytes(Config), "bench", name => throw new FileNotFoundException(name)).Config!;
        var options = new RunOptions { ResultFolder = Path.Combine(folder, "results"), Threads = threads, MemoryMb = memoryMb };
        var clock = Stopwatch.StartNew();
        var summary = new FileReconciliation(config.Leg, config.Name, options, new Quiet()).Run(LeftPath, RightPath);
        clock.Stop();
        using var process = Process.GetCurrentProcess();
        var peakMb = process.PeakWorkingSet64 / 1e6;
        RequirePlanted(orders, summary);

        progress("sort | join");
        var joined = SortJoin();
        var (times, total) = (summary.Times, (long)summary.Left.Lines + summary.Right.Lines);
        var name = $"{lines:N0} x {lines:N0} CSV lines reconciled, {bytes / 1e6:N0} MB";
        return
        [
            .. Yardsticks.Take(folder),
            Goal(name, clock.Elapsed.TotalSeconds, lines >= 10_000_000 ? 60 : lines <= 1_000_000 ? 5 : null),
            new Measurement("  read, parse and divide", times.Read.TotalSeconds, "s"),
            Goal("  match", times.Match.TotalSeconds, lines >= 10_000_000 ? 15 : null),
            new Measurement("  order, prove, hash, write results", times.Write.TotalSeconds, "s"),
            new Measurement("  lines of both sides", total / clock.Elapsed.TotalSeconds, "lines/s"),
            new Measurement("  planted anomalies, all found and no others", lines - orders.Of(Planted.None), "orders"),
            Measurement.AtMost("  peak memory of the process", peakMb, "MB", 4096 * 1.048576),
            joined is { } seconds ? new Measurement("sort | join of the same keys, two threads and 1 GB for sort", seconds, "s") : new Measurement("sort | join is not on this machine", 0, "s"),
            .. joined is { } against ? [new Measurement("  of it, all of giro reconcile takes", clock.Elapsed.TotalSeconds / against, "ratio")] : Array.Empty<Measurement>(),
        ];
    }

    private static Measurement Goal(string name, double seconds, double? goal) => goal is { } most ? Measurement.AtMost(name, seconds, "s", most) : new Measurement(name, seconds, "s");

    /// <summary>None more and none less.</summary>
    private static void RequirePlanted(BenchOrders orders, RunSummary summary)
    {
        var wrong = new List<string>();
        foreach (var (type, count) in orders.Breaks())
        {
            var found = summary.Breaks.GetValueOrDefault(type);
            if (found != count) wrong.Add($"{found} breaks of {BreakWords.NameOf(type)} and not {count}");
        }

        if (summary.Passes[2].Pairs != orders.Of(Planted.Window)) wrong.Add($"{summary.Passes[2].Pairs} pairs within a window and not {orders.Of(Planted.Window)}");
        if (summary.Passes[3].Groups != orders.Of(Planted.Group)) wrong.Add($"{summary.Passes[3].Groups} groups and not {orders.Of(Planted.Group)}");
        if (wrong.Count > 0) throw new InvalidOperationException($"what was found is not what was planted: {string.Join("; ", wrong)}");
    }

    /// <returns>seconds; null where the programs are not there</returns>
    private double? SortJoin()
    {
        const string Script = """
            set -e
            export LC_ALL=C
            tail -n +2 left.csv | cut -d, -f1,2 | sort --parallel=2 -S 1G -T . > left.sorted
            tail -n +2 right.csv | cut -d, -f2,3 | sort --parallel=2 -S 1G -T . > right.sorted
            join -t, left.sorted right.sorted | wc -l
            rm left.sorted right.sorted
            """;
        var clock = Stopwatch.StartNew();
        try
        {
            using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", Script]) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = shell.StandardError.ReadToEnd();
            shell.WaitForExit();
            return shell.ExitCode == 0 && error.Length == 0 ? clock.Elapsed.TotalSeconds : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private sealed class Quiet : IRunProgress
    {
        public void Stage(string name, long total)
        {
            // The bench says itself where it is.
        }

        public void Advance(long steps)
        {
            // Nobody looks.
        }
    }
}

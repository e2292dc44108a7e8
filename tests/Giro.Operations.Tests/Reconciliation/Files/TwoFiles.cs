using System.Text;
using Giro.Operations.Reconciliation.Files;
using Giro.Operations.Reconciliation.Sources;

namespace Giro.Operations.Tests.Reconciliation.Files;

/// <summary>Two files and a config in a folder that is gone when disposed.</summary>
internal sealed class TwoFiles : IDisposable
{
    /// <summary>Passes of four kinds over orders and a channel's bill.</summary>
    public const string Config = """
        // orders of ours against the bill of a channel
        { "name": "day", "currency": "CNY",
          "left":  { "name": "our records", "format": "csv", "mapping": { "currency": "CNY", "fields": {
            "order": "order", "amount": "amount", "fee": "fee", "status": "status", "date": "date", "terminal": "terminal", "batch": "batch" } } },
          "right": { "name": "the bill", "format": "csv", "mapping": { "currency": "CNY", "fields": {
            "reference": "reference", "amount": "paid", "fee": "charge", "status": "state", "date": { "column": "day", "format": "yyyyMMdd" }, "terminal": "terminal" } } },
          "passes": [
            { "name": "order", "kind": "exact", "key": { "left": ["order"], "right": ["reference"] }, "compare": ["amount", "fee", "currency", "status", "date"] },
            { "name": "differs", "kind": "difference", "key": { "left": ["order"], "right": ["reference"] }, "compare": ["amount", "fee", "currency", "status", "date"] },
            { "name": "late", "kind": "window", "key": ["terminal"], "days": { "before": 1, "after": 3 }, "tolerance": { "below": "0.05", "above": "0.05" } },
            { "name": "batches", "kind": "group", "shape": "many-to-one", "key": { "left": ["batch"], "right": ["reference"] } },
          ] }
        """;

    public const string LeftHeader = "order,amount,fee,status,date,terminal,batch";
    public const string RightHeader = "reference,paid,charge,state,day,terminal";

    public string Folder { get; } = Directory.CreateTempSubdirectory("giro-reconcile-").FullName;

    public string Left => Path.Combine(Folder, "left.csv");

    public string Right => Path.Combine(Folder, "right.csv");

    public string Work => Path.Combine(Folder, "work");

    public string Results => Path.Combine(Folder, "results");

    public static LegConfig Leg(string config = Config) => Read(config).Leg;

    public static ReconcileConfig Read(string config = Config)
    {
        var reading = ReconcileConfigFile.Parse(Encoding.UTF8.GetBytes(config), "day.json", name => throw new FileNotFoundException(name));
        Assert.Empty(reading.Faults);
        return reading.Config!;
    }

    public TwoFiles With(string[] left, string[] right)
    {
        File.WriteAllText(Left, string.Join('\n', [LeftHeader, .. left]) + "\n");
        File.WriteAllText(Right, string.Join('\n', [RightHeader, .. right]) + "\n");
        return this;
    }

    public RunSummary Run(RunOptions? options = null, IRunProgress? progress = null, string config = Config) =>
        new FileReconciliation(Leg(config), "day", options ?? Options(), progress ?? new Silent()).Run(Left, Right);

    public RunOptions Options(string? work = null) => new() { ResultFolder = Results, WorkFolder = work, Threads = 2, MemoryMb = 256 };

    /// <summary>A file of the results; without a byte order mark, with LF.</summary>
    public string Result(string name) => File.ReadAllText(Path.Combine(Results, name));

    /// <summary>All files of the results by name.</summary>
    public SortedDictionary<string, string> All() => new(Directory.EnumerateFiles(Results).ToDictionary(path => Path.GetFileName(path), File.ReadAllText));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

internal sealed class Silent : IRunProgress
{
    public void Stage(string name, long total)
    {
        // Nobody looks.
    }

    public void Advance(long steps)
    {
        // Nobody looks.
    }
}

/// <summary>Stops a run in the middle, as a kill would.</summary>
internal sealed class StopsAfter(int advances) : IRunProgress
{
    private int _left = advances;

    public void Stage(string name, long total)
    {
        // Only what is done counts.
    }

    public void Advance(long steps)
    {
        if (Interlocked.Decrement(ref _left) < 0) throw new StoppedException();
    }
}

internal sealed class StoppedException : Exception;

using Giro.Ledger.Currencies;
using Giro.Operations.Reconciliation.Files;
using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Reconciliation.Sources;

/// <summary>Reads the file of a side into segments.</summary>
/// <param name="Path">of the file</param>
internal sealed record SideReading(SideConfig Config, string Path, Side Side, MatchRound FirstRound, IRunStore Store, int Partitions, int ChunkBytes, RunThreads Threads)
{
    private static readonly Dictionary<string, ushort> Numbers = [];
    private static readonly Dictionary<string, int> Digits = [];

    static SideReading()
    {
        for (var number = 1; number < Currency.NumberLimit; number++)
        {
            if (!Currency.IsKnown(number)) continue;
            var currency = Currency.FromNumber(number);
            Numbers.Add(currency.Code, currency.Number);
            Digits.Add(currency.Code, currency.MinorUnits);
        }
    }

    /// <summary>In names of segments.</summary>
    public string SideName => Side == Side.Left ? "left" : "right";

    public SegmentSink NewSink() => new(Store, SideName, FirstRound, Side, Partitions);

    /// <summary>Decimals of a currency; -1 for a code that is unknown.</summary>
    public static int DigitsOf(string code) => Digits.GetValueOrDefault(code, -1);

    /// <summary>0 for a code that is unknown.</summary>
    public static ushort NumberOf(string code) => Numbers.GetValueOrDefault(code);

    /// <summary>Reads what is not read yet.</summary>
    /// <exception cref="Messages.MessageFormatException">The file cannot be read further.</exception>
    public (SideSegments Segments, IReadOnlyList<string> Findings) Read(IRunProgress progress)
    {
        progress.Stage($"reading {Config.Name}", new FileInfo(Path).Length);
        var end = SideEnd.Find(Store, SideName);
        if (end is null)
        {
            end = TableSide.CanRead(Config) ? new TableSide(this).Read(progress) : new ReportSide(this).Read(progress);
            end.Write(Store, SideName);
        }

        return (new SideSegments(Side, [.. Enumerable.Range(0, end.Segments).Select(i => Segment.Read(Store, Segment.NameOf(SideName, i), Side))]), end.Findings);
    }
}

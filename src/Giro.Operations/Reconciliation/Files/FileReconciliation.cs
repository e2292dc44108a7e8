using System.Diagnostics;
using Giro.Operations.Reconciliation.Matching;
using Giro.Operations.Reconciliation.Sources;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>How a run over files works; nothing here changes what it finds.</summary>
public sealed record RunOptions
{
    /// <summary>Where the results go; made when it is not there.</summary>
    public required string ResultFolder { get; init; }

    /// <summary>Where the run keeps what it has done, to be resumed. Null: in memory when the inputs are small against <see cref="MemoryMb"/>, else beside the results.</summary>
    public string? WorkFolder { get; init; }

    /// <summary>Goes on with what an interrupted run has left in the work folder; else that is removed.</summary>
    public bool Resumes { get; init; } = true;

    public int Threads { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 16);

    /// <summary>What the run should keep to, but for some ten bytes a line that it needs at the end.</summary>
    public int MemoryMb { get; init; } = 2048;

    /// <summary>Of the inputs, read at once by one thread; 0 for what fits the memory.</summary>
    public int ChunkBytes { get; init; }

    /// <summary>A power of two; 0 for what fits the inputs.</summary>
    public int Partitions { get; init; }

    /// <summary>Lines of both sides that are matched at once, unless a partition has more: what they take stays in the processor's cache.</summary>
    public int UnitLines { get; init; } = 24_576;
}

/// <summary>
/// Reconciles two files of any size. Each side is read into segments, sorted by partition; each round matches partition by partition, and hands on what stays over; at
/// the end the outcomes are put in the order of the lines, proved, hashed and written. Every step is kept as it is done, so a run that was killed goes on where it was.
/// </summary>
public sealed class FileReconciliation(LegConfig leg, string name, RunOptions options, IRunProgress progress)
{
    private const string WorkFolderName = ".work";

    /// <summary>A gzip file may be so many times larger when it is read.</summary>
    private const int GzipRatio = 5;

    /// <summary>Bytes of memory that a byte of input takes when all of it is kept there.</summary>
    private const int MemoryRatio = 2;

    /// <summary>Bytes of a short line, so that there are rather more partitions than needed.</summary>
    private const int LineBytes = 72;

    /// <exception cref="RunStoreException">The work folder cannot be used.</exception>
    /// <exception cref="Messages.MessageFormatException">A file cannot be read further.</exception>
    /// <exception cref="IOException">A file or folder cannot be read or written.</exception>
    public RunSummary Run(string leftPath, string rightPath) => Run(leftPath, rightPath, (_, _, _) => { });

    /// <param name="whenDone">is given the outcomes before they are forgotten</param>
    internal RunSummary Run(string leftPath, string rightPath, Action<SideSegments, SideSegments, RunResult> whenDone)
    {
        var (leftInput, rightInput) = (RunInput.Of(leftPath), RunInput.Of(rightPath));
        Directory.CreateDirectory(options.ResultFolder);
        var bytes = Unpacked(leftInput) + Unpacked(rightInput);
        using var store = OpenStore(bytes);
        var partitions = options.Partitions > 0 ? options.Partitions : Partitioner.CountFor(bytes / LineBytes);
        var manifest = Begin(store, new RunManifest(RunManifest.CurrentFormat, leftInput, rightInput, leg.Hash, partitions, ChunkBytes(), options.UnitLines), out var isResumed);

        var threads = new RunThreads(options.Threads);
        var parts = new RunParts(store, leg.Plan, leg.Left.Texts, leg.Right.Texts);
        var clock = Stopwatch.StartNew();
        var (left, leftFindings) = Reading(leg.Left, leftPath, Side.Left).Read(progress);
        var (right, rightFindings) = Reading(leg.Right, rightPath, Side.Right).Read(progress);
        var read = clock.Elapsed;
        clock.Restart();
        var units = MatchAll(parts, manifest, threads, left, right);
        var match = clock.Elapsed;
        clock.Restart();

        progress.Stage("putting outcomes in order", units.Count);
        var outcomes = Gather(parts, units, left, right);
        var tally = Conservation.Prove(store, left, right, outcomes);
        var hash = outcomes.Hash(tally);
        progress.Stage("writing results", outcomes.LinesOf(Side.Left));
        var sentences = new BreakSentences(leg.Left.Name, leg.Right.Name, parts);
        var writer = new ResultWriter(options.ResultFolder, parts, outcomes, new BreakReader(parts, units, left, right, sentences));
        writer.WriteMatches(progress.Advance);
        writer.WriteBreaks();
        writer.WriteSuggestions();
        var summary = new RunSummary
        {
            Name = name,
            Left = new SideSummary(leg.Left.Name, leftPath, left.Lines, leftFindings),
            Right = new SideSummary(leg.Right.Name, rightPath, right.Lines, rightFindings),
            Passes = outcomes.CountPasses(leg.Plan),
            Breaks = outcomes.Breaks.CountBy(place => place.Type).OrderBy(pair => pair.Key).ToDictionary(pair => pair.Key, pair => (long)pair.Value),
            Suggestions = outcomes.Suggestions.All.Count,
            Skipped = outcomes.Skipped,
            Hash = hash,
            Tally = tally,
            Times = new RunTimes(read, match, clock.Elapsed),
            IsResumed = isResumed,
        };
        SummaryFile.Write(options.ResultFolder, summary);
        whenDone(left, right, new RunResult(store, outcomes));
        if (store is FolderStore folder) folder.Remove();
        return summary;

        SideReading Reading(SideConfig config, string path, Side side) =>
            new(config, path, side, leg.Plan.Rounds[0], store, manifest.Partitions, manifest.ChunkBytes, threads);
    }

    private List<string> MatchAll(RunParts parts, RunManifest manifest, RunThreads threads, SideSegments left, SideSegments right)
    {
        var partitions = manifest.Partitions;
        var units = new List<string>();
        List<PieceSource> leftSources = [.. left.Segments.Index().Select(pair => new PieceSource(pair.Item.Index, left.LinesBefore(pair.Index)))];
        List<PieceSource> rightSources = [.. right.Segments.Index().Select(pair => new PieceSource(pair.Item.Index, right.LinesBefore(pair.Index)))];
        for (var round = 0; round < leg.Plan.Rounds.Count; round++)
        {
            var found = new RoundRun(parts, round, partitions, manifest.UnitLines, threads).Run(leftSources, rightSources, progress);
            units.AddRange(found);
            if (round + 1 == leg.Plan.Rounds.Count) break;
            (leftSources, rightSources) = ([], []);
            foreach (var unit in found)
            {
                var (leftRest, rightRest) = UnitImage.ReadRest(parts.Store, unit, partitions);
                if (leftRest.Rows(0, partitions) > 0) leftSources.Add(new PieceSource(leftRest, 0));
                if (rightRest.Rows(0, partitions) > 0) rightSources.Add(new PieceSource(rightRest, 0));
            }
        }

        return units;
    }

    private LineOutcomes Gather(RunParts parts, List<string> units, SideSegments left, SideSegments right)
    {
        var outcomes = new LineOutcomes(left, right);
        var bytes = new byte[1 << 20];
        foreach (var (i, unit) in units.Index())
        {
            outcomes.Add(UnitImage.ReadClaims(parts.Store, unit, ref bytes), i, parts.LeftTexts.Count, parts.RightTexts.Count);
            progress.Advance(1);
        }

        outcomes.Finish();
        return outcomes;
    }

    private IRunStore OpenStore(long bytes)
    {
        if (options.WorkFolder is null && bytes * MemoryRatio <= (long)options.MemoryMb << 20) return new MemoryStore();
        var folder = new FolderStore(options.WorkFolder ?? Path.Combine(options.ResultFolder, WorkFolderName));
        if (!options.Resumes) folder.Clear();
        return folder;
    }

    /// <returns>the manifest of the run that is resumed, or a new one</returns>
    private static RunManifest Begin(IRunStore store, RunManifest now, out bool isResumed)
    {
        var begun = RunManifest.Read(store);
        isResumed = begun is not null;
        if (begun is not null)
        {
            now.RequireSameAs(begun, store is FolderStore folder ? folder.Folder : "");
            return begun;
        }

        // Images without a manifest are what is left of a run that was killed while it cleaned up: nobody knows of what.
        (store as FolderStore)?.Clear();
        now.Write(store);
        return now;
    }

    private int ChunkBytes()
    {
        const int Least = 256 * 1024;
        const int Most = 16 * 1024 * 1024;
        return options.ChunkBytes > 0 ? options.ChunkBytes : (int)Math.Clamp(((long)options.MemoryMb << 20) / (16L * options.Threads), Least, Most);
    }

    private static long Unpacked(RunInput input) => input.Path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? input.Bytes * GzipRatio : input.Bytes;
}

/// <summary>What became of the lines, for who joins the legs of three sides.</summary>
internal sealed record RunResult(IRunStore Store, LineOutcomes Outcomes);

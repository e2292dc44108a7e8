using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>What a reconciliation of two sides came to.</summary>
public sealed record RunSummary
{
    public required string Name { get; init; }

    public required SideSummary Left { get; init; }

    public required SideSummary Right { get; init; }

    public required IReadOnlyList<PassSummary> Passes { get; init; }

    /// <summary>Breaks by type; a pair that differs is one.</summary>
    public required IReadOnlyDictionary<BreakType, long> Breaks { get; init; }

    public required long Suggestions { get; init; }

    public required IReadOnlyList<SkippedBlock> Skipped { get; init; }

    /// <summary>SHA-256 of the outcome: the same for the same input and passes, however the work was divided.</summary>
    public required string Hash { get; init; }

    /// <summary>Of both sides by currency: matched + in breaks = input, or the run would have stopped.</summary>
    public required MatchTally Tally { get; init; }

    public required RunTimes Times { get; init; }

    /// <summary>Some of it was done by a run that was interrupted.</summary>
    public required bool IsResumed { get; init; }

    public bool HasBreaks => Breaks.Values.Any(count => count > 0);
}

/// <param name="Lines">all, those that could not be read too</param>
/// <param name="Findings">what the reader of the file found not to agree with the rest of it; empty for tables without totals</param>
public sealed record SideSummary(string Name, string File, int Lines, IReadOnlyList<string> Findings);

/// <param name="Pairs">one with one</param>
/// <param name="Differing">pairs that differ: breaks</param>
/// <param name="Groups">many with one, one with many, many with many</param>
/// <param name="LeftLines">that the pass matched, in pairs and groups</param>
public sealed record PassSummary(string Name, PassKind Kind, long Pairs, long Differing, long Groups, long LeftLines, long RightLines);

/// <summary>How long the phases took; of a run that resumed, what was left of them.</summary>
public sealed record RunTimes(TimeSpan Read, TimeSpan Match, TimeSpan Write)
{
    public TimeSpan Total => Read + Match + Write;
}

namespace Giro.Operations.Reconciliation.Matching;

/// <summary>Two lines that claim each other.</summary>
/// <param name="Pass">index among the passes of the plan</param>
/// <param name="Differences">none for a match; else it is a break</param>
public readonly record struct PairClaim(int Left, int Right, byte Pass, Differences Differences);

/// <summary>Lines that claim each other as sets, by number, ascending. Both sides have at least one.</summary>
public sealed record GroupClaim(byte Pass, int[] Left, int[] Right);

/// <summary>Lines that may belong together, and that a person has to look at: more than one way is possible.</summary>
public sealed record Suggestion(byte Pass, int[] Left, int[] Right);

/// <summary>A block that a pass left alone.</summary>
/// <param name="Why">a block too large, or the budget used up</param>
public sealed record SkippedBlock(byte Pass, string Key, int Lines, string Why);

/// <summary>What the passes of a round found in one block. Lines are named by their numbers; what stays over by row, ascending.</summary>
public sealed class BlockOutcome
{
    public List<PairClaim> Pairs { get; } = [];

    public List<GroupClaim> Groups { get; } = [];

    public List<Suggestion> Suggestions { get; } = [];

    public List<SkippedBlock> Skipped { get; } = [];

    public List<int> RestLeft { get; } = [];

    public List<int> RestRight { get; } = [];

    public void Clear()
    {
        Pairs.Clear();
        Groups.Clear();
        Suggestions.Clear();
        Skipped.Clear();
        RestLeft.Clear();
        RestRight.Clear();
    }
}

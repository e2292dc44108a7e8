namespace Giro.Operations.Reconciliation.Matching;

/// <summary>What became of every line of two sides.</summary>
public sealed record ReconciliationOutcome
{
    /// <summary>Matched one with one, without differences; by left line.</summary>
    public required IReadOnlyList<PairClaim> Pairs { get; init; }

    /// <summary>Matched as sets; by first left line.</summary>
    public required IReadOnlyList<GroupClaim> Groups { get; init; }

    /// <summary>Pairs that differ and lines that stay over: those with a left line by it, then the others by right line.</summary>
    public required IReadOnlyList<FoundBreak> Breaks { get; init; }

    /// <summary>Those open at the end, by pass and first left line. Their lines have breaks of type <see cref="BreakType.Ambiguous"/>, or are duplicates.</summary>
    public required IReadOnlyList<Suggestion> Suggestions { get; init; }

    public required IReadOnlyList<SkippedBlock> Skipped { get; init; }

    /// <summary>Conserved, always: a run that loses or makes up a line stops.</summary>
    public required MatchTally Tally { get; init; }

    /// <summary>As <see cref="OutcomeHash"/> says.</summary>
    public required string Hash { get; init; }
}

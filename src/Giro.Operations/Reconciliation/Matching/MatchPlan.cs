namespace Giro.Operations.Reconciliation.Matching;

/// <summary>Passes that follow each other with the same keys, so that one division into partitions serves them all.</summary>
/// <param name="FirstPass">index of the first among the passes of the plan</param>
public sealed record MatchRound(int FirstPass, IReadOnlyList<MatchPass> Passes)
{
    public IReadOnlyList<KeyPart> LeftKey => Passes[0].LeftKey;

    public IReadOnlyList<KeyPart> RightKey => Passes[0].RightKey;
}

/// <summary>The passes of a reconciliation in their order.</summary>
public sealed class MatchPlan
{
    /// <summary>So that a pass's index fits one byte of a claim.</summary>
    public const int MaxPasses = 64;

    /// <summary>Of a window, to each side: ten years.</summary>
    public const int MaxDays = 3660;

    /// <summary>Lines of both sides, so that a set of them fits 64 bits.</summary>
    public const int MaxSubsetBlock = 64;

    /// <exception cref="ArgumentException">Too many passes, or one whose figures do not fit together; the message names the pass and what to mend.</exception>
    public MatchPlan(IReadOnlyList<MatchPass> passes)
    {
        if (passes.Count is 0 or > MaxPasses) throw new ArgumentException($"a plan has 1 to {MaxPasses} passes, this one {passes.Count}", nameof(passes));
        Passes = passes;
        var rounds = new List<MatchRound>();
        foreach (var (i, pass) in passes.Index())
        {
            if (WhatIsWrong(pass) is { } wrong) throw new ArgumentException($"pass {pass.Name}: {wrong}", nameof(passes));
            if (rounds.Count > 0 && HasSameKeys(rounds[^1].Passes[0], pass)) rounds[^1] = rounds[^1] with { Passes = [.. rounds[^1].Passes, pass] };
            else rounds.Add(new MatchRound(i, [pass]));
        }

        Rounds = rounds;
    }

    public IReadOnlyList<MatchPass> Passes { get; }

    public IReadOnlyList<MatchRound> Rounds { get; }

    private static string? WhatIsWrong(MatchPass pass)
    {
        var (left, right) = (pass.LeftKey, pass.RightKey);
        if (left.Count != right.Count) return $"the key has {left.Count} parts on the left and {right.Count} on the right";
        for (var i = 0; i < left.Count; i++)
        {
            if (left[i].Source == KeySource.None) return $"part {i + 1} of the key has no source";
            if (left[i].Source != right[i].Source) return $"part {i + 1} of the key is {Word(left[i].Source)} on the left and {Word(right[i].Source)} on the right";
        }

        var isWindow = pass.Kind == PassKind.Window;
        var hasTolerance = isWindow || pass.Kind == PassKind.Group;
        if (pass.DaysBefore is < 0 or > MaxDays || pass.DaysAfter is < 0 or > MaxDays) return $"days are 0 to {MaxDays}";
        if (pass.BelowMinor < 0 || pass.AboveMinor < 0) return "a tolerance is 0 or more";
        if (!isWindow && (pass.DaysBefore > 0 || pass.DaysAfter > 0 || HasTerms(pass, TermsNames.DaysBefore, TermsNames.DaysAfter)))
            return $"days are for a window; {Word(pass.Kind)} does not look at them";
        if (!hasTolerance && (pass.BelowMinor > 0 || pass.AboveMinor > 0 || HasTerms(pass, TermsNames.Below, TermsNames.Above)))
            return $"a tolerance is for a window or a group; {Word(pass.Kind)} takes what is equal";
        switch (pass.Kind)
        {
            case PassKind.Exact or PassKind.Difference or PassKind.Window:
                return null;
            case PassKind.Group:
                return pass.Shape == GroupShape.None ? "a group says its shape: many-to-one, one-to-many or many-to-many" : null;
            case PassKind.Subset when pass.MaxBlock is < 2 or > MaxSubsetBlock:
                return $"a block has 2 to {MaxSubsetBlock} lines, not {pass.MaxBlock}";
            case PassKind.Subset when pass.MaxLines < 1:
                return "a set has 1 line or more";
            case PassKind.Subset:
                return pass.Budget < 1 ? "the budget is 1 step or more" : null;
            default:
                return "it has no kind";
        }
    }

    private static bool HasTerms(MatchPass pass, string one, string other) => pass.Terms is { } terms && (terms.Has(one) || terms.Has(other));

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static bool HasSameKeys(MatchPass one, MatchPass other) =>
        one.LeftKey.SequenceEqual(other.LeftKey) && one.RightKey.SequenceEqual(other.RightKey) && Equals(one.Terms, other.Terms);
}

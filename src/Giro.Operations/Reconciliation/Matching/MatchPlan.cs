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

    /// <exception cref="ArgumentException">Too many passes, or one whose figures do not fit together; the message names the pass and what to mend.</exception>
    public MatchPlan(IReadOnlyList<MatchPass> passes)
    {
        if (passes.Count is 0 or > MaxPasses) throw new ArgumentException($"a plan has 1 to {MaxPasses} passes, this one {passes.Count}", nameof(passes));
        Passes = passes;
        var rounds = new List<MatchRound>();
        foreach (var (i, pass) in passes.Index())
        {
            if (pass.LeftKey.Count != pass.RightKey.Count) throw new ArgumentException($"pass {pass.Name}: the key has {pass.LeftKey.Count} parts on the left and {pass.RightKey.Count} on the right", nameof(passes));
            if (rounds.Count > 0 && HasSameKeys(rounds[^1].Passes[0], pass)) rounds[^1] = rounds[^1] with { Passes = [.. rounds[^1].Passes, pass] };
            else rounds.Add(new MatchRound(i, [pass]));
        }

        Rounds = rounds;
    }

    public IReadOnlyList<MatchPass> Passes { get; }

    public IReadOnlyList<MatchRound> Rounds { get; }

    private static bool HasSameKeys(MatchPass one, MatchPass other) =>
        one.LeftKey.SequenceEqual(other.LeftKey) && one.RightKey.SequenceEqual(other.RightKey) && Equals(one.Terms, other.Terms);
}

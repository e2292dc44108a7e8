namespace Giro.Operations.Reconciliation.Matching;

/// <summary>
/// A reconciliation of two sides that fit in memory. A function of its arguments: the same lines give the same outcome, to the hash. Lines divided over partitions and matched in any order
/// give it too, which is what the engine on files relies on.
/// </summary>
public static class InMemoryReconciliation
{
    /// <param name="left">Rows in ascending order of their numbers, which are above 0. Flags are set anew.</param>
    /// <param name="right"><inheritdoc cref="left" path="/summary"/></param>
    public static ReconciliationOutcome Run(MatchPlan plan, LineBlock left, LineBlock right) => Run(plan, left, right, [0]);

    /// <param name="partitions">as many as the lines of a round are divided into, in the order in which they are matched: 0 to count - 1, each once</param>
    internal static ReconciliationOutcome Run(MatchPlan plan, LineBlock left, LineBlock right, int[] partitions)
    {
        left.Flags.AsSpan(0, left.Count).Clear();
        right.Flags.AsSpan(0, right.Count).Clear();
        var result = new ResultBook(left, right);
        var (restLeft, restRight) = (left, right);
        foreach (var round in plan.Rounds)
        {
            var matcher = new RoundMatcher(plan, round);
            var outcome = new BlockOutcome();
            var lefts = Divide(restLeft, new KeyHash(round, Side.Left), partitions.Length);
            var rights = Divide(restRight, new KeyHash(round, Side.Right), partitions.Length);
            foreach (var partition in partitions)
            {
                matcher.Match(lefts[partition], rights[partition], outcome);
                result.Add(outcome, lefts[partition], rights[partition]);
            }

            (restLeft, restRight) = (result.Rest(Side.Left), result.Rest(Side.Right));
        }

        return result.Finish();
    }

    private static LineBlock[] Divide(LineBlock lines, KeyHash hash, int count)
    {
        if (count == 1) return [lines];
        var parts = new LineBlock[count];
        for (var i = 0; i < count; i++) parts[i] = new LineBlock(lines.Texts.Length);
        for (var row = 0; row < lines.Count; row++) parts[(int)((hash.Of(lines, row) >> 32) % (ulong)count)].AddFrom(lines, row);
        return parts;
    }
}

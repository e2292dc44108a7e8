namespace Giro.Operations.Reconciliation.Matching;

/// <summary>
/// Runs the passes of a round over blocks, one after the other. What becomes of a line depends on the lines of its key alone, so every division of the lines by
/// <see cref="KeyHash"/> gives the same claims. A line is claimed once: by one thread, in a block that holds all lines of its key. Used again from block to block, by one thread each.
/// </summary>
public sealed class RoundMatcher
{
    private readonly KeyGroups _groups;
    private readonly SideRows _left;
    private readonly SideRows _right;
    private readonly List<Action<BlockOutcome>> _passes = [];

    /// <exception cref="ArgumentException">The round is not of the plan.</exception>
    public RoundMatcher(MatchPlan plan, MatchRound round)
    {
        if (!plan.Rounds.Contains(round)) throw new ArgumentException("the round is not of the plan", nameof(round));
        _left = new SideRows(round, Side.Left);
        _right = new SideRows(round, Side.Right);
        _groups = new KeyGroups(_left, _right);
        foreach (var (i, pass) in round.Passes.Index()) _passes.Add(PassOf(pass, (byte)(round.FirstPass + i)));
    }

    /// <param name="left">Rows in ascending order of their numbers. Flags of rows that stay over are set in it.</param>
    /// <param name="outcome">Emptied first. Claims stand in no particular order.</param>
    public void Match(LineBlock left, LineBlock right, BlockOutcome outcome)
    {
        outcome.Clear();
        _left.Load(left, outcome);
        _right.Load(right, outcome);
        _groups.Build();
        foreach (var pass in _passes) pass(outcome);
        Rest(_left, outcome.RestLeft);
        Rest(_right, outcome.RestRight);
    }

    private Action<BlockOutcome> PassOf(MatchPass pass, byte index) => pass.Kind switch
    {
        PassKind.Exact => new ExactPass(pass, index, _groups).Run,
        PassKind.Difference => new DifferencePass(pass, index, _groups).Run,
        PassKind.Window => new WindowPass(pass, index, _groups).Run,
        PassKind.Group => new GroupPass(pass, index, _groups).Run,
        PassKind.Subset => new SubsetPass(pass, index, _groups).Run,
        _ => throw new ArgumentException($"pass {pass.Name}: there is no kind {pass.Kind}", nameof(pass)),
    };

    private static void Rest(SideRows side, List<int> rows)
    {
        for (var row = 0; row < side.Block.Count; row++)
        {
            if (!side.IsClaimed[row]) rows.Add(row);
        }
    }
}

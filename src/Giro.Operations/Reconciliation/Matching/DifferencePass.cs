namespace Giro.Operations.Reconciliation.Matching;

/// <summary>
/// The one left and the one right line of a key that earlier passes left over belong together, whatever they differ in. Lines with a matched twin are duplicates and do not count.
/// Where a side has more, it is for a person to say which is which.
/// </summary>
internal sealed class DifferencePass(MatchPass pass, byte index, KeyGroups groups)
{
    private readonly RowComparison _comparison = new(pass, groups.Left, groups.Right);
    private readonly List<int> _left = [];
    private readonly List<int> _right = [];

    public void Run(BlockOutcome outcome)
    {
        for (var group = 0; group < groups.Count; group++)
        {
            if (groups.RightHead(group) < 0) continue;
            Single(groups.Left, groups.LeftHead(group), _left);
            if (_left.Count == 0) continue;
            Single(groups.Right, groups.RightHead(group), _right);
            if (_right.Count == 0) continue;
            if (_left.Count == 1 && _right.Count == 1) groups.Claim(index, _left[0], _right[0], _comparison.Between(_left[0], _right[0]), outcome);
            else groups.Suggest(index, _left, _right, outcome);
        }
    }

    private static void Single(SideRows side, int head, List<int> rows)
    {
        rows.Clear();
        for (var row = head; row >= 0; row = side.Next[row])
        {
            if (!side.IsClaimed[row] && (side.Block.Flags[row] & LineFlags.HasMatchedTwin) == 0) rows.Add(row);
        }
    }
}

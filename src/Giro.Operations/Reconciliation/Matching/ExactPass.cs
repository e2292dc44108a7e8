using System.Numerics;

namespace Giro.Operations.Reconciliation.Matching;

/// <summary>
/// Pairs rows of one key that are equal in all that the pass compares: m of one side with n of the other give min(m, n) pairs in the order of their numbers, and the rest has a matched
/// twin. Rows are sorted within a key and the two sides merged, so a key of 50,000 lines costs no more than sorting them. Rows that do not tell everything (no date, no status) go
/// by what they tell: first those pairs that agree in most, so that a line without a date does not take the partner of one that has it.
/// </summary>
internal sealed class ExactPass(MatchPass pass, byte index, KeyGroups groups)
{
    private readonly RowComparison _comparison = new(pass, groups.Left, groups.Right);
    private readonly List<int> _left = [];
    private readonly List<int> _right = [];
    private readonly List<int> _leftPart = [];
    private readonly List<int> _rightPart = [];

    public void Run(BlockOutcome outcome)
    {
        var (left, right) = (groups.Left, groups.Right);
        for (var group = 0; group < groups.Count; group++)
        {
            var (leftRow, rightRow) = (groups.LeftHead(group), groups.RightHead(group));
            if (rightRow < 0) continue;
            if (left.Next[leftRow] < 0 && right.Next[rightRow] < 0)
            {
                var isFree = !left.IsClaimed[leftRow] && !right.IsClaimed[rightRow];
                if (isFree && _comparison.Between(leftRow, rightRow) == Differences.None) groups.Claim(index, leftRow, rightRow, Differences.None, outcome);
                continue;
            }

            left.Unclaimed(leftRow, _left);
            right.Unclaimed(rightRow, _right);
            if (_left.Count > 0 && _right.Count > 0) Merge(outcome);
        }
    }

    private void Merge(BlockOutcome outcome)
    {
        var leftTold = ToldBy(groups.Left, _left);
        var rightTold = ToldBy(groups.Right, _right);
        var parts =
            from one in leftTold
            from other in rightTold
            orderby BitOperations.PopCount((uint)(one & other)) descending, one descending, other descending
            select (one, other);
        foreach (var (one, other) in parts.ToList())
        {
            var fields = one & other;
            Part(groups.Left, _left, one, fields, _leftPart);
            Part(groups.Right, _right, other, fields, _rightPart);
            if (_leftPart.Count > 0 && _rightPart.Count > 0) Merge(fields, outcome);
        }
    }

    private List<Differences> ToldBy(SideRows side, List<int> rows)
    {
        var told = new List<Differences>(1);
        foreach (var row in rows)
        {
            var one = _comparison.Told(side, row);
            if (!told.Contains(one)) told.Add(one);
        }

        return told;
    }

    /// <summary>Rows that tell just so much and are not claimed yet, ordered by what is compared and then by number.</summary>
    private void Part(SideRows side, List<int> rows, Differences told, Differences fields, List<int> part)
    {
        part.Clear();
        foreach (var row in rows)
        {
            if (!side.IsClaimed[row] && _comparison.Told(side, row) == told) part.Add(row);
        }

        part.Sort((one, other) => _comparison.Compare(side, one, side, other, fields) is not 0 and var order ? order : one.CompareTo(other));
    }

    private void Merge(Differences fields, BlockOutcome outcome)
    {
        for (int i = 0, j = 0; i < _leftPart.Count && j < _rightPart.Count;)
        {
            var order = _comparison.Compare(groups.Left, _leftPart[i], groups.Right, _rightPart[j], fields);
            if (order < 0) i++;
            else if (order > 0) j++;
            else
            {
                var (leftEnd, rightEnd) = (EndOfEqual(groups.Left, _leftPart, i, fields), EndOfEqual(groups.Right, _rightPart, j, fields));
                if (pass.LeftAreDistinct && leftEnd - i > rightEnd - j)
                {
                    groups.Suggest(index, _leftPart[i..leftEnd], _rightPart[j..rightEnd], outcome);
                    (i, j) = (leftEnd, rightEnd);
                    continue;
                }

                for (; i < leftEnd && j < rightEnd; i++, j++) groups.Claim(index, _leftPart[i], _rightPart[j], Differences.None, outcome);
                for (; i < leftEnd; i++) groups.Left.Flag(_leftPart[i], LineFlags.HasMatchedTwin);
                for (; j < rightEnd; j++) groups.Right.Flag(_rightPart[j], LineFlags.HasMatchedTwin);
            }
        }
    }

    private int EndOfEqual(SideRows side, List<int> rows, int start, Differences fields)
    {
        var end = start + 1;
        while (end < rows.Count && _comparison.Compare(side, rows[start], side, rows[end], fields) == 0) end++;
        return end;
    }
}

namespace Giro.Operations.Reconciliation.Matching;

/// <summary>
/// All lines of a key on the side of many with the one line of it on the other, or all with all, by sum within the tolerance. A side of one may have the line several times over: the first is
/// claimed, the rest has a matched twin. It may have others of the key too; where two different ones could be the sum, that is for a person. With rules, the
/// tolerance of a sum is the sum of what the rules allow each left line: a percentage of each, or what rounding each may lose.
/// </summary>
internal sealed class GroupPass
{
    private readonly MatchPass _pass;
    private readonly byte _index;
    private readonly KeyGroups _groups;
    private readonly CurrencyParts _parts;
    private readonly List<int> _one = [];
    private BlockOutcome _outcome = new();

    public GroupPass(MatchPass pass, byte index, KeyGroups groups)
    {
        (_pass, _index, _groups) = (pass, index, groups);
        _parts = new CurrencyParts(groups);
    }

    public void Run(BlockOutcome outcome)
    {
        _outcome = outcome;
        Action<List<int>, List<int>> part = _pass.Shape switch
        {
            GroupShape.ManyToOne => ManyToOne,
            GroupShape.OneToMany => OneToMany,
            _ => ManyToMany,
        };
        for (var group = 0; group < _groups.Count; group++) _parts.ForEach(group, part);
    }

    private void ManyToMany(List<int> left, List<int> right)
    {
        var (below, above) = Tolerance(left);
        if (IsWithin(Sum(_groups.Left, left), Sum(_groups.Right, right), below, above)) _groups.Claim(_index, left, right, _outcome);
    }

    private void ManyToOne(List<int> left, List<int> right)
    {
        var sum = Sum(_groups.Left, left);
        var (below, above) = Tolerance(left);
        Take(_groups.Right, right, row => IsWithin(sum, Value(_groups.Right, row), below, above));
        if (_one.Count == 0) return;
        if (!AreTheSame(_groups.Right))
        {
            _groups.Suggest(_index, left, _one, _outcome);
            return;
        }

        FlagTwins(_groups.Right);
        _groups.Claim(_index, left, _one, _outcome);
    }

    private void OneToMany(List<int> left, List<int> right)
    {
        var sum = Sum(_groups.Right, right);
        Take(_groups.Left, left, row =>
        {
            var reach = Reach.Of(_pass, _groups.Left, row);
            return IsWithin(Value(_groups.Left, row), sum, reach.BelowMinor, reach.AboveMinor);
        });
        if (_one.Count == 0) return;
        if (!AreTheSame(_groups.Left))
        {
            _groups.Suggest(_index, _one, right, _outcome);
            return;
        }

        FlagTwins(_groups.Left);
        _groups.Claim(_index, _one, right, _outcome);
    }

    private void Take(SideRows side, List<int> rows, Predicate<int> could)
    {
        _one.Clear();
        foreach (var row in rows)
        {
            if (could(row)) _one.Add(row);
        }
    }

    /// <summary>The same value and date.</summary>
    private bool AreTheSame(SideRows side)
    {
        for (var i = 1; i < _one.Count; i++)
        {
            if (Value(side, _one[0]) != Value(side, _one[i]) || side.Block.Day[_one[0]] != side.Block.Day[_one[i]]) return false;
        }

        return true;
    }

    private void FlagTwins(SideRows side)
    {
        for (var i = 1; i < _one.Count; i++) side.Flag(_one[i], LineFlags.HasMatchedTwin);
        _one.RemoveRange(1, _one.Count - 1);
    }

    private (Int128 Below, Int128 Above) Tolerance(List<int> left)
    {
        if (_groups.Left.Terms is null) return (_pass.BelowMinor, _pass.AboveMinor);
        var (below, above) = ((Int128)0, (Int128)0);
        foreach (var row in left)
        {
            var reach = Reach.Of(_pass, _groups.Left, row);
            below += reach.BelowMinor;
            above += reach.AboveMinor;
        }

        return (below, above);
    }

    private Int128 Sum(SideRows side, List<int> rows)
    {
        var sum = (Int128)0;
        foreach (var row in rows) sum += Value(side, row);
        return sum;
    }

    private Int128 Value(SideRows side, int row) => side.Value(row, side == _groups.Left ? _pass.LeftIsNetOfFee : _pass.RightIsNetOfFee);

    private static bool IsWithin(Int128 left, Int128 right, Int128 below, Int128 above)
    {
        var (low, high) = Reach.Values(left, below, above);
        return low <= right && right <= high;
    }
}

namespace Giro.Operations.Reconciliation.Matching;

/// <summary>
/// Divides the lines of a key by currency, as sums over currencies say nothing. Where at most one currency is told in a key, lines that tell none are of that one; where more are, nobody
/// knows which they are of, and they take no part.
/// </summary>
internal sealed class CurrencyParts(KeyGroups groups)
{
    private readonly List<int> _left = [];
    private readonly List<int> _right = [];
    private readonly List<int> _leftPart = [];
    private readonly List<int> _rightPart = [];

    /// <summary>Calls back for each part of a group with unclaimed rows on both sides, ascending; the lists are used again.</summary>
    public void ForEach(int group, Action<List<int>, List<int>> part)
    {
        if (groups.RightHead(group) < 0) return;
        groups.Left.Unclaimed(groups.LeftHead(group), _left);
        if (_left.Count == 0) return;
        groups.Right.Unclaimed(groups.RightHead(group), _right);
        if (_right.Count == 0) return;
        if (HasOneCurrency())
        {
            part(_left, _right);
            return;
        }

        SortByCurrency(groups.Left, _left);
        SortByCurrency(groups.Right, _right);
        for (int i = 0, j = 0; i < _left.Count && j < _right.Count;)
        {
            var (currency, other) = (groups.Left.Block.Currency[_left[i]], groups.Right.Block.Currency[_right[j]]);
            var lower = Math.Min(currency, other);
            Take(groups.Left, _left, ref i, lower, _leftPart);
            Take(groups.Right, _right, ref j, lower, _rightPart);
            if (lower != 0 && _leftPart.Count > 0 && _rightPart.Count > 0) part(_leftPart, _rightPart);
        }
    }

    private bool HasOneCurrency()
    {
        var only = 0;
        foreach (var row in _left)
        {
            if (!IsOnly(groups.Left.Block.Currency[row], ref only)) return false;
        }

        foreach (var row in _right)
        {
            if (!IsOnly(groups.Right.Block.Currency[row], ref only)) return false;
        }

        return true;
    }

    private static bool IsOnly(ushort currency, ref int only)
    {
        if (currency == 0 || currency == only) return true;
        if (only != 0) return false;
        only = currency;
        return true;
    }

    private static void SortByCurrency(SideRows side, List<int> rows) =>
        rows.Sort((one, other) => side.Block.Currency[one].CompareTo(side.Block.Currency[other]) is not 0 and var order ? order : one.CompareTo(other));

    private static void Take(SideRows side, List<int> rows, ref int at, ushort currency, List<int> part)
    {
        part.Clear();
        for (; at < rows.Count && side.Block.Currency[rows[at]] == currency; at++) part.Add(rows[at]);
    }
}

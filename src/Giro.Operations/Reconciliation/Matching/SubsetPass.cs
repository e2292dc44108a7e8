namespace Giro.Operations.Reconciliation.Matching;

/// <summary>
/// Sets of lines of one key and currency that sum to the same. A way is claimed where no other shares a line with it; ways that do are suggested together. A block that is too large, or whose
/// search uses up the budget, is left alone and told: half a search proves nothing to be the only way.
/// </summary>
internal sealed class SubsetPass
{
    private readonly MatchPass _pass;
    private readonly byte _index;
    private readonly KeyGroups _groups;
    private readonly CurrencyParts _parts;
    private readonly SubsetSearch _search;
    private readonly List<ulong> _ways = [];
    private BlockOutcome _outcome = new();

    public SubsetPass(MatchPass pass, byte index, KeyGroups groups)
    {
        (_pass, _index, _groups) = (pass, index, groups);
        _parts = new CurrencyParts(groups);
        _search = new SubsetSearch(pass.MaxLines, pass.Budget);
    }

    public void Run(BlockOutcome outcome)
    {
        _outcome = outcome;
        for (var group = 0; group < _groups.Count; group++) _parts.ForEach(group, Part);
    }

    private void Part(List<int> left, List<int> right)
    {
        var lines = left.Count + right.Count;
        if (lines > _pass.MaxBlock)
        {
            Skip(left, lines, $"more than {_pass.MaxBlock} lines");
            return;
        }

        if (!_search.TryFind(Values(_groups.Left, left, _pass.LeftIsNetOfFee), Values(_groups.Right, right, _pass.RightIsNetOfFee), _pass.Shape, _ways))
        {
            Skip(left, lines, $"the budget of {_pass.Budget} steps is used up");
            return;
        }

        foreach (var (set, ways) in Together())
        {
            var (lefts, rights) = (Rows(left, set), Rows(right, set >> left.Count));
            if (ways == 1) _groups.Claim(_index, lefts, rights, _outcome);
            else _groups.Suggest(_index, lefts, rights, _outcome);
        }
    }

    /// <summary>Ways that share lines, joined, and how many they are.</summary>
    private List<(ulong Set, int Ways)> Together()
    {
        var sets = new List<(ulong Set, int Ways)>();
        foreach (var way in _ways)
        {
            var (joined, count) = (way, 1);
            for (var i = sets.Count - 1; i >= 0; i--)
            {
                if ((sets[i].Set & way) == 0) continue;
                joined |= sets[i].Set;
                count += sets[i].Ways;
                sets.RemoveAt(i);
            }

            sets.Add((joined, count));
        }

        return sets;
    }

    private static Int128[] Values(SideRows side, List<int> rows, bool isNetOfFee)
    {
        var values = new Int128[rows.Count];
        for (var i = 0; i < values.Length; i++) values[i] = side.Value(rows[i], isNetOfFee);
        return values;
    }

    private static List<int> Rows(List<int> rows, ulong set)
    {
        var chosen = new List<int>();
        for (var i = 0; i < rows.Count; i++)
        {
            if (((set >> i) & 1) != 0) chosen.Add(rows[i]);
        }

        return chosen;
    }

    private void Skip(List<int> left, int lines, string why) => _outcome.Skipped.Add(new SkippedBlock(_index, _groups.Left.ShowKey(left[0]), lines, why));
}

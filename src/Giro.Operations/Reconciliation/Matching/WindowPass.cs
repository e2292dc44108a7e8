namespace Giro.Operations.Reconciliation.Matching;

/// <summary>
/// Pairs lines of one key and currency whose dates lie in the window and whose amounts lie within the tolerance, where neither has another candidate. Lines of a side that are the same in
/// amount, date and terms are one candidate, as it makes no difference which of them is taken: they pair in the order of their numbers. All that has candidates and is
/// not paired is suggested, line by line that could go together.
///
/// Right candidates are sorted by date and amount, so that those of a left one are one run a date. Runs are counted with differences at their ends, never walked through: a key of
/// 50,000 lines a side costs sorting it, and a search a line and date, whatever the tolerance.
/// </summary>
internal sealed class WindowPass
{
    private readonly MatchPass _pass;
    private readonly byte _index;
    private readonly KeyGroups _groups;
    private readonly CurrencyParts _parts;
    private readonly List<Candidates> _left = [];
    private readonly List<Candidates> _right = [];
    private readonly List<int> _leftRows = [];
    private readonly List<int> _rightRows = [];

    /// <summary>First right candidate of each date, and one past the last; the dates ascend.</summary>
    private readonly List<(int Day, int Start, int End)> _days = [];
    private BlockOutcome _outcome = new();

    public WindowPass(MatchPass pass, byte index, KeyGroups groups)
    {
        (_pass, _index, _groups) = (pass, index, groups);
        _parts = new CurrencyParts(groups);
    }

    /// <summary>Lines that are the same; rows from Start, Count of them, in the sorted list of the side.</summary>
    private readonly record struct Candidates(int Day, Int128 Value, Reach Reach, int Start, int Count)
    {
        public bool IsTheSameAs(in Candidates other) => Day == other.Day && Value == other.Value && Reach == other.Reach;
    }

    public void Run(BlockOutcome outcome)
    {
        _outcome = outcome;
        for (var group = 0; group < _groups.Count; group++) _parts.ForEach(group, Part);
    }

    private void Part(List<int> left, List<int> right)
    {
        if (left.Count == 1 && right.Count == 1)
        {
            if (IsNear(left[0], right[0])) _groups.Claim(_index, left[0], right[0], Differences.None, _outcome);
            return;
        }

        Gather(_groups.Left, left, _leftRows, _left);
        Gather(_groups.Right, right, _rightRows, _right);
        IndexDays();
        var links = new WindowLinks(_left.Count, _right.Count);
        for (var i = 0; i < _left.Count; i++) Link(i, links);
        links.Finish();
        foreach (var (one, other) in links.Mutual()) Pair(_left[one], _right[other]);
        foreach (var (lefts, rights) in links.Ambiguous()) _groups.Suggest(_index, Rows(_left, _leftRows, lefts), Rows(_right, _rightRows, rights), _outcome);
    }

    private bool IsNear(int left, int right)
    {
        var reach = ReachOf(_groups.Left, left);
        var (low, high) = Reach.Values(Value(_groups.Left, left), reach.BelowMinor, reach.AboveMinor);
        var value = Value(_groups.Right, right);
        if (value < low || value > high) return false;
        var (day, other) = (_groups.Left.Block.Day[left], _groups.Right.Block.Day[right]);
        return day == 0 || other == 0 || (other >= day - reach.DaysBefore && other <= day + reach.DaysAfter);
    }

    private void Gather(SideRows side, List<int> rows, List<int> sorted, List<Candidates> candidates)
    {
        sorted.Clear();
        sorted.AddRange(rows);
        sorted.Sort((one, other) =>
        {
            var order = side.Block.Day[one].CompareTo(side.Block.Day[other]);
            if (order == 0) order = Value(side, one).CompareTo(Value(side, other));
            if (order == 0) order = ReachOf(side, one).CompareTo(ReachOf(side, other));
            return order == 0 ? one.CompareTo(other) : order;
        });
        candidates.Clear();
        for (var i = 0; i < sorted.Count; i++)
        {
            var next = new Candidates(side.Block.Day[sorted[i]], Value(side, sorted[i]), ReachOf(side, sorted[i]), i, 1);
            if (candidates.Count > 0 && candidates[^1] is var last && last.IsTheSameAs(next)) candidates[^1] = last with { Count = last.Count + 1 };
            else candidates.Add(next);
        }
    }

    private void IndexDays()
    {
        _days.Clear();
        for (var i = 0; i < _right.Count; i++)
        {
            if (_days.Count > 0 && _days[^1].Day == _right[i].Day) _days[^1] = _days[^1] with { End = i + 1 };
            else _days.Add((_right[i].Day, i, i + 1));
        }
    }

    private void Link(int index, WindowLinks links)
    {
        var left = _left[index];
        var (low, high) = Reach.Values(left.Value, left.Reach.BelowMinor, left.Reach.AboveMinor);
        var first = left.Day == 0 ? 0 : FirstDayFrom(left.Day - left.Reach.DaysBefore);
        for (var day = first; day < _days.Count && (left.Day == 0 || _days[day].Day <= left.Day + left.Reach.DaysAfter); day++) LinkDay(index, _days[day], low, high, links);

        // Right lines without a date could be of any; they stand first, and are not in a window that begins after day 0.
        if (first > 0 && _days[0].Day == 0) LinkDay(index, _days[0], low, high, links);
    }

    private void LinkDay(int index, (int Day, int Start, int End) day, Int128 low, Int128 high, WindowLinks links)
    {
        var start = FirstFrom(day.Start, day.End, low, isAbove: false);
        var end = FirstFrom(start, day.End, high, isAbove: true);
        if (start < end) links.Add(index, start, end);
    }

    private int FirstDayFrom(int day)
    {
        var (low, high) = (0, _days.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_days[middle].Day < day) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>The first candidate of a date from a value on, or above it.</summary>
    private int FirstFrom(int low, int high, Int128 value, bool isAbove)
    {
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_right[middle].Value < value || (isAbove && _right[middle].Value == value)) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private void Pair(Candidates left, Candidates right)
    {
        if (_pass.LeftAreDistinct && left.Count > right.Count)
        {
            _groups.Suggest(_index, _leftRows.GetRange(left.Start, left.Count), _rightRows.GetRange(right.Start, right.Count), _outcome);
            return;
        }

        var both = Math.Min(left.Count, right.Count);
        for (var i = 0; i < both; i++) _groups.Claim(_index, _leftRows[left.Start + i], _rightRows[right.Start + i], Differences.None, _outcome);
        for (var i = both; i < left.Count; i++) _groups.Left.Flag(_leftRows[left.Start + i], LineFlags.HasMatchedTwin);
        for (var i = both; i < right.Count; i++) _groups.Right.Flag(_rightRows[right.Start + i], LineFlags.HasMatchedTwin);
    }

    private static List<int> Rows(List<Candidates> candidates, List<int> sorted, List<int> chosen)
    {
        var rows = new List<int>();
        foreach (var one in chosen) rows.AddRange(sorted.GetRange(candidates[one].Start, candidates[one].Count));
        return rows;
    }

    private Reach ReachOf(SideRows side, int row) => side == _groups.Left ? Reach.Of(_pass, side, row) : default;

    private Int128 Value(SideRows side, int row) => side.Value(row, side == _groups.Left ? _pass.LeftIsNetOfFee : _pass.RightIsNetOfFee);
}

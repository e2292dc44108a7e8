namespace Giro.Operations.Intake.Berka;

/// <summary>
/// Finds the order in which one account's rows of one day were posted. A balance is a node, a row an edge from the balance before to the
/// balance after it; an order is a path over all edges. With roundings allowed an edge may also start 10 haler beside its node, and where
/// nothing fits the path may jump: the row it jumps to is a break, and the path goes on from that row's printed balance.
/// <para>
/// Of all orders it returns one with the fewest breaks, then the fewest roundings, then the first in file order (at each step an earlier row
/// before a later one; a break only where no row that fits leads on). It is a depth-first search that deepens the allowance of breaks and
/// roundings one by one, so the first order found is the best, and that remembers the states that led nowhere.
/// </para>
/// <para>
/// The bound: at most <see cref="MaxRows"/> rows and <see cref="MaxSteps"/> steps per account and day; a step looks at every row once.
/// </para>
/// </summary>
internal sealed class ChainSearch
{
    public const int MaxRows = 64;
    public const int MaxSteps = 50_000;

    private readonly long[] _before = new long[MaxRows];
    private readonly long[] _after = new long[MaxRows];
    private readonly int[] _twin = new int[MaxRows];
    private readonly int[] _order = new int[MaxRows];

    /// <summary>Rows used, balance reached and breaks left, that did not lead to the end with this many roundings left or fewer.</summary>
    private readonly Dictionary<(ulong Used, long Balance, int Breaks), int> _deadEnds = [];

    private int _count;
    private int _steps;
    private bool _wantedMoreRoundings;

    /// <summary>Searches the order of <paramref name="rows"/> (one account, one day, file order) posted on <paramref name="startHaler"/>.</summary>
    /// <param name="order">Gets the rows' positions in posting order; as long as <paramref name="rows"/>.</param>
    /// <returns>false when the bound is exceeded; then <paramref name="order"/> is untouched.</returns>
    public bool TryFind(long startHaler, ReadOnlySpan<BerkaTransaction> rows, Span<int> order)
    {
        if (rows.Length > MaxRows)
            return false;
        Load(rows);
        for (var breaks = 0; breaks <= _count; breaks++)
        {
            for (var roundings = 0; roundings <= _count - breaks; roundings++)
            {
                _wantedMoreRoundings = false;
                if (Walk(depth: 0, used: 0, startHaler, breaks, roundings))
                {
                    _order.AsSpan(0, _count).CopyTo(order);
                    return true;
                }

                if (_steps > MaxSteps)
                    return false;
                if (!_wantedMoreRoundings)
                    break; // no path was given up for want of a rounding, so more of them open none
            }
        }

        throw new InvalidOperationException("with a break allowed for every row there is always an order");
    }

    private void Load(ReadOnlySpan<BerkaTransaction> rows)
    {
        _count = rows.Length;
        _steps = 0;
        _deadEnds.Clear();
        for (var i = 0; i < _count; i++)
        {
            _before[i] = ChainLink.ExactBefore(rows[i]);
            _after[i] = rows[i].BalanceHaler;
            _twin[i] = i - 1;
            while (_twin[i] >= 0 && (_before[_twin[i]] != _before[i] || _after[_twin[i]] != _after[i]))
                _twin[i]--;
        }
    }

    private bool Walk(int depth, ulong used, long balance, int breaks, int roundings)
    {
        if (depth == _count)
            return true;
        if (++_steps > MaxSteps)
            return false;
        if (_deadEnds.TryGetValue((used, balance, breaks), out var tried) && tried >= roundings)
            return false;

        for (var i = 0; i < _count; i++)
        {
            var gap = _before[i] - balance;
            if (!ChainLink.Holds(gap) || !IsNext(i, used))
                continue;
            if (gap != 0 && roundings == 0)
                _wantedMoreRoundings = true;
            else if (Step(i, depth, used, breaks, gap == 0 ? roundings : roundings - 1))
                return true;
        }

        for (var i = 0; i < _count && breaks > 0; i++)
        {
            if (IsNext(i, used) && Step(i, depth, used, breaks - 1, roundings))
                return true;
        }

        if (_steps <= MaxSteps)
            _deadEnds[(used, balance, breaks)] = roundings;
        return false;
    }

    /// <summary>Unused, and not the later of two rows that are the same edge: exchanging those changes nothing.</summary>
    private bool IsNext(int i, ulong used)
        => (used & (1UL << i)) == 0 && (_twin[i] < 0 || (used & (1UL << _twin[i])) != 0);

    private bool Step(int i, int depth, ulong used, int breaks, int roundings)
    {
        _order[depth] = i;
        return Walk(depth + 1, used | (1UL << i), _after[i], breaks, roundings);
    }
}

namespace Giro.Operations.Reconciliation.Matching;

/// <summary>
/// Which left candidates go with which right ones, told as runs of right ones. Of a right one it is only asked whether it goes with one left, and which: so how many runs cover it and the sum of
/// their left indices are enough, and those are kept as differences at the ends of the runs. What hangs together is found by joining neighbours within runs.
/// </summary>
internal sealed class WindowLinks(int lefts, int rights)
{
    private readonly long[] _leftDegree = new long[lefts];
    private readonly int[] _firstOfLeft = new int[lefts];
    private readonly long[] _rightDegree = new long[rights + 1];
    private readonly long[] _sumOfLefts = new long[rights + 1];

    /// <summary>As a difference: how many runs hold both a right candidate and the next.</summary>
    private readonly int[] _joinedToNext = new int[rights + 1];
    private readonly int[] _root = [.. Enumerable.Range(0, rights)];

    /// <param name="end">one past the last, above <paramref name="start"/></param>
    public void Add(int left, int start, int end)
    {
        if (_leftDegree[left] == 0) _firstOfLeft[left] = start;
        else Join(_firstOfLeft[left], start);
        _leftDegree[left] += end - start;
        _rightDegree[start]++;
        _rightDegree[end]--;
        _sumOfLefts[start] += left;
        _sumOfLefts[end] -= left;
        _joinedToNext[start]++;
        _joinedToNext[end - 1]--;
    }

    public void Finish()
    {
        for (var i = 1; i < rights; i++)
        {
            _rightDegree[i] += _rightDegree[i - 1];
            _sumOfLefts[i] += _sumOfLefts[i - 1];
            if (_joinedToNext[i - 1] > 0) Join(i - 1, i);
            _joinedToNext[i] += _joinedToNext[i - 1];
        }
    }

    /// <summary>Those that have each other and nobody else.</summary>
    public IEnumerable<(int Left, int Right)> Mutual()
    {
        for (var left = 0; left < lefts; left++)
        {
            if (IsMutual(left)) yield return (left, _firstOfLeft[left]);
        }
    }

    /// <summary>All others that have somebody, as what hangs together.</summary>
    public IEnumerable<(List<int> Lefts, List<int> Rights)> Ambiguous()
    {
        var sets = new SortedDictionary<int, (List<int> Lefts, List<int> Rights)>();
        for (var left = 0; left < lefts; left++)
        {
            if (_leftDegree[left] > 0 && !IsMutual(left)) SetOf(sets, _firstOfLeft[left]).Lefts.Add(left);
        }

        for (var right = 0; right < rights; right++)
        {
            if (_rightDegree[right] > 0 && sets.TryGetValue(Root(right), out var set)) set.Rights.Add(right);
        }

        return sets.Values;
    }

    private (List<int> Lefts, List<int> Rights) SetOf(SortedDictionary<int, (List<int> Lefts, List<int> Rights)> sets, int right)
    {
        var root = Root(right);
        if (!sets.TryGetValue(root, out var set)) sets[root] = set = ([], []);
        return set;
    }

    private bool IsMutual(int left) => _leftDegree[left] == 1 && _rightDegree[_firstOfLeft[left]] == 1;

    private void Join(int one, int other) => _root[Root(other)] = Root(one);

    private int Root(int right)
    {
        while (_root[right] != right) right = _root[right] = _root[_root[right]];
        return right;
    }
}

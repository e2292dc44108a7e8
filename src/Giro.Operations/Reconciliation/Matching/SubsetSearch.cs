using System.Numerics;
using System.Runtime.InteropServices;

namespace Giro.Operations.Reconciliation.Matching;

/// <summary>
/// All ways in which lines of the left sum to lines of the right, by two lists of sums of subsets that are sorted and passed from both ends (Horowitz and Sahni, "Computing Partitions with
/// Applications to the Knapsack Problem", Journal of the ACM 21, 1974). With one line on a side, the lists are of the two halves of the other side and the line is the
/// target: about 2^(n/2) steps. With many on both, the lists are of the two sides.
///
/// A way is a set of bits: left line i is bit i, right line j is bit (left lines + j). Only ways that hold no smaller way count. Every sum, comparison and way is
/// a step of the budget.
/// </summary>
internal sealed class SubsetSearch(int maxLines, long budget)
{
    private readonly List<Int128> _sums = [];
    private readonly List<ulong> _sets = [];
    private readonly List<Int128> _otherSums = [];
    private readonly List<ulong> _otherSets = [];
    private long _steps;

    /// <param name="left">values, minor units; both sides together at most 64</param>
    /// <param name="ways">gets the ways, the smallest first</param>
    /// <returns>False when the budget is used up: then nothing is known.</returns>
    public bool TryFind(ReadOnlySpan<Int128> left, ReadOnlySpan<Int128> right, GroupShape shape, List<ulong> ways)
    {
        _steps = 0;
        ways.Clear();
        var isComplete = shape switch
        {
            GroupShape.ManyToOne => ManyToOne(left, 0, right, left.Length, ways),
            GroupShape.OneToMany => ManyToOne(right, left.Length, left, 0, ways),
            _ => ManyToMany(left, right, ways),
        };
        return isComplete && KeepSmallest(ways);
    }

    private bool ManyToMany(ReadOnlySpan<Int128> left, ReadOnlySpan<Int128> right, List<ulong> ways) =>
        Enumerate(left, 0, _sums, _sets) && Enumerate(right, left.Length, _otherSums, _otherSets) && Negate() && Meet(0, 0, ways);

    /// <param name="bit">of the first of many</param>
    /// <param name="oneBit">of the first that could be the one</param>
    private bool ManyToOne(ReadOnlySpan<Int128> many, int bit, ReadOnlySpan<Int128> ones, int oneBit, List<ulong> ways)
    {
        var half = many.Length / 2;
        if (!Enumerate(many[..half], bit, _sums, _sets) || !Enumerate(many[half..], bit + half, _otherSums, _otherSets)) return false;
        for (var i = 0; i < ones.Length; i++)
        {
            if (!Meet(ones[i], 1UL << (oneBit + i), ways)) return false;
        }

        return true;
    }

    /// <summary>All subsets of up to so many lines, the empty one among them, by their sums.</summary>
    private bool Enumerate(ReadOnlySpan<Int128> values, int bit, List<Int128> sums, List<ulong> sets)
    {
        sums.Clear();
        sets.Clear();
        sums.Add(0);
        sets.Add(0);
        for (var i = 0; i < values.Length; i++)
        {
            for (int at = 0, count = sums.Count; at < count; at++)
            {
                if (++_steps > budget) return false;
                if (BitOperations.PopCount(sets[at]) == maxLines) continue;
                sums.Add(sums[at] + values[i]);
                sets.Add(sets[at] | (1UL << (bit + i)));
            }
        }

        CollectionsMarshal.AsSpan(sums).Sort(CollectionsMarshal.AsSpan(sets));
        return true;
    }

    private bool Negate()
    {
        for (var i = 0; i < _otherSums.Count; i++) _otherSums[i] = -_otherSums[i];
        _otherSums.Reverse();
        _otherSets.Reverse();
        return true;
    }

    /// <summary>All pairs of a subset and another that come to the target. Without a line of its own, the target wants both not to be empty.</summary>
    private bool Meet(Int128 target, ulong ofTarget, List<ulong> ways)
    {
        for (int low = 0, high = _otherSums.Count - 1; low < _sums.Count && high >= 0;)
        {
            if (++_steps > budget) return false;
            var sum = _sums[low] + _otherSums[high];
            if (sum < target) low++;
            else if (sum > target) high--;
            else
            {
                var (lowEnd, highEnd) = (low, high);
                while (lowEnd < _sums.Count && _sums[lowEnd] == _sums[low]) lowEnd++;
                while (highEnd >= 0 && _otherSums[highEnd] == _otherSums[high]) highEnd--;
                for (var i = low; i < lowEnd; i++)
                {
                    for (var j = high; j > highEnd; j--)
                    {
                        if (++_steps > budget) return false;
                        if (IsWay(_sets[i], _otherSets[j], ofTarget)) ways.Add(_sets[i] | _otherSets[j] | ofTarget);
                    }
                }

                (low, high) = (lowEnd, highEnd);
            }
        }

        return true;
    }

    private bool IsWay(ulong set, ulong other, ulong ofTarget)
    {
        if (ofTarget == 0) return set != 0 && other != 0;
        return (set | other) != 0 && BitOperations.PopCount(set | other) <= maxLines;
    }

    private bool KeepSmallest(List<ulong> ways)
    {
        ways.Sort((one, other) => BitOperations.PopCount(one).CompareTo(BitOperations.PopCount(other)) is not 0 and var order ? order : one.CompareTo(other));
        var kept = 0;
        for (var i = 0; i < ways.Count; i++)
        {
            var isSmallest = true;
            for (var j = 0; j < kept && isSmallest; j++)
            {
                if (++_steps > budget) return false;
                isSmallest = (ways[j] & ways[i]) != ways[j];
            }

            if (isSmallest) ways[kept++] = ways[i];
        }

        ways.RemoveRange(kept, ways.Count - kept);
        return true;
    }
}

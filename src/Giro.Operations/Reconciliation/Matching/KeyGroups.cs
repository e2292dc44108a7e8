using System.Numerics;

namespace Giro.Operations.Reconciliation.Matching;

/// <summary>
/// The rows of both sides by key: for each key of the left side that has one, a chain of its left rows and one of its right rows, ascending. An open table of 64-bit slots leads to
/// them; a slot holds 32 bits of the hash above the number of the group, so that a key of another hash is passed over without looking at it:
/// <code>
///   63             32 31              0
///   | hash bits 16.. | group + 1, or 0 |
/// </code>
/// The arrays are used again from block to block.
/// </summary>
internal sealed class KeyGroups(SideRows left, SideRows right)
{
    private const int None = -1;
    private ulong[] _slots = [];
    private int[] _leftHead = [];
    private int[] _leftTail = [];
    private int[] _rightHead = [];
    private int[] _rightTail = [];
    private int _mask;

    public SideRows Left => left;

    public SideRows Right => right;

    public int Count { get; private set; }

    public int LeftHead(int group) => _leftHead[group];

    /// <summary>-1 for a key that the right side does not have.</summary>
    public int RightHead(int group) => _rightHead[group];

    public void Build()
    {
        Reserve(left.Block.Count);
        for (var row = 0; row < left.Block.Count; row++)
        {
            if (!left.TryHash(row, out var hash)) continue;
            var slot = Find(hash, left, row);
            var group = GroupIn(slot);
            left.Next[row] = None;
            if (group == None)
            {
                group = Count++;
                _slots[slot] = Tag(hash) | (uint)(group + 1);
                _leftHead[group] = row;
                _rightHead[group] = None;
            }
            else
            {
                left.Next[_leftTail[group]] = row;
            }

            _leftTail[group] = row;
        }

        for (var row = 0; row < right.Block.Count; row++)
        {
            if (!right.TryHash(row, out var hash)) continue;
            var group = GroupIn(Find(hash, right, row));
            if (group == None) continue;
            right.Next[row] = None;
            if (_rightHead[group] == None) _rightHead[group] = row;
            else right.Next[_rightTail[group]] = row;
            _rightTail[group] = row;
        }
    }

    /// <summary>The rows have not been claimed.</summary>
    public void Claim(byte pass, int leftRow, int rightRow, Differences differences, BlockOutcome outcome)
    {
        left.IsClaimed[leftRow] = true;
        right.IsClaimed[rightRow] = true;
        outcome.Pairs.Add(new PairClaim(left.Block.Number[leftRow], right.Block.Number[rightRow], pass, differences));
    }

    /// <summary>One with one becomes a pair.</summary>
    public void Claim(byte pass, List<int> leftRows, List<int> rightRows, BlockOutcome outcome)
    {
        if (leftRows.Count == 1 && rightRows.Count == 1)
        {
            Claim(pass, leftRows[0], rightRows[0], Differences.None, outcome);
            return;
        }

        foreach (var row in leftRows) left.IsClaimed[row] = true;
        foreach (var row in rightRows) right.IsClaimed[row] = true;
        outcome.Groups.Add(new GroupClaim(pass, left.Numbers(leftRows), right.Numbers(rightRows)));
    }

    public void Suggest(byte pass, List<int> leftRows, List<int> rightRows, BlockOutcome outcome)
    {
        foreach (var row in leftRows) left.Flag(row, LineFlags.IsSuggested);
        foreach (var row in rightRows) right.Flag(row, LineFlags.IsSuggested);
        outcome.Suggestions.Add(new Suggestion(pass, left.Numbers(leftRows), right.Numbers(rightRows)));
    }

    /// <summary>The slot of a row's key, or the empty one where it belongs. At most half of the slots are taken, so there is one.</summary>
    private int Find(ulong hash, SideRows side, int row)
    {
        var tag = Tag(hash);
        var slot = unchecked((int)(uint)hash) & _mask;
        for (; ; slot = (slot + 1) & _mask)
        {
            var found = _slots[slot];
            if (found == 0 || ((found & TagMask) == tag && side.HasKeyOf(row, left, _leftHead[GroupIn(slot)]))) return slot;
        }
    }

    private const ulong TagMask = 0xffff_ffff_0000_0000;

    private static ulong Tag(ulong hash) => (hash << 16) & TagMask;

    private int GroupIn(int slot) => unchecked((int)(uint)_slots[slot]) - 1;

    private void Reserve(int rows)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(rows, 8)) * 2;
        if (_slots.Length < size) _slots = new ulong[size];
        else _slots.AsSpan(0, size).Clear();
        _mask = size - 1;
        Count = 0;
        if (_leftHead.Length >= rows) return;
        _leftHead = new int[size / 2];
        _leftTail = new int[size / 2];
        _rightHead = new int[size / 2];
        _rightTail = new int[size / 2];
    }
}

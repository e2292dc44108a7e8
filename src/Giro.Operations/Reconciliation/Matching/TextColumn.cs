namespace Giro.Operations.Reconciliation.Matching;

/// <summary>Texts of one column, UTF-8, one after the other. A column holds at most 2 GiB of text: a block is a part of a side, not the whole.</summary>
public sealed class TextColumn(int capacity)
{
    private int[] _ends = new int[capacity];
    private byte[] _heap = new byte[capacity * 16];
    private int _count;

    public ReadOnlySpan<byte> this[int row]
    {
        get
        {
            var start = row == 0 ? 0 : _ends[row - 1];
            return _heap.AsSpan(start, _ends[row] - start);
        }
    }

    public int Count => _count;

    public void Add(ReadOnlySpan<byte> text)
    {
        var start = _count == 0 ? 0 : _ends[_count - 1];
        var end = checked(start + text.Length);
        if (end > _heap.Length) Array.Resize(ref _heap, checked(Math.Max(end, _heap.Length * 2)));
        if (_count == _ends.Length) Array.Resize(ref _ends, checked(Math.Max(4, _ends.Length * 2)));
        text.CopyTo(_heap.AsSpan(start));
        _ends[_count++] = end;
    }

    public void Clear() => _count = 0;
}

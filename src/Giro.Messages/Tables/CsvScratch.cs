namespace Giro.Messages.Tables;

/// <summary>Memory that a <see cref="CsvRecordReader"/> uses for one record after the other: one for each thread, for as many chunks as it reads.</summary>
public sealed class CsvScratch
{
    /// <summary>In a record. No bank's table comes near it, and a gigabyte of commas does not fill the memory with bounds.</summary>
    public const int MaxFields = 16 * 1024;

    private byte[] _text = [];
    private int _textLength;

    /// <summary>
    /// For field i: its start at 2i and its end at 2i + 1, offsets into the data; for a cell that held doubled quotes the start is the complement of
    /// its offset in <see cref="Text"/>, where it stands with single ones, and the end is its length there.
    /// </summary>
    internal int[] Bounds { get; private set; } = new int[2 * 64];

    internal void Clear() => _textLength = 0;

    internal int[] Grow()
    {
        var bounds = Bounds;
        Array.Resize(ref bounds, bounds.Length * 2);
        return Bounds = bounds;
    }

    internal ReadOnlySpan<byte> Text(int offset, int length) => _text.AsSpan(offset, length);

    /// <summary>Keeps the cell with each doubled quote as one.</summary>
    /// <returns>where it stands in <see cref="Text"/>, and its length there</returns>
    internal (int Offset, int Length) Unescape(ReadOnlySpan<byte> cell, byte quote)
    {
        var start = _textLength;
        if (start + cell.Length > _text.Length) Array.Resize(ref _text, Math.Max(start + cell.Length, Math.Max(256, _text.Length * 2)));
        var to = _text.AsSpan(start);
        var length = 0;
        while (true)
        {
            var at = cell.IndexOf(quote);
            var piece = at < 0 ? cell : cell[..(at + 1)];
            piece.CopyTo(to[length..]);
            length += piece.Length;
            if (at < 0) break;
            cell = cell[Math.Min(at + 2, cell.Length)..];
        }

        _textLength = start + length;
        return (start, length);
    }
}

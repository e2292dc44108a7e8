using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>Writes rows of a block into an image, sorted by partition (<see cref="PieceIndex"/>). Two passes: sizes, then each row into its place. One thread.</summary>
internal sealed class PieceWriter(int partitions)
{
    private readonly int[] _rows = new int[partitions];
    private readonly int[] _bytes = new int[partitions];
    private readonly int[] _next = new int[partitions];
    private int[] _partition = new int[1024];
    private int[] _size = new int[1024];

    /// <param name="rows">ascending; those of the block that are to be written</param>
    /// <param name="keys">names the partition of a row</param>
    public void Write(ImageBuffer image, LineBlock block, ReadOnlySpan<int> rows, Partitioner keys)
    {
        if (_partition.Length < rows.Length) (_partition, _size) = (new int[rows.Length * 5L / 4], new int[rows.Length * 5L / 4]);
        Array.Clear(_rows);
        Array.Clear(_bytes);
        for (var i = 0; i < rows.Length; i++)
        {
            var partition = _partition[i] = keys.Of(block, rows[i]);
            var size = _size[i] = RowBytes.SizeOf(block, rows[i]);
            _rows[partition]++;
            _bytes[partition] += size;
        }

        var index = image.Length;
        image.Take(PieceIndex.SizeOf(partitions));
        var total = 0;
        for (var i = 0; i < partitions; i++)
        {
            _next[i] = total;
            total += _bytes[i];
        }

        var room = image.Take(total);
        for (var i = 0; i < rows.Length; i++)
        {
            var at = _next[_partition[i]];
            RowBytes.Write(block, rows[i], room[at..]);
            _next[_partition[i]] = at + _size[i];
        }

        for (var i = 0; i < partitions; i++)
        {
            image.SetInt(index, _rows[i]);
            image.SetInt(index + 4, _bytes[i]);
            image.SetInt(index + 8, unchecked((int)Checksum.Of(room[(_next[i] - _bytes[i]).._next[i]])));
            index += 12;
        }

        image.SetInt(index, unchecked((int)Checksum.Of(image.At(index - (12 * partitions), 12 * partitions))));
    }
}

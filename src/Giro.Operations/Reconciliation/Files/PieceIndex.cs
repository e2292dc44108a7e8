using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>
/// Where the rows of each partition lie in an image. Rows of a partition follow each other in the order of their numbers, and partitions follow each other too, so rows
/// of neighbouring partitions are read at once.
/// <code>
/// for each partition: int rows, int bytes, uint checksum of the bytes      then uint checksum of all these, then the rows
/// </code>
/// </summary>
internal sealed class PieceIndex
{
    private const int EntryBytes = 12;
    private readonly string _name;
    private readonly long _rowsAt;
    private readonly int[] _firstRow;
    private readonly int[] _firstByte;
    private readonly uint[] _checksums;

    private PieceIndex(string name, long rowsAt, int[] firstRow, int[] firstByte, uint[] checksums) =>
        (_name, _rowsAt, _firstRow, _firstByte, _checksums) = (name, rowsAt, firstRow, firstByte, checksums);

    public int Partitions => _checksums.Length;

    /// <summary>Offset in the image behind the rows.</summary>
    public long EndsAt => _rowsAt + _firstByte[^1];

    /// <summary>Of partitions from one to before another.</summary>
    public int Rows(int from, int to) => _firstRow[to] - _firstRow[from];

    public static int SizeOf(int partitions) => (partitions * EntryBytes) + sizeof(uint);

    /// <param name="at">of the index in the image</param>
    /// <exception cref="RunStoreException">It is damaged.</exception>
    public static PieceIndex Read(ReadOnlySpan<byte> index, string name, long at)
    {
        if (Checksum.Of(index[..^sizeof(uint)]) != BitConverter.ToUInt32(index[^sizeof(uint)..])) throw RunStoreException.Damaged(name);
        var reader = new ImageReader(index);
        var partitions = index.Length / EntryBytes;
        var (rows, bytes, checksums) = (new int[partitions + 1], new int[partitions + 1], new uint[partitions]);
        for (var i = 0; i < partitions; i++)
        {
            rows[i + 1] = rows[i] + reader.Int();
            bytes[i + 1] = bytes[i] + reader.Int();
            checksums[i] = unchecked((uint)reader.Int());
        }

        return new PieceIndex(name, at + index.Length, rows, bytes, checksums);
    }

    /// <summary>Adds the rows of partitions to a block.</summary>
    /// <param name="bytes">scratch, which grows</param>
    /// <param name="before">is added to the numbers of the rows</param>
    public void ReadRows(IRunStore store, int from, int to, LineBlock into, ref byte[] bytes, int before)
    {
        var length = _firstByte[to] - _firstByte[from];
        if (length == 0) return;
        if (bytes.Length < length) bytes = new byte[Math.Max(length, Math.Min(Array.MaxLength, bytes.Length * 2L))];
        var piece = bytes.AsSpan(0, length);
        store.Read(_name, _rowsAt + _firstByte[from], piece);
        for (var i = from; i < to; i++)
        {
            var rows = piece[(_firstByte[i] - _firstByte[from])..(_firstByte[i + 1] - _firstByte[from])];
            if (Checksum.Of(rows) != _checksums[i]) throw RunStoreException.Damaged(_name);
            while (!rows.IsEmpty) rows = rows[RowBytes.Read(rows, into, before)..];
        }
    }
}

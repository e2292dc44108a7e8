using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Giro.Storage.PostgreSql.Views;

namespace Giro.Storage.PostgreSql.Archive;

/// <summary>Reads the rows of an archive file in order. Its end is reached only when the rows are as many as the header says and have the hash that follows them. Not thread-safe.</summary>
internal sealed class ArchiveReader : IDisposable
{
    private const int MostRowBytes = 1 << 30;

    private readonly string _path;
    private readonly FileStream _file;
    private readonly Stream _content;
    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly (int At, int Length)[] _columns;
    private byte[] _row = new byte[4096];
    private int _length;
    private bool _hasEnded;

    /// <exception cref="FileNotFoundException">It is not there.</exception>
    /// <exception cref="ArchiveDamagedException">It is no archive file, or of a later format.</exception>
    public ArchiveReader(string path)
    {
        _path = path;
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        try
        {
            Header = ReadHeader();
            _columns = new (int, int)[Header.Columns.Count];
            _content = new BufferedStream(new BrotliStream(_file, CompressionMode.Decompress), 1 << 16);
            Span<byte> signature = stackalloc byte[BinaryCopy.Signature.Length];
            Fill(signature);
            if (!signature.SequenceEqual(BinaryCopy.Signature)) throw Damaged("its rows do not begin as PostgreSQL's do");
            _sha.AppendData(signature);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public ArchiveHeader Header { get; }

    /// <summary>How many rows were read.</summary>
    public long Count { get; private set; }

    /// <summary>The SHA-256 of the rows; after the last of them.</summary>
    public byte[] ContentHash { get; private set; } = [];

    /// <summary>The bytes of the row that was read, as COPY takes them.</summary>
    public ReadOnlySpan<byte> Row => _row.AsSpan(0, _length);

    /// <exception cref="ArchiveDamagedException">What follows is not what was written.</exception>
    public bool Next()
    {
        if (_hasEnded) return false;
        _length = 0;
        var columns = BinaryPrimitives.ReadInt16BigEndian(More(2));
        if (columns < 0)
        {
            End();
            return false;
        }

        if (columns != _columns.Length) throw Damaged($"row {Count + 1} has {columns} columns and not {_columns.Length}");
        for (var i = 0; i < _columns.Length; i++)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(More(4));
            if (length is < -1 or > MostRowBytes) throw Damaged($"row {Count + 1} has a column of {length} bytes");
            _columns[i] = (_length, length);
            if (length > 0) More(length);
        }

        _sha.AppendData(Row);
        Count++;
        return true;
    }

    public long Int64(int column) => BinaryPrimitives.ReadInt64BigEndian(Bytes(column));

    public ReadOnlySpan<byte> Bytes(int column) => _row.AsSpan(_columns[column].At, Math.Max(0, _columns[column].Length));

    public int ColumnOf(string name) => Header.Columns.ToList().IndexOf(name) is var column and >= 0 ? column : throw Damaged($"it has no column {name}");

    private ArchiveHeader ReadHeader()
    {
        Span<byte> start = stackalloc byte[ArchiveFile.FixedSize];
        if (_file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start[..8].SequenceEqual(ArchiveFile.Magic)) throw Damaged("it is no archive of Giro");
        var format = BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        if (format != ArchiveFile.FormatVersion) throw Damaged($"it has format {format}; this program reads format {ArchiveFile.FormatVersion}");
        var length = BinaryPrimitives.ReadUInt32LittleEndian(start[12..]);
        if (length > ArchiveHeader.MostBytes) throw Damaged($"its header has {length} bytes");
        var header = new byte[length];
        if (_file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length) throw Damaged("it ends in its header");
        try
        {
            return ArchiveHeader.Parse(header);
        }
        catch (JsonException e)
        {
            throw new ArchiveDamagedException(_path, $"its header cannot be read: {e.Message}", e);
        }
    }

    private void End()
    {
        _hasEnded = true;
        _sha.AppendData(Row);
        ContentHash = _sha.GetHashAndReset();
        Span<byte> said = stackalloc byte[32];
        Fill(said);
        if (!said.SequenceEqual(ContentHash)) throw Damaged("its rows do not have the hash that stands behind them");
        if (Count != Header.Rows) throw Damaged($"it has {Count:N0} rows and not {Header.Rows:N0}, as its header says");
    }

    private ReadOnlySpan<byte> More(int bytes)
    {
        if (_length + bytes > _row.Length) Array.Resize(ref _row, Math.Max(_length + bytes, _row.Length * 2));
        var room = _row.AsSpan(_length, bytes);
        Fill(room);
        _length += bytes;
        return room;
    }

    private void Fill(Span<byte> target)
    {
        try
        {
            _content.ReadExactly(target);
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidOperationException or InvalidDataException)
        {
            throw new ArchiveDamagedException(_path, $"it cannot be read beyond row {Count:N0}: {e.Message}", e);
        }
    }

    private ArchiveDamagedException Damaged(string reason) => new(_path, reason);

    public void Dispose()
    {
        _content?.Dispose();
        _file.Dispose();
        _sha.Dispose();
    }
}

using System.Buffers.Binary;
using Npgsql;

namespace Giro.Storage.PostgreSql.Views;

/// <summary>
/// Rows on their way into a table by COPY in PostgreSQL's binary form, written into one buffer without an object for each value: 11 bytes of signature, flags and
/// extension length (0), then for each row a u16 count of columns and for each column an i32 length and its bytes, all big-endian; -1 ends it. What was sent is part of
/// the open transaction; without <see cref="Complete"/> it is taken back.
/// </summary>
internal sealed class BinaryCopy : IDisposable
{
    private readonly NpgsqlRawCopyStream _stream;
    private readonly byte[] _buffer;
    private int _length;
    private bool _isComplete;

    /// <param name="connection">In a transaction.</param><param name="table">The table with its columns: <c>t (a, b)</c>.</param>
    /// <param name="buffer">Of 64 KiB or so, the caller's, used until this is disposed.</param>
    public BinaryCopy(NpgsqlConnection connection, string table, byte[] buffer)
    {
        _buffer = buffer;
        _stream = connection.BeginRawBinaryCopy($"COPY {table} FROM STDIN (FORMAT BINARY)");
        Signature.CopyTo(_buffer);
        _length = Signature.Length;
    }

    /// <summary>What every such stream begins with: the signature, no flags, no extension.</summary>
    internal static ReadOnlySpan<byte> Signature => [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xFF, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];

    public BinaryCopy Row(int columns)
    {
        BinaryPrimitives.WriteInt16BigEndian(Room(2), (short)columns);
        return this;
    }

    public BinaryCopy Int64(long value)
    {
        var room = Room(12);
        BinaryPrimitives.WriteInt32BigEndian(room, 8);
        BinaryPrimitives.WriteInt64BigEndian(room[4..], value);
        return this;
    }

    /// <summary>A bytea, or a text in UTF-8.</summary>
    public BinaryCopy Bytes(ReadOnlySpan<byte> value)
    {
        BinaryPrimitives.WriteInt32BigEndian(Room(4), value.Length);
        if (value.Length <= _buffer.Length)
        {
            value.CopyTo(Room(value.Length));
            return this;
        }

        Send();
        _stream.Write(value);
        return this;
    }

    public BinaryCopy Null()
    {
        BinaryPrimitives.WriteInt32BigEndian(Room(4), -1);
        return this;
    }

    /// <summary>Ends it; the rows are in the table.</summary>
    public void Complete()
    {
        BinaryPrimitives.WriteInt16BigEndian(Room(2), -1);
        Send();
        _isComplete = true;
        _stream.Dispose();
    }

    private Span<byte> Room(int bytes)
    {
        if (_length + bytes > _buffer.Length) Send();
        _length += bytes;
        return _buffer.AsSpan(_length - bytes, bytes);
    }

    private void Send()
    {
        _stream.Write(_buffer, 0, _length);
        _length = 0;
    }

    public void Dispose()
    {
        if (_isComplete) return;
        _isComplete = true;
        _stream.Cancel();
    }
}

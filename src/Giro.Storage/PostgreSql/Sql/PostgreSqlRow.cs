using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Npgsql;

namespace Giro.Storage.PostgreSql.Sql;

/// <summary>
/// The row that a statement stands on: in the reader, or kept in memory when the reader has gone on. Sums of bigint come as numeric and are read exactly; one that
/// 64 bits do not hold is no integer, and its bytes are the 16 of a signed 128-bit integer, little-endian, as the views keep such balances.
/// </summary>
internal sealed class PostgreSqlRow(NpgsqlDataReader reader)
{
    // Of pg_type; they are part of the protocol and never change.
    private const uint Bool = 16;
    private const uint Bytea = 17;
    private const uint Int8 = 20;
    private const uint Int2 = 21;
    private const uint Int4 = 23;
    private const uint Numeric = 1700;

    private readonly uint[] _types = TypesOf(reader);
    private readonly byte[]?[] _bytes = new byte[]?[reader.FieldCount];
    private NpgsqlDataReader? _reader = reader;
    private object?[]? _cells;

    public int ColumnCount => _types.Length;

    /// <summary>0 for NULL, as SQLite has it.</summary>
    /// <exception cref="OverflowException">A sum does not fit.</exception>
    public long Int64(int column)
    {
        if (_reader is { } live && _types[column] == Int8 && !live.IsDBNull(column)) return live.GetInt64(column);
        return Cell(column) switch
        {
            null => 0,
            long integer => integer,
            BigInteger big => (long)big,
            var other => throw new InvalidCastException($"column {column} is {other.GetType().Name}, no integer"),
        };
    }

    public bool IsInteger(int column) => Cell(column) switch
    {
        long => true,
        BigInteger big => big >= long.MinValue && big <= long.MaxValue,
        _ => false,
    };

    public ReadOnlySpan<byte> Blob(int column)
    {
        if (_reader is { } live && _types[column] == Bytea) return BytesOf(live, column);
        return Cell(column) switch
        {
            null => default,
            byte[] bytes => bytes,
            string text => Encoding.UTF8.GetBytes(text),
            BigInteger big => BytesOf(big),
            var other => throw new InvalidCastException($"column {column} is {other.GetType().Name}, neither bytes nor text"),
        };
    }

    public string Text(int column) => Cell(column) switch
    {
        null => "",
        string text => text,
        long integer => integer.ToString(),
        BigInteger big => big.ToString(),
        var other => throw new InvalidCastException($"column {column} is {other.GetType().Name}, no text"),
    };

    /// <summary>Keeps what the reader stands on: it goes on.</summary>
    public void Freeze()
    {
        _cells = Cells(_reader!);
        _reader = null;
    }

    /// <summary>All cells of the row that a reader stands on.</summary>
    public object?[] Cells(NpgsqlDataReader from)
    {
        var cells = new object?[_types.Length];
        for (var i = 0; i < cells.Length; i++) cells[i] = CellOf(from, i);
        return cells;
    }

    public void Show(object?[] cells) => _cells = cells;

    /// <summary>Bytes of memory, about.</summary>
    public static int SizeOf(object? cell) => 32 + cell switch { string text => 2 * text.Length, byte[] bytes => bytes.Length, _ => 0 };

    private object? Cell(int column) => _reader is { } live ? CellOf(live, column) : _cells![column];

    private object? CellOf(NpgsqlDataReader from, int column)
    {
        if (from.IsDBNull(column)) return null;
        return _types[column] switch
        {
            Int8 => from.GetInt64(column),
            Int4 => (long)from.GetInt32(column),
            Int2 => (long)from.GetInt16(column),
            Bool => from.GetBoolean(column) ? 1L : 0L,
            Numeric => from.GetFieldValue<BigInteger>(column),
            Bytea => from.GetFieldValue<byte[]>(column),
            _ => from.GetString(column),
        };
    }

    /// <summary>Into memory that is used for the next row again.</summary>
    private ReadOnlySpan<byte> BytesOf(NpgsqlDataReader live, int column)
    {
        if (live.IsDBNull(column)) return default;
        var length = checked((int)live.GetBytes(column, 0, null, 0, 0));
        ref var bytes = ref _bytes[column];
        if (bytes is null || bytes.Length < length) bytes = GC.AllocateUninitializedArray<byte>(Math.Max(length, 256));
        if (length > 0) live.GetBytes(column, 0, bytes, 0, length);
        return bytes.AsSpan(0, length);
    }

    private static byte[] BytesOf(BigInteger big)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteInt128LittleEndian(bytes, (Int128)big);
        return bytes;
    }

    private static uint[] TypesOf(NpgsqlDataReader reader)
    {
        var types = new uint[reader.FieldCount];
        for (var i = 0; i < types.Length; i++) types[i] = reader.GetDataTypeOID(i);
        return types;
    }
}

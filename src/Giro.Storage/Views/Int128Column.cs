using Giro.Storage.Sql;

namespace Giro.Storage.Views;

/// <summary>A 128-bit integer in a column: an SQL integer where 64 bits hold it, else 16 bytes little-endian. PostgreSQL has them as numeric, which is read as the same.</summary>
internal static class Int128Column
{
    public static SqlStatement Bind(SqlStatement statement, int parameter, Int128 value)
    {
        if (value >= long.MinValue && value <= long.MaxValue) return statement.Bind(parameter, (long)value);
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, value);
        return statement.Bind(parameter, bytes);
    }

    /// <summary>Null reads as 0.</summary>
    public static Int128 Read(SqlStatement statement, int column)
    {
        if (statement.IsInteger(column)) return statement.Int64(column);
        var bytes = statement.Blob(column);
        return bytes.IsEmpty ? 0 : BitConverter.ToInt128(bytes);
    }
}

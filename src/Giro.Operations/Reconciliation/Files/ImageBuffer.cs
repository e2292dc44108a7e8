using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>Bytes that grow, written in little-endian order. Its memory is kept for the next image.</summary>
internal sealed class ImageBuffer
{
    private byte[] _bytes = new byte[64 * 1024];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Room for so many bytes more, which count as written.</summary>
    public Span<byte> Take(int bytes)
    {
        var end = checked(Length + bytes);
        if (end > _bytes.Length) Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max((long)end, _bytes.Length * 2L)));
        var room = _bytes.AsSpan(Length, bytes);
        Length = end;
        return room;
    }

    public Span<byte> At(int offset, int bytes) => _bytes.AsSpan(offset, bytes);

    public void Int(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(sizeof(int)), value);

    public void Long(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(sizeof(long)), value);

    public void Int128(Int128 value) => BinaryPrimitives.WriteInt128LittleEndian(Take(16), value);

    public void Byte(byte value) => Take(1)[0] = value;

    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    public void Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Int(length);
        Encoding.UTF8.GetBytes(text, Take(length));
    }

    public void Ints(ReadOnlySpan<int> values)
    {
        Int(values.Length);
        foreach (var value in values) Int(value);
    }

    public void SetInt(int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(offset, sizeof(int)), value);
}

/// <summary>Reads what <see cref="ImageBuffer"/> wrote.</summary>
internal ref struct ImageReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int At { get; private set; }

    public readonly bool IsAtEnd => At == _bytes.Length;

    public ReadOnlySpan<byte> Take(int length)
    {
        var taken = _bytes.Slice(At, length);
        At += length;
        return taken;
    }

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public Int128 Int128() => BinaryPrimitives.ReadInt128LittleEndian(Take(16));

    public byte Byte() => Take(1)[0];

    public string Text() => Encoding.UTF8.GetString(Take(Int()));

    public int[] Ints()
    {
        var values = new int[Int()];
        for (var i = 0; i < values.Length; i++) values[i] = Int();
        return values;
    }
}

/// <summary>CRC-32C, which a processor works out eight bytes at a time: finds a file that a loss of power left half on the disk, no attacker.</summary>
internal static class Checksum
{
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..]) sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var one in bytes) sum = BitOperations.Crc32C(sum, one);
        return sum;
    }
}

using System.Runtime.InteropServices;

namespace Giro.Ledger.Journal;

/// <summary>
/// The first 80 bytes of a journal row's payload, little-endian; the records follow. A row's hash is SHA-256 over the whole payload, and
/// as the payload holds the hash of the row before it, the rows form a chain.
/// <code>
///  0  u32 magic 'GIRO'    16  i64 time, microseconds since 1970 UTC    36  u32 bytes of all records
///  4  u16 format = 1      24  u64 number of the first record           40  32 bytes, hash of the row before; zeros in row 1
///  6  u16 0               32  u32 count of records                     72  u64 0
///  8  u64 sequence
/// </code>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
public struct BatchHeader
{
    public const int Size = 80;
    public const uint MagicValue = 0x4F524947;
    public const ushort FormatVersion = 1;
    public const int HashSize = 32;

    /// <summary>For stores, which look at these two fields only.</summary>
    public const int FirstNumberOffset = 24;

    /// <inheritdoc cref="FirstNumberOffset"/>
    public const int RecordCountOffset = 32;

    [FieldOffset(0)] public uint Magic;
    [FieldOffset(4)] public ushort Format;
    [FieldOffset(6)] public ushort Reserved1;
    [FieldOffset(8)] public ulong Sequence;
    [FieldOffset(16)] public long TimeUs;
    [FieldOffset(FirstNumberOffset)] public ulong FirstNumber;
    [FieldOffset(RecordCountOffset)] public uint RecordCount;
    [FieldOffset(36)] public uint RecordBytes;
    [FieldOffset(40)] public Hash256 PreviousHash;
    [FieldOffset(72)] public ulong Reserved2;
}

/// <summary>A SHA-256 hash, 32 bytes.</summary>
[System.Runtime.CompilerServices.InlineArray(BatchHeader.HashSize)]
public struct Hash256 : IEquatable<Hash256>
{
    private byte _first;

    public static Hash256 From(ReadOnlySpan<byte> bytes)
    {
        var hash = default(Hash256);
        bytes.CopyTo(hash);
        return hash;
    }

    public readonly bool Equals(Hash256 other) => ((ReadOnlySpan<byte>)this).SequenceEqual(other);

    public static bool operator ==(Hash256 left, Hash256 right) => left.Equals(right);

    public static bool operator !=(Hash256 left, Hash256 right) => !left.Equals(right);

    public override readonly bool Equals(object? obj) => obj is Hash256 other && Equals(other);

    public override readonly int GetHashCode() => BitConverter.ToInt32(((ReadOnlySpan<byte>)this)[..4]);

    public override readonly string ToString() => Convert.ToHexStringLower(this);
}

using System.Security.Cryptography;
using System.Text;

namespace Giro.Ledger.Entries;

/// <summary>
/// The 128-bit id of a command, unique in a book for ever. Made from the business reference, so that whoever repeats a command after a
/// lost answer makes the same id. Never zero.
/// </summary>
/// <param name="Value">Any value but zero. Two references meet by chance with probability 2^-64 only after some 2^32 * 10^4 ids.</param>
public readonly record struct EntryId(UInt128 Value)
{
    /// <summary>The first 16 bytes, little-endian, of the SHA-256 (FIPS 180-4) of the reference in UTF-8.</summary>
    /// <param name="reference">The business reference, such as <c>payment/P-2026-000017</c>; not empty.</param>
    public static EntryId FromReference(string reference)
    {
        ArgumentException.ThrowIfNullOrEmpty(reference);
        Span<byte> text = stackalloc byte[256];
        if (Encoding.UTF8.GetByteCount(reference) > text.Length) return FromUtf8(Encoding.UTF8.GetBytes(reference));
        return FromUtf8(text[..Encoding.UTF8.GetBytes(reference, text)]);
    }

    /// <inheritdoc cref="FromReference"/>
    public static EntryId FromUtf8(ReadOnlySpan<byte> reference)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(reference, hash);
        return new EntryId(System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash));
    }

    public override string ToString() => Value.ToString("x32");
}

using System.Buffers.Binary;

namespace Giro.Operations.Reconciliation.Matching;

/// <summary>
/// Mixes texts and numbers into 64 bits by multiplying to 128 and folding, as wyhash does (Wang Yi, github.com/wangyi-fudan/wyhash, public domain). Not for hostile keys: whoever knows
/// the constants can make texts that collide, which costs time and never a wrong match, as keys are compared by their bytes.
/// </summary>
internal static class KeyMix
{
    public const ulong Start = 0xa0761d6478bd642f;
    private const ulong Second = 0xe7037ed1a0b428db;
    private const ulong Third = 0x8ebc6af09c88c6e3;

    public static ulong Number(ulong hash, long value) => unchecked(Fold(hash ^ Third, (ulong)value ^ Second));

    public static ulong Text(ulong hash, ReadOnlySpan<byte> text)
    {
        unchecked
        {
            ulong first, last;
            if (text.Length > 16)
            {
                for (var at = 0; at < text.Length - 16; at += 16)
                    hash = Fold(BinaryPrimitives.ReadUInt64LittleEndian(text[at..]) ^ Second, BinaryPrimitives.ReadUInt64LittleEndian(text[(at + 8)..]) ^ hash);
                first = BinaryPrimitives.ReadUInt64LittleEndian(text[^16..]);
                last = BinaryPrimitives.ReadUInt64LittleEndian(text[^8..]);
            }
            else if (text.Length >= 8)
            {
                first = BinaryPrimitives.ReadUInt64LittleEndian(text);
                last = BinaryPrimitives.ReadUInt64LittleEndian(text[^8..]);
            }
            else if (text.Length >= 4)
            {
                first = BinaryPrimitives.ReadUInt32LittleEndian(text);
                last = BinaryPrimitives.ReadUInt32LittleEndian(text[^4..]);
            }
            else
            {
                first = text.IsEmpty ? 0 : ((ulong)text[0] << 16) | ((ulong)text[text.Length >> 1] << 8) | text[^1];
                last = 0;
            }

            return Fold(Second ^ (ulong)text.Length, Fold(first ^ Second, last ^ hash));
        }
    }

    private static ulong Fold(ulong a, ulong b) => Math.BigMul(a, b, out var low) ^ low;
}

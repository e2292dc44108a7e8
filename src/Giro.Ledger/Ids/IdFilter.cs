using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Giro.Ledger.Ids;

/// <summary>
/// A split-block Bloom filter (Apache Parquet format, "Bloom filter", after Putze, Sanders and Singler 2007): a block of 256 bits is chosen
/// by the upper half of the place, one bit in each of its eight 32-bit words by the lower half. With 16 bits a record about one
/// absent id in a thousand is answered "maybe".
/// </summary>
internal static class IdFilter
{
    public const int BlockBytes = 32;
    private const int RecordsPerBlock = 16;

    private static ReadOnlySpan<uint> Salt =>
        [0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31];

    public static long BlockCount(long records) => Math.Max(1, (records + RecordsPerBlock - 1) / RecordsPerBlock);

    public static void Add(Span<byte> filter, ulong place)
    {
        var block = Block(filter, place);
        for (var i = 0; i < 8; i++) block[i] |= Bit(place, i);
    }

    public static bool MayContain(ReadOnlySpan<byte> block, ulong place)
    {
        if (Avx2.IsSupported)
        {
            var shifts = Vector256.ShiftRightLogical(Vector256.Create(unchecked((uint)place)) * Vector256.Create(Salt), 27);
            var bits = Avx2.ShiftLeftLogicalVariable(Vector256<uint>.One, shifts);
            return (Vector256.Create(MemoryMarshal.Cast<byte, uint>(block)) & bits) == bits;
        }

        var words = MemoryMarshal.Cast<byte, uint>(block);
        for (var i = 0; i < 8; i++)
        {
            if ((words[i] & Bit(place, i)) == 0) return false;
        }

        return true;
    }

    /// <summary>Offset in bytes of the block that a place belongs to.</summary>
    public static long BlockOffset(long blockCount, ulong place) => (long)Math.BigMul(place, (ulong)blockCount, out _) * BlockBytes;

    private static Span<uint> Block(Span<byte> filter, ulong place) =>
        MemoryMarshal.Cast<byte, uint>(filter.Slice((int)BlockOffset(filter.Length / BlockBytes, place), BlockBytes));

    private static uint Bit(ulong place, int word) => 1u << (int)(unchecked((uint)place * Salt[word]) >> 27);
}

using System.Buffers.Binary;
using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>
/// One row of a <see cref="LineBlock"/>:
/// <code>
/// 0  int    number
/// 4  long   amount, minor units
/// 12 long   fee, minor units
/// 20 int    day
/// 24 ushort currency
/// 26 byte   flags
/// 27 for each text: its length in bytes of 7 bits, the last without the eighth; its bytes
/// </code>
/// </summary>
internal static class RowBytes
{
    private const int Fixed = 27;

    public static int SizeOf(LineBlock block, int row)
    {
        var size = Fixed;
        foreach (var column in block.Texts)
        {
            var length = column[row].Length;
            size = checked(size + length + LengthOfLength(length));
        }

        return size;
    }

    /// <summary>Fills bytes of exactly <see cref="SizeOf"/>, or begins longer ones.</summary>
    public static void Write(LineBlock block, int row, Span<byte> into)
    {
        BinaryPrimitives.WriteInt32LittleEndian(into, block.Number[row]);
        BinaryPrimitives.WriteInt64LittleEndian(into[4..], block.AmountMinor[row]);
        BinaryPrimitives.WriteInt64LittleEndian(into[12..], block.FeeMinor[row]);
        BinaryPrimitives.WriteInt32LittleEndian(into[20..], block.Day[row]);
        BinaryPrimitives.WriteUInt16LittleEndian(into[24..], block.Currency[row]);
        into[26] = (byte)block.Flags[row];
        into = into[Fixed..];
        foreach (var column in block.Texts)
        {
            var text = column[row];
            var length = text.Length;
            var at = 0;
            for (; length >= 0x80; length >>= 7) into[at++] = (byte)((length & 0x7F) | 0x80);
            into[at++] = (byte)length;
            text.CopyTo(into[at..]);
            into = into[(at + text.Length)..];
        }
    }

    public static void Append(ImageBuffer image, LineBlock block, int row) => Write(block, row, image.Take(SizeOf(block, row)));

    /// <summary>Adds the row to a block with as many texts.</summary>
    /// <param name="before">is added to the number: rows of a segment count from its first line</param>
    /// <returns>how many bytes the row has</returns>
    public static int Read(ReadOnlySpan<byte> from, LineBlock into, int before)
    {
        into.Add(
            BinaryPrimitives.ReadInt32LittleEndian(from) + before, BinaryPrimitives.ReadInt64LittleEndian(from[4..]), BinaryPrimitives.ReadInt64LittleEndian(from[12..]),
            BinaryPrimitives.ReadInt32LittleEndian(from[20..]), BinaryPrimitives.ReadUInt16LittleEndian(from[24..]), (LineFlags)from[26]);
        var at = Fixed;
        foreach (var column in into.Texts)
        {
            int length = from[at++];
            if (length >= 0x80)
            {
                length &= 0x7F;
                for (var shift = 7; ; shift += 7)
                {
                    var more = from[at++];
                    length |= (more & 0x7F) << shift;
                    if (more < 0x80) break;
                }
            }

            column.Add(from.Slice(at, length));
            at += length;
        }

        return at;
    }

    public static int NumberOf(ReadOnlySpan<byte> row) => BinaryPrimitives.ReadInt32LittleEndian(row);

    public static LineFlags FlagsOf(ReadOnlySpan<byte> row) => (LineFlags)row[26];

    /// <summary>How many bytes the row has that begins here.</summary>
    public static int Measure(ReadOnlySpan<byte> from, int texts)
    {
        var at = Fixed;
        for (; texts > 0; texts--)
        {
            var (length, shift) = (0, 0);
            for (; from[at] >= 0x80; shift += 7) length |= (from[at++] & 0x7F) << shift;
            length |= from[at++] << shift;
            at += length;
        }

        return at;
    }

    private static int LengthOfLength(int length)
    {
        var bytes = 1;
        for (; length >= 0x80; length >>= 7) bytes++;
        return bytes;
    }
}

using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>
/// The lines of one piece of a side's file, as the first round reads them, and what is to be known of them besides: amounts in the order of the lines (what is proved
/// at the end is added up from these), where lines stand in the text, which could not be read.
/// <code>
/// int head bytes, uint checksum of the head, head, amounts (by line: long, ushort), piece index, rows by partition
/// head: long from, long to (bytes of the source), int lines, int text lines, int partitions, uint checksum of the amounts, jumps, unreadable lines, totals
/// </code>
/// </summary>
internal sealed class Segment
{
    public const string End = ".seg";
    public const int AmountBytes = 10;

    /// <summary>In place of a currency: the line could not be read.</summary>
    public const ushort NoAmount = ushort.MaxValue;

    private const int HeadStart = 8;
    private readonly string _name;
    private readonly long _amountsAt;
    private readonly uint _amountsChecksum;

    private Segment(string name, long amountsAt, uint amountsChecksum) => (_name, _amountsAt, _amountsChecksum) = (name, amountsAt, amountsChecksum);

    /// <summary>Bytes of the source, after decompression.</summary>
    public required long From { get; init; }

    public required long To { get; init; }

    public required int Lines { get; init; }

    public required int TextLines { get; init; }

    public required IReadOnlyList<(int Line, int TextLine)> Jumps { get; init; }

    public required IReadOnlyList<UnreadableLine> Unreadable { get; init; }

    public required MatchTally Input { get; init; }

    public required PieceIndex Index { get; init; }

    public static string NameOf(string side, int number) => $"{side}-{number:D6}{End}";

    public static void Write(ImageBuffer image, SourceLines lines, long from, long to, PieceWriter pieces, Partitioner keys, int partitions, ref int[] rows)
    {
        image.Clear();
        image.Take(HeadStart);
        image.Long(from);
        image.Long(to);
        image.Int(lines.Count);
        image.Int(lines.TextLines);
        image.Int(partitions);
        var checksumAt = image.Length;
        image.Int(0);
        image.Int(lines.Jumps.Count);
        foreach (var (line, textLine) in lines.Jumps)
        {
            image.Int(line);
            image.Int(textLine);
        }

        image.Int(lines.Unreadable.Count);
        foreach (var line in lines.Unreadable)
        {
            image.Int(line.Line);
            image.Int(line.TextLine);
            image.Text(line.Reason);
            image.Text(line.Text);
        }

        var totals = lines.Input.All;
        image.Int(totals.Count);
        foreach (var total in totals)
        {
            image.Int(total.Currency);
            image.Long(total.Input.Count);
            image.Int128(total.Input.SumMinor);
        }

        var headEnd = image.Length;
        WriteAmounts(image.Take(checked(lines.Count * AmountBytes)), lines.Block);
        image.SetInt(checksumAt, unchecked((int)Checksum.Of(image.Written[headEnd..])));
        image.SetInt(0, headEnd - HeadStart);
        image.SetInt(4, unchecked((int)Checksum.Of(image.Written[HeadStart..headEnd])));
        if (rows.Length < lines.Block.Count) rows = [.. Enumerable.Range(0, checked((int)(lines.Block.Count * 5L / 4)))];
        pieces.Write(image, lines.Block, rows.AsSpan(0, lines.Block.Count), keys);
    }

    /// <exception cref="RunStoreException">It is damaged.</exception>
    public static Segment Read(IRunStore store, string name, Side side)
    {
        Span<byte> start = stackalloc byte[HeadStart];
        store.Read(name, 0, start);
        var reader = new ImageReader(start);
        var (length, checksum) = (reader.Int(), unchecked((uint)reader.Int()));
        if (length < 0 || length > store.Length(name)) throw RunStoreException.Damaged(name);
        var head = new byte[length];
        store.Read(name, HeadStart, head);
        if (Checksum.Of(head) != checksum) throw RunStoreException.Damaged(name);
        reader = new ImageReader(head);
        var (from, to, lines, textLines, partitions, amountsChecksum) = (reader.Long(), reader.Long(), reader.Int(), reader.Int(), reader.Int(), unchecked((uint)reader.Int()));
        var jumps = new (int, int)[reader.Int()];
        for (var i = 0; i < jumps.Length; i++) jumps[i] = (reader.Int(), reader.Int());
        var unreadable = new UnreadableLine[reader.Int()];
        for (var i = 0; i < unreadable.Length; i++) unreadable[i] = new UnreadableLine(reader.Int(), reader.Int(), reader.Text(), reader.Text());
        var input = new MatchTally();
        for (var left = reader.Int(); left > 0; left--) input.AddInput(side, checked((ushort)reader.Int()), new CountAndSum(reader.Long(), reader.Int128()));
        var amountsAt = (long)HeadStart + length;
        var indexAt = amountsAt + ((long)lines * AmountBytes);
        var index = new byte[PieceIndex.SizeOf(partitions)];
        store.Read(name, indexAt, index);
        return new Segment(name, amountsAt, amountsChecksum)
        {
            From = from, To = to, Lines = lines, TextLines = textLines, Jumps = jumps, Unreadable = unreadable, Input = input, Index = PieceIndex.Read(index, name, indexAt),
        };
    }

    /// <summary>Amounts and currencies by line; to be taken apart with <see cref="AmountOf"/>.</summary>
    public ReadOnlySpan<byte> ReadAmounts(IRunStore store, ref byte[] bytes)
    {
        var length = checked(Lines * AmountBytes);
        if (bytes.Length < length) bytes = new byte[length];
        var amounts = bytes.AsSpan(0, length);
        store.Read(_name, _amountsAt, amounts);
        if (Checksum.Of(amounts) != _amountsChecksum) throw RunStoreException.Damaged(_name);
        return amounts;
    }

    /// <param name="line">from 0 within the segment</param>
    public static (long AmountMinor, ushort Currency) AmountOf(ReadOnlySpan<byte> amounts, int line)
    {
        var one = amounts.Slice(line * AmountBytes, AmountBytes);
        return (System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(one), System.Buffers.Binary.BinaryPrimitives.ReadUInt16LittleEndian(one[8..]));
    }

    /// <summary>The text line of a line, both from 1 within the segment.</summary>
    public int TextLineOf(int line)
    {
        var (low, high) = (0, Jumps.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (Jumps[middle].Line <= line) low = middle + 1;
            else high = middle - 1;
        }

        return high < 0 ? line : Jumps[high].TextLine + (line - Jumps[high].Line);
    }

    private static void WriteAmounts(Span<byte> amounts, LineBlock block)
    {
        var next = 0;
        for (var row = 0; row < block.Count; row++)
        {
            // Lines between are unreadable.
            for (; next < block.Number[row] - 1; next++) Put(amounts, next, 0, NoAmount);
            Put(amounts, next++, block.AmountMinor[row], block.Currency[row]);
        }

        for (; next < amounts.Length / AmountBytes; next++) Put(amounts, next, 0, NoAmount);
    }

    private static void Put(Span<byte> amounts, int line, long amountMinor, ushort currency)
    {
        var one = amounts.Slice(line * AmountBytes, AmountBytes);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(one, amountMinor);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16LittleEndian(one[8..], currency);
    }
}

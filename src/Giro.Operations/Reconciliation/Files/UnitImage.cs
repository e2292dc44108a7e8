using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>
/// What a round found in the lines of some partitions: the claims, the rows that a person will want to see (pairs that differ; after the last round, what stays over), and
/// the rows for the next round.
/// <code>
/// int claim bytes, uint checksum of the claims, claims, [ piece index and rows of the left rest, the same of the right: but after the last round ]
/// claims: pairs, groups, suggestions, skipped blocks, rows of pairs that differ, rows of the left rest, of the right (both 0 but after the last round)
/// </code>
/// </summary>
internal static class UnitImage
{
    public const string End = ".unit";
    private const int HeadStart = 8;

    /// <summary>left, right, pass, differences</summary>
    public const int PairBytes = 10;

    public static string NameOf(int round, int unit) => $"round-{round:D2}-{unit:D5}{End}";

    /// <param name="rest">null after the last round, where what stays over is kept to be shown</param>
    public static void Write(ImageBuffer image, BlockOutcome outcome, LineBlock left, LineBlock right, NextRound? rest)
    {
        image.Clear();
        image.Take(HeadStart);
        image.Int(outcome.Pairs.Count);
        foreach (var pair in outcome.Pairs)
        {
            image.Int(pair.Left);
            image.Int(pair.Right);
            image.Byte(pair.Pass);
            image.Byte((byte)pair.Differences);
        }

        image.Int(outcome.Groups.Count);
        foreach (var group in outcome.Groups) WriteSets(image, group.Pass, group.Left, group.Right);
        image.Int(outcome.Suggestions.Count);
        foreach (var suggestion in outcome.Suggestions) WriteSets(image, suggestion.Pass, suggestion.Left, suggestion.Right);
        image.Int(outcome.Skipped.Count);
        foreach (var skipped in outcome.Skipped)
        {
            image.Byte(skipped.Pass);
            image.Text(skipped.Key);
            image.Int(skipped.Lines);
            image.Text(skipped.Why);
        }

        WriteDiffering(image, outcome.Pairs, left, right);
        WriteRest(image, left, rest is null ? outcome.RestLeft : []);
        WriteRest(image, right, rest is null ? outcome.RestRight : []);
        var claims = image.Length - HeadStart;
        image.SetInt(0, claims);
        image.SetInt(4, unchecked((int)Checksum.Of(image.Written[HeadStart..])));
        rest?.Write(image, left, outcome.RestLeft, right, outcome.RestRight);
    }

    /// <returns>the claims, to be read in the order in which they are drawn above</returns>
    /// <exception cref="RunStoreException">It is damaged.</exception>
    public static ReadOnlySpan<byte> ReadClaims(IRunStore store, string name, ref byte[] bytes)
    {
        Span<byte> start = stackalloc byte[HeadStart];
        store.Read(name, 0, start);
        var reader = new ImageReader(start);
        var (length, checksum) = (reader.Int(), unchecked((uint)reader.Int()));
        if (length < 0 || length > store.Length(name)) throw RunStoreException.Damaged(name);
        if (bytes.Length < length) bytes = new byte[length];
        var claims = bytes.AsSpan(0, length);
        store.Read(name, HeadStart, claims);
        if (Checksum.Of(claims) != checksum) throw RunStoreException.Damaged(name);
        return claims;
    }

    /// <summary>Where the rest of each side lies for the next round.</summary>
    public static (PieceIndex Left, PieceIndex Right) ReadRest(IRunStore store, string name, int partitions)
    {
        Span<byte> start = stackalloc byte[HeadStart];
        store.Read(name, 0, start);
        var index = new byte[PieceIndex.SizeOf(partitions)];
        var leftAt = (long)HeadStart + new ImageReader(start).Int();
        store.Read(name, leftAt, index);
        var left = PieceIndex.Read(index, name, leftAt);
        store.Read(name, left.EndsAt, index);
        return (left, PieceIndex.Read(index, name, left.EndsAt));
    }

    /// <summary>Offset in the image of an offset in its claims.</summary>
    public static long OffsetOf(int inClaims) => HeadStart + (long)inClaims;

    private static void WriteSets(ImageBuffer image, byte pass, int[] left, int[] right)
    {
        image.Byte(pass);
        image.Ints(left);
        image.Ints(right);
    }

    private static void WriteDiffering(ImageBuffer image, List<PairClaim> pairs, LineBlock left, LineBlock right)
    {
        var countAt = image.Length;
        image.Int(0);
        var count = 0;
        foreach (var pair in pairs)
        {
            if (pair.Differences == Differences.None) continue;
            RowBytes.Append(image, left, RowOf(left, pair.Left));
            RowBytes.Append(image, right, RowOf(right, pair.Right));
            count++;
        }

        image.SetInt(countAt, count);
    }

    private static void WriteRest(ImageBuffer image, LineBlock block, List<int> rows)
    {
        image.Int(rows.Count);
        foreach (var row in rows) RowBytes.Append(image, block, row);
    }

    private static int RowOf(LineBlock block, int number) => Array.BinarySearch(block.Number, 0, block.Count, number);
}

/// <summary>Divides what stays over for the next round. One thread.</summary>
internal sealed class NextRound(MatchRound round, int partitions)
{
    private readonly PieceWriter _pieces = new(partitions);
    private readonly Partitioner _left = new(round, Side.Left, partitions);
    private readonly Partitioner _right = new(round, Side.Right, partitions);

    public void Write(ImageBuffer image, LineBlock left, List<int> leftRows, LineBlock right, List<int> rightRows)
    {
        _pieces.Write(image, left, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(leftRows), _left);
        _pieces.Write(image, right, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rightRows), _right);
    }
}

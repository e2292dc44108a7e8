using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>A break as it was found, and where its rows lie in the image of a unit.</summary>
/// <param name="Left">line, 0 for none</param>
/// <param name="Pass">that paired the lines; <see cref="NoPass"/> for a line that stands alone</param>
/// <param name="Unit">index of the unit whose image has its rows, the left one first; -1 for an unreadable line</param>
internal readonly record struct BreakPlace(int Left, int Right, BreakType Type, Differences Differences, byte Pass, int Unit, long Offset, int Bytes) : IComparable<BreakPlace>
{
    public const byte NoPass = byte.MaxValue;

    /// <summary>In the order of the left lines; then those without one, in the order of the right.</summary>
    public int CompareTo(BreakPlace other)
    {
        var byLeft = ((Left == 0, Left)).CompareTo((other.Left == 0, other.Left));
        return byLeft != 0 ? byLeft : Right.CompareTo(other.Right);
    }
}

/// <summary>
/// What became of each line, put together from the units of all rounds: a byte a line of each side, and the partner of each left line. Proves while it does that no line
/// is claimed twice, and at the end that none was lost.
/// </summary>
internal sealed class LineOutcomes
{
    /// <summary>Codes of breaks begin here; those of matches are 1 and the pass.</summary>
    private const byte FirstBreak = MatchPlan.MaxPasses + 1;

    private readonly byte[] _left;
    private readonly byte[] _right;

    public LineOutcomes(SideSegments left, SideSegments right)
    {
        (_left, _right) = (new byte[left.Lines + 1], new byte[right.Lines + 1]);
        Partner = new int[left.Lines + 1];
        foreach (var line in left.Unreadable()) AddUnreadable(Side.Left, line.Line);
        foreach (var line in right.Unreadable()) AddUnreadable(Side.Right, line.Line);
    }

    /// <summary>By left line: the right line that a pair has, differing or not; 0 for none. Index 0 is not used.</summary>
    public int[] Partner { get; }

    public List<GroupClaim> Groups { get; } = [];

    public List<Suggestion> Suggestions { get; } = [];

    public List<SkippedBlock> Skipped { get; } = [];

    public List<BreakPlace> Breaks { get; } = [];

    public int LinesOf(Side side) => Codes(side).Length - 1;

    /// <summary>The pass that matched a line; -1 for a break.</summary>
    public int PassOf(Side side, int line) => Codes(side)[line] is > 0 and < FirstBreak and var code ? code - 1 : -1;

    /// <summary>None for a line that is matched.</summary>
    public BreakType BreakOf(Side side, int line) => Codes(side)[line] is >= FirstBreak and var code ? (BreakType)(code - FirstBreak) : BreakType.None;

    /// <summary>Takes the claims of a unit.</summary>
    public void Add(ReadOnlySpan<byte> claims, int unit, int leftTexts, int rightTexts)
    {
        var reader = new ImageReader(claims);
        var pairs = reader.Int();
        var differing = new List<PairClaim>();
        for (var i = 0; i < pairs; i++)
        {
            var pair = new PairClaim(reader.Int(), reader.Int(), reader.Byte(), (Differences)reader.Byte());
            if (pair.Differences != Differences.None) differing.Add(pair);
            var code = pair.Differences == Differences.None ? (byte)(pair.Pass + 1) : CodeOf(BreakClassifier.TypeOf(pair.Differences));
            Claim(Side.Left, pair.Left, code);
            Claim(Side.Right, pair.Right, code);
            Partner[pair.Left] = pair.Right;
        }

        for (var left = reader.Int(); left > 0; left--)
        {
            var group = new GroupClaim(reader.Byte(), reader.Ints(), reader.Ints());
            foreach (var line in group.Left) Claim(Side.Left, line, (byte)(group.Pass + 1));
            foreach (var line in group.Right) Claim(Side.Right, line, (byte)(group.Pass + 1));
            Groups.Add(group);
        }

        for (var left = reader.Int(); left > 0; left--) Suggestions.Add(new Suggestion(reader.Byte(), reader.Ints(), reader.Ints()));
        for (var left = reader.Int(); left > 0; left--) Skipped.Add(new SkippedBlock(reader.Byte(), reader.Text(), reader.Int(), reader.Text()));
        if (reader.Int() != differing.Count) throw new InvalidOperationException($"unit {unit}: {differing.Count} pairs differ, and as many rows are not kept");
        foreach (var pair in differing)
        {
            var at = reader.At;
            reader.Take(RowBytes.Measure(claims[reader.At..], leftTexts));
            reader.Take(RowBytes.Measure(claims[reader.At..], rightTexts));
            Breaks.Add(new BreakPlace(pair.Left, pair.Right, BreakClassifier.TypeOf(pair.Differences), pair.Differences, pair.Pass, unit, UnitImage.OffsetOf(at), reader.At - at));
        }

        AddRest(ref reader, claims, Side.Left, unit, leftTexts);
        AddRest(ref reader, claims, Side.Right, unit, rightTexts);
    }

    /// <summary>To be called when all units are in.</summary>
    /// <exception cref="InvalidOperationException">A line has no outcome.</exception>
    public void Finish()
    {
        foreach (var side in (Side[])[Side.Left, Side.Right])
        {
            if (Codes(side).AsSpan(1).IndexOf((byte)0) is >= 0 and var lost) throw new InvalidOperationException($"line {lost + 1} of the {side} side was lost: it is neither matched nor a break");
        }

        Breaks.Sort();
        Groups.Sort((one, other) => one.Left[0].CompareTo(other.Left[0]));
    }

    private void AddRest(ref ImageReader reader, ReadOnlySpan<byte> claims, Side side, int unit, int texts)
    {
        for (var left = reader.Int(); left > 0; left--)
        {
            var at = reader.At;
            var row = reader.Take(RowBytes.Measure(claims[at..], texts));
            var line = RowBytes.NumberOf(row);
            var type = BreakClassifier.TypeOf(side, RowBytes.FlagsOf(row));
            Claim(side, line, CodeOf(type));
            Breaks.Add(side == Side.Left
                ? new BreakPlace(line, 0, type, Differences.None, BreakPlace.NoPass, unit, UnitImage.OffsetOf(at), row.Length)
                : new BreakPlace(0, line, type, Differences.None, BreakPlace.NoPass, unit, UnitImage.OffsetOf(at), row.Length));
        }
    }

    private void AddUnreadable(Side side, int line)
    {
        Claim(side, line, CodeOf(BreakType.UnreadableLine));
        Breaks.Add(new BreakPlace(side == Side.Left ? line : 0, side == Side.Right ? line : 0, BreakType.UnreadableLine, Differences.None, BreakPlace.NoPass, -1, 0, 0));
    }

    private void Claim(Side side, int line, byte code)
    {
        ref var place = ref Codes(side)[line];
        if (place != 0) throw new InvalidOperationException($"line {line} of the {side} side is claimed twice");
        place = code;
    }

    private static byte CodeOf(BreakType type) => (byte)(FirstBreak + (byte)type);

    private byte[] Codes(Side side) => side == Side.Left ? _left : _right;
}

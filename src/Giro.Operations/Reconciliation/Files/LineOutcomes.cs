using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>A break as it was found, and where its rows lie in the image of a unit.</summary>
/// <param name="Left">line, 0 for none</param>
/// <param name="Flags">of a line that stands alone</param>
/// <param name="Pass">that paired the lines; <see cref="NoPass"/> for a line that stands alone</param>
/// <param name="Unit">index of the unit whose image has its rows, the left one first; -1 for an unreadable line</param>
internal readonly record struct BreakPlace(int Left, int Right, BreakType Type, Differences Differences, LineFlags Flags, byte Pass, int Unit, long Offset, int Bytes) : IComparable<BreakPlace>
{
    public const byte NoPass = byte.MaxValue;

    /// <summary>In the order of the left lines; then those without one, in the order of the right.</summary>
    public int CompareTo(BreakPlace other)
    {
        var byLeft = (Left == 0, Left).CompareTo((other.Left == 0, other.Left));
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
    private readonly int[] _partner;
    private readonly List<Suggestion> _suggestions = [];
    private readonly List<BreakPlace> _breaks = [];

    public LineOutcomes(SideSegments left, SideSegments right)
    {
        (_left, _right, _partner) = (new byte[left.Lines + 1], new byte[right.Lines + 1], new int[left.Lines + 1]);
        foreach (var line in left.Unreadable()) AddUnreadable(Side.Left, line.Line);
        foreach (var line in right.Unreadable()) AddUnreadable(Side.Right, line.Line);
    }

    /// <summary>By first left line, once <see cref="Finish"/> was called; so the following.</summary>
    public List<GroupClaim> Groups { get; } = [];

    public List<SkippedBlock> Skipped { get; } = [];

    /// <summary>In the order of their lines.</summary>
    public IReadOnlyList<BreakPlace> Breaks => _breaks;

    public OpenSuggestions Suggestions { get; private set; } = new([], (_, _) => false);

    public int LinesOf(Side side) => Codes(side).Length - 1;

    /// <summary>The right line that a left one makes a pair with, differing or not; 0 for none.</summary>
    public int PartnerOf(int left) => _partner[left];

    /// <summary>The pass that matched a line; -1 for a break.</summary>
    public int PassOf(Side side, int line) => Codes(side)[line] is > 0 and < FirstBreak and var code ? code - 1 : -1;

    /// <summary>None for a line that is matched.</summary>
    public BreakType BreakOf(Side side, int line) => Codes(side)[line] is >= FirstBreak and var code ? (BreakType)(code - FirstBreak) : BreakType.None;

    /// <summary>Takes the claims of a unit.</summary>
    public void Add(ReadOnlySpan<byte> claims, int unit, int leftTexts, int rightTexts)
    {
        var reader = new ImageReader(claims);
        var differing = new List<PairClaim>();
        for (var left = reader.Int(); left > 0; left--)
        {
            var pair = new PairClaim(reader.Int(), reader.Int(), reader.Byte(), (Differences)reader.Byte());
            if (pair.Differences != Differences.None) differing.Add(pair);
            var code = pair.Differences == Differences.None ? (byte)(pair.Pass + 1) : CodeOf(BreakClassifier.Of(pair.Differences));
            Claim(Side.Left, pair.Left, code);
            Claim(Side.Right, pair.Right, code);
            _partner[pair.Left] = pair.Right;
        }

        for (var left = reader.Int(); left > 0; left--)
        {
            var group = new GroupClaim(reader.Byte(), reader.Ints(), reader.Ints());
            foreach (var line in group.Left) Claim(Side.Left, line, (byte)(group.Pass + 1));
            foreach (var line in group.Right) Claim(Side.Right, line, (byte)(group.Pass + 1));
            Groups.Add(group);
        }

        for (var left = reader.Int(); left > 0; left--) _suggestions.Add(new Suggestion(reader.Byte(), reader.Ints(), reader.Ints()));
        for (var left = reader.Int(); left > 0; left--) Skipped.Add(new SkippedBlock(reader.Byte(), reader.Text(), reader.Int(), reader.Text()));
        if (reader.Int() != differing.Count) throw new InvalidOperationException($"{differing.Count} pairs of unit {unit} differ, and as many rows are not kept");
        foreach (var pair in differing)
        {
            var at = reader.At;
            reader.Take(RowBytes.Measure(claims[reader.At..], leftTexts));
            reader.Take(RowBytes.Measure(claims[reader.At..], rightTexts));
            _breaks.Add(new BreakPlace(pair.Left, pair.Right, BreakClassifier.Of(pair.Differences), pair.Differences, LineFlags.None, pair.Pass, unit, UnitImage.OffsetOf(at), reader.At - at));
        }

        AddRest(ref reader, claims, Side.Left, unit, leftTexts);
        AddRest(ref reader, claims, Side.Right, unit, rightTexts);
    }

    /// <summary>To be called when all units are in: now it is known which suggestions are open, and so what each line that stands alone is.</summary>
    /// <exception cref="InvalidOperationException">A line has no outcome.</exception>
    public void Finish()
    {
        Suggestions = new OpenSuggestions(_suggestions, (side, line) => Codes(side)[line] != 0);
        foreach (ref var place in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_breaks))
        {
            if (place.Type != BreakType.None) continue;
            var (side, line) = place.Left > 0 ? (Side.Left, place.Left) : (Side.Right, place.Right);
            place = place with { Type = BreakClassifier.Of(side, place.Flags, Suggestions.Contains(side, line)) };
            Claim(side, line, CodeOf(place.Type));
        }

        foreach (var side in (Side[])[Side.Left, Side.Right])
        {
            if (Codes(side).AsSpan(1).IndexOf((byte)0) is >= 0 and var lost) throw new InvalidOperationException($"line {lost + 1} of the {side} side was lost: it is neither matched nor a break");
        }

        _breaks.Sort();
        Groups.Sort((one, other) => one.Left[0].CompareTo(other.Left[0]));
        Skipped.Sort(OutcomeHash.Order);
    }

    /// <summary>The hash of the whole, as <see cref="OutcomeHash"/> wants it told.</summary>
    public string Hash(MatchTally tally)
    {
        using var hash = new OutcomeHash();
        var (next, lines) = (0, LinesOf(Side.Left));
        var differing = _breaks.Where(place => place.Differences != Differences.None).ToDictionary(place => place.Left);
        for (var line = 1; line <= lines; line++)
        {
            if (next < Groups.Count && Groups[next].Left[0] == line) hash.Add(Groups[next++]);
            if (_partner[line] == 0) continue;
            var pass = PassOf(Side.Left, line);
            hash.Add(pass >= 0
                ? new PairClaim(line, _partner[line], (byte)pass, Differences.None)
                : new PairClaim(line, _partner[line], differing[line].Pass, differing[line].Differences));
        }

        foreach (var place in _breaks.Where(place => place is { Left: > 0, Right: 0 })) hash.Add(Side.Left, place.Left, place.Type);
        foreach (var place in _breaks.Where(place => place is { Left: 0 })) hash.Add(Side.Right, place.Right, place.Type);
        foreach (var suggestion in Suggestions.All) hash.Add(suggestion);
        foreach (var skipped in Skipped) hash.Add(skipped);
        return hash.Finish(tally);
    }

    /// <summary>What each pass found.</summary>
    public IReadOnlyList<PassSummary> CountPasses(MatchPlan plan)
    {
        var (left, right, differing, groups) = (new long[plan.Passes.Count], new long[plan.Passes.Count], new long[plan.Passes.Count], new long[plan.Passes.Count]);
        var inGroups = new long[plan.Passes.Count];
        Count(_left, left);
        Count(_right, right);
        foreach (var place in _breaks.Where(place => place.Pass != BreakPlace.NoPass)) differing[place.Pass]++;
        foreach (var group in Groups)
        {
            groups[group.Pass]++;
            inGroups[group.Pass] += group.Left.Length;
        }

        return [.. plan.Passes.Index().Select(pair => new PassSummary(
            pair.Item.Name, pair.Item.Kind, left[pair.Index] - inGroups[pair.Index], differing[pair.Index], groups[pair.Index], left[pair.Index], right[pair.Index]))];

        static void Count(byte[] codes, long[] lines)
        {
            foreach (var code in codes)
            {
                if (code is > 0 and < FirstBreak) lines[code - 1]++;
            }
        }
    }

    private void AddRest(ref ImageReader reader, ReadOnlySpan<byte> claims, Side side, int unit, int texts)
    {
        for (var left = reader.Int(); left > 0; left--)
        {
            var at = reader.At;
            var row = reader.Take(RowBytes.Measure(claims[at..], texts));
            var line = RowBytes.NumberOf(row);
            _breaks.Add(new BreakPlace(
                side == Side.Left ? line : 0, side == Side.Right ? line : 0, BreakType.None, Differences.None, RowBytes.FlagsOf(row), BreakPlace.NoPass, unit, UnitImage.OffsetOf(at), row.Length));
        }
    }

    private void AddUnreadable(Side side, int line)
    {
        Claim(side, line, CodeOf(BreakType.UnreadableLine));
        _breaks.Add(new BreakPlace(side == Side.Left ? line : 0, side == Side.Right ? line : 0, BreakType.UnreadableLine, Differences.None, LineFlags.None, BreakPlace.NoPass, -1, 0, 0));
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

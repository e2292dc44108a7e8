namespace Giro.Operations.Reconciliation.Matching;

/// <summary>Gathers the outcomes of blocks, and at the end accounts for every line.</summary>
internal sealed class ResultBook(LineBlock left, LineBlock right)
{
    private readonly bool[] _claimedLeft = new bool[left.Count];
    private readonly bool[] _claimedRight = new bool[right.Count];
    private readonly List<PairClaim> _pairs = [];
    private readonly List<GroupClaim> _groups = [];
    private readonly List<Suggestion> _suggestions = [];
    private readonly List<SkippedBlock> _skipped = [];

    /// <exception cref="InvalidOperationException">A line is claimed twice.</exception>
    public void Add(BlockOutcome outcome, LineBlock leftPart, LineBlock rightPart)
    {
        foreach (var pair in outcome.Pairs)
        {
            Claim(Side.Left, pair.Left);
            Claim(Side.Right, pair.Right);
        }

        foreach (var group in outcome.Groups)
        {
            foreach (var line in group.Left) Claim(Side.Left, line);
            foreach (var line in group.Right) Claim(Side.Right, line);
        }

        foreach (var row in outcome.RestLeft) left.Flags[RowOf(left, leftPart.Number[row])] = leftPart.Flags[row];
        foreach (var row in outcome.RestRight) right.Flags[RowOf(right, rightPart.Number[row])] = rightPart.Flags[row];
        _pairs.AddRange(outcome.Pairs);
        _groups.AddRange(outcome.Groups);
        _suggestions.AddRange(outcome.Suggestions);
        _skipped.AddRange(outcome.Skipped);
    }

    /// <summary>The lines of a side that are not claimed so far, with their flags.</summary>
    public LineBlock Rest(Side side)
    {
        var (lines, claimed) = side == Side.Left ? (left, _claimedLeft) : (right, _claimedRight);
        var rest = new LineBlock(lines.Texts.Length);
        for (var row = 0; row < lines.Count; row++)
        {
            if (!claimed[row]) rest.AddFrom(lines, row);
        }

        return rest;
    }

    /// <exception cref="InvalidOperationException">The lines matched and in breaks are not the lines that were there.</exception>
    public ReconciliationOutcome Finish()
    {
        var tally = new MatchTally();
        for (var row = 0; row < left.Count; row++) tally.AddInput(Side.Left, left.Currency[row], left.AmountMinor[row]);
        for (var row = 0; row < right.Count; row++) tally.AddInput(Side.Right, right.Currency[row], right.AmountMinor[row]);

        _pairs.Sort((one, other) => one.Left.CompareTo(other.Left));
        _groups.Sort((one, other) => one.Left[0].CompareTo(other.Left[0]));
        _skipped.Sort(OutcomeHash.Order);
        var open = new OpenSuggestions(_suggestions, (side, line) => side == Side.Left ? _claimedLeft[RowOf(left, line)] : _claimedRight[RowOf(right, line)]);
        var breaks = new List<FoundBreak>();
        foreach (var pair in _pairs)
        {
            var type = BreakClassifier.Of(pair.Differences);
            if (type != BreakType.None) breaks.Add(new FoundBreak(type, pair.Left, pair.Right, pair.Differences));
            Count(tally, Side.Left, pair.Left, type);
            Count(tally, Side.Right, pair.Right, type);
        }

        foreach (var group in _groups)
        {
            foreach (var line in group.Left) Count(tally, Side.Left, line, BreakType.None);
            foreach (var line in group.Right) Count(tally, Side.Right, line, BreakType.None);
        }

        using var hash = new OutcomeHash();
        Tell(hash);
        AddSingle(Side.Left, left, _claimedLeft, open, breaks, tally, hash);
        AddSingle(Side.Right, right, _claimedRight, open, breaks, tally, hash);
        foreach (var suggestion in open.All) hash.Add(suggestion);
        foreach (var skipped in _skipped) hash.Add(skipped);
        if (!tally.IsConserved) throw new InvalidOperationException("Lines were lost or made up: " + string.Join("; ", tally.Proof()));
        return new ReconciliationOutcome
        {
            Pairs = [.. _pairs.Where(pair => pair.Differences == Differences.None)],
            Groups = _groups,
            Breaks = [.. breaks.OrderBy(one => one.Left == 0).ThenBy(one => one.Left).ThenBy(one => one.Right)],
            Suggestions = open.All,
            Skipped = _skipped,
            Tally = tally,
            Hash = hash.Finish(tally),
        };
    }

    /// <summary>Pairs and groups in the order of their first left lines.</summary>
    private void Tell(OutcomeHash hash)
    {
        var next = 0;
        foreach (var pair in _pairs)
        {
            for (; next < _groups.Count && _groups[next].Left[0] < pair.Left; next++) hash.Add(_groups[next]);
            hash.Add(pair);
        }

        for (; next < _groups.Count; next++) hash.Add(_groups[next]);
    }

    private static void AddSingle(Side side, LineBlock lines, bool[] claimed, OpenSuggestions open, List<FoundBreak> breaks, MatchTally tally, OutcomeHash hash)
    {
        for (var row = 0; row < lines.Count; row++)
        {
            if (claimed[row]) continue;
            var number = lines.Number[row];
            var type = BreakClassifier.Of(side, lines.Flags[row], open.Contains(side, number));
            breaks.Add(side == Side.Left ? new FoundBreak(type, number, 0, Differences.None) : new FoundBreak(type, 0, number, Differences.None));
            tally.AddBreak(side, lines.Currency[row], lines.AmountMinor[row], type);
            hash.Add(side, number, type);
        }
    }

    private void Count(MatchTally tally, Side side, int line, BreakType type)
    {
        var lines = side == Side.Left ? left : right;
        var row = RowOf(lines, line);
        if (type == BreakType.None) tally.AddMatched(side, lines.Currency[row], lines.AmountMinor[row]);
        else tally.AddBreak(side, lines.Currency[row], lines.AmountMinor[row], type);
    }

    private void Claim(Side side, int line)
    {
        var (lines, claimed) = side == Side.Left ? (left, _claimedLeft) : (right, _claimedRight);
        var row = RowOf(lines, line);
        if (claimed[row]) throw new InvalidOperationException($"The {side} line {line} is claimed twice.");
        claimed[row] = true;
    }

    private static int RowOf(LineBlock lines, int number)
    {
        if (number <= lines.Count && lines.Number[number - 1] == number) return number - 1;
        return Array.BinarySearch(lines.Number, 0, lines.Count, number) is >= 0 and var row ? row : throw new InvalidOperationException($"There is no line {number}.");
    }
}

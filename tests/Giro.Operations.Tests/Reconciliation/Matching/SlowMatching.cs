using System.Numerics;
using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Tests.Reconciliation.Matching;

/// <summary>
/// What matching means, by loops over pairs and sets: slow, and plain to see to be right. It shares no code with the passes but the types of plans and lines. For small blocks.
/// </summary>
internal sealed class SlowMatching
{
    private readonly List<Line> _left;
    private readonly List<Line> _right;
    private readonly List<(Line[] Left, Line[] Right, int Pass, Differences Differences)> _claims = [];
    private readonly List<(Line[] Left, Line[] Right, int Pass)> _suggestions = [];

    private SlowMatching(LineBlock left, LineBlock right) => (_left, _right) = (Line.AllOf(left), Line.AllOf(right));

    /// <summary>The outcome in words, a line each, as <see cref="Show(ReconciliationOutcome)"/> has it.</summary>
    public static string Run(IReadOnlyList<MatchPass> passes, LineBlock left, LineBlock right)
    {
        var matching = new SlowMatching(left, right);
        foreach (var (i, pass) in passes.Index()) matching.Pass(pass, i);
        return matching.Show();
    }

    public static string Show(ReconciliationOutcome outcome) => Sorted(
    [
        .. outcome.Pairs.Select(pair => $"pass {pair.Pass}: {pair.Left} = {pair.Right}"),
        .. outcome.Groups.Select(group => $"pass {group.Pass}: {string.Join('+', group.Left)} = {string.Join('+', group.Right)}"),
        .. outcome.Breaks.Select(one => $"{one.Type} {one.Left} {one.Right} {one.Differences}"),
        .. outcome.Suggestions.Select(one => $"pass {one.Pass}: {string.Join(',', one.Left)} ? {string.Join(',', one.Right)}"),
    ]);

    private string Show()
    {
        var open = _suggestions
            .Select(one => (one.Pass, Left: one.Left.Where(line => !line.IsClaimed).ToArray(), Right: one.Right.Where(line => !line.IsClaimed).ToArray()))
            .Where(one => one.Left.Length > 0 && one.Right.Length > 0).ToList();
        var suggested = open.SelectMany(one => one.Left.Concat(one.Right)).ToHashSet();
        return Sorted(
        [
            .. _claims.Where(claim => claim.Differences == Differences.None).Select(claim => $"pass {claim.Pass}: {Numbers('+', claim.Left)} = {Numbers('+', claim.Right)}"),
            .. _claims.Where(claim => claim.Differences != Differences.None).Select(claim => $"{TypeOf(claim.Differences)} {claim.Left[0].Number} {claim.Right[0].Number} {claim.Differences}"),
            .. _left.Where(line => !line.IsClaimed).Select(line => $"{(line.HasTwin ? BreakType.DuplicateWithUs : suggested.Contains(line) ? BreakType.Ambiguous : BreakType.MissingAtBank)} {line.Number} 0 None"),
            .. _right.Where(line => !line.IsClaimed).Select(line => $"{(line.HasTwin ? BreakType.DuplicateAtBank : suggested.Contains(line) ? BreakType.Ambiguous : BreakType.MissingWithUs)} 0 {line.Number} None"),
            .. open.Select(one => $"pass {one.Pass}: {Numbers(',', one.Left)} ? {Numbers(',', one.Right)}"),
        ]);
    }

    private static string Sorted(List<string> lines) => string.Join('\n', lines.Order(StringComparer.Ordinal));

    private static string Numbers(char between, Line[] lines) => string.Join(between, lines.Select(line => line.Number).Order());

    private static BreakType TypeOf(Differences differences)
    {
        (Differences Difference, BreakType Type)[] order =
            [(Differences.Currency, BreakType.Currency), (Differences.Amount, BreakType.Amount), (Differences.Fee, BreakType.Fee), (Differences.Status, BreakType.Status), (Differences.Date, BreakType.Date)];
        return order.First(one => (differences & one.Difference) != 0).Type;
    }

    private void Pass(MatchPass pass, int index)
    {
        foreach (var line in _left) line.Prepare(pass.LeftKey, pass.LeftIsNetOfFee, pass.LeftStatus);
        foreach (var line in _right) line.Prepare(pass.RightKey, pass.RightIsNetOfFee, pass.RightStatus);
        foreach (var key in _left.Select(line => line.Key).Where(key => key is not null).Distinct().ToList())
        {
            var left = _left.Where(line => line.Key == key && !line.IsClaimed).ToList();
            var right = _right.Where(line => line.Key == key && !line.IsClaimed).ToList();
            if (pass.Kind == PassKind.Exact) Exact(pass, index, left, right);
            else if (pass.Kind == PassKind.Difference) Difference(pass, index, left, right);
            else
            {
                foreach (var (lefts, rights) in ByCurrency(left, right))
                {
                    if (pass.Kind == PassKind.Window) Window(pass, index, lefts, rights);
                    else if (pass.Kind == PassKind.Group) Group(pass, index, lefts, rights);
                    else Subset(pass, index, lefts, rights);
                }
            }
        }
    }

    private static List<(List<Line> Left, List<Line> Right)> ByCurrency(List<Line> left, List<Line> right)
    {
        var told = left.Concat(right).Select(line => line.Currency).Where(currency => currency != 0).Distinct().ToList();
        if (told.Count <= 1) return left.Count > 0 && right.Count > 0 ? [(left, right)] : [];
        return [.. told.Select(currency => (left.FindAll(line => line.Currency == currency), right.FindAll(line => line.Currency == currency))).Where(part => part.Item1.Count > 0 && part.Item2.Count > 0)];
    }

    private void Exact(MatchPass pass, int index, List<Line> left, List<Line> right)
    {
        var pairs =
            from one in left
            from other in right
            let both = one.Told(pass.Compare) & other.Told(pass.Compare)
            orderby BitOperations.PopCount((uint)both) descending, one.Told(pass.Compare) descending, other.Told(pass.Compare) descending, one.Number, other.Number
            where one.DiffersFrom(other, both) == Differences.None
            select (one, other, both);
        var claimed = new List<(Line Left, Line Right, Differences Both)>();
        foreach (var (one, other, both) in pairs.ToList())
        {
            if (one.IsClaimed || other.IsClaimed) continue;
            Claim([one], [other], index);
            claimed.Add((one, other, both));
        }

        bool IsTwin(Line line, Line of, Differences both) => line.Told(pass.Compare) == of.Told(pass.Compare) && line.DiffersFrom(of, both) == Differences.None;
        foreach (var line in left.Where(line => !line.IsClaimed)) line.HasTwin |= claimed.Exists(pair => IsTwin(line, pair.Left, pair.Both));
        foreach (var line in right.Where(line => !line.IsClaimed)) line.HasTwin |= claimed.Exists(pair => IsTwin(line, pair.Right, pair.Both));
    }

    private void Difference(MatchPass pass, int index, List<Line> left, List<Line> right)
    {
        var (lefts, rights) = (left.FindAll(line => !line.HasTwin), right.FindAll(line => !line.HasTwin));
        if (lefts.Count == 0 || rights.Count == 0) return;
        if (lefts.Count > 1 || rights.Count > 1) _suggestions.Add(([.. lefts], [.. rights], index));
        else Claim([lefts[0]], [rights[0]], index, lefts[0].DiffersFrom(rights[0], lefts[0].Told(pass.Compare) & rights[0].Told(pass.Compare)));
    }

    private void Window(MatchPass pass, int index, List<Line> left, List<Line> right)
    {
        var rightsOf = left.ToDictionary(one => one, one => right.FindAll(other => IsNear(pass, one, other)));
        var leftsOf = right.ToDictionary(other => other, other => left.FindAll(one => IsNear(pass, one, other)));
        var paired = new HashSet<Line>();
        foreach (var one in left.Where(one => rightsOf[one].Count > 0))
        {
            var other = rightsOf[one][0];
            if (!rightsOf[one].TrueForAll(other.IsTheSameAs) || !leftsOf[other].TrueForAll(one.IsTheSameAs)) continue;
            paired.Add(one);
            paired.UnionWith(rightsOf[one]);
            if (rightsOf[one].Find(free => !free.IsClaimed) is { } first) Claim([one], [first], index);
        }

        foreach (var line in paired.Where(line => !line.IsClaimed)) line.HasTwin = true;
        var open = left.FindAll(one => rightsOf[one].Count > 0 && !paired.Contains(one));
        while (open.Count > 0)
        {
            var (lefts, rights) = (new HashSet<Line> { open[0] }, new HashSet<Line>());
            for (var size = 0; size != lefts.Count + rights.Count;)
            {
                size = lefts.Count + rights.Count;
                rights.UnionWith(lefts.SelectMany(one => rightsOf[one]));
                lefts.UnionWith(rights.SelectMany(other => leftsOf[other]));
            }

            _suggestions.Add(([.. lefts], [.. rights], index));
            open.RemoveAll(lefts.Contains);
        }
    }

    private static bool IsNear(MatchPass pass, Line left, Line right)
    {
        if (left.Day != 0 && right.Day != 0 && (right.Day < left.Day - pass.DaysBefore || right.Day > left.Day + pass.DaysAfter)) return false;
        return IsNear(pass, left.Value, right.Value);
    }

    private static bool IsNear(MatchPass pass, Int128 left, Int128 right)
    {
        if ((left < 0 && right > 0) || (left > 0 && right < 0)) return false;
        var more = Int128.Abs(right) - Int128.Abs(left);
        return more <= pass.AboveMinor && -more <= pass.BelowMinor;
    }

    private void Group(MatchPass pass, int index, List<Line> left, List<Line> right)
    {
        if (pass.Shape == GroupShape.ManyToMany)
        {
            if (IsNear(pass, Sum(left), Sum(right))) Claim([.. left], [.. right], index);
            return;
        }

        var isManyToOne = pass.Shape == GroupShape.ManyToOne;
        var ones = isManyToOne ? right.FindAll(one => IsNear(pass, Sum(left), one.Value)) : left.FindAll(one => IsNear(pass, one.Value, Sum(right)));
        if (ones.Count == 0) return;
        if (!ones.TrueForAll(ones[0].IsTheSameAs))
        {
            _suggestions.Add((isManyToOne ? [.. left] : [.. ones], isManyToOne ? [.. ones] : [.. right], index));
            return;
        }

        Claim(isManyToOne ? [.. left] : [ones[0]], isManyToOne ? [ones[0]] : [.. right], index);
        foreach (var one in ones.Skip(1)) one.HasTwin = true;
    }

    private void Subset(MatchPass pass, int index, List<Line> left, List<Line> right)
    {
        var ways = new List<(HashSet<Line> Lines, Line[] Left, Line[] Right)>();
        foreach (var lefts in Sets(left, pass.Shape == GroupShape.OneToMany ? 1 : pass.MaxLines))
        {
            foreach (var rights in Sets(right, pass.Shape == GroupShape.ManyToOne ? 1 : pass.MaxLines))
            {
                if (Sum(lefts) == Sum(rights)) ways.Add(([.. lefts, .. rights], lefts, rights));
            }
        }

        ways.RemoveAll(way => ways.Exists(smaller => smaller.Lines.IsProperSubsetOf(way.Lines)));
        while (ways.Count > 0)
        {
            var together = new HashSet<Line>(ways[0].Lines);
            while (ways.Exists(way => way.Lines.Overlaps(together) && !way.Lines.IsSubsetOf(together))) together.UnionWith(ways.First(way => way.Lines.Overlaps(together) && !way.Lines.IsSubsetOf(together)).Lines);
            var inside = ways.FindAll(way => way.Lines.IsSubsetOf(together));
            if (inside.Count == 1) Claim(inside[0].Left, inside[0].Right, index);
            else _suggestions.Add(([.. left.Where(together.Contains)], [.. right.Where(together.Contains)], index));
            ways.RemoveAll(inside.Contains);
        }
    }

    private static IEnumerable<Line[]> Sets(List<Line> lines, int max) =>
        Enumerable.Range(1, (1 << lines.Count) - 1).Where(set => BitOperations.PopCount((uint)set) <= max).Select(set => lines.Where((_, i) => ((set >> i) & 1) != 0).ToArray());

    private static Int128 Sum(IEnumerable<Line> lines) => lines.Aggregate((Int128)0, (sum, line) => sum + line.Value);

    private void Claim(Line[] left, Line[] right, int pass, Differences differences = Differences.None)
    {
        foreach (var line in left.Concat(right))
        {
            Assert.False(line.IsClaimed);
            line.IsClaimed = true;
        }

        _claims.Add((left, right, pass, differences));
    }

    private sealed class Line
    {
        private long _amount;
        private long _fee;
        private string[] _texts = [];
        private string _status = "";

        public int Number { get; private init; }

        public int Day { get; private init; }

        public ushort Currency { get; private init; }

        public bool IsClaimed { get; set; }

        public bool HasTwin { get; set; }

        public string? Key { get; private set; }

        public Int128 Value { get; private set; }

        public static List<Line> AllOf(LineBlock block) =>
        [
            .. Enumerable.Range(0, block.Count).Select(row => new Line
            {
                Number = block.Number[row],
                Day = block.Day[row],
                Currency = block.Currency[row],
                _amount = block.AmountMinor[row],
                _fee = block.FeeMinor[row],
                _texts = [.. block.Texts.Select(text => System.Text.Encoding.UTF8.GetString(text[row]))],
            }),
        ];

        public void Prepare(IReadOnlyList<KeyPart> key, bool isNetOfFee, int status)
        {
            Value = isNetOfFee ? (Int128)_amount - _fee : _amount;
            _status = status < 0 ? "" : _texts[status];
            var parts = key.Select(part => part.Source switch
            {
                KeySource.Text => _texts[part.Column],
                KeySource.Amount => $"{_amount}",
                KeySource.Day => $"{Day}",
                _ => $"{Currency}",
            });
            var texts = key.Where(part => part.Source == KeySource.Text).ToList();
            Key = texts.Count > 0 && texts.TrueForAll(part => _texts[part.Column].Length == 0) ? null : string.Join('\0', parts);
        }

        public Differences Told(Differences compare)
        {
            if (Currency == 0) compare &= ~Differences.Currency;
            if (Day == 0) compare &= ~Differences.Date;
            return _status.Length == 0 ? compare & ~Differences.Status : compare;
        }

        public Differences DiffersFrom(Line other, Differences compare)
        {
            var differences = Differences.None;
            if (Value != other.Value) differences |= Differences.Amount;
            if (_fee != other._fee) differences |= Differences.Fee;
            if (Currency != other.Currency) differences |= Differences.Currency;
            if (_status != other._status) differences |= Differences.Status;
            if (Day != other.Day) differences |= Differences.Date;
            return differences & compare;
        }

        public bool IsTheSameAs(Line other) => Value == other.Value && Day == other.Day;
    }
}

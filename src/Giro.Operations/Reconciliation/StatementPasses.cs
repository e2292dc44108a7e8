using Giro.Ledger.Currencies;
using Giro.Operations.Reconciliation.Matching;
using Giro.Operations.Reconciliation.Sources;

namespace Giro.Operations.Reconciliation;

/// <summary>
/// The passes of a source over what matching by reference has left: items that no line names, and booked lines that name none. Money out and money in are matched
/// apart, so no entry turns an item round. A line of many items is claimed in parts, one for each. What could be more than one stays open on both sides, as ambiguous.
/// </summary>
/// <param name="part">Of the run. Items that another part or persons have booked are candidates as they were, so that the same statement gives the same, and are not claimed.</param>
internal sealed class StatementPasses(SourcePasses passes, Currency currency, string part)
{
    private sealed record Claim(StatementLine Line, IReadOnlyList<BankItem> Items);

    public MatchResult Run(MatchResult result, IReadOnlyDictionary<string, BankItem> items, IReadOnlyList<StatementLine> lines) =>
        Run(Run(result, items, lines, isLeaving: true), items, lines, isLeaving: false);

    private MatchResult Run(MatchResult result, IReadOnlyDictionary<string, BankItem> items, IReadOnlyList<StatementLine> lines, bool isLeaving)
    {
        var missing = result.Breaks.Where(found => found.Type == BreakType.MissingAtBank).Select(found => items[found.Item]).Where(item => item.IsLeaving == isLeaving).ToList();
        var over = result.Breaks.Where(found => found is { Type: BreakType.MissingWithUs, IsBooked: true } && Math.Sign(found.ActualMinor) == (isLeaving ? -1 : 1)).Select(found => lines[found.Line - 1]).ToList();
        if (missing.Count == 0 || over.Count == 0) return result;

        var (ours, theirs) = (new SourceBlock(passes.OurTexts, missing.Count), new SourceBlock(passes.TheirTexts, over.Count));
        foreach (var item in missing) ours.Add(item.Expected.AmountMinor, 0, item.Expected.DueDate, currency.Number, item.Field);
        foreach (var line in over) theirs.Add(line.AmountMinor, 0, line.BookingDate, currency.Number, line.Field);
        var outcome = InMemoryReconciliation.Run(passes.Plan, ours.Lines, theirs.Lines);
        var claims = outcome.Pairs.Select(pair => new Claim(over[pair.Right - 1], [missing[pair.Left - 1]]))
            .Concat(outcome.Breaks.Where(found => found is { Left: > 0, Right: > 0 }).Select(found => new Claim(over[found.Right - 1], [missing[found.Left - 1]])))
            .Concat(outcome.Groups.Select(group => new Claim(over[group.Right[0] - 1], [.. group.Left.Select(number => missing[number - 1])])))
            .Where(claim => !claim.Items.Any(item => item.IsClosedFor(part))).ToList();
        var left = result.Breaks.ToList();
        Retype(left, outcome, missing, over);
        return With(result, left, claims) with { Notes = [.. result.Notes, .. passes.NotesOf(outcome)] };
    }

    private static MatchResult With(MatchResult result, List<BreakFinding> left, List<Claim> claims)
    {
        var items = claims.SelectMany(claim => claim.Items).Select(item => item.Name).ToHashSet();
        var lines = claims.Select(claim => claim.Line.Number).ToHashSet();
        var matches = claims.SelectMany(Parts).ToList();
        left.RemoveAll(found => lines.Contains(found.Line) || (found.Line == 0 && items.Contains(found.Item)));
        return new MatchResult(
            [.. result.Matches, .. matches], [.. result.Unexplained.Where(line => !lines.Contains(line.Number))], [.. left, .. matches.Select(DifferenceOf).OfType<BreakFinding>()]);
    }

    /// <summary>A line divided over its items. What a tolerance lets pass is on the largest of them, so that the parts make the line.</summary>
    private static IEnumerable<StatementMatch> Parts(Claim claim)
    {
        var restMinor = claim.Line.AmountMinor - claim.Items.Sum(item => item.Expected.AmountMinor);
        var largest = claim.Items.MaxBy(item => Math.Abs(item.Expected.AmountMinor));
        return claim.Items.Select(item => new StatementMatch(item.Expected, claim.Line with { AmountMinor = item.Expected.AmountMinor + (item == largest ? restMinor : 0) }));
    }

    /// <summary>As matching by reference tells it: another amount, or else late.</summary>
    private static BreakFinding? DifferenceOf(StatementMatch match)
    {
        var (item, line) = (match.Item, match.Line);
        var type = line.AmountMinor != item.AmountMinor ? BreakType.Amount : line.BookingDate > item.DueDate ? BreakType.Date : BreakType.None;
        return type == BreakType.None ? null : new BreakFinding(type, item.Reference, item.AmountMinor, line.AmountMinor, line.Number, item.DueDate) { Item = item.Name, IsBooked = true };
    }

    private void Retype(List<BreakFinding> breaks, ReconciliationOutcome outcome, List<BankItem> missing, List<StatementLine> over)
    {
        var candidates = new OpenCandidates(outcome);
        var items = new Dictionary<string, string>();
        var lines = new Dictionary<int, (BreakType Type, string Reason)>();
        foreach (var found in outcome.Breaks)
        {
            if (found is { Right: 0, Type: BreakType.Ambiguous }) items.Add(missing[found.Left - 1].Name, candidates.ReasonOf(Side.Left, found.Left, NameOfLine));
            if (found is { Left: 0, Type: BreakType.Ambiguous or BreakType.DuplicateAtBank }) lines.Add(over[found.Right - 1].Number, (found.Type, candidates.ReasonOf(Side.Right, found.Right, NameOfItem)));
        }

        for (var i = 0; i < breaks.Count; i++)
        {
            var found = breaks[i];
            if (found.Line == 0 && items.TryGetValue(found.Item, out var why)) breaks[i] = found with { Type = BreakType.Ambiguous, Reason = why };
            else if (found.Line > 0 && lines.TryGetValue(found.Line, out var other)) breaks[i] = found with { Type = other.Type, Reason = other.Reason };
        }

        string NameOfLine(int number) => $"line {over[number - 1].Number} of {currency.Format(over[number - 1].AmountMinor)}";

        string NameOfItem(int number) => $"{missing[number - 1].Expected.Reference} of {currency.Format(missing[number - 1].Expected.AmountMinor)}";
    }
}

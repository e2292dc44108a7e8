namespace Giro.Operations.Reconciliation;

/// <summary>Something of ours that a statement should show once.</summary>
/// <param name="Reference">End-to-end id, unique on its side: a payout that leaves and comes back is two items.</param>
/// <param name="AmountMinor">Credits to our account positive, never zero.</param>
public readonly record struct ExpectedItem(string Reference, long AmountMinor, DateOnly DueDate)
{
    /// <summary>As breaks name it, such as <c>PO-20261111-000001/out</c>.</summary>
    public string Name => $"{Reference}/{(AmountMinor < 0 ? "out" : "in")}";

    internal (string Reference, int Side) Key => (Reference, Math.Sign(AmountMinor));
}

/// <summary>A line that is the expected item: by reference, and on the same side.</summary>
public readonly record struct StatementMatch(ExpectedItem Item, StatementLine Line);

/// <param name="Matches">Lines that discharge an item: those that agree in everything, and those of a break of type Date or Amount.</param>
/// <param name="Unexplained">Booked lines that discharge nothing; each has a break, DuplicateAtBank or MissingWithUs.</param>
public sealed record MatchResult(IReadOnlyList<StatementMatch> Matches, IReadOnlyList<StatementLine> Unexplained, IReadOnlyList<BreakFinding> Breaks)
{
    /// <summary>What a pass has left alone, in words.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>
/// Matches lines with expected items by reference, side, amount and date. A function of its arguments alone: the same statement gives the same result. Each item is
/// claimed by one line at most, the first that agrees in amount, else the first of all; every other line with its reference is doubled.
/// </summary>
public static class StatementMatcher
{
    public static MatchResult Match(IReadOnlyCollection<ExpectedItem> expected, IReadOnlyList<StatementLine> lines, DateOnly statementDate)
    {
        var items = expected.ToDictionary(item => item.Key);
        var claims = Claim(items, lines);
        var matches = new List<StatementMatch>();
        var unexplained = new List<StatementLine>();
        var breaks = new List<BreakFinding>();
        foreach (var line in lines)
        {
            var isKnown = IsOf(items, line, out var item);
            if (isKnown && claims[item.Key] == line.Number)
            {
                matches.Add(new StatementMatch(item, line));
                if (line.AmountMinor != item.AmountMinor) breaks.Add(new BreakFinding(BreakType.Amount, item.Reference, item.AmountMinor, line.AmountMinor, line.Number, item.DueDate) { Item = item.Name, IsBooked = line.IsBooked });
                else if (!line.IsBooked || line.BookingDate > item.DueDate) breaks.Add(new BreakFinding(BreakType.Date, item.Reference, item.AmountMinor, line.AmountMinor, line.Number, item.DueDate) { Item = item.Name, IsBooked = line.IsBooked });
                continue;
            }

            if (line.IsBooked) unexplained.Add(line);
            var reference = line.Reference.Length > 0 ? line.Reference : line.BankReference;
            breaks.Add(new BreakFinding(isKnown ? BreakType.DuplicateAtBank : BreakType.MissingWithUs, reference, 0, line.AmountMinor, line.Number, statementDate) { IsBooked = line.IsBooked });
        }

        breaks.AddRange(expected
            .Where(item => !claims.ContainsKey(item.Key))
            .OrderBy(item => item.Reference, StringComparer.Ordinal)
            .Select(item => new BreakFinding(BreakType.MissingAtBank, item.Reference, item.AmountMinor, 0, 0, item.DueDate) { Item = item.Name }));
        return new MatchResult(matches, unexplained, breaks);
    }

    /// <summary>Which line claims an item.</summary>
    private static Dictionary<(string Reference, int Side), int> Claim(Dictionary<(string Reference, int Side), ExpectedItem> items, IReadOnlyList<StatementLine> lines)
    {
        var claims = new Dictionary<(string Reference, int Side), int>(items.Count);
        foreach (var line in lines)
        {
            if (IsOf(items, line, out var item) && line.AmountMinor == item.AmountMinor) claims.TryAdd(item.Key, line.Number);
        }

        foreach (var line in lines)
        {
            if (IsOf(items, line, out var item)) claims.TryAdd(item.Key, line.Number);
        }

        return claims;
    }

    private static bool IsOf(Dictionary<(string Reference, int Side), ExpectedItem> items, StatementLine line, out ExpectedItem item) =>
        items.TryGetValue((line.Reference, Math.Sign(line.AmountMinor)), out item);
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Giro.Ledger.Entries;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation.Breaks;

namespace Giro.Operations.Reconciliation.Runs;

/// <summary>
/// What a statement comes to: matches, findings, and the entries that it should have made. A function of statement and items, so the same gives the same; nothing is
/// written here.
/// </summary>
internal sealed class StatementOutcome
{
    private StatementOutcome(string part) => Part = part;

    public string Part { get; }

    public required MatchResult Result { get; init; }

    /// <summary>Items that booked lines discharge, and their lines.</summary>
    public required IReadOnlyList<(BankItem Item, StatementLine Line)> Booked { get; init; }

    public required IReadOnlyList<RunFinding> Findings { get; init; }

    public required IReadOnlyList<RunMatch> Matches { get; init; }

    public required IReadOnlyList<RunPosting> Postings { get; init; }

    public required SideFigures Ours { get; init; }

    public required SideFigures Theirs { get; init; }

    public required string Hash { get; init; }

    public static StatementOutcome Of(BankStatement statement, string part, IReadOnlyList<BankItem> items, CurrencyAccounts own, BankItemLegs itemLegs, StatementPasses passes)
    {
        var byName = items.ToDictionary(item => item.Name);
        var one = WithoutClosed(StatementMatcher.Match([.. items.Select(item => item.Expected)], statement.Lines, statement.Date), byName, part, statement.Date);
        var result = passes.Run(one, byName, statement.Lines);
        var keys = LineKeys(statement.Lines);
        var booked = result.Matches.Where(match => match.Line.IsBooked).Select(match => (Item: byName[match.Item.Name], match.Line)).ToList();
        List<RunFinding> findings = [.. result.Breaks.Select(found => new RunFinding(KeyOf(found, part, keys), found))];
        List<RunMatch> matches = [.. result.Matches.Select(match => new RunMatch(match.Line.Number, match.Item.Name, match.Item.AmountMinor, match.Line.AmountMinor, match.Line.IsBooked))];
        List<RunPosting> postings =
        [
            .. booked.Select(pair => Posting(pair.Item.Slot, pair.Item.Queue, pair.Item.Kind, own, statement, pair.Line, itemLegs.Of(pair.Item))),
            // A line of zero, which some banks send as a notice, moves no money.
            .. result.Unexplained.Where(line => line.AmountMinor != 0).Select(line => Unexplained(line, statement, part, keys, own)),
        ];
        return new StatementOutcome(part)
        {
            Result = result, Booked = booked, Findings = findings, Matches = matches, Postings = postings, Ours = OursOf(items, part, result), Theirs = TheirsOf(statement.Lines, result),
            Hash = HashOf(matches, findings, postings),
        };
    }

    /// <summary>A line that names an item which is shown elsewhere is one too many; that the item is not here is found as it was before.</summary>
    private static MatchResult WithoutClosed(MatchResult result, Dictionary<string, BankItem> items, string part, DateOnly date)
    {
        var closed = result.Matches.Where(match => items[match.Item.Name].IsClosedFor(part)).ToList();
        if (closed.Count == 0) return result;
        var lines = closed.Select(match => match.Line.Number).ToHashSet();
        return new MatchResult(
            [.. result.Matches.Where(match => !lines.Contains(match.Line.Number))],
            [.. result.Unexplained, .. closed.Select(match => match.Line).Where(line => line.IsBooked)],
            [
                .. result.Breaks.Where(found => !lines.Contains(found.Line)),
                .. closed.Select(match => new BreakFinding(BreakType.DuplicateAtBank, match.Line.Reference, 0, match.Line.AmountMinor, match.Line.Number, date) { IsBooked = match.Line.IsBooked }),
            ]);
    }

    /// <summary>The bank's reference, or else ours, and which one of those that have it: so a line is known again when another one was put before it.</summary>
    private static Dictionary<int, string> LineKeys(IReadOnlyList<StatementLine> lines)
    {
        var keys = new Dictionary<int, string>(lines.Count);
        var times = new Dictionary<string, int>();
        foreach (var line in lines)
        {
            var key = line.BankReference.Length > 0 ? line.BankReference : line.Reference;
            times[key] = times.GetValueOrDefault(key) + 1;
            keys.Add(line.Number, times[key] == 1 && key.Length > 0 ? key : $"{key}#{times[key]}");
        }

        return keys;
    }

    private static string KeyOf(BreakFinding found, string part, Dictionary<int, string> keys) =>
        found.Item.Length > 0 && (!found.IsBooked || found.Type == BreakType.Date) ? BreakLife.ItemKey(found.Item) : BreakLife.LineKey(part, keys[found.Line]);

    private static RunPosting Unexplained(in StatementLine line, BankStatement statement, string part, Dictionary<int, string> keys, CurrencyAccounts own)
    {
        var slot = $"statement/{part}/{keys[line.Number]}";
        return Posting(slot, slot, EntryKind.Unexplained, own, statement, line, []);
    }

    /// <summary>The line on the nostro account, our side of it, and what is then left on suspense.</summary>
    private static RunPosting Posting(string slot, string queue, EntryKind kind, CurrencyAccounts own, BankStatement statement, in StatementLine line, IReadOnlyList<Leg> ours)
    {
        List<Leg> legs = [.. ours, new Leg(own.Nostro, line.AmountMinor)];
        var leftMinor = legs.Sum(leg => leg.AmountMinor);
        if (leftMinor != 0) legs.Add(new Leg(own.BankSuspense, -leftMinor));
        return new RunPosting(slot, queue, kind, legs, JsonSerializer.Serialize(new Dictionary<string, object> { ["statement"] = statement.Id, ["line"] = line.Number, ["ref"] = line.Reference }));
    }

    private static SideFigures OursOf(IReadOnlyList<BankItem> items, string part, MatchResult result)
    {
        var matched = result.Matches.Select(match => match.Item.Name).ToHashSet();
        var inBreak = result.Breaks.Where(found => found.Item.Length > 0).Select(found => found.Item).ToHashSet();
        var compared = items.Where(item => !item.IsClosedFor(part) || inBreak.Contains(item.Name)).ToList();
        return FiguresOf(compared, item => item.Expected.AmountMinor, item => matched.Contains(item.Name) && !inBreak.Contains(item.Name), item => inBreak.Contains(item.Name));
    }

    private static SideFigures TheirsOf(IReadOnlyList<StatementLine> lines, MatchResult result)
    {
        var matched = result.Matches.Select(match => match.Line.Number).ToHashSet();
        var inBreak = result.Breaks.Where(found => found.Line > 0).Select(found => found.Line).ToHashSet();
        return FiguresOf(lines, line => line.AmountMinor, line => matched.Contains(line.Number) && !inBreak.Contains(line.Number), line => inBreak.Contains(line.Number));
    }

    /// <exception cref="InvalidDataException">Something was lost or counted twice: a defect, and nothing may be posted.</exception>
    internal static SideFigures FiguresOf<T>(IReadOnlyCollection<T> all, Func<T, long> amountMinor, Func<T, bool> isMatched, Func<T, bool> isInBreak)
    {
        Int128 sumMinor = 0, matchedMinor = 0, breakMinor = 0;
        long matched = 0, broken = 0;
        foreach (var one in all)
        {
            sumMinor += amountMinor(one);
            if (isMatched(one)) (matched, matchedMinor) = (matched + 1, matchedMinor + amountMinor(one));
            if (isInBreak(one)) (broken, breakMinor) = (broken + 1, breakMinor + amountMinor(one));
        }

        var figures = new SideFigures(all.Count, sumMinor, matched, matchedMinor, broken, breakMinor);
        return figures.IsConserved ? figures : throw new InvalidDataException($"matched and breaks do not make the input: {figures}");
    }

    private static string HashOf(List<RunMatch> matches, List<RunFinding> findings, List<RunPosting> postings)
    {
        var text = new StringBuilder();
        foreach (var match in matches) text.Append($"match {match.Line} {match.Item} {match.ExpectedMinor} {match.ActualMinor} {match.IsBooked}\n");
        foreach (var finding in findings) text.Append($"break {finding.Key} {finding.Break.Type} {finding.Break.ExpectedMinor} {finding.Break.ActualMinor} {finding.Break.OpenedOn:yyyyMMdd} {finding.Break.IsBooked}\n");
        foreach (var posting in postings) text.Append($"entry {posting.Slot} {posting.Kind} {string.Join(' ', posting.Legs.Select(leg => $"{leg.Account}:{leg.AmountMinor}"))}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}

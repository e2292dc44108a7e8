using Giro.Operations.Reconciliation;

namespace Giro.Operations.Tests.Reconciliation;

/// <summary>Tables: what is expected, what the statement says, and what comes out. Amounts in minor units, minus for money that leaves.</summary>
public sealed class StatementMatcherTests
{
    private static readonly DateOnly Today = TestInstitution.Wednesday;

    [Theory]
    //          expected         statement lines                       matched      breaks
    [InlineData("A-500",         "A-500",                              "A=1",       "")]
    [InlineData("A-500 B+700",   "B+700 A-500",                        "B=1 A=2",   "")]
    [InlineData("A-500",         "",                                   "",          "MissingAtBank A -500 0")]
    [InlineData("A-500",         "A-500@12",                           "A=1",       "Date A -500 -500")]
    [InlineData("A-500",         "A-500@12?",                          "A=1",       "Date A -500 -500")]
    [InlineData("A-500",         "A-500?",                             "A=1",       "Date A -500 -500")]
    [InlineData("A-500",         "A-500 A-500",                        "A=1",       "DuplicateAtBank A 0 -500")]
    [InlineData("A-500",         "A-500 A-500 A-500",                  "A=1",       "DuplicateAtBank A 0 -500; DuplicateAtBank A 0 -500")]
    [InlineData("A-500",         "A-501",                              "A=1",       "Amount A -500 -501")]
    [InlineData("A-500",         "A-501 A-500",                        "A=2",       "DuplicateAtBank A 0 -501")]
    [InlineData("A-500",         "A-501 A-502",                        "A=1",       "Amount A -500 -501; DuplicateAtBank A 0 -502")]
    [InlineData("A-500",         "A+500",                              "",          "MissingWithUs A 0 500; MissingAtBank A -500 0")]
    [InlineData("A-500",         "C-500",                              "",          "MissingWithUs C 0 -500; MissingAtBank A -500 0")]
    [InlineData("A-500 B-500",   "A-500",                              "A=1",       "MissingAtBank B -500 0")]
    [InlineData("",              "-25",                                "",          "MissingWithUs BANK1 0 -25")]
    public void Lines_and_items_give_matches_and_breaks(string expected, string lines, string matched, string breaks)
    {
        var result = StatementMatcher.Match(
            [.. Words(expected).Select(Item)], [.. Words(lines).Select((word, i) => Line(word, i + 1))], Today);
        Assert.Equal(matched, string.Join(' ', result.Matches.Select(match => $"{match.Item.Reference}={match.Line.Number}")));
        Assert.Equal(breaks, string.Join("; ", result.Breaks.Select(found => $"{found.Type} {found.Reference} {found.ExpectedMinor} {found.ActualMinor}")));
        Assert.Equal(result.Breaks.Count, result.Breaks.Select(found => found.Id).Distinct().Count());
    }

    [Fact]
    public void Planted_deviations_are_found_exactly_whatever_their_number()
    {
        for (var seed = 1; seed <= 50; seed++)
        {
            var random = new Random(seed);
            var items = Enumerable.Range(1, random.Next(1, 400)).Select(i => new ExpectedItem($"E{i}", random.Next(2) == 0 ? random.Next(1, 1000) : -random.Next(1, 1000), Today)).ToList();
            var lines = new List<StatementLine>();
            var planted = new List<string>();
            foreach (var item in items) Plant(item, random, lines, planted);
            for (var i = random.Next(5); i > 0; i--)
            {
                lines.Add(new StatementLine(lines.Count + 1, $"U{i}", 77, Today, IsBooked: true, ""));
                planted.Add($"MissingWithUs U{i}");
            }

            var found = StatementMatcher.Match(items, lines, Today).Breaks.Select(found => $"{found.Type} {found.Reference}");
            Assert.True(planted.Order().SequenceEqual(found.Order()), $"seed {seed}");
        }
    }

    private static void Plant(ExpectedItem item, Random random, List<StatementLine> lines, List<string> planted)
    {
        var line = new StatementLine(lines.Count + 1, item.Reference, item.AmountMinor, Today, IsBooked: true, "");
        var kind = random.Next(12);
        switch (kind)
        {
            case 0: planted.Add($"MissingAtBank {item.Reference}"); return;
            case 1: planted.Add($"Date {item.Reference}"); line = line with { BookingDate = Today.AddDays(1) }; break;
            case 2: planted.Add($"DuplicateAtBank {item.Reference}"); lines.Add(line); line = line with { Number = line.Number + 1 }; break;
            case 3: planted.Add($"Amount {item.Reference}"); line = line with { AmountMinor = line.AmountMinor + Math.Sign(line.AmountMinor) }; break;
        }

        lines.Add(line);
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static ExpectedItem Item(string word) => new(word[..1], long.Parse(word[1..]), Today);

    /// <summary>Reference, amount, "@12" for booked on the 12th, "?" for not booked yet.</summary>
    private static StatementLine Line(string word, int number)
    {
        var isBooked = !word.EndsWith('?');
        var parts = word.TrimEnd('?').Split('@');
        var reference = char.IsAsciiLetter(word[0]) ? word[..1] : "";
        return new StatementLine(
            number, reference, long.Parse(parts[0][reference.Length..]), parts.Length > 1 ? new DateOnly(2026, 11, int.Parse(parts[1])) : Today, isBooked, $"BANK{number}");
    }
}

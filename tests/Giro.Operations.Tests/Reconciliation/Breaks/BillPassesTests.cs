using Giro.Ledger.Currencies;
using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Bills;
using Giro.Operations.Reconciliation.Breaks;
using Giro.Operations.Tests.Reconciliation.Sources;
using Giro.Operations.Tests.Settlement;

namespace Giro.Operations.Tests.Reconciliation.Breaks;

/// <summary>Passes of a channel's bill in place of the usual ones. Payments and lines are written <c>P1 100.00</c>; a third word of a line, after a slash, is the channel's reference.</summary>
public sealed class BillPassesTests : IDisposable
{
    private const string Theirs = """[ { "name": "order", "kind": "exact", "key": { "left": ["reference"], "right": ["bank-reference"] } } ]""";
    private const string Near = """[ { "name": "near", "kind": "window", "key": [], "days": { "before": 0, "after": 2 } } ]""";
    private const string Rounded = """[ { "name": "near", "kind": "window", "key": [], "tolerance": { "below": "0.02" } } ]""";
    private const string Day = """[ { "name": "day", "kind": "group", "shape": "many-to-one", "key": ["date"] } ]""";
    private const string Sets = """[ { "name": "sets", "kind": "subset", "key": [] } ]""";
    private const string Differs = """[ { "name": "differs", "kind": "difference", "key": ["reference", "direction"], "compare": ["amount", "date"] } ]""";
    private const string Net = """[ { "name": "net", "kind": "window", "key": [], "net": "left" } ]""";
    private static readonly DateOnly Monday = new(2026, 11, 2);
    private readonly TestDay _day = new(TestPasses.Institution(TestPasses.CardBill));

    [Theory]
    //          passes  ours                     the bill                         matched      breaks: type, reference, expected, actual
    [InlineData(Theirs, "A 100.00 B 50.00",      "X 100.00/A Y 50.00/B",          "2 2", "")]
    [InlineData(Theirs, "A 100.00 B 50.00",      "A 100.00/X Y 50.00/B",          "1 1", "missing-at-bank A 100.00 0.00; missing-with-us A 0.00 100.00")]
    [InlineData(Near,   "A 100.00 B 50.00",      "X 50.00 Y 100.00",              "2 2", "")]
    [InlineData(Near,   "A 100.00 B 100.00",     "X 100.00",                      "0 0", "ambiguous A 100.00 0.00; ambiguous B 100.00 0.00; ambiguous X 0.00 100.00")]
    [InlineData(Near,   "A 100.00",              "X 100.00 Y 100.00",             "1 1", "duplicate-at-bank Y 0.00 100.00")]
    [InlineData(Rounded, "A 100.00 B 50.00",     "X 99.98 Y 49.97",               "1 1", "missing-at-bank B 50.00 0.00; missing-with-us Y 0.00 49.97")]
    [InlineData(Day,    "A 100.00 B 50.00 C -40.00", "X 110.00",                  "3 1", "")]
    [InlineData(Day,    "A 100.00 B 50.00",      "X 149.00",                      "0 0", "missing-at-bank A 100.00 0.00; missing-at-bank B 50.00 0.00; missing-with-us X 0.00 149.00")]
    [InlineData(Sets,   "A 100.00 B 50.00 C 7.00", "X 90.00 Y 60.00",             "2 2", "missing-at-bank C 7.00 0.00")]
    [InlineData(Differs, "A 100.00 A -40.00",    "A -40.00 A 99.00",              "1 1", "amount A 100.00 99.00")]
    [InlineData(Net,    "A 100.00 B 50.00",      "X 99.50 Y 49.75",               "2 2", "")]
    public void Passes_of_the_source_take_the_place_of_the_usual_ones(string passes, string ours, string bill, string matched, string breaks)
    {
        var result = Run(passes, Monday, ours, bill, hasFees: passes == Net);
        Assert.Equal(breaks, string.Join("; ", result.Breaks.Select(finding => $"{finding.Break.Type.Name()} {finding.Break.Reference} {Text(finding.Break.ExpectedMinor)} {Text(finding.Break.ActualMinor)}").Order(StringComparer.Ordinal)));
        Assert.Equal(matched, $"{result.Run!.Ours.MatchedLines} {result.Run.Theirs.MatchedLines}");
        Assert.True(result.Run.Ours.IsConserved && result.Run.Theirs.IsConserved);
        Assert.True(Run(passes, Monday, ours, bill, hasFees: passes == Net).IsRepeat);
    }

    [Fact]
    public void Ambiguous_lines_of_both_sides_stay_in_play_until_a_later_bill_explains_them()
    {
        const string ThenNear = """
            [ { "name": "reference", "kind": "exact", "key": ["reference", "direction"], "compare": ["amount"] },
              { "name": "near", "kind": "window", "key": [], "days": { "before": 0, "after": 2 } } ]
            """;
        Run(ThenNear, Monday, "A 100.00 B 100.00 C 30.00", "X 100.00");
        AssertBreaks("1 ambiguous A 100.00 Open", "2 ambiguous B 100.00 Open", "3 missing-at-bank C 30.00 Open", "4 ambiguous X 100.00 Open");
        Assert.Equal(["could be line 1 of 100.00", "could be line 1 of 100.00", "", "could be A of 100.00, B of 100.00"], _day.Reconciliation.Breaks(new BreakQuery()).Select(@break => @break.Reason));
        // A is named, so X is B; the line of 30.00 could be either of two.
        var next = Run(ThenNear, Monday.AddDays(1), "D 30.00", "A 100.00 Y 30.00");
        AssertBreaks("1 ambiguous A 0.00 Cleared", "2 ambiguous B 0.00 Cleared", "3 ambiguous C 30.00 Open", "4 ambiguous X 0.00 Cleared", "5 ambiguous D 30.00 Open", "6 ambiguous Y 30.00 Open");
        Assert.Equal((4, 2, 3, 2), (next.Run!.Ours.Lines, next.Run.Ours.MatchedLines, next.Run.Theirs.Lines, next.Run.Theirs.MatchedLines));
    }

    [Fact]
    public void What_a_pass_leaves_alone_is_told() => Assert.Equal(
        ["pass 'sets' left 3 lines alone: more than 2 lines"], Run(Sets.Replace("\"key\": []", "\"key\": [], \"max-block\": 2", StringComparison.Ordinal), Monday, "A 100.00 B 50.00", "X 150.00").Notes);

    [Fact]
    public void A_pair_on_another_date_is_a_break_of_time_that_clears_itself()
    {
        Run(Differs, Monday, "A 100.00", "");
        Run(Differs, Monday.AddDays(1), "", "A 100.00");
        AssertBreaks("1 missing-at-bank A 0.00 Cleared", "2 date A 0.00 Cleared");
        Assert.Equal(Monday, _day.Reconciliation.FindBreak(2)!.OpenedOn);
    }

    private BillResult Run(string passes, DateOnly date, string ours, string lines, bool hasFees = false) =>
        new BillRun(_day.Book, _day.Accounts, _day.Institution, _day.Reconciliation, _day.Entries, TestPasses.Of(TestPasses.CardBill, passes)).Run(
            TestPasses.CardBill,
            new ChannelBill(date, $"{date} {lines}", [.. Lines(lines).Select((line, i) => new BillLine(i + 1, line.Name, line.Other, line.Minor, hasFees ? 0 : null, Currency.FromCode("EUR").Code) { Date = date })], [], []),
            [.. Lines(ours).Select(line => new ChannelPayment(line.Name, line.Minor, ChannelPayments.FeeOf(line.Minor, TestInstitution.Card)))]);

    private static IEnumerable<(string Name, long Minor, string Other)> Lines(string text) =>
        from words in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Chunk(2)
        let parts = words[1].Split('/')
        select (words[0], SettlementBook.Minor(parts[0]), parts.Length > 1 ? parts[1] : "");

    private void AssertBreaks(params string[] expected) => Assert.Equal(
        expected, _day.Reconciliation.Breaks(new BreakQuery { WithClosed = true }).Select(@break => $"{@break.Number} {@break.Type.Name()} {@break.Reference} {Text(Math.Abs(@break.OpenMinor))} {@break.State}"));

    private static string Text(long minor) => SettlementBook.Text(minor);

    public void Dispose() => _day.Dispose();
}

using Giro.Rules.Programs;
using Giro.Rules.Strategies;
using ValueType = Giro.Rules.Programs.ValueType;

namespace Giro.Rules.Tests.Strategies;

public sealed class SelectionTests
{
    private const string Uses = """
        strategy s version 1
        currency CNY
        input amount: money
        input merchant: text
        input mcc: text
        input online: flag
        output fee: money
        algorithm flat (value: money)
            fee = min(amount, value)
        use flat(value: 1.00)
            when merchant = "M1"
            priority 5
        use flat(value: 2.00)
            when merchant in ("M1", "M2") and amount from 100.00 to 199.99
            priority 9
            from 2026-01-01 until 2026-07-01
        use flat(value: 3.00)
            when merchant in ("M1", "M2") and amount from 100.00 to 199.99
            priority 9
            from 2026-07-01
        use flat(value: 4.00)
            when mcc starts with "54" and online
        use flat(value: 5.00)
            otherwise
        """;

    [Theory]
    // merchant, mcc, online, amount, day, use
    [InlineData("M1", "0000", false, 50_00, "2026-03-01", 0)]
    [InlineData("M1", "0000", false, 100_00, "2025-12-31", 0)]
    [InlineData("M1", "0000", false, 100_00, "2026-01-01", 1)]
    [InlineData("M2", "0000", false, 199_99, "2026-06-30", 1)]
    [InlineData("M2", "0000", false, 199_99, "2026-07-01", 2)]
    [InlineData("M2", "0000", false, 200_00, "2026-07-01", 4)]
    [InlineData("M2", "5411", true, 200_00, "2026-07-01", 3)]
    [InlineData("M3", "5411", false, 200_00, "2026-07-01", 4)]
    [InlineData("M3", "", true, 0, "2026-07-01", 4)]
    public void The_highest_priority_whose_conditions_and_dates_hold_is_chosen(string merchant, string mcc, bool online, long amountMinor, string day, int use)
    {
        var symbols = new SymbolTable();
        var strategy = Examples.Strategy(Uses, symbols);
        Assert.Equal(use, strategy.Select([amountMinor, symbols.Intern(merchant), symbols.Intern(mcc), online ? 1 : 0], DateOnly.Parse(day).DayNumber));
    }

    [Fact]
    public void A_choice_says_why_and_why_the_others_were_not_chosen()
    {
        var symbols = new SymbolTable();
        var strategy = Examples.Strategy(Uses, symbols);
        var selection = strategy.ExplainSelection([99_99, symbols.Intern("M1"), symbols.Intern("5411"), 1], new DateOnly(2026, 3, 1).DayNumber);
        Assert.Equal(0, selection.Use);
        Assert.Equal("merchant = \"M1\"", selection.Reason);
        Assert.Equal(
            [new Rejection(1, "amount from 100.00 to 199.99 does not hold: amount is 99.99"), new Rejection(2, "2026-03-01 is before 2026-07-01")],
            selection.Others);
        Assert.Equal("otherwise: no other use fits", strategy.ExplainSelection([0, 0, 0, 0], 0).Reason);
    }

    [Fact]
    public void Without_a_use_that_fits_there_is_none()
    {
        var strategy = Examples.Strategy(Uses[..Uses.IndexOf("use flat(value: 5.00)", StringComparison.Ordinal)]);
        Assert.Equal(-1, strategy.Select([0, 0, 0, 0], 0));
        Assert.Equal("no use fits", strategy.ExplainSelection([0, 0, 0, 0], 0).Reason);
    }

    [Fact]
    public void The_index_chooses_what_going_through_all_uses_chooses()
    {
        var symbols = new SymbolTable();
        foreach (var seed in Enumerable.Range(1, 200))
        {
            var random = new Random(seed);
            var candidates = Enumerable.Range(0, random.Next(1, 40)).Select(_ => RandomCandidate(random, symbols)).ToList();
            var selector = new Selector(candidates, symbols);
            for (var i = 0; i < 50; i++)
            {
                long[] inputs = [random.Next(-1, 6), symbols.Intern(RandomText(random)), symbols.Intern(RandomText(random))];
                var day = random.Next(0, 12);
                var expected = Enumerable.Range(0, candidates.Count).Where(index => Holds(candidates[index], inputs, day, symbols)).OrderByDescending(index => candidates[index].Priority).ThenBy(index => index).FirstOrDefault(-1);
                Assert.True(expected == selector.Select(inputs, day), $"seed {seed}: {string.Join(' ', inputs)} on {day}");
            }
        }
    }

    [Fact]
    public void Ten_thousand_uses_one_a_merchant_are_loaded_and_looked_up()
    {
        var symbols = new SymbolTable();
        var text = Uses[..Uses.IndexOf("use flat", StringComparison.Ordinal)].Replace("input mcc: text\n", "", StringComparison.Ordinal).Replace("input online: flag\n", "", StringComparison.Ordinal)
            + string.Concat(Enumerable.Range(0, 9_999).Select(i => $"use flat(value: {i % 7}.00)\n    when merchant = \"M{i}\"\n")) + "use flat(value: 9.00)\n    otherwise\n";
        var strategy = Examples.Strategy(text, symbols);
        for (var i = 0; i < 9_999; i += 101) Assert.Equal(i, strategy.Select([0, symbols.Intern($"M{i}")], 0));
        Assert.Equal(9_999, strategy.Select([0, symbols.Intern("other")], 0));
        Assert.Equal(8, strategy.Uses.Select(use => use.Program).Distinct(ReferenceEqualityComparer.Instance).Count());
        Assert.Equal("(20008,1): the strategy has more than 10000 uses; divide it into several strategies, or put what differs into a table",
            Examples.Load(text.Replace("otherwise", "when merchant = \"x\"\nuse flat(value: 1.00)\n    otherwise", StringComparison.Ordinal)).Errors.Single().ToString().Replace("fees.rules", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Overlaps_are_those_that_a_payment_shows()
    {
        var symbols = new SymbolTable();
        string[] universe = ["", "zz", .. Texts, .. Texts.Select(text => text + "0")];
        var numbers = universe.Select(symbols.Intern).ToList();
        var values = Enumerable.Range(-2, 9).SelectMany(number => numbers.SelectMany(text => numbers.Select(other => (long[])[number, text, other]))).ToList();
        var overlaps = 0;
        foreach (var seed in Enumerable.Range(1, 3_000))
        {
            var random = new Random(seed);
            var (a, b) = (RandomCandidate(random, symbols), RandomCandidate(random, symbols));
            var shown = values.Exists(inputs => Enumerable.Range(0, 12).Any(day => Holds(a, inputs, day, symbols) && Holds(b, inputs, day, symbols)));
            if (shown) overlaps++;
            Assert.True(shown == SetsMeet(a, b, symbols), $"seed {seed}");
        }

        Assert.InRange(overlaps, 300, 2_700);
    }

    private static bool SetsMeet(Candidate a, Candidate b, SymbolTable symbols)
    {
        if ((a.From ?? DateOnly.MinValue) >= (b.Until ?? DateOnly.MaxValue) || (b.From ?? DateOnly.MinValue) >= (a.Until ?? DateOnly.MaxValue)) return false;
        return a.Conditions.Concat(b.Conditions).GroupBy(condition => condition.Input)
            .All(group => group.Aggregate(FieldSet.All(group.First().Type, symbols), (set, condition) => set.And(condition)).Example() is { } example && group.All(condition => Ranked.Holds(condition, example, symbols)));
    }

    private static readonly string[] Texts = ["a", "aa", "ab", "b", "ba"];

    private static string RandomText(Random random) => Texts[random.Next(Texts.Length)];

    private static Candidate RandomCandidate(Random random, SymbolTable symbols)
    {
        var conditions = new List<Condition>();
        for (var i = random.Next(0, 4); i > 0; i--)
        {
            var input = random.Next(3);
            var test = input == 0 ? (Test)random.Next((int)Test.Equal, (int)Test.FromTo + 1) : (Test[])[Test.Equal, Test.In, Test.In, Test.NotEqual, Test.NotIn, Test.StartsWith, Test.StartsNotWith] is var tests ? tests[random.Next(tests.Length)] : Test.None;
            var low = random.Next(0, 5);
            long[] values = input == 0
                ? test == Test.FromTo ? [low, low + random.Next(0, 3)] : [low, .. test is Test.In or Test.NotIn ? (long[])[low + 1] : []]
                : [symbols.Intern(RandomText(random)), .. test is Test.In or Test.NotIn ? (long[])[symbols.Intern(RandomText(random))] : []];
            conditions.Add(new Condition(input, "", input == 0 ? ValueType.Count : ValueType.Text, test, values, "", default));
        }

        var from = random.Next(0, 8);
        return new Candidate(conditions, random.Next(0, 3), random.Next(3) == 0 ? DateOnly.FromDayNumber(from) : null, random.Next(3) == 0 ? DateOnly.FromDayNumber(from + random.Next(1, 4)) : null);
    }

    private static bool Holds(Candidate candidate, long[] inputs, int day, SymbolTable symbols) =>
        day >= (candidate.From?.DayNumber ?? 0) && day < (candidate.Until?.DayNumber ?? int.MaxValue) && candidate.Conditions.All(condition => Holds(condition, inputs[condition.Input], symbols));

    private static bool Holds(Condition condition, long value, SymbolTable symbols) => condition.Test switch
    {
        Test.Equal => value == condition.Values[0],
        Test.NotEqual => value != condition.Values[0],
        Test.Less => value < condition.Values[0],
        Test.LessOrEqual => value <= condition.Values[0],
        Test.Greater => value > condition.Values[0],
        Test.GreaterOrEqual => value >= condition.Values[0],
        Test.In => condition.Values.Contains(value),
        Test.NotIn => !condition.Values.Contains(value),
        Test.FromTo => value >= condition.Values[0] && value <= condition.Values[1],
        Test.StartsWith => symbols.Text(value).StartsWith(symbols.Text(condition.Values[0]), StringComparison.Ordinal),
        _ => !symbols.Text(value).StartsWith(symbols.Text(condition.Values[0]), StringComparison.Ordinal),
    };
}

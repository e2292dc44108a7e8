using System.Text;
using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Matching;
using Giro.Rules.Programs;
using Giro.Rules.Strategies;

namespace Giro.Operations.Tests.Reconciliation.Matching;

/// <summary>Passes whose scope, key, amount, tolerance and window are said by rules.</summary>
public sealed class PassTermsTests
{
    [Fact]
    public void Only_lines_that_a_use_takes_are_in_scope() => LinePage.Check([Passes.Exact().By(Passes.Order) with { Terms = Terms("""
        input status: text
        input amount: money
        input date: date
        output key: text
        algorithm all
            key = "all"
        use all
            when status = "paid" and amount > 5.00 and date >= 2026-11-03
        """) }], """
        A-1 10.00 status paid on 3        | A-1 10.00 status paid on 3        | pair order
        A-2 10.00 status open on 3        | A-2 10.00 status open on 3        | missing-at-bank / missing-with-us
        A-3 5.00 status paid on 3         | A-3 5.00 status paid on 3         | missing-at-bank / missing-with-us
        A-4 10.00 status paid on 2        | A-4 10.00 status paid on 2        | missing-at-bank / missing-with-us
        A-5 10.00 status paid on 4        | A-5 10.00 status open on 4        | missing-at-bank / missing-with-us
        A-6 10.00 status paid on 3 in CNY | A-6 10.00 status paid on 3 in CNY | pair order
        A-7 10.00 status paid on 3 in USD | A-7 10.00 status paid on 3 in USD | missing-at-bank / missing-with-us   # not the currency of the rules
        """);

    [Fact]
    public void Rules_choose_the_key_by_side() => LinePage.Check([Passes.Exact().By() with { Terms = Terms("""
        input side: text
        input order: text
        input ref: text
        output key: text
        algorithm ours
            key = order
        algorithm theirs
            key = ref if ref != "" else order
        use ours
            when side = "left"
        use theirs
            when side = "right"
        """) }], """
        A-1 10.00            | X 10.00 ref A-1   | pair order
        A-2 10.00            | A-2 10.00         | pair order
        A-3 10.00 ref Y      | Z 10.00 ref Y     | missing-at-bank / missing-with-us
        - 10.00              | - 10.00           | missing-at-bank / missing-with-us   # an empty text is no key
        """);

    [Fact]
    public void A_key_of_rules_comes_after_the_columns_of_the_pass() => LinePage.Check([Passes.Exact().By(Passes.Order) with { Terms = Terms("""
        input ref: text
        output key: text
        table kinds: text -> text
            "SETT" = "in"
            "PAYT" = "out"
            else = "other"
        algorithm kind
            key = kinds[ref]
        use kind
            when not ref starts with "FEE"
        """) }], """
        A 10.00 ref SETT   | A 10.00 ref SETT   | pair order
        B 10.00 ref SETT   | B 10.00 ref PAYT   | missing-at-bank / missing-with-us
        C 10.00 ref X      | C 10.00 ref Y      | pair order                            # both are other
        D 10.00 ref FEE1   | D 10.00 ref FEE1   | missing-at-bank / missing-with-us
        """);

    [Fact]
    public void A_tolerance_in_percent_with_a_least_and_a_most() => LinePage.Check([Passes.Window(after: 1) with { Terms = Terms("""
        input amount: money
        output below: money
        output above: money
        output days-after: count
        algorithm percent (rate: rate, most: money)
            below = min(max(amount, -amount) * rate rounded down, most)
            above = 0.01
        algorithm large
            days-after = 3
        use percent(rate: 0.50%, most: 0.40)
            when amount < 1000.00
        use large
            when amount >= 1000.00
        """) }], """
        A 20.00 on 1     | A 19.90 on 1     | pair late
        B 20.00 on 1     | B 19.89 on 1     | missing-at-bank / missing-with-us
        C 20.00 on 1     | C 20.01 on 2     | pair late
        D 20.00 on 1     | D 20.02 on 2     | missing-at-bank / missing-with-us
        E 100.00 on 1    | E 99.60 on 1     | pair late
        F 100.00 on 1    | F 99.59 on 1     | missing-at-bank / missing-with-us
        G -20.00 on 1    | G -19.90 on 1    | pair late
        H 20.00 on 1     | H 20.00 on 3     | missing-at-bank / missing-with-us   # the pass says one day where the rules say nothing
        I 1000.00 on 1   | I 1000.00 on 4   | pair late
        J 1000.00 on 1   | J 1000.01 on 4   | missing-at-bank / missing-with-us   # and the pass's tolerance is none
        """);

    [Fact]
    public void The_strategy_of_the_handbook() => LinePage.Check([Passes.Window().By() with { Terms = Terms("""
        input amount: money
        input side: text
        input order: text
        input ref: text
        output key: text
        output below: money
        algorithm ours
            key = order
            below = max(amount, 0.00) * 0.50% rounded down
        algorithm theirs
            key = ref
        use ours
            when side = "left" and amount > 0.00
        use theirs
            when side = "right"
        """) }], """
        A-1 10.00    | X 9.95 ref A-1    | pair late
        A-2 10.00    | X 9.94 ref A-2    | missing-at-bank / missing-with-us
        A-3 -10.00   | X -10.00 ref A-3  | missing-at-bank / missing-with-us
        """);

    [Fact]
    public void The_tolerance_of_a_sum_is_the_sum_of_its_lines() => LinePage.Check([Passes.Group(GroupShape.ManyToOne) with { Terms = Terms("""
        input amount: money
        output below: money
        algorithm rounding
            below = 0.01
        use rounding
            when amount >= 0.00
        """) }], """
        A 1.00   | A 2.97   | set a batch
        A 1.00   |          | set a batch
        A 1.00   |          | set a batch
        B 1.00   | B 1.97   | missing-at-bank / missing-with-us
        B 1.00   |          | missing-at-bank
        """);

    [Fact]
    public void Net_of_a_fee_that_rules_reckon() => LinePage.Check([Passes.Exact() with { Terms = Terms("""
        input amount: money
        input fee: money
        input side: text
        output compared: money
        algorithm net
            compared = amount - fee - (amount * 0.10% rounded half-up)
        algorithm paid
            compared = amount
        use net
            when side = "left"
        use paid
            when side = "right"
        """) }], """
        A 100.00 fee 0.60   | A 99.30    | pair order
        B 100.00 fee 0.60   | B 99.40    | missing-at-bank / missing-with-us
        """);

    [Fact]
    public void An_amount_that_rules_make_zero_is_zero_and_one_they_leave_open_is_the_lines() => LinePage.Check([Passes.Exact() with { Terms = Terms("""
        input status: text
        output compared: money
        output key: text
        algorithm void
            compared = 0.00
        algorithm plain
            key = "plain"
        use void
            when status = "void"
        use plain
            otherwise
        """) }], """
        A 5.00 status void   | A 0.00 status void   | pair order
        B 5.00               | B 5.00               | pair order
        C 5.00               | C 0.00               | missing-at-bank / missing-with-us
        """);

    [Fact]
    public void A_line_for_which_the_rules_fail_is_out_of_scope_and_told()
    {
        var outcome = LinePage.Check([Passes.Window() with { Terms = Terms("""
            input amount: money
            output below: money
            algorithm percent
                below = amount * 1.00% rounded half-up
            use percent
                otherwise
            """) }], """
            A 5.00    | A 5.00    | pair late
            B -5.00   | B -5.00   | missing-at-bank / missing-with-us
            """);
        Assert.Equal(
            [
                new SkippedBlock(0, "left line 2", 1, "the strategy terms gives a tolerance below zero"),
                new SkippedBlock(0, "right line 2", 1, "the strategy terms gives a tolerance below zero"),
            ],
            outcome.Skipped);
    }

    [Fact]
    public void Lines_of_the_same_key_meet_in_every_division()
    {
        var terms = Terms("""
            input side: text
            input order: text
            input ref: text
            output key: text
            algorithm ours
                key = order
            algorithm theirs
                key = ref
            use ours
                when side = "left"
            use theirs
                when side = "right"
            """);
        var plan = new MatchPlan([Passes.Exact().By() with { Terms = terms }, Passes.Window(after: 2).By(Passes.Reference), Passes.Difference().By() with { Terms = terms }]);
        var (left, right) = (Lines(3000, seed: 1, own: 0), Lines(3000, seed: 2, own: 1));
        var whole = InMemoryReconciliation.Run(plan, left, right);
        Assert.NotEmpty(whole.Pairs);
        Assert.Equal(3, plan.Rounds.Count);
        foreach (var count in new[] { 2, 7, 64 }) Assert.Equal(whole.Hash, InMemoryReconciliation.Run(plan, left, right, [.. Enumerable.Range(0, count).Reverse()]).Hash);
    }

    [Fact]
    public void Texts_of_lines_are_forgotten_and_constants_of_the_rules_are_not()
    {
        var terms = Terms("""
            input order: text
            input status: text
            output key: text
            algorithm plain
                key = order
            algorithm paid
                key = "paid"
            use paid
                when status = "paid"
            use plain
                when status != "paid"
            """);
        var plan = new MatchPlan([Passes.Exact().By() with { Terms = terms }]);
        var (left, right) = (new LineBlock(3), new LineBlock(3));
        const int Lines = 120_000; // More than are kept before they are forgotten, twice.
        for (var i = 1; i <= Lines; i++)
        {
            foreach (var side in new[] { left, right })
            {
                side.Add(i, i, 0, 0, 0, LineFlags.None);
                var isPaid = i % 1000 == 0;
                side.Texts[0].Add(Encoding.UTF8.GetBytes(isPaid && side == right ? "another" : $"order {i}"));
                side.Texts[1].Add(default);
                side.Texts[2].Add(isPaid ? "paid"u8 : "open"u8);
            }
        }

        Assert.Equal(Lines, InMemoryReconciliation.Run(plan, left, right).Pairs.Count);
        var rules = LineTerms.Of(plan.Rounds[0], Side.Left)!;
        var most = 0;
        for (var row = 0; row < Lines; row++)
        {
            _ = rules.Of(left, row);
            most = Math.Max(most, rules.KeptTexts);
        }

        Assert.InRange(most, 50_000, 50_010);
    }

    [Theory]
    [InlineData("input colour: text", "output key: text", "key = colour", "the input colour is no column of the left side, whose columns are order, ref, status; or give it a default")]
    [InlineData("input colour: text = \"red\"", "output key: text", "key = colour", null)]
    [InlineData("input amount: count", "output days-after: count", "days-after = amount", "the input amount is count, not money")]
    [InlineData("input order: count", "output days-after: count", "days-after = order", "the input order is count; besides amount, fee, date, currency, side, lines tell texts")]
    [InlineData("input amount: money", "output belo: money", "belo = amount", "the output belo means nothing to a pass; the outputs are key: text, compared: money, below: money, above: money, days-before: count, days-after: count")]
    [InlineData("input amount: money", "output key: money", "key = amount", "the output key is money, not text")]
    public void What_does_not_fit_lines_is_refused(string input, string output, string step, string? message)
    {
        var strategy = Load($"{input}\n{output}\nalgorithm one\n    {step}\nuse one\n    otherwise");
        var error = Record.Exception(() => PassTermsBinder.Bind(strategy, LinePage.Columns, LinePage.Columns));
        if (message is null) Assert.Null(error);
        else Assert.StartsWith($"terms: {message}", Assert.IsType<ArgumentException>(error).Message);
    }

    [Fact]
    public void A_column_that_only_one_side_has_is_refused_with_the_side()
    {
        var strategy = Load("input order: text\noutput key: text\nalgorithm one\n    key = order\nuse one\n    otherwise");
        var error = Assert.Throws<ArgumentException>(() => PassTermsBinder.Bind(strategy, ["order"], ["ref"]));
        Assert.StartsWith("terms: the input order is no column of the right side, whose columns are ref", error.Message);
        Assert.Equal([1], PassTermsBinder.Bind(strategy, ["ref", "order"], ["order"]).LeftColumns);
    }

    private static PassTerms Terms(string rules) => PassTermsBinder.Bind(Load(rules), LinePage.Columns, LinePage.Columns);

    private static Strategy Load(string rules)
    {
        var loaded = StrategyFile.Load($"strategy terms version 1\ncurrency CNY\n{rules}", "terms", new SymbolTable(), code => code == "CNY" ? 2 : null);
        Assert.True(loaded.Strategy is not null, string.Join('\n', loaded.Errors.Select(error => error.ToString())));
        return loaded.Strategy;
    }

    private static LineBlock Lines(int count, int seed, int own)
    {
        var random = new Random(seed);
        var lines = new LineBlock(3);
        for (var i = 1; i <= count; i++)
        {
            lines.Add(i, random.Next(3), 0, LinePage.DayOf(random.Next(1, 4)), 0, LineFlags.None);
            lines.Texts[own].Add(Encoding.UTF8.GetBytes($"{random.Next(count)}"));
            lines.Texts[1 - own].Add(Encoding.UTF8.GetBytes($"{random.Next(count)}"));
            lines.Texts[2].Add(default);
        }

        return lines;
    }
}

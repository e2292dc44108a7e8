using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Tests.Reconciliation.Matching;

public sealed class SubsetPassTests
{
    [Fact]
    public void The_only_way_is_claimed() => LinePage.Check([Passes.Subset(GroupShape.ManyToOne)], """
        T 1.00     | T 3.00     | set a search
        T 2.00     | T 30.00    | set a search / set b search
        T 10.00    |            | set b search
        T 20.00    |            | set b search
        T 500.00   |            | missing-at-bank
        U 5.00     | U 5.00     | pair search                          # a set of one
        """);

    [Fact]
    public void Two_ways_are_suggested() => LinePage.Check([Passes.Subset(GroupShape.ManyToOne)], """
        T 1.00     | T 3.00     | ambiguous a
        T 2.00     |            | ambiguous a
        T 3.00     |            | ambiguous a
        T 50.00    | T 150.00   | set b search
        T 100.00   |            | set b search
        U 10.00    | U 20.00    | ambiguous c          # two of three that are the same: which were paid?
        U 10.00    |            | ambiguous c
        U 10.00    |            | ambiguous c
        """);

    [Fact]
    public void Many_with_many() => LinePage.Check([Passes.Subset()], """
        T 1.00     | T 4.00     | set a search
        T 9.00     | T 6.00     | set a search
        T 20.00    | T 20.00    | pair search
        T -7.00    | T 93.00    | set b search
        T 100.00   | T 777.00   | set b search / missing-with-us
        """);

    [Fact]
    public void One_with_many() => LinePage.Check([Passes.Subset(GroupShape.OneToMany)], """
        T 3.00     | T 1.00     | set a search
        T 11.00    | T 2.00     | missing-at-bank / set a search
                   | T 40.00    | missing-with-us
        """);

    [Fact]
    public void A_set_has_no_more_lines_than_allowed() => LinePage.Check([Passes.Subset(GroupShape.ManyToOne) with { MaxLines = 2 }], """
        T 1.00     | T 7.00     | missing-at-bank / missing-with-us
        T 2.00     |            | missing-at-bank
        T 4.00     |            | missing-at-bank
        """);

    [Fact]
    public void Net_of_fee() => LinePage.Check([Passes.Subset(GroupShape.ManyToOne) with { LeftIsNetOfFee = true }], """
        T 1.00 fee 0.01     | T 2.97     | set a search
        T 2.00 fee 0.02     |            | set a search
        T 9.00 fee 0.09     |            | missing-at-bank
        """);

    [Fact]
    public void A_block_that_is_too_large_is_left_alone_and_told()
    {
        var outcome = LinePage.Check([Passes.Subset(GroupShape.ManyToOne) with { MaxBlock = 3 }], """
            T 1.00   | T 3.00   | missing-at-bank / missing-with-us
            T 2.00   | T 4.00   | missing-at-bank / missing-with-us
            U 1.00   | U 3.00   | set a search
            U 2.00   |          | set a search
            """);
        Assert.Equal([new SkippedBlock(0, "T", 4, "more than 3 lines")], outcome.Skipped);
    }

    [Fact]
    public void A_used_up_budget_claims_nothing_and_is_told()
    {
        var (left, right) = (Lines(1, 2), Lines(3));
        var enough = 1;
        while (Run(left, right, enough).Skipped.Count > 0) enough++;
        Assert.InRange(enough, 4, 20); // Two sums of halves, a way and its neighbours; not all sets with all.
        Assert.Single(Run(left, right, enough).Groups);
        var outcome = Run(left, right, enough - 1);
        Assert.Equal([new SkippedBlock(0, "T", 3, $"the budget of {enough - 1} steps is used up")], outcome.Skipped);
        Assert.Equal(3, outcome.Breaks.Count);
    }

    [Fact]
    public void Halves_make_a_search_among_billions_of_sets_one_of_a_million_steps()
    {
        var left = Lines([.. Enumerable.Range(0, 32).Select(i => 1L << i)]);
        var right = Lines([.. Enumerable.Range(0, 8).Select(i => 7L << (4 * i))]);
        var outcome = Run(left, right, 2_000_000);
        Assert.Equal(8, outcome.Groups.Count);
        Assert.All(outcome.Groups, group => Assert.Equal(3, group.Left.Length));
        Assert.Equal(8, outcome.Breaks.Count); // Every fourth power is in no sum.
        Assert.Single(Run(left, right, 100_000).Skipped);
    }

    private static ReconciliationOutcome Run(LineBlock left, LineBlock right, long budget) =>
        InMemoryReconciliation.Run(new MatchPlan([Passes.Subset(GroupShape.ManyToOne) with { Budget = budget, MaxLines = 32 }]), left, right);

    private static LineBlock Lines(params long[] amounts)
    {
        var lines = new LineBlock(3);
        foreach (var amount in amounts)
        {
            lines.Add(lines.Count + 1, amount, 0, 0, 0, LineFlags.None);
            lines.Texts[0].Add("T"u8);
            lines.Texts[1].Add(default);
            lines.Texts[2].Add(default);
        }

        return lines;
    }
}

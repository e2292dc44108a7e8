using System.Diagnostics;
using System.Text;
using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Tests.Reconciliation.Matching;

/// <summary>
/// Blocks in which one key has very many lines: thousands of millions of pairs. What is found shows that the passes find their way in them; the limit is far above what sorting takes, on a busy
/// machine too, and there for a pass that looks at every pair.
/// </summary>
public sealed class LargeBlockTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public void A_hundred_thousand_equal_lines_a_side_pair_in_order()
    {
        var (left, right) = (Lines(100_000, _ => (100, 1)), Lines(99_999, _ => (100, 1)));
        foreach (var pass in new[] { Passes.Exact(), Passes.Window(before: 3, after: 3, below: 10, above: 10) })
        {
            var outcome = Run([pass, Passes.Difference()], left, right);
            Assert.Equal(Enumerable.Range(1, 99_999).Select(i => new PairClaim(i, i, 0, Differences.None)), outcome.Pairs);
            Assert.Equal(new FoundBreak(BreakType.DuplicateWithUs, 100_000, 0, Differences.None), Assert.Single(outcome.Breaks));
        }
    }

    [Fact]
    public void Fifty_thousand_amounts_of_one_key_are_sorted()
    {
        var (left, right) = (Lines(50_000, i => (i * 10, 1 + (i % 20))), Lines(50_000, i => ((50_001 - i) * 10, 2 + ((50_001 - i) % 20))));
        foreach (var pass in new[] { Passes.Exact(), Passes.Window(after: 1, below: 3, above: 3) })
        {
            var outcome = Run([pass], left, right);
            Assert.Equal(50_000, outcome.Pairs.Count);
            Assert.All(outcome.Pairs, pair => Assert.Equal(50_001, pair.Left + pair.Right));
        }
    }

    [Fact]
    public void Fifty_thousand_lines_that_all_could_be_each_other_are_one_suggestion()
    {
        var (left, right) = (Lines(50_000, i => (i, 1)), Lines(50_000, i => (i, 2)));
        var outcome = Run([Passes.Window(after: 1, below: 100_000, above: 100_000)], left, right);
        var suggestion = Assert.Single(outcome.Suggestions);
        Assert.Equal((50_000, 50_000), (suggestion.Left.Length, suggestion.Right.Length));
        Assert.All(outcome.Breaks, one => Assert.Equal(BreakType.Ambiguous, one.Type));
    }

    [Fact]
    public void Fifty_thousand_lines_in_one_sum()
    {
        var (left, right) = (Lines(50_000, i => (i, 1)), Lines(1, _ => (50_000L * 50_001 / 2, 1)));
        Assert.Equal(50_000, Assert.Single(Run([Passes.Group(GroupShape.ManyToOne)], left, right).Groups).Left.Length);
        Assert.Equal(50_001, Assert.Single(Run([Passes.Subset()], left, right).Skipped).Lines);
    }

    [Fact]
    public void The_exact_path_allocates_nothing_a_line()
    {
        var (left, right) = (Lines(20_000, i => (i, 1), isOneKey: false), Lines(20_000, i => (i, 1), isOneKey: false));
        var plan = new MatchPlan([Passes.Exact(), Passes.Difference()]);
        var matcher = new RoundMatcher(plan, plan.Rounds[0]);
        var outcome = new BlockOutcome();
        for (var i = 0; i < 40; i++) matcher.Match(left, right, outcome);
        var before = GC.GetAllocatedBytesForCurrentThread();
        matcher.Match(left, right, outcome);
        Assert.Equal(20_000, outcome.Pairs.Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    private static ReconciliationOutcome Run(MatchPass[] passes, LineBlock left, LineBlock right)
    {
        var started = Stopwatch.GetTimestamp();
        var outcome = InMemoryReconciliation.Run(new MatchPlan(passes), left, right);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, Limit);
        return outcome;
    }

    private static LineBlock Lines(int count, Func<int, (long AmountMinor, int Day)> line, bool isOneKey = true)
    {
        var lines = new LineBlock(3, count);
        for (var i = 1; i <= count; i++)
        {
            var (amount, day) = line(i);
            lines.Add(i, amount, 0, LinePage.DayOf(day), 156, LineFlags.None);
            lines.Texts[0].Add(isOneKey ? "KEY"u8 : Encoding.UTF8.GetBytes($"KEY-{i}"));
            lines.Texts[1].Add(default);
            lines.Texts[2].Add("paid"u8);
        }

        return lines;
    }
}

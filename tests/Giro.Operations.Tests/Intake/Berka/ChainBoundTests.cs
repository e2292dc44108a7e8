using Giro.Operations.Intake.Berka;

namespace Giro.Operations.Tests.Intake.Berka;

/// <summary>Days at and beyond the bound of the search.</summary>
public sealed class ChainBoundTests
{
    [Fact]
    public void A_day_of_twenty_rows_in_ten_cycles_is_within_the_bound()
        => Assert.True(new ChainSearch().TryFind(0, Cycles(10), new int[20]));

    [Fact]
    public void A_day_of_twenty_rows_in_ten_cycles_with_one_bad_amount_is_within_the_bound()
    {
        var rows = Cycles(10);
        rows[^1] = rows[^1] with { AmountHaler = rows[^1].AmountHaler + 33 };
        var order = new int[20];
        Assert.True(new ChainSearch().TryFind(0, rows, order));
        Assert.Equal(1, Breaks(rows, order));
    }

    [Fact]
    public void A_day_of_sixty_four_rows_is_within_the_bound_and_of_sixty_five_is_not()
    {
        Assert.True(new ChainSearch().TryFind(0, Credits(64), new int[64]));
        Assert.False(new ChainSearch().TryFind(0, Credits(65), new int[65]));
    }

    [Fact]
    public void A_day_in_which_nothing_follows_from_anything_exceeds_the_bound()
        => Assert.False(new ChainSearch().TryFind(0, Junk(20), new int[20]));

    [Fact]
    public void A_day_beyond_the_bound_is_still_ordered_when_it_is_plain()
    {
        var (chained, unchained) = Chain(Credits(500));
        Assert.Empty(unchained);
        Assert.Equal(Enumerable.Range(1, 500).Select(i => i * 1_000L), chained.Select(row => row.Transaction.BalanceHaler));
    }

    [Fact]
    public void A_day_beyond_the_bound_takes_a_row_that_follows_exactly_before_an_earlier_one_that_follows_rounded()
    {
        var (chained, unchained) = Chain([ChainRows.Row(900, +100, 500_110), ChainRows.Row(901, +10, 500_010), .. Credits(500)]);
        Assert.Empty(unchained);
        Assert.Equal([901, 900], chained.Skip(500).Select(row => row.Transaction.Line));
    }

    [Theory]
    [InlineData(+10)]
    [InlineData(-10)]
    public void A_day_beyond_the_bound_takes_a_rounded_row_before_it_breaks(long rounding)
    {
        var rounded = ChainRows.Row(901, +1_000, 501_000 + rounding);
        var (chained, unchained) = Chain([ChainRows.Row(900, +70, 501_070 + rounding), rounded, .. Credits(500)]);
        Assert.Empty(unchained);
        Assert.Equal([rounding, 0L], chained.Skip(500).Select(row => row.RoundingHaler));
    }

    [Fact]
    public void A_row_that_does_not_chain_beyond_the_bound_says_that_not_every_order_was_tried()
    {
        var rows = Credits(100);
        var bad = Array.FindIndex(rows, row => row.BalanceHaler == 50_000);
        rows[bad] = rows[bad] with { AmountHaler = 999 };
        var (chained, unchained) = Chain(rows);
        Assert.Equal(100, chained.Count + unchained.Count);
        Assert.All(unchained, row => Assert.Equal(UnchainedReason.SearchBoundExceeded, row.Reason));
        Assert.Contains(rows[bad].Line, unchained.Select(row => row.Transaction.Line));
        Assert.EndsWith("(not every order of the day was tried)", unchained[0].ToRowError().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_can_be_used_again_after_it_gave_up()
    {
        var search = new ChainSearch();
        Assert.False(search.TryFind(0, Junk(20), new int[20]));
        var order = new int[3];
        Assert.True(search.TryFind(0, ChainRows.Day((-200, 900), (+100, 1_100), (+1_000, 1_000)), order));
        Assert.Equal([2, 1, 0], order);
    }

    /// <summary>0 -> 1000 -> 2000 -> ..., shuffled.</summary>
    private static BerkaTransaction[] Credits(int count)
    {
        var rows = Enumerable.Range(1, count).Select(i => ChainRows.Row(i + 1, +1_000, i * 1_000L)).ToArray();
        new Random(count).Shuffle(rows);
        return rows;
    }

    /// <summary>0 -> 101 -> 0 -> 201 -> 0 -> ...: any order of the cycles is exact.</summary>
    private static BerkaTransaction[] Cycles(int count)
        => ChainRows.Day([.. Enumerable.Range(1, count).SelectMany(i => new[] { (i * 100 + 1L, i * 100 + 1L), (-(i * 100 + 1L), 0L) })]);

    private static BerkaTransaction[] Junk(int count)
        => ChainRows.Day([.. Enumerable.Range(1, count).Select(i => (0L, i * 1_000L))]);

    private static int Breaks(BerkaTransaction[] rows, int[] order)
    {
        var balance = 0L;
        var breaks = 0;
        foreach (var i in order)
        {
            if (!ChainLink.Holds(ChainLink.Gap(rows[i], balance)))
                breaks++;
            balance = rows[i].BalanceHaler;
        }

        return breaks;
    }

    private static (List<ChainedTransaction> Chained, List<UnchainedTransaction> Unchained) Chain(BerkaTransaction[] rows)
    {
        var chained = new List<ChainedTransaction>();
        var unchained = new List<UnchainedTransaction>();
        new BalanceChain().ChainDay(rows, chained, unchained);
        return (chained, unchained);
    }
}

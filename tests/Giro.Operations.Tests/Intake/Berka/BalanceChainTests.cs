using Giro.Operations.Intake.Berka;

namespace Giro.Operations.Tests.Intake.Berka;

/// <summary>Each table is one account's day in file order: signed amount, printed balance. Expected are the lines in posting order.</summary>
public sealed class BalanceChainTests
{
    private readonly BalanceChain _chain = new();
    private readonly List<ChainedTransaction> _chained = [];
    private readonly List<UnchainedTransaction> _unchained = [];

    [Fact]
    public void Rows_in_reverse_are_put_in_the_order_of_posting()
    {
        ChainDay(ChainRows.Day((-200, 900), (+100, 1_100), (+1_000, 1_000)));
        Expect("4:0 3:0 2:0");
    }

    [Fact]
    public void An_account_starts_at_zero_and_then_where_it_was_the_day_before()
    {
        ChainDay(ChainRows.Row(2, +700, 700));
        ChainDay(ChainRows.Row(3, +50, 750, date: ChainRows.FirstDay.AddDays(1)));
        Expect("2:0 3:0");
        Assert.Equal(700, _chained[1].BalanceBeforeHaler);
    }

    [Fact]
    public void A_printed_balance_may_be_ten_haler_off_in_either_direction()
    {
        ChainDay(ChainRows.Day((+1_000, 1_010), (-500, 500), (+7, 507)));
        Expect("2:10 3:-10 4:0");
        Assert.Equal(0, _chained[0].BalanceBeforeHaler);
        Assert.Equal(1_010, _chained[1].BalanceBeforeHaler);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(11)]
    [InlineData(-20)]
    public void Any_other_difference_does_not_chain(long offHaler)
    {
        ChainDay(ChainRows.Row(2, +1_000, 1_000 + offHaler));
        Expect("");
        Assert.Equal(offHaler, Assert.Single(_unchained).DifferenceHaler);
    }

    [Fact]
    public void An_exact_order_is_preferred_to_a_rounded_one_that_the_file_has_first()
    {
        // 2-3-4 needs line 3 rounded; 3-2-4 is exact.
        ChainDay(ChainRows.Day((+100, 1_110), (+1_010, 1_010), (-10, 1_100)));
        Expect("3:0 2:0 4:0");
    }

    [Fact]
    public void The_same_amount_twice_keeps_the_order_of_the_balances()
    {
        ChainDay(ChainRows.Day((+100, 200), (+100, 100), (+100, 300)));
        Expect("3:0 2:0 4:0");
    }

    [Fact]
    public void Rows_that_cannot_be_told_apart_keep_the_order_of_the_file()
    {
        // 0 -> 100 -> 0 -> 100 -> 0: both credits are the same edge, both debits too.
        ChainDay(ChainRows.Day((-100, 0), (+100, 100), (+100, 100), (-100, 0)));
        Expect("3:0 2:0 4:0 5:0");
    }

    [Fact]
    public void A_cycle_is_walked_before_the_way_out_of_it()
    {
        // 0 -> 500 must come last: nothing leads back from 500.
        ChainDay(ChainRows.Day((+500, 500), (+100, 100), (-100, 0), (+70, 70), (-70, 0)));
        Expect("3:0 4:0 5:0 6:0 2:0");
    }

    [Fact]
    public void Balances_below_zero_chain()
    {
        ChainDay(ChainRows.Day((+150, -50), (-200, -200), (+50, 0)));
        Expect("3:0 2:0 4:0");
    }

    [Fact]
    public void Accounts_come_by_their_first_row_and_each_in_its_own_order()
    {
        ChainDay(
            ChainRows.Row(2, +10, 110, account: 9),
            ChainRows.Row(3, +5, 5, account: 8),
            ChainRows.Row(4, +100, 100, account: 9));
        Expect("4:0 2:0 3:0");
    }

    [Fact]
    public void A_balance_that_does_not_follow_is_reported_and_the_next_day_goes_on_from_it()
    {
        ChainDay(ChainRows.Row(2, +700, 700));
        ChainDay(ChainRows.Row(3, +50, 999, date: ChainRows.FirstDay.AddDays(1)));
        ChainDay(ChainRows.Row(4, +1, 1_000, date: ChainRows.FirstDay.AddDays(2)));
        Expect("2:0 4:0");
        Assert.Equal(new UnchainedTransaction(ChainRows.Row(3, +50, 999, date: ChainRows.FirstDay.AddDays(1)), 700, UnchainedReason.NoOrderFits),
            Assert.Single(_unchained));
    }

    [Fact]
    public void One_bad_amount_leaves_out_its_own_row_only()
    {
        // Line 4 prints the right balance with a wrong amount; true was +200.
        ChainDay(ChainRows.Day((+1, 1_301), (+1_000, 1_000), (+250, 1_300), (+100, 1_100)));
        Expect("3:0 5:0 2:0");
        var unchained = Assert.Single(_unchained);
        Assert.Equal((4, 1_100L, -50L), (unchained.Transaction.Line, unchained.BalanceBeforeHaler, unchained.DifferenceHaler));
    }

    [Fact]
    public void One_bad_balance_leaves_out_its_row_and_the_next()
    {
        // Line 3 prints 1 900 where 1 100 was true, so line 4 does not follow from it.
        ChainDay(ChainRows.Day((+1_000, 1_000), (+100, 1_900), (+200, 1_300), (+1, 1_301)));
        Expect("2:0 5:0");
        Assert.Equal([3, 4], _unchained.Select(row => row.Transaction.Line));
    }

    [Fact]
    public void A_row_that_does_not_chain_says_by_how_much_in_a_report()
    {
        ChainDay(ChainRows.Row(12, -50_00, 999_90));
        Assert.Equal(
            "trans.asc:12: balance '999.90': the balance does not follow from 0.00 with the amount -50.00; it is off by 1049.90",
            Assert.Single(_unchained).ToRowError().ToString());
    }

    private void ChainDay(params BerkaTransaction[] rows) => _chain.ChainDay(rows, _chained, _unchained);

    private void Expect(string linesAndRoundings)
        => Assert.Equal(linesAndRoundings, string.Join(' ', _chained.Select(row => $"{row.Transaction.Line}:{row.RoundingHaler}")));
}

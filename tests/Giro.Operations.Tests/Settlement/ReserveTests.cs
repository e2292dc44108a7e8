using Giro.Operations.Institution;
using Giro.Operations.Settlement;

namespace Giro.Operations.Tests.Settlement;

/// <summary>Ledger pages of merchants with reserves and minimum payouts.</summary>
public sealed class ReserveTests
{
    private static readonly SettlementTerms FivePercent = new() { RollingReserve = new RollingReserve(50_000_000, DaysHeld: 30) };

    [Fact]
    public void A_part_of_each_obligation_is_kept_back_and_released_after_its_days()
    {
        using var book = new SettlementBook(("A", FivePercent));
        book.Pay("A", "100.19");
        book.AssertPage(
            """
            merchant/A/reserve/rolling 5.00
            payout/instructed 95.19
            """);
        book.Advance(29);
        Assert.Equal((0, 0L), (book.Release().Count, book.Release().SumMinor));
        book.Advance(1);
        Assert.Equal((1, 5_00L), (book.Release() is var (count, sum, _) ? (count, sum) : default));
        book.AssertPage(
            """
            merchant/A/payable 5.00
            payout/instructed 95.19
            """);
        Assert.Equal("""{"merchant":"A","of":"obligation/T0-20261102-1/A","releaseDate":"2026-12-02"}""".Replace("T0-20261102-1", "CYCLE"), book.AttributesOf("reserve-release/" + book.Day.Obligations.Of(new(1, SettlementBook.Monday, 1))[0].Reference).Replace(new Giro.Operations.Institution.Cycles.CycleId(1, SettlementBook.Monday, 1).ToString(), "CYCLE"));
        var before = book.Day.LastNumber;
        book.Release();
        Assert.Equal(before, book.Day.LastNumber);
        Assert.Equal(5_00, book.PayOut().Files[0].SumMinor);
        book.AssertTiesOut();
    }

    [Fact]
    public void The_reserve_stops_at_its_cap_and_fills_again_after_a_release()
    {
        using var book = new SettlementBook(("A", FivePercent with { RollingReserve = new RollingReserve(50_000_000, 30, CapMinor: 12_00) }));
        book.Pay("A", "200.00");
        book.Advance(1);
        book.Pay("A", "100.00");
        book.AssertPage(
            """
            merchant/A/reserve/rolling 12.00
            payout/instructed 288.00
            """);
        book.Advance(29);
        Assert.Equal(10_00, book.Release().SumMinor);
        book.Pay("A", "60.00");
        book.AssertPage(
            """
            merchant/A/reserve/rolling 5.00
            payout/instructed 355.00
            """);
        book.AssertTiesOut();
    }

    [Fact]
    public void A_release_gives_back_what_a_waterfall_has_left()
    {
        using var book = new SettlementBook(("A", FivePercent with { Waterfall = [WaterfallStep.Reserve] }));
        book.Pay("A", "200.00");
        book.Advance(1);
        book.Pay("A", "100.00");
        book.Advance(1);
        book.Refund("A", "11.00");
        book.Close();
        book.AssertPage(
            """
            merchant/A/reserve/rolling 4.00
            payout/instructed 285.00
            """);
        book.Advance(28);
        Assert.Equal(0, book.Release().SumMinor);
        book.Advance(1);
        Assert.Equal(4_00, book.Release().SumMinor);
        book.AssertTiesOut();
    }

    [Fact]
    public void The_fixed_reserve_is_filled_first_and_then_kept()
    {
        using var book = new SettlementBook(("A", FivePercent with { FixedReserveMinor = 150_00 }));
        book.Pay("A", "100.00");
        book.AssertPage("merchant/A/reserve/fixed 100.00");
        book.Advance(1);
        book.Pay("A", "100.00");
        book.AssertPage(
            """
            merchant/A/reserve/fixed 150.00
            merchant/A/reserve/rolling 5.00
            payout/instructed 45.00
            """);
        book.Advance(60);
        book.Release();
        Assert.Equal(150_00, book.Day.Balance(ChartOfAccounts.FixedReserve("A")));
        book.AssertTiesOut();
    }

    [Fact]
    public void Less_than_the_minimum_is_carried_forward_until_it_is_enough()
    {
        using var book = new SettlementBook(("A", new SettlementTerms { MinimumPayoutMinor = 50_00, RollingReserve = new RollingReserve(100_000_000, 30) }));
        book.Pay("A", "55.54");
        book.AssertPage("merchant/A/pending 55.54");
        book.Advance(1);
        book.Pay("A", "0.01");
        book.AssertPage(
            """
            merchant/A/reserve/rolling 5.55
            payout/instructed 50.00
            """);
        book.Advance(30);
        book.Release();
        Assert.Equal((UnpaidReason.BelowMinimum, 5_55L), (Assert.Single(book.PayOut().Unpaid) is var unpaid ? (unpaid.Reason, unpaid.AmountMinor) : default));
        book.AssertTiesOut();
    }
}

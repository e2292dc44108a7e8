using Giro.Ledger.Entries;
using Giro.Operations.Institution;
using Giro.Operations.Settlement;

namespace Giro.Operations.Tests.Settlement;

public class CycleCloserTests
{
    [Fact]
    public void A_closed_cycle_moves_what_it_owes_from_pending_to_payable()
    {
        using var day = new TestDay();
        day.Post(
            TestDay.Payment("P-1", "M1", "100.00"),
            TestDay.Payment("P-2", "M1", "8.00", at: "2026-11-11T15:00:00+01:00"),
            TestDay.Return("refund", "R-1", "P-1", "M1", "30.00"));
        Assert.Equal(CycleCloseStatus.Closed, day.Close(day.Morning).Status);
        Assert.Equal((68_75L, 7_90L), (day.Balance(ChartOfAccounts.Payable("M1")), day.Balance(ChartOfAccounts.Pending("M1"))));
    }

    [Fact]
    public void Closing_again_changes_nothing()
    {
        using var day = new TestDay();
        day.Post(TestDay.Payment("P-1", "M1", "100.00"));
        day.Close(day.Morning);
        var before = day.LastNumber;
        var again = day.Close(day.Morning);
        Assert.Equal(CycleCloseStatus.ClosedBefore, again.Status);
        Assert.Equal(before, day.LastNumber);
        Assert.Equal(ObligationState.Payable, Assert.Single(day.Obligations.Of(day.Morning)).State);
    }

    [Fact]
    public void A_merchant_below_zero_is_carried_forward_to_its_next_cycle()
    {
        using var day = new TestDay();
        day.Post(
            TestDay.Payment("P-1", "M1", "100.00"),
            TestDay.Return("refund", "R-1", "P-1", "M1", "100.00"),
            TestDay.Payment("P-2", "M1", "8.00", at: "2026-11-11T15:00:00+01:00"));
        day.Close(day.Morning);
        var morning = Assert.Single(day.Obligations.Of(day.Morning));
        Assert.Equal((-1_25L, ObligationState.CarriedForward), (morning.AmountMinor, morning.State));
        Assert.Equal(0, day.Balance(ChartOfAccounts.Payable("M1")));
        day.Close(day.Afternoon);
        var afternoon = Assert.Single(day.Obligations.Of(day.Afternoon));
        Assert.Equal((7_90L, -1_25L, 6_65L, ObligationState.Payable), (afternoon.NetMinor, afternoon.CarriedInMinor, afternoon.AmountMinor, afternoon.State));
        Assert.Equal((6_65L, 0L), (day.Balance(ChartOfAccounts.Payable("M1")), day.Balance(ChartOfAccounts.Pending("M1"))));
    }

    [Fact]
    public void A_merchant_whose_pending_differs_from_its_lines_is_not_paid_and_the_others_are()
    {
        using var day = new TestDay();
        day.Post(TestDay.Payment("P-1", "M1", "100.00"), TestDay.Payment("P-2", "M4", "10.00"));
        day.PostByHand("mistake", Leg.Debit(day.Accounts.Capital, 1), Leg.Credit(day.Accounts.Pending(day.Institution.Merchants[0]), 1));
        var asOf = day.LastNumber;
        var result = day.Close(day.Morning);
        Assert.Equal(new PendingDifference("M1", 98_76, 98_75, asOf), Assert.Single(result.Differences));
        var blocked = day.Obligations.Of(day.Morning)[0];
        Assert.Equal((ObligationState.Blocked, "pending is 9876 in the ledger and 9875 in clearing"), (blocked.State, blocked.Note));
        Assert.Equal((0L, 9_87L), (day.Balance(ChartOfAccounts.Payable("M1")), day.Balance(ChartOfAccounts.Payable("M4"))));

        day.PostByHand("mended", Leg.Credit(day.Accounts.Capital, 1), Leg.Debit(day.Accounts.Pending(day.Institution.Merchants[0]), 1));
        Assert.Empty(day.Close(day.Morning).Differences);
        Assert.Equal(98_75, day.Balance(ChartOfAccounts.Payable("M1")));
    }

    [Fact]
    public void A_cycle_does_not_close_while_clearing_is_behind()
    {
        using var day = new TestDay();
        day.Post(TestDay.Payment("P-1", "M1", "100.00"));
        var closer = day.Closer();
        Assert.Equal(CycleCloseStatus.ClearingBehind, closer.Close(day.Morning).Status);
        Assert.Empty(day.Obligations.Of(day.Morning));
        day.Clear();
        Assert.Equal(CycleCloseStatus.Closed, closer.Close(day.Morning).Status);
    }

    [Fact]
    public void The_tie_out_compares_as_of_one_record_though_clearing_has_gone_on()
    {
        using var day = new TestDay();
        day.Post(TestDay.Payment("P-1", "M1", "100.00"));
        var asOf = day.LastNumber;
        day.Post(TestDay.Payment("P-2", "M1", "20.00"));
        day.Clear();
        Assert.Equal(98_75, day.Obligations.UnsettledLines(asOf)["M1"]);
        Assert.Equal(98_75 + 19_75, day.Obligations.UnsettledLines(day.LastNumber)["M1"]);
    }
}

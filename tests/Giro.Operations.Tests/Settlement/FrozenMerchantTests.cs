using Giro.Ledger.Accounts;
using Giro.Operations.Institution;
using Giro.Operations.Settlement;

namespace Giro.Operations.Tests.Settlement;

public sealed class FrozenMerchantTests
{
    [Fact]
    public void What_the_ledger_refuses_waits_blocks_that_merchant_alone_and_goes_on_when_it_can()
    {
        using var book = new SettlementBook(("A", SettlementTerms.Plain), ("B", SettlementTerms.Plain));
        book.Receive("A", "100.00");
        book.Receive("B", "10.00");
        book.Day.SetState("A", AccountState.Frozen);
        var closed = book.Close();
        Assert.Equal((CycleCloseStatus.Closed, 0), (closed.Status, closed.Differences.Count));
        Assert.StartsWith("obligation/", Assert.Single(closed.Refused).Entry.Reference);
        book.AssertPage(
            """
            merchant/A/pending 100.00
            merchant/B/payable 10.00
            """);

        // The records count what waits as posted, and so does the tie-out: the day can end.
        book.AssertTiesOut();
        var run = book.PayOut();
        Assert.Equal((UnpaidReason.EntryWaits, 10_00L), (Assert.Single(run.Unpaid).Reason, run.Files[0].SumMinor));
        book.Advance(1);
        book.Receive("A", "5.00");
        var second = book.Cycle;
        Assert.Empty(book.Close().Differences);
        var blocked = Assert.Single(book.Day.Obligations.Of(second));
        Assert.Equal((ObligationState.Blocked, true), (blocked.State, blocked.Note.EndsWith("the ledger answered AccountFrozen", StringComparison.Ordinal)));

        book.Day.SetState("A", AccountState.Open);
        book.Close();
        Assert.Equal(105_00, book.PayOut().Files[0].SumMinor);
        book.AssertPage("payout/instructed 115.00");
        book.AssertTiesOut();
    }
}

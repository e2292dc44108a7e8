using Giro.Operations.Institution;
using Giro.Operations.Settlement;

namespace Giro.Operations.Tests.Settlement;

/// <summary>Ledger pages of merchants that end a cycle below zero.</summary>
public sealed class NegativeBalanceTests
{
    private static readonly SettlementTerms All = new()
    {
        Waterfall = [WaterfallStep.CarryForward, WaterfallStep.Reserve, WaterfallStep.Guarantor, WaterfallStep.Receivable], CarryForwardDays = 7, GuarantorId = "G",
        RollingReserve = new RollingReserve(100_000_000, 180), WriteOffAfterDays = 60,
    };

    [Fact]
    public void A_refund_after_payout_is_carried_forward_and_then_goes_down_the_waterfall()
    {
        using var book = new SettlementBook(("A", All), ("G", SettlementTerms.Plain));
        book.Pay("A", "100.00");
        book.AssertPage(
            """
            merchant/A/reserve/rolling 10.00
            payout/instructed 90.00
            """);
        book.Advance(1);
        book.Refund("A", "100.00");
        book.Close();
        book.AssertPage(
            """
            merchant/A/pending -100.00
            merchant/A/reserve/rolling 10.00
            payout/instructed 90.00
            """);

        // Future receipts first: they pay a part, and nothing is payable.
        book.Advance(3);
        book.Pay("A", "35.00");
        book.AssertPage(
            """
            merchant/A/pending -65.00
            merchant/A/reserve/rolling 10.00
            payout/instructed 90.00
            """);
        var before = book.Day.LastNumber;
        book.Advance(3);
        book.CoverShortfalls();
        Assert.Equal(before + 1, book.Day.LastNumber);

        // Seven days after it went below zero, though a cycle has closed between: reserve, then 20.00 of the guarantor, the rest is owed.
        book.Advance(1);
        book.Receive("G", "20.00");
        book.Close();
        book.CoverShortfalls();
        book.AssertPage(
            """
            merchant/A/receivable 35.00
            payout/instructed 90.00
            """);
        Assert.Contains("\"shortSince\":\"2026-11-03\"", book.AttributesOf(Assert.Single(book.Day.Obligations.Receivables()).Reference));
        before = book.Day.LastNumber;
        book.CoverShortfalls();
        Assert.Equal(before, book.Day.LastNumber);
        book.AssertTiesOut();
    }

    [Fact]
    public void What_is_payable_and_not_paid_covers_first_and_no_payout_is_tried_against_a_negative_balance()
    {
        using var book = new SettlementBook(("A", SettlementTerms.Plain));
        book.Receive("A", "100.00");
        book.Close();
        book.Refund("A", "30.00");
        var unpaid = Assert.Single(book.PayOut().Unpaid);
        Assert.Equal((UnpaidReason.BelowZero, 100_00L, "pending is -3000"), (unpaid.Reason, unpaid.AmountMinor, unpaid.Note));
        book.Advance(1);
        book.Close();
        book.AssertPage("merchant/A/payable 70.00");
        Assert.Equal(70_00, book.PayOut().Files[0].SumMinor);
        book.AssertTiesOut();
    }

    [Fact]
    public void Money_that_becomes_payable_covers_an_old_shortfall_before_it_is_paid()
    {
        using var book = new SettlementBook(("A", new SettlementTerms { RollingReserve = new RollingReserve(100_000_000, 5) }));
        book.Pay("A", "100.00");
        book.Advance(1);
        book.Refund("A", "4.00");
        book.Close();
        book.Advance(4);
        book.Release();
        Assert.Equal(6_00, book.PayOut().Files[0].SumMinor);
        book.AssertPage("payout/instructed 96.00");
        book.AssertTiesOut();
    }

    [Fact]
    public void Two_merchants_with_one_guarantor_do_not_take_the_same_money_and_it_never_goes_below_zero()
    {
        var guaranteed = new SettlementTerms { Waterfall = [WaterfallStep.Guarantor], GuarantorId = "G" };
        using var book = new SettlementBook(("A", guaranteed), ("B", guaranteed), ("G", SettlementTerms.Plain));
        book.Receive("A", "80.00");
        book.Receive("B", "80.00");
        book.Close();
        book.PayOut();
        book.Advance(1);
        book.Receive("G", "100.00");
        book.Close();
        book.Advance(1);
        book.Refund("A", "80.00");
        book.Refund("B", "80.00");
        book.Close();
        book.AssertPage(
            """
            merchant/B/pending -60.00
            payout/instructed 160.00
            """);
        book.Advance(1);
        book.Pay("G", "75.00");
        book.CoverShortfalls();
        book.AssertPage(
            """
            payout/instructed 175.00
            """);
        book.AssertTiesOut();
    }

    [Fact]
    public void A_receivable_ages_in_buckets_is_repaid_by_later_proceeds_and_is_written_off_by_two_persons()
    {
        using var book = new SettlementBook(("A", new SettlementTerms { Waterfall = [WaterfallStep.Receivable], WriteOffAfterDays = 60 }));
        book.Pay("A", "300.00");
        book.Advance(1);
        book.Refund("A", "40.00");
        book.Close();
        book.Advance(41);
        book.Refund("A", "50.00");
        book.Close();
        book.AssertPage(
            """
            merchant/A/receivable 90.00
            payout/instructed 300.00
            """);
        AssertAges(book, 0, 50_00, 40_00, 0, 0);
        AssertAges(book, 20, 50_00, 0, 40_00, 0);
        AssertAges(book, 31, 0, 50_00, 40_00, 0);
        AssertAges(book, 61, 0, 0, 50_00, 40_00);
        AssertAges(book, 91, 0, 0, 0, 90_00);

        // The oldest is repaid first.
        book.Advance(1);
        book.Pay("A", "45.00");
        book.AssertPage(
            """
            merchant/A/receivable 45.00
            payout/instructed 300.00
            """);
        var left = Assert.Single(book.Day.Obligations.Receivables());
        Assert.Equal(45_00, left.OpenMinor);

        book.Advance(58);
        Assert.Equal(WriteOffStatus.TooYoung, Propose(10_00).Status);
        book.Advance(1);
        Assert.Equal(WriteOffStatus.AmountTooLarge, Propose(45_01).Status);
        Assert.Equal(WriteOffStatus.Unknown, book.Receivables.Propose("A", "cover/none", 1, "gone", "maria", book.Today).Status);
        var proposed = Propose(45_00);
        Assert.Equal(WriteOffStatus.SamePerson, book.Receivables.Approve(proposed.Number, " Maria", book.Today).Status);
        Assert.Equal(45_00, book.Day.Balance(ChartOfAccounts.MerchantReceivable("A")));
        Assert.Equal(WriteOffStatus.WrittenOff, book.Receivables.Approve(proposed.Number, "peter", book.Today).Status);
        book.AssertPage(
            """
            expense/write-offs 45.00
            payout/instructed 300.00
            """);
        Assert.Equal($$"""{"merchant":"A","receivable":"{{left.Reference}}","why":"insolvent","maker":"maria","checker":"peter"}""", book.AttributesOf($"write-off/{proposed.Number}"));
        var before = book.Day.LastNumber;
        Assert.Equal(WriteOffStatus.WrittenOff, book.Receivables.Approve(proposed.Number, "paula", book.Today).Status);
        Assert.Equal(WriteOffStatus.Unknown, book.Receivables.Approve(99, "paula", book.Today).Status);
        Assert.Equal(before, book.Day.LastNumber);
        book.AssertTiesOut();

        WriteOffResult Propose(long amountMinor) => book.Receivables.Propose("A", left.Reference, amountMinor, "insolvent", "maria", book.Today);
    }

    [Fact]
    public void A_write_off_of_what_was_repaid_meanwhile_is_refused()
    {
        using var book = new SettlementBook(("A", new SettlementTerms { Waterfall = [WaterfallStep.Receivable] }));
        book.Pay("A", "100.00");
        book.Advance(1);
        book.Refund("A", "40.00");
        book.Close();
        var proposed = book.Receivables.Propose("A", book.Day.Obligations.Receivables()[0].Reference, 40_00, "gone", "maria", book.Today);
        book.Advance(1);
        book.Pay("A", "10.00");
        Assert.Equal(WriteOffStatus.AmountTooLarge, book.Receivables.Approve(proposed.Number, "peter", book.Today).Status);
        book.AssertTiesOut();
    }

    private static void AssertAges(SettlementBook book, int daysOn, long to30, long to60, long to90, long over90) =>
        Assert.Equal(new ReceivableAgeing(to30, to60, to90, over90), book.Receivables.Ageing(book.Today.AddDays(daysOn))["A"]);
}

using Giro.Operations.Institution;
using Giro.Operations.Intake;

namespace Giro.Operations.Tests.Decision;

public sealed class PaymentRunTests
{
    [Fact]
    public void A_repeated_message_is_answered_as_a_repeat_and_booked_once()
    {
        using var day = new TestDay();
        var run = day.Post(TestDay.Payment("P-1", "M1", "100.00"), TestDay.Payment("P-1", "M1", "100.00"));
        Assert.Equal((1, 1, 0), (run.Channels[0].Payments.Count, run.Channels[0].Repeats, run.Channels[0].Refused));
        Assert.Equal(98_75, day.Balance(ChartOfAccounts.Pending("M1")));
    }

    [Fact]
    public void The_same_id_with_another_amount_is_a_conflict()
    {
        using var day = new TestDay();
        var run = day.Post(TestDay.Payment("P-1", "M1", "100.00"), TestDay.Payment("P-1", "M1", "100.01"));
        Assert.Equal(1, run.Reasons[(RejectionStage.Ledger, "IdConflict")]);
        Assert.Equal(100_00, day.Balance(ChartOfAccounts.Receivable("card")));
        Assert.Contains("""{"file":"card-1.ndjson","line":2,"stage":"ledger","field":"id","reason":"IdConflict",""", File.ReadAllText(day.RejectionsPath));
    }

    [Fact]
    public void Running_a_file_again_changes_nothing()
    {
        using var day = new TestDay();
        string[] lines = [TestDay.Payment("P-1", "M1", "100.00"), TestDay.Payment("P-2", "M2", "20.00"), TestDay.Return("refund", "R-1", "P-1", "M1", "60.00")];
        day.Post(lines);
        var before = day.LastNumber;
        var again = day.Post(lines);
        Assert.Equal((0, 3, 0), (again.Channels[0].Accepted, again.Channels[0].Repeats, again.Channels[0].Refused));
        day.Reload();
        var afterRestart = day.Post(lines);
        Assert.Equal((0, 3, 0), (afterRestart.Channels[0].Accepted, afterRestart.Channels[0].Repeats, afterRestart.Channels[0].Refused));
        Assert.Equal(before, day.LastNumber);
    }

    [Fact]
    public void No_more_is_returned_than_was_paid_also_after_a_restart()
    {
        using var day = new TestDay();
        var run = day.Post(
            TestDay.Payment("P-1", "M1", "100.00"),
            TestDay.Return("refund", "R-1", "P-1", "M1", "60.00"),
            TestDay.Return("refund", "R-2", "P-1", "M1", "40.01"),
            TestDay.Return("refund", "R-3", "P-1", "M1", "30.00"));
        Assert.Equal((2, 90_00), (run.Channels[0].Refunds.Count, run.Channels[0].Refunds.SumMinor));
        Assert.Equal(1, run.Reasons[(RejectionStage.Decision, "ReturnsMoreThanPaid")]);
        day.Reload();
        run = day.Post(TestDay.Return("refund", "R-4", "P-1", "M1", "10.01"), TestDay.Return("chargeback", "C-1", "P-1", "M1", "10.00"));
        Assert.Equal(1, run.Reasons[(RejectionStage.Decision, "ReturnsMoreThanPaid")]);
        Assert.Equal((1, 10_00), (run.Channels[0].Chargebacks.Count, run.Channels[0].Chargebacks.SumMinor));
    }

    [Theory]
    [InlineData("P-9", "M1", "OriginalUnknown")]
    [InlineData("P-1", "M2", "OriginalDiffers")]
    public void A_refund_needs_its_original(string original, string merchant, string reason)
    {
        using var day = new TestDay();
        var run = day.Post(TestDay.Payment("P-1", "M1", "100.00"), TestDay.Return("refund", "R-1", original, merchant, "1.00"));
        Assert.Equal(1, run.Reasons[(RejectionStage.Decision, reason)]);
        Assert.Contains("\"line\":2,\"stage\":\"decision\",\"field\":\"original\"", File.ReadAllText(day.RejectionsPath));
    }

    [Fact]
    public void A_payment_above_the_channels_highest_is_refused_by_decision_and_one_at_it_is_taken()
    {
        using var day = new TestDay();
        var run = day.Post(TestDay.Payment("P-1", "M1", "10000.00"), TestDay.Payment("P-2", "M1", "10000.01"));
        Assert.Equal(1, run.Channels[0].Payments.Count);
        Assert.Equal(1, run.Reasons[(RejectionStage.Decision, "AboveChannelLimit")]);
    }

    [Fact]
    public void A_payment_that_takes_a_merchant_above_its_highest_is_refused_by_the_ledger()
    {
        using var day = new TestDay();
        var run = day.Post(TestDay.Payment("P-1", "M4", "50.00"), TestDay.Payment("P-2", "M4", "1.00"));
        Assert.Equal(1, run.Channels[0].Payments.Count);
        Assert.Equal(1, run.Reasons[(RejectionStage.Ledger, "AboveHighest")]);
        Assert.Equal(49_37, day.Balance(ChartOfAccounts.Pending("M4")));
        Assert.Contains("\"line\":2,\"stage\":\"ledger\",\"field\":\"amount\"", File.ReadAllText(day.RejectionsPath));
    }

    [Fact]
    public void Thousands_of_lines_end_each_in_one_place()
    {
        using var day = new TestDay();
        var lines = Enumerable.Range(1, 20_000).Select(i => i % 10 == 0 ? "{" : TestDay.Payment($"P-{i % 15_000}", "M1", "1.00"));
        var run = day.PostFile(string.Join('\n', lines));
        // 18,000 well-formed; of the ids 1 to 4,999 and 0 the 4,500 that are not multiples of ten come twice.
        Assert.Equal((20_000, 13_500, 4_500, 0, 2_000), (run.Channels[0].Read, run.Channels[0].Payments.Count, run.Channels[0].Repeats, run.Channels[0].Refused, run.Channels[0].Malformed));
        Assert.Equal(13_500_00, day.Balance(ChartOfAccounts.Receivable("card")));
    }
}

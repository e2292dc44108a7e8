using Giro.Operations.Clearing;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Terms;
using Giro.Storage.Records;

namespace Giro.Operations.Tests.Clearing;

/// <summary>Terms that depend on what a period came to, from payments through clearing to the adjustment at its end.</summary>
public sealed class PeriodEndRunTests
{
    /// <summary>Up to 100.00 a day 2 %, from there on 1 %: charged payment by payment at the rate of what came before, trued up to the rate of the whole day.</summary>
    private const string WholeVolume = """
        strategy standard version 1
        currency EUR
        input amount: money
        input event: text
        total day-volume: money = sum of amount per day
        total day-fee: money = sum of fee per day
        output fee: money as merchant-fee charged
        output adjustment: money as fee-adjustment charged

        tiers volume-rate: money -> rate
            from 0.00    2%
            from 100.00  1%

        algorithm accrue
            fee = amount * volume-rate[day-volume] rounded half-up
        algorithm free
            fee = 0.00
        algorithm true-up
            adjustment = (day-volume * volume-rate[day-volume] rounded half-up) - day-fee

        use accrue
            when event = "payment"
        use free
            otherwise
        at end of day use true-up
        """;

    [Fact]
    public void A_day_is_trued_up_to_the_rate_of_its_whole_volume()
    {
        using var day = new TestDay(TestInstitution.Make(), WholeVolume);
        day.Post(
            TestDay.Payment("P-1", "M1", "60.00"),    // 2 % of 60.00: 1.20
            TestDay.Payment("P-2", "M1", "60.00"),    // 60.00 before: 2 %, 1.20
            TestDay.Payment("P-3", "M1", "80.00"),    // 120.00 before: 1 %, 0.80
            TestDay.Payment("P-4", "M2", "50.00"));   // another merchant: 2 %, 1.00
        Assert.Equal(200_00 - 1_20 - 1_20 - 80, day.Balance(ChartOfAccounts.Pending("M1")));
        Assert.Equal((-1_20, 0), (Adjusted(day, "M1"), Adjusted(day, "M2"))); // 1 % of 200.00 is 2.00, 3.20 were charged
        Assert.Equal(198_00, day.Balance(ChartOfAccounts.Pending("M1")));
        Assert.Equal(2_00 + 1_00, day.Balance(ChartOfAccounts.FeeIncome));
        day.Clear();
        Assert.Equal(198_00, day.Obligations.UnsettledLines(day.LastNumber)["M1"]);
    }

    [Fact]
    public void Run_again_it_posts_nothing_and_after_a_late_payment_the_difference()
    {
        using var day = new TestDay(TestInstitution.Make(), WholeVolume);
        day.Post(TestDay.Payment("P-1", "M1", "60.00"), TestDay.Payment("P-2", "M1", "60.00"));
        Assert.Equal(-1_20, Adjusted(day, "M1")); // 1 % of 120.00 is 1.20, 2.40 were charged
        var before = day.LastNumber;
        Assert.Equal(0, Adjusted(day, "M1"));
        Assert.Equal(before, day.LastNumber);
        day.Post(TestDay.Payment("P-3", "M1", "10.50")); // 1 %: 0.105, half up 0.11
        Assert.Equal(0, Adjusted(day, "M1")); // 1 % of 130.50 is 1.305, half up 1.31; 2.51 charged, 1.20 given back
        Assert.Equal(1_31, day.Balance(ChartOfAccounts.FeeIncome));
    }

    [Fact]
    public void A_refused_payment_and_a_repeat_count_for_nothing()
    {
        using var day = new TestDay(TestInstitution.Make(), WholeVolume);
        day.Post(
            TestDay.Payment("P-1", "M4", "40.00"),    // 0.80
            TestDay.Payment("P-2", "M4", "70.00"),    // above M4's highest pending: refused by the ledger
            TestDay.Payment("P-1", "M4", "40.00"));   // a repeat
        day.Post(TestDay.Payment("P-3", "M4", "10.00")); // 40.00 before, so 2 %: 0.20
        Assert.Equal(1_00, day.Balance(ChartOfAccounts.FeeIncome));
        Assert.Equal(0, Adjusted(day, "M4"));
        day.Reload();
        Assert.Equal([40_00 + 10_00, 1_00], day.Totals.Sums.Where(pair => pair.Key.Merchant == 3).OrderBy(pair => pair.Key.Total).Select(pair => pair.Value));
    }

    /// <summary>The process died after P-2; the next one takes the whole file again, and P-3 must cost what it would have cost.</summary>
    [Fact]
    public void Payments_that_are_taken_in_again_do_not_change_the_price_of_those_behind_them()
    {
        using var day = new TestDay(TestInstitution.Make(), WholeVolume);
        string[] file = [TestDay.Payment("P-1", "M1", "40.00"), TestDay.Payment("P-2", "M1", "40.00"), TestDay.Payment("P-3", "M1", "10.00")];
        day.Post(file[..2]);
        day.Reload();
        day.Post(file); // 80.00 before, so 2 %: 0.20
        Assert.Equal(80 + 80 + 20, day.Balance(ChartOfAccounts.FeeIncome));
        Assert.Equal([90_00, 1_80], day.Totals.Sums.OrderBy(pair => pair.Key.Total).Select(pair => pair.Value));
    }

    [Fact]
    public void Fees_of_gross_deduction_are_owed_and_collected_at_the_end_of_the_month()
    {
        var institution = TestInstitution.Make(contract => contract with { Deduction = FeeDeduction.Gross });
        using var day = new TestDay(institution);
        day.Post(TestDay.Payment("P-1", "M1", "100.00", at: "2026-11-30T10:00:00+01:00"), TestDay.Payment("P-2", "M1", "0.50", at: "2026-11-30T10:00:00+01:00"));
        Assert.Equal((100_50, 1_35), (day.Balance(ChartOfAccounts.Pending("M1")), day.Balance("merchant/M1/fees-due")));
        var postings = Run(day, new DateOnly(2026, 11, 28), new DateOnly(2026, 11, 30));
        Assert.Equal([("FC-202611-M1-1", 1_35L)], postings.Select(posting => (posting.Reference, posting.AmountMinor)));
        Assert.Equal((99_15, 0), (day.Balance(ChartOfAccounts.Pending("M1")), day.Balance("merchant/M1/fees-due")));
        day.Clear();
        Assert.Equal(99_15, day.Obligations.UnsettledLines(day.LastNumber)["M1"]);
        Assert.Empty(Run(day, new DateOnly(2026, 11, 28), new DateOnly(2026, 11, 30)));
    }

    /// <summary>One algorithm asks for 3.00 a day, another for 4.00: together they are one adjustment.</summary>
    [Fact]
    public void Several_ends_of_one_period_are_one_adjustment()
    {
        using var day = new TestDay(TestInstitution.Make(), """
            strategy standard version 1
            currency EUR
            input amount: money
            total day-volume: money = sum of amount per day
            total everybody: money = sum of amount per day over all merchants
            output fee: money as merchant-fee charged
            output a: money as fee-adjustment charged

            algorithm free
                fee = 0.00
            algorithm three
                a = 3.00 if day-volume > 0.00 else 0.00
            algorithm four
                a = 4.00 if everybody > 0.00 else 0.00

            use free
                otherwise
            at end of day use three
            at end of day use four
            """);
        day.Post(TestDay.Payment("P-1", "M1", "10.00"));
        Assert.Equal(7_00, Adjusted(day, "M1"));
        Assert.Equal(0, Adjusted(day, "M1"));
        Assert.Equal(0, Adjusted(day, "M2")); // no payment of its own
        Assert.Equal(3_00, day.Balance(ChartOfAccounts.Pending("M1")));
    }

    [Theory]
    [InlineData("share charged", "write `as share charged to \"MERCHANT\"`")]
    [InlineData("share credited to \"M2\"", "write `as share charged to \"MERCHANT\"`")]
    [InlineData("markup charged to \"M2\"", "so it must be a share")]
    [InlineData("gross charged", "which is no kind of fee")]
    public void An_output_that_cannot_be_booked_is_refused_at_loading(string booked, string message)
    {
        var text = $"strategy standard version 1\ncurrency EUR\noutput fee: money as {booked}\nalgorithm free\n    fee = 0.00\nuse free\n    otherwise\n";
        var institution = TestInstitution.Make();
        var compiled = RuleCompiler.Compile(1, [new RuleText("a.rules", text), new RuleText("b.rules", TestInstitution.Accounting)], institution, new RuleBooks().Symbols, (_, _) => 1);
        Assert.Contains(message, Assert.Single(compiled.Errors));
    }

    private static long Adjusted(TestDay day, string merchantId) =>
        Run(day, TestInstitution.Wednesday, TestInstitution.Wednesday).Where(posting => posting.MerchantId == merchantId).Sum(posting => posting.AmountMinor);

    private static IReadOnlyList<PeriodEndPosting> Run(TestDay day, DateOnly from, DateOnly until)
    {
        day.Clear();
        using var store = new ClearingStore(day.Records);
        return new PeriodEndRun(day.Book, day.Institution, day.Rules, new AccountDirectory(day.Book, day.Institution), store.LoadTotals(day.Institution)).Run(from, until);
    }
}

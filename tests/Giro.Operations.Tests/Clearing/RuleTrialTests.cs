using System.Text;
using Giro.Ledger.Journal;
using Giro.Operations.Clearing;
using Giro.Operations.Decision;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Terms;
using Giro.Rules.Strategies;

namespace Giro.Operations.Tests.Clearing;

/// <summary>A changed strategy on Wednesday 2026-11-11, over a journal that begins in October.</summary>
public sealed class RuleTrialTests
{
    /// <summary>Marginal tiers over the month, a cap on the month's fees, a free first payment of the day, and a budget over all merchants: every kind of total.</summary>
    private const string Tiered = """
        strategy standard version 1
        currency EUR
        input amount: money
        input event: text
        input original-fee: money
        input original-amount: money
        total month-volume: money = sum of amount per month
        total month-fee: money = sum of fee per month
        total day-count: count = count per day
        total given: money = sum of discount per ever over all merchants
        output fee: money as merchant-fee charged
        output discount: money as discount credited
        output returned: money as fee-returned credited

        tiers volume-rate: money -> rate
            from 0.00   1.00%
            from 100.00 0.50%

        algorithm tiered
            fee = marginal(volume-rate, month-volume, amount) rounded half-up
            fee = min(fee, max(0.00, 9.00 - month-fee))
            discount = min(fee, max(0.00, 6.00 - given)) if day-count < 1 else 0.00

        algorithm give-back
            returned = proportion(original-fee, amount, original-amount) rounded down if original-amount != 0.00 else 0.00

        use tiered
            when event = "payment"
        use give-back
            otherwise
        """;

    private static readonly DateOnly Day = TestInstitution.Wednesday;

    /// <summary>
    /// What Decision read is not what the journal sums to: repeats and refused payments were on their way and counted for a while. An unchanged text must meet the booked
    /// fees all the same, payment by payment.
    /// </summary>
    [Fact]
    public void An_unchanged_strategy_gives_no_difference_for_any_merchant_whatever_was_in_flight()
    {
        using var day = Posted();
        var result = Try(day, Tiered);
        Assert.True(ReadMoreThanBooked(day), "no payment was decided while a repeat or a refused one was in flight: this test proves nothing");
        Assert.Equal(["M1", "M2", "M3"], result.Merchants.Select(merchant => merchant.Merchant.Id));
        Assert.All(result.Merchants, merchant => Assert.Equal((Int128.Zero, 0L), (merchant.Fees.DifferenceMinor, merchant.Unanswered)));
        Assert.All(result.Kinds, kind => Assert.Equal(kind.BookedMinor, kind.NewMinor));
        Assert.Equal([LineKind.MerchantFee, LineKind.Discount, LineKind.FeeReturned], result.Kinds.Select(kind => kind.Kind));
        Assert.Equal(new BookedWith("standard", 1, result.Total.Payments), Assert.Single(result.BookedWith));
        Assert.True(result.Total.BookedMinor > 0);
    }

    /// <summary>Half a percent more in the first tier; the fees of the month until then would have been higher too, so the cap is met earlier.</summary>
    [Fact]
    public void A_changed_strategy_reads_the_totals_that_it_would_have_had()
    {
        using var day = new TestDay(TestInstitution.Make(), Capped("1.00%"));
        day.Post(TestDay.Payment("P-0", "M1", "500.00", at: "2026-10-31T23:59:59+01:00"));
        day.Post(TestDay.Payment("P-1", "M1", "300.00", at: "2026-11-02T09:00:00+01:00"), TestDay.Payment("P-2", "M2", "100.00", at: "2026-11-10T09:00:00+01:00"));
        day.Post(TestDay.Payment("P-3", "M1", "400.00"), TestDay.Payment("P-4", "M1", "400.00"), TestDay.Payment("P-5", "M2", "100.00"));
        day.Post(TestDay.Payment("P-6", "M1", "100.00", at: "2026-11-12T09:00:00+01:00"));

        // The cap is 9.00 a month. Booked: 3.00 before, then 4.00 and 2.00. Tried: 4.50 before, then 4.50 and nothing.
        Assert.Equal("M1 2 600 450 -150, M2 1 100 150 50", Text(Try(day, Capped("1.50%"))));
        Assert.Equal("M1 2 600 600 0, M2 1 100 100 0", Text(Try(day, Capped("1.00%"))));

        static string Capped(string rate) => $"""
            strategy standard version 1
            currency EUR
            input amount: money
            total month-fee: money = sum of fee per month
            output fee: money as merchant-fee charged
            algorithm capped
                fee = min(amount * {rate} rounded half-up, max(0.00, 9.00 - month-fee))
            use capped
                otherwise
            """;
    }

    [Fact]
    public void A_total_that_the_booked_strategy_does_not_have_is_summed_from_the_start_of_its_period()
    {
        using var day = new TestDay();
        day.Post(
            TestDay.Payment("P-1", "M1", "10.00", at: "2026-11-10T23:59:59+01:00"), TestDay.Payment("P-2", "M1", "10.00", at: "2026-11-11T00:00:00+01:00"),
            TestDay.Payment("P-3", "M1", "10.00"), TestDay.Payment("P-4", "M2", "10.00"));

        // 0.01 for the first payment of the month, 0.02 for the second and so on; 0.13 booked for each.
        Assert.Equal("M1 2 26 5 -21, M2 1 13 1 -12", Text(Try(day, """
            strategy standard version 2
            currency EUR
            input amount: money
            total count: count = count per month
            output fee: money as merchant-fee charged
            tiers step: count -> money
                from 0 0.01
                from 1 0.02
                from 2 0.03
            algorithm by-count
                fee = min(amount, step[count])
            use by-count
                otherwise
            """)));
    }

    [Fact]
    public void A_payment_without_an_answer_is_counted_apart_and_named()
    {
        using var day = new TestDay();
        day.Post(TestDay.Payment("P-1", "M1", "10.00"), TestDay.Payment("P-2", "M1", "600.00"), TestDay.Payment("P-3", "M2", "700.00"), TestDay.Return("refund", "R-1", "P-1", "M1", "10.00"));
        var result = Try(day, """
            strategy standard version 2
            currency EUR
            input amount: money
            input event: text
            output fee: money as merchant-fee charged
            algorithm small
                fee = amount * 2% rounded half-up
            use small
                when event = "payment" and amount < 500.00
            """);
        Assert.Equal("M1 1 13 20 7, M2 0 0 0 0", Text(result));
        Assert.Equal((3, 10_00), (result.Unanswered, result.UnansweredMinor));
        Assert.Equal(["payment/P-2 M1", "payment/P-3 M2", "refund/R-1 M1"], result.FirstUnanswered.Select(payment => $"{payment.Reference} {payment.MerchantId}").Order());
        Assert.All(result.FirstUnanswered, payment => Assert.Equal("no use of the strategy is for it", payment.Why));
        Assert.Equal([2L, 1L], result.Merchants.Select(merchant => merchant.Unanswered));
    }

    [Fact]
    public void A_strategy_that_no_contract_names_is_tried_on_some_merchants_or_instead_of_another()
    {
        const string Other = """
            strategy other version 1
            currency EUR
            input amount: money
            output fee: money as merchant-fee charged
            algorithm flat
                fee = min(amount, 1.00)
            use flat
                otherwise
            """;
        using var day = new TestDay();
        day.Post(TestDay.Payment("P-1", "M1", "10.00"), TestDay.Payment("P-2", "M2", "10.00"));
        Assert.Equal("M2 1 13 100 87", Text(Try(day, Other, new RuleTrialScope(null, new HashSet<string> { "M2" }))));
        Assert.Equal("M1 1 13 100 87, M2 1 13 100 87", Text(Try(day, Other, new RuleTrialScope("standard", null))));
        Assert.Equal("", Text(Try(day, Other, new RuleTrialScope("other", null))));
    }

    [Fact]
    public void A_combined_payment_is_one_payment_of_each_of_its_merchants_and_stands_or_falls_whole()
    {
        using var day = new TestDay();
        day.Post("""
            {"id":"P-1","type":"payment","merchant":"M1","amount":"100.00","currency":"EUR","at":"2026-11-11T09:00:00+01:00","orders":[{"order":"O-1","merchant":"M1","amount":"30.00"},{"order":"O-2","merchant":"M2","amount":"70.00"}]}
            """);
        var result = Try(day, TestInstitution.Fee.Replace("1.25%", "2.25%", StringComparison.Ordinal));
        Assert.Equal(("M1 1 38 68 30, M2 1 88 158 70", 1L), (Text(result), result.Total.Payments));
        var refused = Try(day, """
            strategy standard version 2
            currency EUR
            input amount: money
            output fee: money as merchant-fee charged
            algorithm small
                fee = amount * 1% rounded half-up
            use small
                when amount < 50.00
            """);
        Assert.Equal(("M1 0 0 0 0, M2 0 0 0 0", 1L), (Text(refused), refused.Unanswered));
        Assert.Equal("M2", Assert.Single(refused.FirstUnanswered).MerchantId);
    }

    [Fact]
    public void A_part_of_a_payment_that_would_have_been_refused_counts_into_no_total()
    {
        using var day = new TestDay();
        day.Post(
            """
            {"id":"P-1","type":"payment","merchant":"M1","amount":"100.00","currency":"EUR","at":"2026-11-11T09:00:00+01:00","orders":[{"order":"O-1","merchant":"M1","amount":"30.00"},{"order":"O-2","merchant":"M2","amount":"70.00"}]}
            """.TrimEnd(),
            TestDay.Payment("P-2", "M1", "10.00"));
        var result = Try(day, """
            strategy standard version 2
            currency EUR
            input amount: money
            total before: count = count per day
            output fee: money as merchant-fee charged
            algorithm first-is-dear
                fee = 1.00 if before < 1 else 0.50
            use first-is-dear
                when amount < 50.00
            """);
        Assert.Equal(("M1 1 13 100 87, M2 0 0 0 0", 1L), (Text(result), result.Unanswered));
    }

    /// <summary>A random month, fees by the test's own arithmetic; without repeats or refusals the figures must meet to the cent.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_difference_is_that_of_an_independent_calculation(int seed)
    {
        var random = new Random(seed);
        using var day = new TestDay(TestInstitution.Make(), Marginal("1.00%"));
        var (booked, tried, volume) = (new long[2], new long[2], new long[2]);
        for (var i = 0; i < 200; i++)
        {
            var (merchant, amountMinor, date) = (random.Next(2), random.Next(1, 200_00), random.Next(1, 13));
            day.Post(TestDay.Payment($"P-{i}", $"M{merchant + 1}", $"{amountMinor / 100}.{amountMinor % 100:D2}", at: $"2026-11-{date:D2}T12:00:00+01:00"));
            if (date == 11) booked[merchant] += FeeOf(volume[merchant], amountMinor, 1.00m);
            if (date == 11) tried[merchant] += FeeOf(volume[merchant], amountMinor, 1.10m);
            volume[merchant] += amountMinor;
        }

        var result = Try(day, Marginal("1.10%"));
        Assert.Equal(booked, result.Merchants.Select(merchant => (long)merchant.Fees.BookedMinor));
        Assert.Equal(tried, result.Merchants.Select(merchant => (long)merchant.Fees.NewMinor));

        static long FeeOf(long before, long amount, decimal percent)
        {
            var low = Math.Max(0, Math.Min(2_000_00, before + amount) - Math.Min(2_000_00, before));
            return (long)Math.Round(((low * percent) + ((amount - low) * 0.50m)) / 100m, MidpointRounding.AwayFromZero);
        }

        static string Marginal(string rate) => $"""
            strategy standard version 1
            currency EUR
            input amount: money
            total month-volume: money = sum of amount per month
            output fee: money as merchant-fee charged
            tiers volume-rate: money -> rate
                from 0.00    {rate}
                from 2000.00 0.50%
            algorithm marginal-volume
                fee = min(amount, marginal(volume-rate, month-volume, amount) rounded half-up)
            use marginal-volume
                otherwise
            """;
    }

    private static TestDay Posted()
    {
        var day = new TestDay(TestInstitution.Make(), Tiered);
        day.Post(TestDay.Payment("P-0", "M1", "900.00", at: "2026-10-31T12:00:00+01:00"), TestDay.Payment("P-1", "M1", "40.00", at: "2026-11-03T12:00:00+01:00"));
        day.Post(
            TestDay.Payment("P-2", "M1", "30.00"), TestDay.Payment("P-2", "M1", "30.00"), TestDay.Payment("P-3", "M1", "50.00"),
            TestDay.Payment("P-4", "M2", "80.00"), TestDay.Payment("P-2", "M1", "31.00"), TestDay.Payment("P-5", "M1", "70.00"), TestDay.Payment("P-6", "M2", "33.33"));
        day.Post(
            TestDay.Return("refund", "R-1", "P-3", "M1", "25.00"), TestDay.Payment("P-7", "M1", "1500.00", at: "2026-11-12T09:00:00+01:00"),
            TestDay.Payment("P-7", "M1", "1500.00", at: "2026-11-12T09:00:00+01:00"), TestDay.Payment("P-8", "M1", "20.00", at: "2026-11-11T23:00:00+01:00"),
            TestDay.Payment("P-9", "M3", "44.44"), TestDay.Return("chargeback", "C-1", "P-4", "M2", "80.00"));
        return day;
    }

    /// <summary>Whether a journaled payment read another month's volume than the journal's payments before it come to.</summary>
    private static bool ReadMoreThanBooked(TestDay day)
    {
        var volumes = new Dictionary<string, long>();
        var found = false;
        using var reader = day.Journal.Read(1);
        while (reader.TryRead(out var row))
        {
            foreach (var record in JournalRecords.Of(row.Payload.Span))
            {
                if (record.Header.Type != RecordType.Entry || record.Header.Kind != (ushort)EntryKind.Payment) continue;
                var facts = PaymentFacts.Parse(record.Attributes);
                var key = $"{Encoding.ASCII.GetString(facts.Merchant)} {facts.At:yyyyMM}";
                found |= long.Parse(Encoding.ASCII.GetString(facts.Totals)[1..].Split(',')[0]) != volumes.GetValueOrDefault(key);
                volumes[key] = volumes.GetValueOrDefault(key) + facts.AmountMinor;
            }
        }

        return found;
    }

    private static RuleTrialResult Try(TestDay day, string text, RuleTrialScope? scope = null)
    {
        var load = StrategyFile.Load(text, "tried", day.Rules.Symbols, RuleCompiler.DigitsOf);
        Assert.Empty(load.Errors);
        var totals = 0;
        var tried = FeeStrategy.Bind(load.Strategy!, day.Institution, (_, _) => ++totals);
        var before = day.LastNumber;
        var result = new RuleTrial(day.Institution, day.Rules, tried, scope ?? new RuleTrialScope("standard", null), Day).Run(day.Journal);
        Assert.Equal(before, day.LastNumber);
        return result;
    }

    /// <summary>Merchant, payments, booked, tried, difference.</summary>
    private static string Text(RuleTrialResult result) => string.Join(", ", result.Merchants.Select(
        merchant => $"{merchant.Merchant.Id} {merchant.Fees.Payments} {merchant.Fees.BookedMinor} {merchant.Fees.NewMinor} {merchant.Fees.DifferenceMinor}"));
}

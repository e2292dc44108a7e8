namespace Giro.Rules.Tests.Terms;

/// <summary>Rates that depend on the volume of a period: marginal, on the whole volume, accrued and trued up at the end.</summary>
public sealed class VolumeTierTests
{
    private const string Head = """
        strategy volume version 1
        currency EUR
        input amount: money
        total volume: money = sum of amount per month
        total fees: money = sum of fee per month
        output fee: money as merchant-fee charged
        output adjustment: money as fee-adjustment charged

        tiers volume-rate: money -> rate
            from 0.00     1.00%
            from 1000.00  0.80%
            from 5000.00  0.50%

        """;

    private const string Marginal = Head + """

        algorithm by-slices
            fee = marginal(volume-rate, volume, amount) rounded half-up
        algorithm true-up
            adjustment = marginal(volume-rate, 0.00, volume) rounded half-up - fees

        use by-slices
            otherwise
        at end of month use true-up
        """;

    private const string Whole = Head + """

        algorithm whole
            fee = amount * volume-rate[volume] rounded half-up
        algorithm true-up
            adjustment = volume * volume-rate[volume] rounded half-up - fees

        use whole
            otherwise
        at end of month use true-up
        """;

    [Fact]
    public void Marginal_each_slice_of_the_volume_has_its_own_rate() => PriceList.Check(Marginal, """
        2026-01-05, 900.00               => fee 9.00
        2026-01-20, 300.00               => fee 2.60    # 100.00 * 1.00% + 200.00 * 0.80%
        2026-01-31, 4000.00              => fee 31.40   # 3800.00 * 0.80% + 200.00 * 0.50%
        2026-01-31, 100.00               => fee 0.50
        2026-01-31, 6000.00, merchant M2 => fee 47.00   # 10.00 + 32.00 + 5.00: three tiers at once
        2026-02-01, 100.00               => fee 1.00    # a new month
        2026-01-31, end of month         => nothing     # 10.00 + 32.00 + 1.50 = 43.50, as charged
        """);

    [Fact]
    public void Marginal_cents_lost_by_rounding_come_back_at_the_end() => PriceList.Check(Marginal, """
        2026-01-05, 0.33          => nothing          # 0.0033
        2026-01-05, 0.33          => nothing
        2026-01-05, 0.33          => nothing
        2026-01-05, 1.50          => fee 0.02         # 0.015 is half: up
        2026-01-05, 1.50          => fee 0.02
        2026-01-31, end of month  => nothing          # 3.99 * 1.00% = 0.0399: 0.04
        2026-02-05, 0.33          => nothing
        2026-02-05, 0.33          => nothing
        2026-02-28, end of month  => adjustment 0.01  # 0.66 * 1.00% = 0.0066: 0.01
        2026-03-05, 0.50          => fee 0.01
        2026-03-05, 0.50          => fee 0.01
        2026-03-31, end of month  => adjustment -0.01 # 1.00 * 1.00% = 0.01, and 0.02 was charged
        """);

    [Fact]
    public void Whole_volume_the_tier_that_was_reached_is_for_all_of_it() => PriceList.Check(Whole, """
        2026-01-05, 900.00                     => fee 9.00
        2026-01-06, 100.00                     => fee 1.00            # 900.00 before it
        2026-01-06, 100.00                     => fee 0.80            # 1000.00 before it: the tier begins
        2026-01-20, 4000.00                    => fee 32.00
        2026-01-31, 100.00                     => fee 0.50
        2026-01-31, end of month               => adjustment -17.30   # 5200.00 * 0.50% = 26.00, and 43.30 was charged
        2026-01-31, end of month, merchant M2  => nothing
        2026-02-01, 999.99                     => fee 10.00           # 9.9999
        2026-02-28, end of month               => nothing
        """);

    [Theory]
    [InlineData("day", "2026-05-04", "2026-05-04", "2026-05-05")]
    [InlineData("month", "2026-05-04", "2026-05-31", "2026-06-01")]
    [InlineData("quarter", "2026-05-04", "2026-06-30", "2026-07-01")]
    public void Volume_counts_over_a_day_a_month_or_a_quarter(string period, string first, string last, string after)
    {
        PriceList.Check(Marginal.Replace("month", period, StringComparison.Ordinal), $"""
            {first}, 900.00          => fee 9.00
            {last}, 200.00           => fee 1.80    # 100.00 * 1.00% + 100.00 * 0.80%
            {after}, 200.00          => fee 2.00
            {last}, end of {period}  => nothing
            """);
        PriceList.Check(Whole.Replace("month", period, StringComparison.Ordinal), $"""
            {first}, 1000.00         => fee 10.00
            {last}, 200.00           => fee 1.60
            {after}, 200.00          => fee 2.00
            {last}, end of {period}  => adjustment -2.00   # 1200.00 * 0.80% = 9.60
            {after}, end of {period} => nothing
            """);
    }

    /// <summary>The merchant has the rate that its forecast promises, and pays more when it falls short, less when it does better.</summary>
    [Fact]
    public void Accrued_at_the_expected_rate_and_trued_up_both_ways() => PriceList.Check(
        Head + """

        algorithm accrue (expected: rate)
            fee = amount * expected rounded half-up
        algorithm true-up
            adjustment = volume * volume-rate[volume] rounded half-up - fees

        use accrue(expected: 0.80%)
            otherwise
        at end of month use true-up
        """,
        """
        2026-01-05, 700.00        => fee 5.60
        2026-01-31, end of month  => adjustment 1.40     # 7.00 at 1.00%: 1.40 too little
        2026-02-05, 3000.00       => fee 24.00
        2026-02-28, end of month  => nothing             # as expected
        2026-03-05, 4999.99       => fee 40.00           # 39.99992
        2026-03-05, 0.01          => nothing
        2026-03-31, end of month  => adjustment -15.00   # 25.00 at 0.50%: 15.00 too much
        """);

    /// <summary>The more it is, the dearer: the merchant pays for what goes beyond what it ordered.</summary>
    [Fact]
    public void Upside_down_the_rate_rises_with_the_volume() => PriceList.Check(
        Whole.Replace("1.00%", "0.40%", StringComparison.Ordinal).Replace("from 5000.00  0.50%", "from 5000.00  1.20%", StringComparison.Ordinal),
        """
        2026-01-05, 1000.00       => fee 4.00
        2026-01-06, 4000.00       => fee 32.00          # 0.80%
        2026-01-06, 100.00        => fee 1.20           # 1.20%
        2026-01-31, end of month  => adjustment 24.00   # 5100.00 * 1.20% = 61.20, and 37.20 was charged
        """);

    /// <summary>A bonus that is credited instead of a fee that is lowered: the same figures with the sign of a credit.</summary>
    [Fact]
    public void Upside_down_the_true_up_is_a_credit() => PriceList.Check(
        Whole.Replace("fee-adjustment charged", "fee-adjustment credited", StringComparison.Ordinal)
            .Replace("volume * volume-rate[volume] rounded half-up - fees", "max(0.00, fees - (volume * volume-rate[volume] rounded half-up))", StringComparison.Ordinal),
        """
        2026-01-05, 5000.00       => fee 50.00
        2026-01-31, end of month  => adjustment 25.00   # 5000.00 * 0.50% = 25.00, and 50.00 was charged
        2026-02-05, 500.00        => fee 5.00
        2026-02-28, end of month  => nothing
        """);

    /// <summary>Tiers by the number of payments, with a price for each.</summary>
    [Fact]
    public void Tiers_may_count_payments_and_have_prices() => PriceList.Check(
        """
        strategy by-number version 1
        currency EUR
        input amount: money
        total payments: count = count per day
        output fee: money as merchant-fee charged

        tiers price: count -> money
            from 0  0.30
            from 2  0.20
            from 3  0.00

        algorithm by-number
            fee = min(price[payments], amount)

        use by-number
            otherwise
        """,
        """
        2026-01-05, 10.00  => fee 0.30
        2026-01-05, 10.00  => fee 0.30
        2026-01-05, 10.00  => fee 0.20
        2026-01-05, 10.00  => nothing
        2026-01-06, 10.00  => fee 0.30
        """);

    [Fact]
    public void The_explanation_shows_each_slice()
    {
        var prices = new PriceList(Marginal);
        prices.Book("900.00");
        Assert.Equal(
            """
            input  amount = 4200.55
            input  volume = 900.00
            input  fees = 9.00
            15:11  fee = marginal(volume-rate, volume 900.00, amount 4200.55) = 100.00 * 1.00% + 4000.00 * 0.80% + 100.55 * 0.50% = 33.50275, half-up to 0.01: 33.50 (0.00275 dropped)
            output fee = 33.50
            output adjustment = 0.00
            """,
            prices.Why("4200.55"));
    }
}

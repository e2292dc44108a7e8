namespace Giro.Rules.Tests.Terms;

/// <summary>A rate of the amount, a fixed amount, both; minimum and cap of one payment.</summary>
public sealed class PercentAndFixedTests
{
    private const string Percent = """
        strategy percent version 1
        currency EUR
        input amount: money
        output fee: money as merchant-fee charged

        algorithm percent
            fee = amount * 1.25% rounded half-up

        use percent
            otherwise
        """;

    private const string PercentWithLimits = """
        strategy percent-with-limits version 1
        currency EUR
        input amount: money
        output fee: money as merchant-fee charged

        algorithm percent (rate: rate, minimum: money, cap: money)
            fee = amount * rate rounded half-up
            fee = max(fee, minimum)
            fee = min(fee, cap, amount)

        use percent(rate: 1.25%, minimum: 0.10, cap: 5.00)
            otherwise
        """;

    [Fact]
    public void A_rate_of_the_amount() => PriceList.Check(Percent, """
        100.00            => fee 1.25
        0.40              => fee 0.01                # 0.005 is half a cent: up
        0.39              => nothing                 # 0.004875
        1.20              => fee 0.02                # 0.015 is half: up
        1.19              => fee 0.01                # 0.014875
        0.00              => nothing
        9999999999999.99  => fee 125000000000.00     # 124,999,999,999.999875
        """);

    [Fact]
    public void A_fixed_amount() => PriceList.Check(
        """
        strategy fixed version 1
        currency EUR
        input amount: money
        input channel: text
        output fee: money as merchant-fee charged

        table price: text -> money
            "card" = 0.25
            "wallet" = 0.10
            else = 0.00

        algorithm fixed
            fee = min(price[channel], amount)

        use fixed
            otherwise
        """,
        """
        100.00                          => fee 0.25
        0.25                            => fee 0.25
        0.24                            => fee 0.24   # never more than the payment
        0.24, channel wallet            => fee 0.10
        50000.00, channel bank-transfer => nothing
        """);

    [Fact]
    public void A_rate_and_a_fixed_amount() => PriceList.Check(
        """
        strategy percent-and-fixed version 1
        currency EUR
        input amount: money
        output fee: money as merchant-fee charged

        algorithm percent-and-fixed
            fee = min(amount * 1.40% rounded half-up + 0.25, amount)

        use percent-and-fixed
            otherwise
        """,
        """
        100.00  => fee 1.65
        9.99    => fee 0.39   # 0.13986: 0.14 + 0.25
        1.00    => fee 0.26   # 0.014: 0.01 + 0.25
        0.25    => fee 0.25   # 0.0035: 0.00 + 0.25
        0.20    => fee 0.20   # never more than the payment
        """);

    [Fact]
    public void At_least_a_minimum_and_at_most_a_cap_of_each_payment() => PriceList.Check(PercentWithLimits, """
        100.00  => fee 1.25
        7.99    => fee 0.10   # 0.099875 rounds to the minimum itself
        8.40    => fee 0.11   # 0.105 is half: up
        1.00    => fee 0.10   # 0.0125 is below the minimum
        0.03    => fee 0.03   # never more than the payment
        399.99  => fee 5.00   # 4.999875 rounds to the cap
        400.00  => fee 5.00   # the cap, exactly
        400.40  => fee 5.00   # 5.005 would be 5.01
        9999.99 => fee 5.00
        """);

    [Theory]
    //           rounding              amount   fee
    [InlineData("half-up",           "   0.40", "fee 0.01")] // 0.005
    [InlineData("half-even",         "   0.40", "nothing")]  // 0.005: to the even cent, 0.00
    [InlineData("half-even",         "   1.20", "fee 0.02")] // 0.015: to the even cent, 0.02
    [InlineData("up",                "   0.01", "fee 0.01")] // 0.000125
    [InlineData("up",                " 100.00", "fee 1.25")] // exact: nothing to round
    [InlineData("down",              "   1.59", "fee 0.01")] // 0.019875
    [InlineData("half-up to 0.05",   "  98.00", "fee 1.25")] // 1.225 lies half-way from 1.20 to 1.25: up
    [InlineData("half-up to 0.05",   "  97.99", "fee 1.20")] // 1.224875
    [InlineData("half-even to 0.05", "  98.00", "fee 1.20")] // 1.225: 24 twentieths are even, 25 are not
    [InlineData("up to 1.00",        "  80.01", "fee 2.00")] // 1.000125
    [InlineData("down to 0.10",      " 159.99", "fee 1.90")] // 1.999875
    public void A_rounding_is_named_where_it_happens(string rounding, string amount, string fee) =>
        Assert.Equal(fee, new PriceList(Percent.Replace("half-up", rounding, StringComparison.Ordinal)).Quote(amount));

    [Fact]
    public void The_explanation_shows_the_rate_the_minimum_and_the_cap() => Assert.Equal(
        """
        input  amount = 7.99
        7:18  fee = amount 7.99 * rate 1.25% = 0.099875, half-up to 0.01: 0.10 (rounded up by 0.000125)
        8:11  fee = max(fee 0.10, minimum 0.10) = 0.10
        9:11  min(fee 0.10, cap 5.00) = 0.10
        9:11  fee = min(0.10, amount 7.99) = 0.10
        output fee = 0.10
        """,
        new PriceList(PercentWithLimits).Why("7.99"));
}

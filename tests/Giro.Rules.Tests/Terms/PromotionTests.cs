namespace Giro.Rules.Tests.Terms;

/// <summary>Discounts out of a budget, and until a day.</summary>
public sealed class PromotionTests
{
    private const string Promotion = """
        strategy promotion version 1
        currency EUR
        input amount: money
        input channel: text
        total promotion-used: money = sum of discount per ever over all merchants
        output fee: money as merchant-fee charged
        output discount: money as discount credited

        algorithm full
            fee = amount * 1.00% rounded half-up
        algorithm promotion (budget: money)
            fee = amount * 1.00% rounded half-up
            discount = min(fee, max(0.00, budget - promotion-used))

        use promotion(budget: 5.00)
            when channel = "wallet"
            priority 10
            from 2026-06-01 until 2026-07-01
        use full
            otherwise
        """;

    [Fact]
    public void The_budget_is_for_all_merchants_and_ends_within_a_payment() => PriceList.Check(Promotion, """
        2026-06-01, 200.00, channel wallet              => fee 2.00, discount 2.00
        2026-06-02, 250.00, channel wallet, merchant M2 => fee 2.50, discount 2.50
        2026-06-02, 100.00, channel card                => fee 1.00                  # not what it is for
        2026-06-03, 100.00, channel wallet              => fee 1.00, discount 0.50   # 0.50 was left
        2026-06-03, 100.00, channel wallet              => fee 1.00
        2026-06-03, 100.00, channel wallet, merchant M3 => fee 1.00
        """);

    [Fact]
    public void It_ends_with_its_last_day_though_budget_is_left() => PriceList.Check(Promotion, """
        2026-05-31, 100.00, channel wallet => fee 1.00
        2026-06-01, 100.00, channel wallet => fee 1.00, discount 1.00
        2026-06-30, 100.00, channel wallet => fee 1.00, discount 1.00
        2026-07-01, 100.00, channel wallet => fee 1.00                  # `until` is the first day without it
        """);

    [Fact]
    public void A_budget_of_each_merchant_and_month_begins_anew() => PriceList.Check(
        Promotion.Replace("per ever over all merchants", "per month", StringComparison.Ordinal).Replace("until 2026-07-01", "until 2026-08-01", StringComparison.Ordinal),
        """
        2026-06-01, 400.00, channel wallet              => fee 4.00, discount 4.00
        2026-06-30, 200.00, channel wallet              => fee 2.00, discount 1.00
        2026-06-30, 200.00, channel wallet, merchant M2 => fee 2.00, discount 2.00
        2026-07-01, 600.00, channel wallet              => fee 6.00, discount 5.00   # one payment takes the whole budget
        2026-07-01, 600.00, channel wallet              => fee 6.00
        """);

    [Fact]
    public void The_first_payments_may_be_free() => PriceList.Check(
        """
        strategy first-free version 1
        currency EUR
        input amount: money
        total payments: count = count per ever
        output fee: money as merchant-fee charged
        output discount: money as discount credited

        algorithm first-free (free: count)
            fee = amount * 1.00% rounded half-up
            discount = fee if payments < free else 0.00

        use first-free(free: 2)
            otherwise
        """,
        """
        100.00              => fee 1.00, discount 1.00
        2026-12-31, 200.00  => fee 2.00, discount 2.00
        2026-12-31, 200.00  => fee 2.00
        100.00, merchant M2 => fee 1.00, discount 1.00
        """);

    [Fact]
    public void The_explanation_shows_the_budget_and_why_the_promotion_applied()
    {
        var prices = new PriceList(Promotion);
        prices.Book("2026-06-01, 450.00, channel wallet");
        Assert.Equal(
            """
            input  amount = 80.00
            input  channel = "wallet"
            input  promotion-used = 4.50
            12:18  fee = amount 80.00 * 1.00% = 0.80 (exact)
            13:42  budget 5.00 - promotion-used 4.50 = 0.50
            13:25  max(0.00, 0.50) = 0.50
            13:16  discount = min(fee 0.80, 0.50) = 0.50
            output fee = 0.80
            output discount = 0.50
            """,
            prices.Why("2026-06-02, 80.00, channel wallet"));
        Assert.Equal("use 0: channel = \"wallet\", from 2026-06-01 until 2026-07-01", prices.WhyThis("2026-06-02, 80.00, channel wallet"));
        Assert.Equal("use 1: otherwise: no other use fits\nnot use 0: 2026-07-01 is not before 2026-07-01", prices.WhyThis("2026-07-01, 80.00, channel wallet"));
    }
}

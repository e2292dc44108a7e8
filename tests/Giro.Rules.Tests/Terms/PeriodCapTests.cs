namespace Giro.Rules.Tests.Terms;

/// <summary>Caps and minimums of all payments of a day, month or quarter.</summary>
public sealed class PeriodCapTests
{
    private const string CappedPerDay = """
        strategy capped-per-day version 1
        currency EUR
        input amount: money
        total day-fee: money = sum of fee per day
        output fee: money as merchant-fee charged

        algorithm capped (rate: rate, cap: money)
            fee = amount * rate rounded half-up
            fee = min(fee, max(0.00, cap - day-fee))

        use capped(rate: 1.00%, cap: 10.00)
            otherwise
        """;

    private const string MinimumPerMonth = """
        strategy minimum-per-month version 1
        currency EUR
        input amount: money
        total month-fee: money = sum of fee per month
        output fee: money as merchant-fee charged
        output adjustment: money as fee-adjustment charged

        algorithm percent
            fee = amount * 1.00% rounded half-up
        algorithm minimum
            adjustment = max(0.00, 20.00 - month-fee)

        use percent
            otherwise
        at end of month use minimum
        """;

    [Fact]
    public void The_last_payment_takes_what_is_left_of_the_cap() => PriceList.Check(CappedPerDay, """
        2026-03-02, 400.00              => fee 4.00
        2026-03-02, 500.00              => fee 5.00
        2026-03-02, 300.00              => fee 1.00   # 3.00, but 1.00 is left of the cap
        2026-03-02, 300.00              => nothing
        2026-03-02, 300.00, merchant M2 => fee 3.00   # each merchant has a cap of its own
        2026-03-03, 300.00              => fee 3.00   # and each day
        2026-03-02, 300.00              => nothing    # a late payment belongs to its own day
        2026-03-03, 700.00              => fee 7.00   # reaches the cap exactly
        2026-03-03, 0.50                => nothing
        """);

    [Fact]
    public void A_cap_may_be_of_a_month_a_quarter_or_for_ever()
    {
        PriceList.Check(CappedPerDay.Replace("per day", "per month", StringComparison.Ordinal), """
            2026-02-01, 600.00  => fee 6.00
            2026-02-28, 600.00  => fee 4.00
            2026-03-01, 600.00  => fee 6.00
            """);
        PriceList.Check(CappedPerDay.Replace("per day", "per quarter", StringComparison.Ordinal), """
            2025-12-31, 600.00  => fee 6.00
            2026-01-01, 600.00  => fee 6.00
            2026-03-31, 600.00  => fee 4.00
            2026-04-01, 600.00  => fee 6.00
            """);
        PriceList.Check(CappedPerDay.Replace("per day", "per ever", StringComparison.Ordinal), """
            2025-12-31, 600.00  => fee 6.00
            2027-01-01, 600.00  => fee 4.00
            2028-01-01, 600.00  => nothing
            """);
    }

    [Fact]
    public void What_is_missing_to_the_minimum_is_charged_at_the_end_of_the_month() => PriceList.Check(MinimumPerMonth, """
        2026-03-02, 500.00                     => fee 5.00
        2026-03-30, 750.50                     => fee 7.51           # 7.505 is half: up
        2026-03-31, 2500.00, merchant M2       => fee 25.00
        2026-03-31, end of month               => adjustment 7.49    # 20.00 - 12.51
        2026-03-31, end of month, merchant M2  => nothing
        2026-03-31, end of month, merchant M3  => nothing            # without payments there is no minimum
        2026-04-02, 1.00, merchant M2          => fee 0.01
        2026-04-30, end of month, merchant M2  => adjustment 19.99   # what was above it in March does not count
        """);

    [Fact]
    public void The_explanation_shows_what_was_left_of_the_cap()
    {
        var prices = new PriceList(CappedPerDay);
        prices.Book("2026-03-02, 900.00");
        Assert.Equal(
            """
            input  amount = 300.00
            input  day-fee = 9.00
            8:18  fee = amount 300.00 * rate 1.00% = 3.00 (exact)
            9:34  cap 10.00 - day-fee 9.00 = 1.00
            9:20  max(0.00, 1.00) = 1.00
            9:11  fee = min(fee 3.00, 1.00) = 1.00
            output fee = 1.00
            """,
            prices.Why("2026-03-02, 300.00"));
    }
}

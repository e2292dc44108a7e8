namespace Giro.Rules.Tests.Terms;

/// <summary>Which payments a price is for.</summary>
public sealed class SelectorTests
{
    private const string Head = """
        strategy selectors version 1
        currency EUR
        input amount: money
        input FIELD: TYPE
        output fee: money as merchant-fee charged

        algorithm percent (rate: rate)
            fee = amount * rate rounded half-up

        use percent(rate: 1.00%)
            when CONDITION
        use percent(rate: 3.00%)
            otherwise

        """;

    private const string Bands = """
        strategy bands version 1
        currency EUR
        input amount: money
        input channel: text
        input class: text
        input mcc: text
        total day-volume: money = sum of amount per day
        output fee: money as merchant-fee charged

        algorithm percent (rate: rate)
            fee = amount * rate rounded half-up

        use percent(rate: 2.00%)
            when amount < 10.00
        use percent(rate: 1.50%)
            when amount from 10.00 to 99.99
        use percent(rate: 1.00%)
            when amount >= 100.00
        use percent(rate: 0.80%)
            when channel = "wallet" and mcc in ("5411", "5412")
            priority 10
        use percent(rate: 0.70%)
            when channel = "wallet" and mcc in ("5411", "5412") and amount >= 100.00
            priority 11
        use percent(rate: 0.40%)
            when class = "premium"
            priority 20
            from 2026-03-01 until 2026-04-01
        use percent(rate: 0.50%)
            when class = "premium"
            priority 20
            from 2026-04-01
        use percent(rate: 0.10%)
            when day-volume >= 1000.00
            priority 30
        """;

    /// <summary>Of 100.00: 1.00 where the condition holds, 3.00 where it does not.</summary>
    [Theory]
    [InlineData("merchant: text",   "merchant = \"M7\"",                      "merchant M7",         "merchant M70")]
    [InlineData("merchant: text",   "merchant in (\"M7\", \"M8\")",           "merchant M8",         "merchant M9")]
    [InlineData("product: text",    "product = \"instalments\"",              "product instalments", "product Instalments")]
    [InlineData("product: text",    "product != \"instalments\"",             "product one-off",     "product instalments")]
    [InlineData("channel: text",    "channel = \"wallet\"",                   "channel wallet",      "channel card")]
    [InlineData("scheme: text",     "scheme not in (\"amex\", \"jcb\")",      "scheme visa",         "scheme jcb")]
    [InlineData("card-type: text",  "card-type = \"debit\"",                  "card-type debit",     "card-type credit")]
    [InlineData("mcc: text",        "mcc in (\"5411\", \"5412\", \"5499\")",  "mcc 5412",            "mcc 5413")]
    [InlineData("mcc: text",        "mcc starts with \"54\"",                 "mcc 5499",            "mcc 5541")]
    [InlineData("card: text",       "card starts with \"62\"",                "card 6222021",        "card 4222")]
    [InlineData("card: text",       "not card starts with \"62\"",            "card 4222",           "card 62")]
    [InlineData("region: text",     "region = \"domestic\"",                  "region domestic",     "region eea")]
    [InlineData("instalments: count", "instalments >= 3",                     "instalments 3",       "instalments 2")]
    [InlineData("recurring: flag",  "recurring",                              "recurring true",      "recurring false")]
    [InlineData("recurring: flag",  "not recurring",                          "recurring false",     "recurring true")]
    [InlineData("date: date",       "date from 2026-11-27 to 2026-11-30",     "2026-11-30",          "2026-12-01")]
    [InlineData("risk: rate",       "risk < 0.50%",                           "risk 0.4999999%",     "risk 0.50%")]
    [InlineData("tip: money",       "tip > 0.00",                             "tip 0.01",            "tip 0.00")]
    public void A_price_may_be_for(string field, string condition, string inside, string outside)
    {
        var prices = new PriceList(Head.Replace("FIELD: TYPE", field, StringComparison.Ordinal).Replace("CONDITION", condition, StringComparison.Ordinal));
        Assert.Equal(("fee 1.00", "fee 3.00"), (prices.Quote($"100.00, {inside}"), prices.Quote($"100.00, {outside}")));
    }

    [Fact]
    public void The_highest_priority_wins_on_its_days_and_bands_do_not_overlap() => PriceList.Check(Bands, """
        9.99, class a, mcc 0742                                   => fee 0.20   # 0.1998
        10.00, class a, mcc 0742                                  => fee 0.15
        99.99, class a, mcc 0742                                  => fee 1.50   # 1.49985
        100.00, class a, mcc 0742                                 => fee 1.00
        50.00, class a, mcc 5411, channel wallet                  => fee 0.40
        50.00, class a, mcc 5411, channel card                    => fee 0.75
        100.00, class a, mcc 5411, channel wallet                 => fee 0.70   # both fit; 11 is higher than 10
        2026-02-28, 100.00, class premium, mcc 5411, merchant M2  => fee 1.00
        2026-03-01, 100.00, class premium, mcc 5411, merchant M2  => fee 0.40
        2026-03-31, 100.00, class premium, mcc 5411, merchant M2  => fee 0.40
        2026-04-01, 100.00, class premium, mcc 5411, merchant M2  => fee 0.50
        2026-05-01, 999.00, class premium, mcc 5411, merchant M3  => fee 5.00   # 4.995 is half: up
        2026-05-01, 1.00, class premium, mcc 5411, merchant M3    => fee 0.01   # 0.005 is half: up
        2026-05-01, 999.00, class premium, mcc 5411, merchant M3  => fee 1.00   # 1000.00 before it; 0.999
        """);

    [Fact]
    public void A_payment_that_nothing_is_for_has_no_price() => PriceList.Check(
        Head.Replace("FIELD: TYPE", "region: text", StringComparison.Ordinal).Replace("CONDITION", "region = \"domestic\"", StringComparison.Ordinal)
            .Replace("otherwise", "when region = \"eea\"\n    from 2026-01-01", StringComparison.Ordinal),
        """
        100.00, region domestic        => fee 1.00
        100.00, region eea             => fee 3.00
        2025-12-31, 100.00, region eea => no use fits
        100.00, region elsewhere       => no use fits
        """);

    [Fact]
    public void The_choice_is_explained_with_what_kept_the_others_out() => Assert.Equal(
        """
        use 3: channel = "wallet" and mcc in ("5411", "5412")
        not use 4: amount >= 100.00 does not hold: amount is 50.00
        not use 5: 2026-01-15 is before 2026-03-01
        not use 6: 2026-01-15 is before 2026-04-01
        not use 7: day-volume >= 1000.00 does not hold: day-volume is 0.00
        """,
        new PriceList(Bands).WhyThis("50.00, class premium, mcc 5411, channel wallet"));
}

using Giro.Ledger.Currencies;
using Giro.Operations.Settlement;
using Giro.Rules.Programs;

namespace Giro.Operations.Tests.Settlement;

public sealed class RateTableTests
{
    private static readonly DateOnly Day = new(2026, 11, 11);

    [Theory]
    //          amount        from    to      rate, 10^-9          rounding               converted
    [InlineData(100_00,       "EUR",  "USD",  1_082_500_000,       RoundingMode.HalfEven, 108_25)]
    [InlineData(1,            "EUR",  "USD",  1_500_000_000,       RoundingMode.HalfUp,   2)]
    [InlineData(1,            "EUR",  "USD",  1_500_000_000,       RoundingMode.HalfEven, 2)]
    [InlineData(1,            "EUR",  "USD",  2_500_000_000,       RoundingMode.HalfEven, 2)]
    [InlineData(1,            "EUR",  "USD",  2_500_000_000,       RoundingMode.HalfUp,   3)]
    [InlineData(1,            "EUR",  "USD",  1_000_000_001,       RoundingMode.Up,       2)]
    [InlineData(1,            "EUR",  "USD",  1_999_999_999,       RoundingMode.Down,     1)]
    [InlineData(100_00,       "EUR",  "JPY",  162_345_000_000,     RoundingMode.HalfEven, 16_234)]
    [InlineData(100,          "JPY",  "EUR",  6_160_000,           RoundingMode.HalfUp,   62)]
    [InlineData(100_00,       "EUR",  "KWD",  333_333_333,         RoundingMode.Down,     33_333)]
    [InlineData(90_000_000_000_000_000, "EUR", "USD", 1_000_000_000, RoundingMode.Down,   90_000_000_000_000_000)]
    public void An_amount_is_converted_exactly_and_rounded_once(long amountMinor, string from, string to, long rate, RoundingMode rounding, long converted) =>
        Assert.Equal(converted, new QuotedRate("ECB", Day, rate).Convert(amountMinor, Currency.FromCode(from), Currency.FromCode(to), rounding));

    [Fact]
    public void A_result_that_has_no_place_is_refused() =>
        Assert.Throws<OverflowException>(() => new QuotedRate("ECB", Day, 1_000_000_000_000).Convert(long.MaxValue, Currency.FromCode("EUR"), Currency.FromCode("USD"), RoundingMode.Down));

    [Fact]
    public void The_latest_rate_on_or_before_a_date_counts()
    {
        var usd = Currency.FromCode("USD");
        var table = new RateTable("ECB").Add(usd, Day, 1_100_000_000).Add(usd, Day.AddDays(-5), 1_000_000_000);
        Assert.Null(table.On(usd, Day.AddDays(-6)));
        Assert.Null(table.On(Currency.FromCode("GBP"), Day));
        Assert.Equal(new QuotedRate("ECB", Day.AddDays(-5), 1_000_000_000), table.On(usd, Day.AddDays(-1)));
        Assert.Equal(new QuotedRate("ECB", Day, 1_100_000_000), table.On(usd, Day.AddDays(100)));
    }
}

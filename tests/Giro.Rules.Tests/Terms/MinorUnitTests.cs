namespace Giro.Rules.Tests.Terms;

/// <summary>The same terms in currencies with 0, 2 and 3 minor units.</summary>
public sealed class MinorUnitTests
{
    private const string Terms = """
        strategy terms version 1
        currency CODE
        input amount: money
        total volume: money = sum of amount per day
        output fee: money as merchant-fee charged
        output tax: money as tax charged

        tiers volume-rate: money -> rate
            from 0     1.25%
            from 1000  0.75%

        algorithm terms
            fee = marginal(volume-rate, volume, amount) rounded half-up
            fee = max(fee, 1)
            tax = fee * 10.00% rounded down

        use terms
            otherwise
        """;

    [Fact]
    public void Yen_have_no_smaller_unit() => PriceList.Check(Terms.Replace("CODE", "JPY", StringComparison.Ordinal), """
        100   => fee 1             # 1.25
        120   => fee 2             # 1.5 is half: up
        800   => fee 10, tax 1     # 780 * 1.25% + 20 * 0.75% = 9.9
        2000  => fee 15, tax 1
        """);

    [Fact]
    public void Euros_have_cents() => PriceList.Check(Terms.Replace("CODE", "EUR", StringComparison.Ordinal), """
        100.00   => fee 1.25, tax 0.12
        120.40   => fee 1.51, tax 0.15     # 1.505 is half: up
        800.00   => fee 9.90, tax 0.99     # 779.60 * 1.25% + 20.40 * 0.75% = 9.745 + 0.153 = 9.898
        2000.00  => fee 15.00, tax 1.50
        """);

    [Fact]
    public void Dinars_have_fils() => PriceList.Check(Terms.Replace("CODE", "KWD", StringComparison.Ordinal), """
        100.000   => fee 1.250, tax 0.125
        120.040   => fee 1.501, tax 0.150    # 1.5005 is half: up
        800.000   => fee 9.900, tax 0.990    # 779.960 * 1.25% + 20.040 * 0.75% = 9.7495 + 0.1503 = 9.8998
        2000.000  => fee 15.000, tax 1.500
        1.000     => fee 1.000, tax 0.100    # 1 is one dinar, not one fils
        """);

    [Theory]
    [InlineData("JPY", "0.5", "`0.5` is finer than JPY, which has no decimals")]
    [InlineData("EUR", "0.005", "`0.005` is finer than EUR, which has 2 decimals")]
    [InlineData("KWD", "0.0005", "`0.0005` is finer than KWD, which has 3 decimals")]
    public void An_amount_finer_than_the_currency_is_refused(string currency, string minimum, string message)
    {
        var load = PriceList.Load(Terms.Replace("CODE", currency, StringComparison.Ordinal).Replace("max(fee, 1)", $"max(fee, {minimum})", StringComparison.Ordinal));
        Assert.Contains(message, Assert.Single(load.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prices_may_be_rounded_to_what_cash_has()
    {
        var text = Terms.Replace("marginal(volume-rate, volume, amount) rounded half-up", "marginal(volume-rate, volume, amount) rounded half-up to UNIT", StringComparison.Ordinal);
        PriceList.Check(text.Replace("CODE", "JPY", StringComparison.Ordinal).Replace("UNIT", "10", StringComparison.Ordinal), """
            360  => fee 1              # 4.5 to 0, and at least 1
            440  => fee 10, tax 1      # 5.5 to 10
            """);
        PriceList.Check(text.Replace("CODE", "KWD", StringComparison.Ordinal).Replace("UNIT", "0.005", StringComparison.Ordinal), """
            100.200  => fee 1.255, tax 0.125    # 1.2525 is half-way from 1.250 to 1.255
            100.199  => fee 1.250, tax 0.125    # 1.2524875
            """);
    }
}

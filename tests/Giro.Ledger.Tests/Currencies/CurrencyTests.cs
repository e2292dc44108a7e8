using Giro.Ledger.Currencies;

namespace Giro.Ledger.Tests.Currencies;

public sealed class CurrencyTests
{
    [Theory]
    [InlineData("EUR", "123456", "1234.56")]
    [InlineData("EUR", "-123450", "-1234.50")]
    [InlineData("EUR", "5", "0.05")]
    [InlineData("EUR", "-5", "-0.05")]
    [InlineData("EUR", "0", "0.00")]
    [InlineData("JPY", "1234", "1234")]
    [InlineData("JPY", "-1", "-1")]
    [InlineData("KWD", "1234", "1.234")]
    [InlineData("KWD", "-7", "-0.007")]
    [InlineData("CLF", "12345", "1.2345")]
    [InlineData("EUR", "170141183460469231731687303715884105727", "1701411834604692317316873037158841057.27")]
    [InlineData("EUR", "-170141183460469231731687303715884105728", "-1701411834604692317316873037158841057.28")]
    [InlineData("JPY", "-170141183460469231731687303715884105728", "-170141183460469231731687303715884105728")]
    public void Amounts_are_written_with_the_digits_of_their_currency(string code, string amountMinor, string text) =>
        Assert.Equal(text, Currency.FromCode(code).Format(Int128.Parse(amountMinor)));

    [Theory]
    [InlineData("EUR", 978, 2)]
    [InlineData("USD", 840, 2)]
    [InlineData("CZK", 203, 2)]
    [InlineData("JPY", 392, 0)]
    [InlineData("KWD", 414, 3)]
    [InlineData("ALL", 8, 2)]
    public void Codes_and_numbers_are_those_of_the_standard(string code, int number, byte minorUnits)
    {
        Assert.Equal(new Currency(code, (ushort)number, minorUnits), Currency.FromCode(code));
        Assert.Equal(Currency.FromCode(code), Currency.FromNumber(number));
    }

    [Fact]
    public void No_code_and_no_number_stands_twice()
    {
        var facts = CurrencyTable.Facts.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(fact => fact.Split(' ')).ToList();
        Assert.Equal(facts.Count, facts.Select(fact => fact[0]).Distinct().Count());
        Assert.Equal(facts.Count, facts.Select(fact => fact[1]).Distinct().Count());
        Assert.All(facts, fact => Assert.Matches("^[A-Z]{3}$", fact[0]));
    }

    [Theory]
    [InlineData("eur")]
    [InlineData("XAU")]
    [InlineData("")]
    [InlineData("EURO")]
    public void What_is_no_currency_with_minor_units_is_refused(string code)
    {
        Assert.False(Currency.TryFromCode(code, out _));
        Assert.Throws<ArgumentException>(() => Currency.FromCode(code));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1000)]
    [InlineData(65535)]
    [InlineData(959)]
    public void A_number_that_the_standard_does_not_have_is_unknown(int number) => Assert.False(Currency.IsKnown(number));
}

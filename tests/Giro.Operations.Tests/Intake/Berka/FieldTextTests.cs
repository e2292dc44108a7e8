using Giro.Operations.Intake.Berka;

namespace Giro.Operations.Tests.Intake.Berka;

public sealed class FieldTextTests
{
    [Theory]
    [InlineData("700", 70_000)]
    [InlineData("700.0", 70_000)]
    [InlineData("700.00", 70_000)]
    [InlineData("0.2", 20)]
    [InlineData("0.02", 2)]
    [InlineData("-5343.7", -534_370)]
    [InlineData("-0.01", -1)]
    [InlineData("-0", 0)]
    [InlineData("007.10", 710)]
    [InlineData("999999999999999.99", 99_999_999_999_999_999)]
    public void An_amount_is_read_exactly_to_the_haler(string text, long expectedHaler)
    {
        Assert.Null(HalerText.Read(text, out var haler));
        Assert.Equal(expectedHaler, haler);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData(".50")]
    [InlineData("7.")]
    [InlineData("+7")]
    [InlineData(" 7")]
    [InlineData("7 ")]
    [InlineData("--7")]
    [InlineData("7-")]
    [InlineData("1,000.00")]
    [InlineData("1.2.3")]
    [InlineData("7e2")]
    [InlineData("7.x")]
    [InlineData("\u0667")]
    public void Junk_is_no_amount(string text)
        => Assert.StartsWith("not an amount", HalerText.Read(text, out _), StringComparison.Ordinal);

    [Theory]
    [InlineData("700.000")]
    [InlineData("0.005")]
    public void A_third_decimal_is_refused_even_when_it_is_zero(string text)
        => Assert.Equal("an amount has at most two decimals", HalerText.Read(text, out _));

    [Fact]
    public void An_amount_beyond_fifteen_digits_is_refused()
        => Assert.Equal("the amount is too large", HalerText.Read("1000000000000000", out _));

    [Theory]
    [InlineData(0, "0.00")]
    [InlineData(5, "0.05")]
    [InlineData(-10, "-0.10")]
    [InlineData(3_657_591_290, "36575912.90")]
    [InlineData(long.MinValue, "-92233720368547758.08")]
    public void An_amount_is_written_with_two_decimals(long haler, string expected) => Assert.Equal(expected, HalerText.Write(haler));

    [Theory]
    [InlineData("930101", 1993, 1, 1)]
    [InlineData("981231", 1998, 12, 31)]
    [InlineData("960229", 1996, 2, 29)]
    [InlineData("000101", 1900, 1, 1)]
    public void A_date_is_of_the_twentieth_century(string text, int year, int month, int day)
    {
        Assert.Null(BerkaDateText.Read(text, out var date));
        Assert.Equal(new DateOnly(year, month, day), date);
    }

    [Theory]
    [InlineData("930229")]
    [InlineData("931301")]
    [InlineData("930001")]
    [InlineData("930100")]
    [InlineData("930431")]
    public void A_day_that_is_not_in_the_calendar_is_refused(string text)
        => Assert.Equal("there is no such day in the calendar", BerkaDateText.Read(text, out _));

    [Theory]
    [InlineData("")]
    [InlineData("93011")]
    [InlineData("19930101")]
    [InlineData("93-1-1")]
    [InlineData("93010\u0661")]
    public void Anything_but_six_digits_is_no_date(string text)
        => Assert.StartsWith("not a date", BerkaDateText.Read(text, out _), StringComparison.Ordinal);
}

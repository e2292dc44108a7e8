using Giro.Messages.Iso20022;

namespace Giro.Messages.Tests.Iso20022;

public class ControlSumTests
{
    [Theory]
    [InlineData(0, 0, "0")]
    [InlineData(0, 2, "0.00")]
    [InlineData(5, 2, "0.05")]
    [InlineData(5, 3, "0.005")]
    [InlineData(-1234, 2, "-12.34")]
    [InlineData(100, 0, "100")]
    [InlineData(long.MaxValue, 2, "92233720368547758.07")]
    public void Minor_units_are_shown_exactly(long sumMinor, int digits, string expected) =>
        Assert.Equal(expected, ControlSum.OfMinor(sumMinor, digits).ToString());

    [Fact]
    public void Currencies_of_different_precision_add_up_to_the_finest() =>
        Assert.Equal("101.234", ControlSum.Of([Given.Money(100, "JPY"), Given.Money(1_234, "KWD")]).ToString());

    [Fact]
    public void Equality_is_of_the_value_and_not_of_how_it_is_written()
    {
        Assert.Equal(ControlSum.OfMinor(10, 1), ControlSum.OfMinor(100, 2));
        Assert.Equal(ControlSum.OfMinor(10, 1).GetHashCode(), ControlSum.OfMinor(100, 2).GetHashCode());
        Assert.NotEqual(ControlSum.OfMinor(10, 1), ControlSum.OfMinor(101, 2));
        Assert.Equal(default, ControlSum.OfMinor(0, 3));
    }

    [Fact]
    public void More_than_five_decimals_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => ControlSum.OfMinor(1, 6));
}

using Giro.Operations.Clearing;
using Giro.Operations.Decision;
using Giro.Operations.Institution;

namespace Giro.Operations.Tests.Decision;

public sealed class FeeTests
{
    private const long NoCap = long.MaxValue;

    [Theory]
    //          rate ppm, minimum, cap,     gross,        fee
    [InlineData(12_500,        0, NoCap,   100_00,       1_25)] // 1.25 % of 100.00
    [InlineData(12_500,        0, NoCap,     0_40,       0_01)] // 0.005 is half: up
    [InlineData(12_500,        0, NoCap,     0_39,       0_00)] // 0.004875: down
    [InlineData(12_500,        0, NoCap,     1_20,       0_02)] // 0.015 is half: up
    [InlineData(12_500,        0, NoCap,     1_19,       0_01)] // 0.014875: down
    [InlineData(12_500,       10, NoCap,     7_99,       0_10)] // 0.099875 rounds to the minimum itself
    [InlineData(12_500,       10, NoCap,     1_00,       0_10)] // below the minimum
    [InlineData(12_500,       10, NoCap,     0_10,       0_10)] // the whole payment
    [InlineData(12_500,       10, NoCap,     0_03,       0_03)] // never more than the payment
    [InlineData(12_500,       10,  5_00,   400_00,       5_00)] // the cap, exactly
    [InlineData(12_500,       10,  5_00,   400_39,       5_00)] // 5.004875: rounds to the cap
    [InlineData(12_500,       10,  5_00, 9_999_99,       5_00)] // above the cap
    [InlineData(0,             0, NoCap, 9_999_99,       0_00)] // no fee
    [InlineData(1_000_000,     0, NoCap, 9_999_99,   9_999_99)] // all of it
    [InlineData(1,             0, NoCap,   500_000,      0_01)] // a millionth of 5,000.00 is half a cent: up
    [InlineData(1,             0, NoCap,   499_999,      0_00)]
    [InlineData(29_000,        0, NoCap, 999_999_999_999_999, 29_000_000_000_000)] // the largest amount that intake reads: 28,999,999,999,999.97 up
    public void Both_ways_to_the_fee_give_the_table(int ratePpm, long minimumMinor, long capMinor, long grossMinor, long feeMinor)
    {
        var terms = new FeeTerms(ratePpm, minimumMinor, capMinor);
        Assert.Equal(feeMinor, AccountingFee.Of(terms, grossMinor));
        Assert.Equal(feeMinor, ClearingFee.Of(terms, grossMinor));
    }

    [Fact]
    public void Both_ways_agree_on_a_million_terms_and_amounts()
    {
        var random = new Random(20261111);
        for (var i = 0; i < 1_000_000; i++)
        {
            var minimumMinor = random.NextInt64(0, 100);
            var terms = new FeeTerms(random.Next(0, 1_000_001), minimumMinor, random.Next(2) == 0 ? NoCap : minimumMinor + random.NextInt64(0, 10_000));
            var grossMinor = random.NextInt64(1, 1L << random.Next(1, 50));
            var feeMinor = AccountingFee.Of(terms, grossMinor);
            Assert.True(feeMinor == ClearingFee.Of(terms, grossMinor), $"{terms} of {grossMinor}, step {i} of seed 20261111");
            Assert.InRange(feeMinor, 0, grossMinor);
        }
    }
}

using System.Numerics;
using Giro.Rules.Programs;

namespace Giro.Rules.Tests.Programs;

/// <summary>Each operation against a model in numbers without a limit, which finds the multiple of the unit by looking at both neighbours.</summary>
public sealed class ArithmeticTests
{
    private const int Cases = 200_000;

    [Theory]
    //          exact        half-up  half-even  up   down
    [InlineData(74_07, 100, 74, 74, 75, 74)]
    [InlineData(74_50, 100, 75, 74, 75, 74)]
    [InlineData(75_50, 100, 76, 76, 76, 75)]
    [InlineData(74_51, 100, 75, 75, 75, 74)]
    [InlineData(74_00, 100, 74, 74, 74, 74)]
    [InlineData(-74_50, 100, -75, -74, -75, -74)]
    [InlineData(74_50, -100, -75, -74, -75, -74)]
    [InlineData(-75_50, -100, 76, 76, 76, 75)]
    [InlineData(-1, 100, 0, 0, -1, 0)]
    public void Rounding_to_whole_units(long numerator, long divisor, long halfUp, long halfEven, long up, long down) =>
        AssertRounds(numerator, divisor, 1, halfUp, halfEven, up, down);

    [Theory]
    [InlineData(1_02, 100, 0, 0, 5, 0)]
    [InlineData(2_50, 100, 5, 0, 5, 0)]
    [InlineData(7_50, 100, 10, 10, 10, 5)]
    [InlineData(12_50, 100, 15, 10, 15, 10)]
    [InlineData(-12_50, 100, -15, -10, -15, -10)]
    [InlineData(12_51, 100, 15, 15, 15, 10)]
    [InlineData(15_00, 100, 15, 15, 15, 15)]
    public void Rounding_to_multiples_of_5(long numerator, long divisor, long halfUp, long halfEven, long up, long down) =>
        AssertRounds(numerator, divisor, 5, halfUp, halfEven, up, down);

    [Fact]
    public void Products_and_quotients_are_those_of_unlimited_numbers()
    {
        var seed = Environment.TickCount;
        var numbers = new RandomProgram(new Random(seed));
        var overflows = 0;
        for (var i = 0; i < Cases; i++)
        {
            var (a, b, c, rounding) = (numbers.Number(), numbers.Number(), numbers.Number(), numbers.Rounding());
            var positive = c == long.MinValue ? 1 : Math.Max(1, Math.Abs(c));
            var place = $"seed {seed}, case {i}: {a} {b} {c} {rounding}";
            AssertSame(Round((BigInteger)a * b, positive, rounding), Arithmetic.MultiplyRounded(a, b, positive, rounding, out var result), result, place);
            AssertSame(Round((BigInteger)a * positive, b, rounding), Arithmetic.Divide(a, positive, b, rounding, out result), result, place);
            AssertSame(Round((BigInteger)a * b, c, rounding), Arithmetic.Proportion(a, b, c, rounding, out result), result, place);
            AssertSame((BigInteger)a * b, Arithmetic.Multiply(a, b, out result), result, place);
            AssertSame((BigInteger)a + b, Arithmetic.Add(a, b, out result), result, place);
            var fault = Arithmetic.Subtract(a, b, out result);
            AssertSame((BigInteger)a - b, fault, result, place);
            if (fault == Fault.Overflow) overflows++;
        }

        Assert.True(overflows > Cases / 200, $"seed {seed}: {overflows} differences overflowed");
    }

    [Fact]
    public void A_marginal_price_is_the_sum_of_its_tiers_worked_out_tier_by_tier()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var numbers = new RandomProgram(random);
        var done = 0;
        for (var i = 0; i < Cases / 4; i++)
        {
            var from = Enumerable.Range(0, random.Next(6)).Select(_ => numbers.Number()).Where(start => start > 0).Append(0).Distinct().Order().ToArray();
            var tiers = new TierTable("tiers", from, [.. from.Select(_ => numbers.Number())]);
            var (volume, amount, rounding) = (numbers.Number(), numbers.Number(), numbers.Rounding());
            var place = $"seed {seed}, case {i}: {string.Join(' ', from)} -> {string.Join(' ', tiers.Values)}, {volume} {amount} {rounding}";
            var fault = Arithmetic.Marginal(tiers, volume, amount, rounding, out var result);
            if (volume < 0 || amount < 0)
            {
                Assert.True(fault == Fault.NotInTable, place);
                continue;
            }

            // The price of everything up to an end less the price of everything up to the start.
            AssertSame(Round(PriceUpTo(tiers, (BigInteger)volume + amount) - PriceUpTo(tiers, volume), 1_000_000_000, rounding), fault, result, place);
            if (fault == Fault.None) done++;
        }

        Assert.True(done > Cases / 20, $"seed {seed}: {done} had a price");
    }

    [Fact]
    public void A_tier_holds_from_its_threshold_to_the_next()
    {
        var tiers = new TierTable("volume", [0, 100, 1_000], [60, 50, 40]);
        (long Key, long Value)[] rows = [(0, 60), (99, 60), (100, 50), (999, 50), (1_000, 40), (long.MaxValue, 40)];
        foreach (var (key, value) in rows)
        {
            Assert.Equal(Fault.None, Arithmetic.TierLookup(tiers, key, out var found));
            Assert.Equal((key, value), (key, found));
        }

        Assert.Equal(Fault.NotInTable, Arithmetic.TierLookup(tiers, -1, out _));
    }

    [Fact]
    public void A_table_answers_with_its_else_or_not_at_all()
    {
        var values = new Dictionary<long, long> { [1] = 10 };
        Assert.Equal((Fault.None, 10L), (Arithmetic.TableLookup(new LookupTable("region", values, null), 1, out var found), found));
        Assert.Equal((Fault.None, 50L), (Arithmetic.TableLookup(new LookupTable("region", values, 50), 2, out found), found));
        Assert.Equal(Fault.NotInTable, Arithmetic.TableLookup(new LookupTable("region", values, null), 2, out _));
    }

    private static BigInteger PriceUpTo(TierTable tiers, BigInteger end)
    {
        BigInteger price = 0;
        for (var tier = tiers.From.Count - 1; tier >= 0; tier--)
        {
            if (end <= tiers.From[tier]) continue;
            price += (end - tiers.From[tier]) * tiers.Values[tier];
            end = tiers.From[tier];
        }

        return price;
    }

    /// <summary>Null for a division by zero.</summary>
    private static BigInteger? Round(BigInteger numerator, BigInteger divisor, Rounding rounding)
    {
        if (divisor.IsZero) return null;
        var step = BigInteger.Abs(divisor) * rounding.Unit;
        var exact = BigInteger.Abs(numerator);
        var below = exact / step;
        var above = below * step == exact ? below : below + 1;
        var (toBelow, toAbove) = (exact - (below * step), (above * step) - exact);
        var chosen = rounding.Mode switch
        {
            RoundingMode.Down => below,
            RoundingMode.Up => above,
            _ when toBelow != toAbove => toBelow < toAbove ? below : above,
            RoundingMode.HalfUp => above,
            _ => below.IsEven ? below : above,
        };
        return chosen * rounding.Unit * numerator.Sign * divisor.Sign;
    }

    private static void AssertSame(BigInteger? expected, Fault fault, long result, string place)
    {
        var expectedFault = expected is null ? Fault.DivisionByZero : expected < long.MinValue || expected > long.MaxValue ? Fault.Overflow : Fault.None;
        if (fault != expectedFault || (fault == Fault.None && result != expected)) Assert.Fail($"{place}: {fault} {result} instead of {expectedFault} {expected}");
    }

    private static void AssertRounds(long numerator, long divisor, long unit, params long[] expected)
    {
        RoundingMode[] modes = [RoundingMode.HalfUp, RoundingMode.HalfEven, RoundingMode.Up, RoundingMode.Down];
        var actual = modes.Select(mode => Arithmetic.Proportion(numerator, 1, divisor, new Rounding(mode, unit), out var result) == Fault.None ? result : long.MinValue);
        Assert.Equal(expected, actual);
    }
}

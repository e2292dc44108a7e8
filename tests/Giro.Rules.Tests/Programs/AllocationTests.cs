using System.Numerics;
using Giro.Rules.Programs;

namespace Giro.Rules.Tests.Programs;

public sealed class AllocationTests
{
    private const int LargestFractions = -1;

    [Theory]
    //          amount  weights                remainder to      parts
    [InlineData(15, new long[] { 80, 8, 12 }, LargestFractions, new long[] { 12, 1, 2 })]
    [InlineData(15, new long[] { 80, 8, 12 }, 0, new long[] { 13, 1, 1 })]
    [InlineData(15, new long[] { 80, 8, 12 }, 1, new long[] { 12, 2, 1 })]
    [InlineData(-15, new long[] { 80, 8, 12 }, LargestFractions, new long[] { -12, -1, -2 })]
    [InlineData(-15, new long[] { 80, 8, 12 }, 0, new long[] { -13, -1, -1 })]
    [InlineData(100, new long[] { 1, 1, 1 }, LargestFractions, new long[] { 34, 33, 33 })]
    [InlineData(101, new long[] { 1, 1, 1 }, LargestFractions, new long[] { 34, 34, 33 })]
    [InlineData(-101, new long[] { 1, 1, 1 }, LargestFractions, new long[] { -34, -34, -33 })]
    [InlineData(1, new long[] { 0, 5, 5 }, LargestFractions, new long[] { 0, 1, 0 })]
    [InlineData(7, new long[] { 0, 3 }, LargestFractions, new long[] { 0, 7 })]
    [InlineData(0, new long[] { 1, 2 }, 0, new long[] { 0, 0 })]
    [InlineData(long.MinValue, new[] { long.MaxValue }, LargestFractions, new[] { long.MinValue })]
    [InlineData(long.MaxValue, new[] { long.MaxValue, long.MaxValue }, LargestFractions, new[] { (long.MaxValue / 2) + 1, long.MaxValue / 2 })]
    public void An_amount_is_split_to_the_unit(long amount, long[] weights, int remainderTo, long[] parts) => Assert.Equal(parts, Split(amount, weights, remainderTo));

    [Theory]
    [InlineData(new long[] { 0, 0 })]
    [InlineData(new long[] { 2, -1 })]
    public void Weights_below_zero_or_without_a_sum_share_nothing(long[] weights)
    {
        var (share, frame) = FrameOf(weights, LargestFractions);
        Assert.Equal(Fault.WeightsInvalid, Allocation.Share(share, 15, frame));
        Assert.Equal(new long[weights.Length], frame[weights.Length..]);
    }

    [Fact]
    public void Parts_sum_exactly_stay_within_a_unit_and_mirror_for_negative_amounts()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var numbers = new RandomProgram(random);
        for (var i = 0; i < 100_000; i++)
        {
            var weights = Enumerable.Range(0, i % 10 == 0 ? random.Next(1, 65) : random.Next(1, 6)).Select(_ => random.Next(4) == 0 ? Math.Max(0, numbers.Number()) : random.Next(101)).ToArray();
            if (weights.All(weight => weight == 0)) weights[0] = 1;
            var amount = numbers.Number();
            if (amount == long.MinValue) amount++;
            var remainderTo = random.Next(-1, weights.Length);
            var parts = Split(amount, weights, remainderTo);
            var place = $"seed {seed}, case {i}: {amount} by {string.Join(' ', weights)}, remainder {remainderTo}: {string.Join(' ', parts)}";
            Assert.True(Sum(parts) == amount, place);
            Assert.True(Split(-amount, weights, remainderTo).SequenceEqual(parts.Select(part => -part)), place);
            var total = Sum(weights);
            for (var target = 0; target < parts.Length; target++)
            {
                var whole = BigInteger.Abs(amount) * weights[target] / total;
                var extra = BigInteger.Abs(parts[target]) - whole;
                var most = remainderTo < 0 ? 1 : remainderTo == target ? weights.Length - 1 : 0;
                if (extra < 0 || extra > most) Assert.Fail(place);
            }
        }
    }

    [Fact]
    public void A_weight_may_be_the_slot_that_is_shared_out()
    {
        long[] frame = [10, 1, 3];
        Assert.Equal(Fault.None, Allocation.Share(new ShareTable([1, 2], [2, 1], LargestFractions), 10, frame));
        Assert.Equal([10, 8, 2], frame);
    }

    private static long[] Split(long amount, long[] weights, int remainderTo)
    {
        var (share, frame) = FrameOf(weights, remainderTo);
        Assert.Equal(Fault.None, Allocation.Share(share, amount, frame));
        return frame[weights.Length..];
    }

    /// <summary>The weights, and after them the targets.</summary>
    private static (ShareTable Share, long[] Frame) FrameOf(long[] weights, int remainderTo)
    {
        var slots = Enumerable.Range(0, weights.Length).ToArray();
        return (new ShareTable([.. slots.Select(slot => slot + weights.Length)], slots, remainderTo), [.. weights, .. new long[weights.Length]]);
    }

    private static BigInteger Sum(long[] parts) => parts.Aggregate(BigInteger.Zero, (sum, part) => sum + part);
}

using System.Numerics;

namespace Giro.Cli.Bench;

/// <summary>
/// A permutation of 0 to n-1 that is worked out place by place, without holding it: a Feistel network of four rounds over the next power of four, walked along its cycle
/// until the value is below n (Black, Rogaway, "Ciphers with arbitrary finite domains", 2002). A power of four is at most four times n, so few steps are walked.
/// </summary>
internal sealed class Shuffle(int n, ulong seed)
{
    private readonly int _half = Math.Max(1, (BitOperations.Log2((uint)Math.Max(n - 1, 1)) + 2) / 2);

    public int At(int place)
    {
        var value = (uint)place;
        do value = Once(value);
        while (value >= n);
        return (int)value;
    }

    private uint Once(uint value)
    {
        var mask = (1u << _half) - 1;
        var (left, right) = (value >> _half, value & mask);
        for (var round = 0u; round < 4; round++) (left, right) = (right, left ^ ((uint)(BenchOrders.Mix(unchecked(seed + ((ulong)round << 32) + right)) >> 40) & mask));
        return (left << _half) | right;
    }
}

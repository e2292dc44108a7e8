namespace Giro.Rules.Programs;

/// <summary>
/// Splits an amount so that the parts sum to it exactly. A negative amount is split as the mirror image of the positive, so that a refund in full takes back what the
/// payment gave.
/// </summary>
public static class Allocation
{
    /// <summary>What is left goes unit by unit to the largest fractions, ties to the earlier.</summary>
    public const int LargestFractions = -1;

    /// <summary>Above it the working space comes from the heap.</summary>
    private const int MostOnStack = 64;

    /// <summary>Splits an amount by weights: each part is amount * weight / sum of weights toward zero, and what is left is given out.</summary>
    /// <param name="weights">Zero or above; a weight of zero gets nothing.</param>
    /// <param name="remainderTo">Index of the part that gets what is left, or <see cref="LargestFractions"/>.</param>
    /// <param name="parts">As many as weights; on a fault nothing is written.</param>
    /// <returns><see cref="Fault.WeightsInvalid"/> for a weight below zero or weights that come to zero.</returns>
    public static Fault Share(long amount, ReadOnlySpan<long> weights, int remainderTo, Span<long> parts)
    {
        Int128 total = 0;
        foreach (var weight in weights)
        {
            if (weight < 0) return Fault.WeightsInvalid;
            total += weight;
        }

        if (total == 0) return Fault.WeightsInvalid;
        var fractions = weights.Length <= MostOnStack ? stackalloc Int128[weights.Length] : new Int128[weights.Length];
        Int128 left = amount;
        for (var i = 0; i < weights.Length; i++)
        {
            var product = (Int128)amount * weights[i];
            var part = product / total;
            fractions[i] = Int128.Abs(product - (part * total));
            parts[i] = (long)part;
            left -= part;
        }

        GiveRest(remainderTo, (long)left, parts, fractions);
        return Fault.None;
    }

    /// <summary>Writes what each target of a share gets into its slot. All weights are read before the first target is written. On a fault nothing is written.</summary>
    internal static Fault Share(ShareTable share, long amount, long[] frame)
    {
        var count = share.Weights.Count;
        var weights = count <= MostOnStack ? stackalloc long[count] : new long[count];
        for (var i = 0; i < count; i++) weights[i] = frame[share.Weights[i]];
        var parts = count <= MostOnStack ? stackalloc long[count] : new long[count];
        var fault = Share(amount, weights, share.RemainderTo, parts);
        if (fault != Fault.None) return fault;
        for (var i = 0; i < count; i++) frame[share.Targets[i]] = parts[i];
        return Fault.None;
    }

    /// <summary>
    /// What is left is the sum of the fractions over the total of the weights, and each fraction is below that total: so fewer units are left than there are fractions
    /// above zero, and no target gets two, or one to a weight of zero.
    /// </summary>
    private static void GiveRest(int remainderTo, long left, Span<long> parts, Span<Int128> fractions)
    {
        if (remainderTo >= 0)
        {
            parts[remainderTo] += left;
            return;
        }

        var unit = Math.Sign(left);
        for (; left != 0; left -= unit)
        {
            var largest = 0;
            for (var i = 1; i < fractions.Length; i++)
            {
                if (fractions[i] > fractions[largest]) largest = i;
            }

            parts[largest] += unit;
            fractions[largest] = 0;
        }
    }
}

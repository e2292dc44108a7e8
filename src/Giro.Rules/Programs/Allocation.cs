namespace Giro.Rules.Programs;

/// <summary>
/// Splits an amount so that the parts sum to it exactly. A negative amount is split as the mirror image of the positive, so that a refund in full takes back what the
/// payment gave.
/// </summary>
internal static class Allocation
{
    /// <summary>Above it the working space comes from the heap.</summary>
    private const int MostOnStack = 64;

    /// <summary>
    /// Writes what each target of a share gets into its slot. All weights are read before the first target is written. On a fault nothing is written.
    /// </summary>
    public static Fault Share(ShareTable share, long amount, long[] frame)
    {
        var count = share.Weights.Count;
        Int128 total = 0;
        for (var i = 0; i < count; i++)
        {
            var weight = frame[share.Weights[i]];
            if (weight < 0) return Fault.WeightsInvalid;
            total += weight;
        }

        if (total == 0) return Fault.WeightsInvalid;
        var parts = count <= MostOnStack ? stackalloc long[count] : new long[count];
        var fractions = count <= MostOnStack ? stackalloc Int128[count] : new Int128[count];
        Int128 left = amount;
        for (var i = 0; i < count; i++)
        {
            var product = (Int128)amount * frame[share.Weights[i]];
            var part = product / total;
            fractions[i] = Int128.Abs(product - (part * total));
            parts[i] = (long)part;
            left -= part;
        }

        GiveRest(share.RemainderTo, (long)left, parts, fractions);
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

using Giro.Operations.Institution;
using Giro.Rules.Programs;

namespace Giro.Operations.Decision;

/// <summary>
/// Pairs the orders of a combined payment with its instruments, and a return with the parts it gives back. Every amount is split exactly: rows come to the orders,
/// columns to the instruments.
/// </summary>
public static class PartAttribution
{
    /// <summary>What each instrument pays of each order.</summary>
    /// <param name="ordersMinor">Above zero, coming to the same as <paramref name="instrumentsMinor"/>.</param>
    /// <param name="partsMinor">Row by row: order i, instrument j at <c>i * instruments + j</c>.</param>
    public static void Pair(Attribution attribution, ReadOnlySpan<long> ordersMinor, ReadOnlySpan<long> instrumentsMinor, Span<long> partsMinor)
    {
        // What an instrument has left. An order's share of it is at most that: amount * left / sum of left <= left, as the amount is at most the sum; and where
        // it is no whole number it is below, so one more unit still fits.
        Span<long> left = stackalloc long[instrumentsMinor.Length];
        instrumentsMinor.CopyTo(left);
        for (var order = 0; order < ordersMinor.Length; order++)
        {
            var parts = partsMinor.Slice(order * left.Length, left.Length);
            if (attribution == Attribution.InProportion) Share(ordersMinor[order], left, parts);
            else Fill(ordersMinor[order], left, parts, fromLast: false);
            for (var i = 0; i < left.Length; i++) left[i] -= parts[i];
        }
    }

    /// <summary>What a return gives back of each part.</summary>
    /// <param name="amountMinor">At most the sum of <paramref name="leftMinor"/>.</param>
    /// <param name="leftMinor">Of each part what was not returned yet.</param>
    public static void Return(Attribution attribution, long amountMinor, ReadOnlySpan<long> leftMinor, Span<long> partsMinor)
    {
        if (attribution == Attribution.InProportion) Share(amountMinor, leftMinor, partsMinor);
        else Fill(amountMinor, leftMinor, partsMinor, attribution == Attribution.LastFirst);
    }

    private static void Share(long amountMinor, ReadOnlySpan<long> weights, Span<long> parts)
    {
        if (Allocation.Share(amountMinor, weights, Allocation.LargestFractions, parts) != Fault.None) throw new ArgumentException("there is nothing left to attribute an amount to", nameof(weights));
    }

    private static void Fill(long amountMinor, ReadOnlySpan<long> room, Span<long> parts, bool fromLast)
    {
        for (var i = 0; i < room.Length; i++)
        {
            var at = fromLast ? room.Length - 1 - i : i;
            parts[at] = Math.Min(room[at], amountMinor);
            amountMinor -= parts[at];
        }
    }
}

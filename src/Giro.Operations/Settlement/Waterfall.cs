using Giro.Operations.Institution;

namespace Giro.Operations.Settlement;

/// <summary>What a merchant has with us beside its pending account: minor units, none below zero. Changes as decisions are made on it.</summary>
public sealed class Standing
{
    public long PayableMinor { get; set; }

    public long RollingMinor { get; set; }

    public long FixedMinor { get; set; }

    /// <summary>What it owes us.</summary>
    public long ReceivableMinor { get; set; }
}

/// <summary>Where an obligation above zero goes. The four parts sum to it.</summary>
/// <param name="RepaidMinor">Repays what the merchant owes us.</param>
/// <param name="FixedMinor">Fills the fixed reserve.</param>
/// <param name="RollingMinor">Goes to the rolling reserve.</param>
/// <param name="PayableMinor">The rest.</param>
public readonly record struct Proceeds(long RepaidMinor, long FixedMinor, long RollingMinor, long PayableMinor)
{
    /// <summary>
    /// First what the merchant owes, then the fixed reserve, then the rolling one: its rate of the whole amount, rounded down, within cap and what is left.
    /// Null when what would be payable is below the minimum: then the whole obligation is carried forward and nothing is taken of it.
    /// </summary>
    /// <param name="amountMinor">Above zero.</param>
    public static Proceeds? Of(SettlementTerms terms, long amountMinor, Standing standing)
    {
        var leftMinor = amountMinor;
        var repaidMinor = Take(standing.ReceivableMinor);
        var fixedMinor = Take(terms.FixedReserveMinor - standing.FixedMinor);
        var rollingMinor = terms.RollingReserve is { } rolling
            ? Take(Math.Min((long)((Int128)amountMinor * rolling.RateBillionths / SettlementTerms.One), rolling.CapMinor - standing.RollingMinor))
            : 0;
        // Nothing left is no small payout but none: the money has found its place.
        return leftMinor > 0 && leftMinor < terms.MinimumPayoutMinor ? null : new Proceeds(repaidMinor, fixedMinor, rollingMinor, leftMinor);

        long Take(long wantedMinor)
        {
            var taken = Math.Clamp(wantedMinor, 0, leftMinor);
            leftMinor -= taken;
            return taken;
        }
    }
}

/// <summary>Where the money for a shortfall comes from. What the parts do not cover is carried forward.</summary>
public readonly record struct Cover(long PayableMinor, long RollingMinor, long FixedMinor, long GuarantorMinor, long ReceivableMinor)
{
    public long TotalMinor => PayableMinor + RollingMinor + FixedMinor + GuarantorMinor + ReceivableMinor;

    /// <summary>Goes down the waterfall. A function of its arguments alone.</summary>
    /// <param name="shortfallMinor">Above zero.</param>
    /// <param name="daysShort">Since the merchant went below zero.</param>
    /// <param name="guarantorPayableMinor">What is payable to the guarantor; 0 without one.</param>
    public static Cover Of(SettlementTerms terms, long shortfallMinor, int daysShort, Standing own, long guarantorPayableMinor)
    {
        var leftMinor = shortfallMinor;
        // What we still owe the merchant comes first, whatever the terms: nobody is paid while below zero.
        var cover = new Cover(Take(own.PayableMinor), 0, 0, 0, 0);
        foreach (var step in terms.Waterfall)
        {
            if (leftMinor == 0) break;
            switch (step)
            {
                case WaterfallStep.CarryForward when daysShort < terms.CarryForwardDays:
                    return cover;
                case WaterfallStep.Reserve:
                    cover = cover with { RollingMinor = Take(own.RollingMinor), FixedMinor = Take(own.FixedMinor) };
                    break;
                case WaterfallStep.Guarantor:
                    cover = cover with { GuarantorMinor = Take(guarantorPayableMinor) };
                    break;
                case WaterfallStep.Receivable:
                    cover = cover with { ReceivableMinor = Take(leftMinor) };
                    break;
            }
        }

        return cover;

        long Take(long availableMinor)
        {
            var taken = Math.Clamp(availableMinor, 0, leftMinor);
            leftMinor -= taken;
            return taken;
        }
    }
}

using Giro.Operations.Institution;

namespace Giro.Operations.Decision;

/// <summary>
/// The fee as it is booked. Clearing works it out anew in <c>Clearing/ClearingFee</c>, by code of its own, and is tied out against what was booked:
/// do not let one call the other.
/// </summary>
public static class AccountingFee
{
    private const int Million = 1_000_000;

    /// <param name="grossMinor">Above zero.</param>
    /// <returns>0 to <paramref name="grossMinor"/>, rounded half up to the minor unit.</returns>
    public static long Of(in FeeTerms terms, long grossMinor)
    {
        // Adding half of the divisor before dividing is half up, as nothing here is negative.
        var share = (long)((((Int128)grossMinor * terms.RatePpm) + (Million / 2)) / Million);
        var fee = Math.Min(Math.Max(share, terms.MinimumMinor), terms.CapMinor);
        return Math.Min(fee, grossMinor);
    }
}

using Giro.Operations.Institution;

namespace Giro.Operations.Clearing;

/// <summary>
/// The fee as clearing works it out, from the gross amount and the contract alone. On purpose not <c>Decision/AccountingFee</c>: two ways to one figure are
/// what the tie-out compares.
/// </summary>
public static class ClearingFee
{
    private const long Million = 1_000_000;

    /// <param name="grossMinor">Above zero.</param>
    /// <returns>0 to <paramref name="grossMinor"/>, rounded half up to the minor unit.</returns>
    public static long Of(FeeTerms terms, long grossMinor)
    {
        // Whole millions first: rest < 10^6 and rate <= 10^6, so neither product can leave 64 bits for amounts that intake lets through.
        var (millions, rest) = Math.DivRem(grossMinor, Million);
        var (units, remainder) = Math.DivRem(rest * terms.RatePpm, Million);
        var fee = (millions * terms.RatePpm) + units + RoundHalfUp(remainder);
        if (fee < terms.MinimumMinor) fee = terms.MinimumMinor;
        if (fee > terms.CapMinor) fee = terms.CapMinor;
        return fee > grossMinor ? grossMinor : fee;
    }

    private static long RoundHalfUp(long remainder) => remainder >= Million - remainder ? 1 : 0;
}

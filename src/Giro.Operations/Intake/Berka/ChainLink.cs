namespace Giro.Operations.Intake.Berka;

/// <summary>
/// The arithmetic of a printed balance. A transaction follows from a balance when
/// <c>printed - (before + signed amount)</c> is 0, -10 or +10 haler: exact, or rounded by the bank without a word.
/// </summary>
internal static class ChainLink
{
    public const long RoundingStepHaler = 10;

    /// <summary>The balance before the transaction if nothing was rounded.</summary>
    public static long ExactBefore(in BerkaTransaction transaction) => transaction.BalanceHaler - transaction.SignedHaler;

    /// <summary>Printed minus computed balance, in haler, when the transaction is posted on <paramref name="beforeHaler"/>.</summary>
    public static long Gap(in BerkaTransaction transaction, long beforeHaler) => ExactBefore(transaction) - beforeHaler;

    public static bool Holds(long gapHaler) => gapHaler is 0 or RoundingStepHaler or (-RoundingStepHaler);
}

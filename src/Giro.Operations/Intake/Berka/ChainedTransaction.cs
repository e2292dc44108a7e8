using System.Runtime.InteropServices;

namespace Giro.Operations.Intake.Berka;

/// <summary>A transaction in posting order whose printed balance follows from the one before it.</summary>
/// <param name="Transaction">The row as printed.</param>
/// <param name="RoundingHaler">
/// Printed minus computed balance: 0, -10 or +10 haler. The amount posted plus this gives the printed balance.
/// </param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ChainedTransaction(BerkaTransaction Transaction, long RoundingHaler)
{
    /// <summary>The account's balance before the transaction, in haler.</summary>
    public long BalanceBeforeHaler => Transaction.BalanceHaler - Transaction.SignedHaler - RoundingHaler;
}

/// <summary>Why a row does not chain.</summary>
public enum UnchainedReason : byte
{
    Invalid = 0,

    /// <summary>In no order of the account's day does every printed balance follow; this order leaves out the fewest rows.</summary>
    NoOrderFits = 1,

    /// <summary>The account's day is too long or too tangled to search; the order taken is a sensible one, not the best.</summary>
    SearchBoundExceeded = 2,
}

/// <summary>
/// A transaction whose printed balance does not follow from the balance the chain had reached. The chain goes on from its printed balance,
/// so what comes after it on the account is judged on its own.
/// </summary>
/// <param name="Transaction">The row as printed.</param>
/// <param name="BalanceBeforeHaler">The balance the chain had reached, in haler.</param>
/// <param name="Reason">Whether every order was tried.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct UnchainedTransaction(BerkaTransaction Transaction, long BalanceBeforeHaler, UnchainedReason Reason)
{
    /// <summary>Printed minus computed balance, in haler: what would have to be explained.</summary>
    public long DifferenceHaler => ChainLink.Gap(Transaction, BalanceBeforeHaler);

    /// <summary>The same finding as a row error, for a report that lists all of them.</summary>
    public BerkaRowError ToRowError()
    {
        var reason = $"the balance does not follow from {HalerText.Write(BalanceBeforeHaler)} with the amount "
            + $"{HalerText.Write(Transaction.SignedHaler)}; it is off by {HalerText.Write(DifferenceHaler)}"
            + (Reason == UnchainedReason.SearchBoundExceeded ? " (not every order of the day was tried)" : string.Empty);
        return new BerkaRowError(BerkaRowErrorKind.DoesNotChain, BerkaTransaction.FileName, Transaction.Line, "balance",
            HalerText.Write(Transaction.BalanceHaler), reason);
    }
}

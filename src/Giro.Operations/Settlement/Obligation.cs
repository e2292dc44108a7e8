using Giro.Ledger.Entries;
using Giro.Operations.Institution.Cycles;

namespace Giro.Operations.Settlement;

/// <summary>Numbers are stored and never reused.</summary>
public enum ObligationState : byte
{
    None = 0,

    /// <summary>Worked out at the close, above zero, not posted yet.</summary>
    Due = 1,

    /// <summary>Zero or below, or taken over by a later cycle: nothing is paid for it here.</summary>
    CarriedForward = 2,

    /// <summary>The merchant's tie-out differs, or the ledger refused the entry: the money stays in pending until that is cleared up.</summary>
    Blocked = 3,

    /// <summary>Posted from pending to payable.</summary>
    Payable = 4,

    /// <summary>Part of a payout.</summary>
    InPayout = 5,
}

/// <summary>What a closed cycle owes a merchant.</summary>
/// <param name="NetMinor">The cycle's own lines.</param>
/// <param name="CarriedInMinor">What earlier cycles carried forward.</param>
/// <param name="Note">Why it is blocked; else empty.</param>
public sealed record Obligation(
    CycleId Cycle, string MerchantId, long NetMinor, long CarriedInMinor, ObligationState State, DateOnly SettlementDate, string Note)
{
    public long AmountMinor => NetMinor + CarriedInMinor;

    /// <summary>Of the entry that makes it payable.</summary>
    public EntryId EntryId => EntryId.FromReference($"obligation/{Cycle}/{MerchantId}");
}

/// <summary>A merchant whose pending account and clearing lines do not agree.</summary>
/// <param name="LedgerMinor">The balance of the pending account.</param>
/// <param name="ClearingMinor">Lines that no posted obligation has taken up.</param>
public sealed record PendingDifference(string MerchantId, Int128 LedgerMinor, long ClearingMinor);

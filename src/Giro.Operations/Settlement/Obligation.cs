using Giro.Operations.Institution.Cycles;

namespace Giro.Operations.Settlement;

/// <summary>Numbers are stored and never reused.</summary>
public enum ObligationState : byte
{
    None = 0,

    /// <summary>Worked out at the close, not decided on yet.</summary>
    Due = 1,

    /// <summary>Zero, below zero and not wholly covered, below the minimum, or taken over by a later cycle: what is open is settled there.</summary>
    CarriedForward = 2,

    /// <summary>The merchant's tie-out differs, or an entry of the merchant waits: the money stays in pending until that is cleared up.</summary>
    Blocked = 3,

    /// <summary>Posted from pending to receivable, reserves and payable.</summary>
    Payable = 4,

    /// <summary>It was below zero, and the waterfall has covered all of it.</summary>
    Covered = 6,
}

/// <summary>What a closed cycle owes a merchant; below zero, what the merchant owes.</summary>
/// <param name="NetMinor">The cycle's own lines.</param>
/// <param name="CarriedInMinor">What earlier cycles carried forward.</param>
/// <param name="Note">Why it is blocked; else empty.</param>
public sealed record Obligation(
    CycleId Cycle, string MerchantId, long NetMinor, long CarriedInMinor, ObligationState State, DateOnly SettlementDate, string Note)
{
    public long AmountMinor => NetMinor + CarriedInMinor;

    /// <summary>What entries have moved out of pending for it: the amount once posted; what was covered of it, below zero, for a shortfall.</summary>
    public long PostedMinor { get; init; }

    /// <summary>What is left in pending for it.</summary>
    public long OpenMinor => AmountMinor - PostedMinor;

    /// <summary>The business date on which the merchant went below zero and has not come back since; null when it is not below zero.</summary>
    public DateOnly? ShortSince { get; init; }

    /// <summary>How many entries have covered a part of it.</summary>
    public int Covers { get; init; }

    /// <summary>Of the entry that posts it.</summary>
    public string Reference => $"obligation/{Cycle}/{MerchantId}";
}

/// <summary>A merchant whose pending account and clearing lines do not agree.</summary>
/// <param name="LedgerMinor">The balance of the pending account.</param>
/// <param name="ClearingMinor">Lines that no posted obligation has taken up.</param>
/// <param name="AsOfNumber">Both are as of this record of the journal.</param>
public sealed record PendingDifference(string MerchantId, Int128 LedgerMinor, long ClearingMinor, ulong AsOfNumber);

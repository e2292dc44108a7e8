using Giro.Operations.Institution.Cycles;

namespace Giro.Operations.Settlement;

/// <summary>What is open of a merchant in the records: minor units.</summary>
public readonly record struct OpenAmounts(long PayableMinor, long RollingMinor, long ReceivableMinor);

/// <summary>A part of a rolling reserve: what one obligation gave.</summary>
/// <param name="Reference">Of the obligation.</param>
/// <param name="OpenMinor">What no waterfall has taken and no release given back.</param>
public sealed record ReserveLot(string MerchantId, string Reference, long OpenMinor, DateOnly ReleaseDate);

/// <summary>Money that is payable to a merchant and in no payout.</summary>
/// <param name="Reference">What it comes from: an obligation, a release, a payout that was rejected or returned.</param>
/// <param name="OpenMinor">What is left of it.</param>
/// <param name="ReplacesPayout">The payout whose money it is, that only a reissue may pay; empty for the rest.</param>
public sealed record PayableItem(string MerchantId, string Reference, long OpenMinor, DateOnly DueDate, string ReplacesPayout = "")
{
    /// <summary>Given by the store.</summary>
    public long Item { get; init; }
}

/// <summary>What a merchant owes us, by the shortfall it comes from.</summary>
/// <param name="Since">When the merchant went below zero: age counts from there.</param>
public sealed record ReceivableItem(string MerchantId, string Reference, long OpenMinor, DateOnly Since);

/// <summary>Decisions of settlement and the entries that follow from them, at once. Disposed without commit, nothing of it was done.</summary>
public interface ISettlementUnit : IDisposable
{
    void Queue(WaitingEntry entry);

    void Add(PayableItem item);

    void Commit();
}

public interface IObligationUnit : ISettlementUnit
{
    /// <summary>Keeps state, posted amount, covers and note.</summary>
    void Save(Obligation obligation);

    void Add(ReserveLot lot);

    /// <summary>Nothing of it is left.</summary>
    void Release(ReserveLot lot);

    void Add(ReceivableItem item);

    /// <summary>Takes from the merchant's items, the earliest due first.</summary>
    /// <exception cref="InvalidDataException">There is less.</exception>
    void TakePayable(string merchantId, long amountMinor);

    /// <summary>Takes from the merchant's lots, those that are released first.</summary>
    /// <exception cref="InvalidDataException">There is less.</exception>
    void TakeRolling(string merchantId, long amountMinor);

    /// <summary>Takes from the merchant's receivables, the oldest first.</summary>
    /// <exception cref="InvalidDataException">There is less.</exception>
    void TakeReceivable(string merchantId, long amountMinor);

    /// <summary>Takes from one receivable.</summary>
    /// <exception cref="InvalidDataException">There is less.</exception>
    void TakeReceivable(string merchantId, string reference, long amountMinor);

    /// <returns>With its number.</returns>
    WriteOff Add(WriteOff writeOff);

    void Approve(WriteOff writeOff, string by);
}

/// <summary>Cycles and what they owe. Beside the clearing lines, so that a cycle closes in one transaction with them. One thread at a time.</summary>
public interface IObligationStore : IDisposable
{
    /// <summary>Number of the last record that is cleared.</summary>
    ulong ClearedNumber { get; }

    /// <summary>
    /// Closes a cycle and works out its obligations, all of them due, with what the participants' earlier cycles carried forward. Costs O(participants).
    /// Lines that are cleared from then on go to the next cycle.
    /// </summary>
    /// <param name="businessDate">Those that are below zero and have not been before are short since then.</param>
    /// <param name="merchantId">The merchant for a cycle that is counted for each merchant, the ones before it being closed; null for the others, which close for all.</param>
    /// <returns>False, and nothing changes, when it was closed before.</returns>
    /// <exception cref="ArgumentException">A merchant is given for a cycle that closes for all, or none for one that is counted, or the one before it is open.</exception>
    bool TryClose(CycleId cycle, DateOnly settlementDate, DateOnly businessDate, DateTimeOffset at, string? merchantId = null);

    /// <summary>All obligations of a cycle, by merchant.</summary>
    IReadOnlyList<Obligation> Of(CycleId cycle);

    /// <summary>Obligations that are due, of this cycle and of any whose close was stopped, and those of this cycle that are blocked; by cycle and merchant.</summary>
    IReadOnlyList<Obligation> Undecided(CycleId cycle);

    /// <summary>Obligations below zero that were carried forward, are not wholly covered, and that no later cycle has taken over.</summary>
    IReadOnlyList<Obligation> OpenShortfalls();

    /// <summary>For each merchant with lines: the lines of records up to a number, less what was posted of its obligations. What the pending account should hold after that record.</summary>
    IReadOnlyDictionary<string, long> UnsettledLines(ulong asOfNumber);

    /// <summary>Of merchants that have something open.</summary>
    IReadOnlyDictionary<string, OpenAmounts> OpenAmounts();

    /// <summary>Lots whose release date has come and of which something is left, by merchant and date.</summary>
    IReadOnlyList<ReserveLot> DueLots(DateOnly businessDate);

    /// <summary>Open receivables, by merchant and age.</summary>
    IReadOnlyList<ReceivableItem> Receivables();

    WriteOff? FindWriteOff(long number);

    IObligationUnit Begin();
}

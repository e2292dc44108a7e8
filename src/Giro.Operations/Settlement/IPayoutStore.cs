using Giro.Ledger.Currencies;
using Giro.Operations.Institution;

namespace Giro.Operations.Settlement;

/// <summary>Changes of payouts and the entries that follow from them, at once.</summary>
public interface IPayoutUnit : ISettlementUnit
{
    /// <summary>The next of a date; never given again once the unit is committed.</summary>
    string NextEndToEndId(DateOnly date);

    /// <summary>Keeps a payout, new or changed.</summary>
    void Save(Payout payout);

    /// <summary>The item is paid by a disbursement: nothing of it is open.</summary>
    void Consume(PayableItem item, string disbursement);

    PayoutBatch NewBatch(DateOnly date, Currency currency, DateTimeOffset at, string debtorName, NostroAccount debtor);

    /// <summary>The file is in its place, with this count, sum and hash.</summary>
    void Finish(PayoutBatch batch);

    void Add(PayoutHold hold);

    void Release(PayoutHold hold, string by);

    /// <summary>Keeps a file of the bank and what was found in it.</summary>
    void Save(BankFileResult file);
}

/// <summary>Payouts and the files they go out in. One thread at a time.</summary>
public interface IPayoutStore : IDisposable
{
    /// <summary>Items that are due, by merchant and due date; those that only a reissue may pay are left out.</summary>
    IReadOnlyList<PayableItem> Due(DateOnly businessDate);

    /// <summary>What is left of the money of a payout that was rejected or returned; null for nothing.</summary>
    PayableItem? ItemToReplace(string endToEndId);

    Payout? Find(string endToEndId);

    /// <summary>By end-to-end id.</summary>
    IReadOnlyList<Payout> InState(PayoutState state);

    /// <summary>By end-to-end id.</summary>
    IReadOnlyList<Payout> PayoutsOf(string messageId);

    PayoutBatch? FindBatch(string messageId);

    /// <summary>Batches whose file was not finished, oldest first.</summary>
    IReadOnlyList<PayoutBatch> UnfinishedBatches();

    /// <summary>Holds that no one has released.</summary>
    IReadOnlyList<PayoutHold> Holds();

    /// <summary>What came of a file that was processed before; null for a new one.</summary>
    BankFileResult? FindFile(BankFileKind kind, string messageId);

    IPayoutUnit Begin();
}

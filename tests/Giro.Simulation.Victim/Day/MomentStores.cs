using Giro.Ledger.Currencies;
using Giro.Operations.Clearing;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Cycles;
using Giro.Operations.Institution.Terms;
using Giro.Operations.Settlement;

namespace Giro.Simulation.Victim.Day;

/// <summary>Tells of the moments around the transaction of a clearing chunk.</summary>
internal sealed class MomentClearingStore(IClearingStore store, DayMoments moments) : IClearingStore
{
    public ulong NextSequence => store.NextSequence;

    public IClearingChunk Begin(ulong sequence)
    {
        moments.Begin(DayMoments.ClearingBegin);
        return new Chunk(store.Begin(sequence), moments);
    }

    public PeriodTotals LoadTotals(PaymentInstitution institution) => store.LoadTotals(institution);

    public void Dispose() => store.Dispose();

    private sealed class Chunk(IClearingChunk chunk, DayMoments moments) : IClearingChunk
    {
        public int LineCount => chunk.LineCount;

        public bool IsClosed(CycleId cycle, string merchantId) => chunk.IsClosed(cycle, merchantId);

        public void Add(in ClearingLine line) => chunk.Add(line);

        public void AddTotal(TotalKey key, Merchant? merchant, long amount) => chunk.AddTotal(key, merchant, amount);

        public void Commit(ulong lastSequence, ulong lastNumber, DateOnly businessDate)
        {
            // Most chunks only move the checkpoint over entries of settlement.
            var hasLines = chunk.LineCount > 0;
            if (hasLines) moments.Begin(DayMoments.ClearingCommit);
            chunk.Commit(lastSequence, lastNumber, businessDate);
            if (hasLines) moments.Begin(DayMoments.ClearingDone);
        }

        public void Dispose() => chunk.Dispose();
    }
}

/// <summary>Tells of the moments around a close; what is decided on the obligations begins a unit, and its entries are posted next.</summary>
internal sealed class MomentObligationStore(IObligationStore store, DayMoments moments) : IObligationStore
{
    public ulong ClearedNumber => store.ClearedNumber;

    public bool TryClose(CycleId cycle, DateOnly settlementDate, DateOnly businessDate, DateTimeOffset at, string? merchantId = null)
    {
        moments.Begin(DayMoments.Close);
        var isNew = store.TryClose(cycle, settlementDate, businessDate, at, merchantId);
        moments.Begin(DayMoments.Closed);
        return isNew;
    }

    public IReadOnlyList<Obligation> Of(CycleId cycle) => store.Of(cycle);

    public IReadOnlyList<Obligation> Undecided(CycleId cycle) => store.Undecided(cycle);

    public IReadOnlyList<Obligation> OpenShortfalls() => store.OpenShortfalls();

    public IReadOnlyDictionary<string, long> UnsettledLines(ulong asOfNumber) => store.UnsettledLines(asOfNumber);

    public IReadOnlyDictionary<string, OpenAmounts> OpenAmounts() => store.OpenAmounts();

    public IReadOnlyList<ReserveLot> DueLots(DateOnly businessDate) => store.DueLots(businessDate);

    public IReadOnlyList<ReceivableItem> Receivables() => store.Receivables();

    public WriteOff? FindWriteOff(long number) => store.FindWriteOff(number);

    public IObligationUnit Begin()
    {
        moments.Begin(DayMoments.Decide);
        return store.Begin();
    }

    public void Dispose() => store.Dispose();
}

/// <summary>Tells of the moments between a decision, its entries in the ledger, and their being forgotten.</summary>
internal sealed class MomentWaitingStore(IWaitingEntryStore store, DayMoments moments) : IWaitingEntryStore
{
    public IReadOnlyList<WaitingEntry> Waiting()
    {
        moments.Begin(DayMoments.Post);
        return store.Waiting();
    }

    public void Remove(IReadOnlyCollection<WaitingEntry> entries)
    {
        moments.Begin(DayMoments.Forget);
        store.Remove(entries);
        moments.Begin(DayMoments.Forgotten);
    }

    public void Dispose() => store.Dispose();
}

/// <summary>Tells of the moments of a payout run. A file's payouts are read, then it is written and renamed, and the unit that begins next finishes its batch.</summary>
internal sealed class MomentPayoutStore(IPayoutStore store, DayMoments moments) : IPayoutStore
{
    private int _unfinished;
    private bool _isWriting;

    public IReadOnlyList<PayableItem> Due(DateOnly businessDate) => store.Due(businessDate);

    public PayableItem? ItemToReplace(string endToEndId) => store.ItemToReplace(endToEndId);

    public Payout? Find(string endToEndId) => store.Find(endToEndId);

    public IReadOnlyList<Payout> InState(PayoutState state) => store.InState(state);

    public IReadOnlyList<Payout> PayoutsOf(string messageId)
    {
        // The bank's answers ask for the payouts of a file too.
        _isWriting = _unfinished > 0;
        if (_isWriting) moments.Begin(DayMoments.PayoutFile);
        return store.PayoutsOf(messageId);
    }

    public PayoutBatch? FindBatch(string messageId) => store.FindBatch(messageId);

    public IReadOnlyList<PayoutBatch> UnfinishedBatches()
    {
        var batches = store.UnfinishedBatches();
        _unfinished = batches.Count;
        return batches;
    }

    public IReadOnlyList<PayoutHold> Holds() => store.Holds();

    public BankFileResult? FindFile(BankFileKind kind, string messageId) => store.FindFile(kind, messageId);

    public IPayoutUnit Begin()
    {
        moments.Begin(_isWriting ? DayMoments.PayoutFinish : DayMoments.PayoutUnit);
        var unit = new Unit(store.Begin(), moments, _isWriting);
        if (_isWriting) _unfinished--;
        _isWriting = false;
        return unit;
    }

    public void Dispose() => store.Dispose();

    private sealed class Unit(IPayoutUnit unit, DayMoments moments, bool isFinish) : IPayoutUnit
    {
        public void Queue(WaitingEntry entry) => unit.Queue(entry);

        public void Add(PayableItem item) => unit.Add(item);

        public string NextEndToEndId(DateOnly date) => unit.NextEndToEndId(date);

        public void Save(Payout payout) => unit.Save(payout);

        public void Consume(PayableItem item, string disbursement) => unit.Consume(item, disbursement);

        public PayoutBatch NewBatch(DateOnly date, Currency currency, DateTimeOffset at, string debtorName, NostroAccount debtor) =>
            unit.NewBatch(date, currency, at, debtorName, debtor);

        public void Finish(PayoutBatch batch) => unit.Finish(batch);

        public void Add(PayoutHold hold) => unit.Add(hold);

        public void Release(PayoutHold hold, string by) => unit.Release(hold, by);

        public void Save(BankFileResult file) => unit.Save(file);

        public void Commit()
        {
            unit.Commit();
            if (isFinish) moments.Begin(DayMoments.PayoutFinished);
        }

        public void Dispose() => unit.Dispose();
    }
}

namespace Giro.Operations.Settlement;

/// <summary>Payouts and the files they go out in. One thread at a time.</summary>
public interface IPayoutStore : IDisposable
{
    /// <summary>Makes payouts of all payable obligations whose settlement date has come, and one batch of them, at once. Null when there are none.</summary>
    PayoutBatch? CreateBatch(DateOnly executionDate, DateTimeOffset at);

    /// <summary>Batches whose file was not finished, oldest first.</summary>
    IReadOnlyList<PayoutBatch> UnfinishedBatches();

    /// <summary>Payouts of a batch by end-to-end id.</summary>
    IReadOnlyList<Payout> PayoutsOf(PayoutBatch batch);

    void SetState(IReadOnlyCollection<Payout> payouts, PayoutState state, string note = "");

    /// <summary>The file is in its place: its payouts that were created are instructed.</summary>
    void FinishBatch(PayoutBatch batch, long payoutCount, long sumMinor);
}

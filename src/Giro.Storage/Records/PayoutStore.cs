using Giro.Ledger.Writer;
using Giro.Operations.Institution.Cycles;
using Giro.Operations.Settlement;
using Giro.Storage.Sqlite;

namespace Giro.Storage.Records;

/// <summary>Payouts, their batches, and what channels are expected to pay, in <c>records.db</c>.</summary>
public sealed class PayoutStore(string path) : IPayoutStore, IChannelSettlementStore
{
    private readonly SqliteFile _file = RecordsFile.Open(path);

    public PayoutBatch? CreateBatch(DateOnly executionDate, DateTimeOffset at)
    {
        using var transaction = new Transaction(_file);
        var date = RecordsFile.ToNumber(executionDate);
        var due = new List<(long Cycle, string Merchant, long AmountMinor)>();
        using (var select = _file.Prepare($"""
            SELECT cycle, merchant, net_minor + carried_in_minor FROM obligation
            WHERE book = ?1 AND state = {(long)ObligationState.Payable} AND settlement_date <= ?2 ORDER BY cycle, merchant
            """))
        {
            select.Bind(1, RecordsFile.BookId).Bind(2, date);
            while (select.Step()) due.Add((select.Int64(0), select.Text(1), select.Int64(2)));
        }

        if (due.Count == 0) return null;
        var before = _file.Scalar($"SELECT count(*) FROM payout_batch WHERE book = {RecordsFile.BookId} AND execution_date = {date}");
        // The time as it will be read back: the file is the same whether it is written now or after a restart.
        var batch = new PayoutBatch(PayoutBatch.MessageIdOf(executionDate, (int)before + 1), executionDate, MicrosecondTime.ToTime(MicrosecondTime.From(at)));
        using (var insert = _file.Prepare("INSERT INTO payout_batch (book, message_id, execution_date, created_at_us) VALUES (?1, ?2, ?3, ?4)"))
            insert.Bind(1, RecordsFile.BookId).Bind(2, batch.MessageId).Bind(3, date).Bind(4, MicrosecondTime.From(at)).Run();
        using (var insert = _file.Prepare("INSERT INTO payout (book, end_to_end, message_id, cycle, merchant, amount_minor, due_date, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"))
        using (var mark = _file.Prepare($"UPDATE obligation SET state = {(long)ObligationState.InPayout} WHERE book = ?1 AND cycle = ?2 AND merchant = ?3"))
        {
            foreach (var (cycle, merchant, amountMinor) in due)
            {
                insert.Bind(1, RecordsFile.BookId).Bind(2, Payout.EndToEndIdOf(CycleId.FromValue(cycle), merchant)).Bind(3, batch.MessageId).Bind(4, cycle)
                    .Bind(5, merchant).Bind(6, amountMinor).Bind(7, date).Bind(8, (long)PayoutState.Created).Run();
                mark.Bind(1, RecordsFile.BookId).Bind(2, cycle).Bind(3, merchant).Run();
            }
        }

        transaction.Commit();
        return batch;
    }

    public IReadOnlyList<PayoutBatch> UnfinishedBatches()
    {
        var batches = new List<PayoutBatch>();
        using var select = _file.Prepare("SELECT message_id, execution_date, created_at_us FROM payout_batch WHERE book = ?1 AND is_finished = 0 ORDER BY created_at_us, message_id");
        select.Bind(1, RecordsFile.BookId);
        while (select.Step()) batches.Add(new PayoutBatch(select.Text(0), RecordsFile.ToDate(select.Int64(1)), MicrosecondTime.ToTime(select.Int64(2))));
        return batches;
    }

    public IReadOnlyList<Payout> PayoutsOf(PayoutBatch batch)
    {
        var payouts = new List<Payout>();
        using var select = _file.Prepare("SELECT end_to_end, cycle, merchant, amount_minor, due_date, state FROM payout WHERE book = ?1 AND message_id = ?2 ORDER BY end_to_end");
        select.Bind(1, RecordsFile.BookId).Bind(2, batch.MessageId);
        while (select.Step())
        {
            payouts.Add(new Payout(
                select.Text(0), CycleId.FromValue(select.Int64(1)), select.Text(2), select.Int64(3), RecordsFile.ToDate(select.Int64(4)), (PayoutState)select.Int64(5)));
        }

        return payouts;
    }

    public void SetState(IReadOnlyCollection<Payout> payouts, PayoutState state, string note = "")
    {
        using var transaction = new Transaction(_file);
        using (var update = _file.Prepare("UPDATE payout SET state = ?3, note = ?4 WHERE book = ?1 AND end_to_end = ?2"))
        {
            foreach (var payout in payouts) update.Bind(1, RecordsFile.BookId).Bind(2, payout.EndToEndId).Bind(3, (long)state).Bind(4, note).Run();
        }

        transaction.Commit();
    }

    public void FinishBatch(PayoutBatch batch, long payoutCount, long sumMinor)
    {
        using var transaction = new Transaction(_file);
        using (var finish = _file.Prepare("UPDATE payout_batch SET payout_count = ?3, sum_minor = ?4, is_finished = 1 WHERE book = ?1 AND message_id = ?2"))
            finish.Bind(1, RecordsFile.BookId).Bind(2, batch.MessageId).Bind(3, payoutCount).Bind(4, sumMinor).Run();
        using (var instruct = _file.Prepare($"UPDATE payout SET state = {(long)PayoutState.Instructed} WHERE book = ?1 AND message_id = ?2 AND state = {(long)PayoutState.Created}"))
            instruct.Bind(1, RecordsFile.BookId).Bind(2, batch.MessageId).Run();
        transaction.Commit();
    }

    public void Expect(ChannelSettlement settlement)
    {
        using var insert = _file.Prepare("INSERT INTO channel_settlement (book, reference, channel, gross_minor, cost_minor, due_date) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING");
        insert.Bind(1, RecordsFile.BookId).Bind(2, settlement.Reference).Bind(3, settlement.ChannelCode).Bind(4, settlement.GrossMinor)
            .Bind(5, settlement.CostMinor).Bind(6, RecordsFile.ToNumber(settlement.DueDate)).Run();
    }

    public void Dispose() => _file.Dispose();
}

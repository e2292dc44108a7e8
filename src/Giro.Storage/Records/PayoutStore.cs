using Giro.Ledger.Currencies;
using Giro.Ledger.Writer;
using Giro.Operations.Institution;
using Giro.Operations.Settlement;
using Giro.Storage.Sql;

namespace Giro.Storage.Records;

/// <summary>Payouts, their batches, and what channels are expected to pay, in <c>records.db</c>.</summary>
public sealed class PayoutStore(RecordsDatabase records) : IPayoutStore, IChannelSettlementStore
{
    internal const string Columns =
        "end_to_end, merchant, disbursement, home_minor, amount_minor, currency, name, iban, due_date, state, past, message_id, replaces, proposed_by, note";

    private readonly SqlConnection _sql = records.Open();

    public IReadOnlyList<PayableItem> Due(DateOnly businessDate)
    {
        using var select = _sql.Prepare($"""
            SELECT {ItemColumns} FROM payable_item WHERE book = ?1 AND open_minor > 0 AND due_date <= ?2 AND replaces_payout = '' ORDER BY merchant, due_date, item
            """);
        return ReadItems(select.Bind(1, _sql.Book).Bind(2, RecordDates.ToNumber(businessDate)));
    }

    public PayableItem? ItemToReplace(string endToEndId)
    {
        using var select = _sql.Prepare($"SELECT {ItemColumns} FROM payable_item WHERE book = ?1 AND replaces_payout = ?2 AND replaces_payout <> '' AND open_minor > 0");
        return ReadItems(select.Bind(1, _sql.Book).Bind(2, endToEndId)).SingleOrDefault();
    }

    public Payout? Find(string endToEndId)
    {
        using var select = _sql.Prepare($"SELECT {Columns} FROM payout WHERE book = ?1 AND end_to_end = ?2");
        return ReadPayouts(select.Bind(1, _sql.Book).Bind(2, endToEndId)).SingleOrDefault();
    }

    public IReadOnlyList<Payout> InState(PayoutState state)
    {
        // Said so that the partial index of the open states is seen to hold all of them.
        var isOpen = state.IsOpen() ? "AND state IN (1, 2, 3, 4)" : "";
        using var select = _sql.Prepare($"SELECT {Columns} FROM payout WHERE book = ?1 AND state = ?2 {isOpen} ORDER BY end_to_end");
        return ReadPayouts(select.Bind(1, _sql.Book).Bind(2, (long)state));
    }

    public IReadOnlyList<Payout> PayoutsOf(string messageId)
    {
        using var select = _sql.Prepare($"SELECT {Columns} FROM payout WHERE book = ?1 AND message_id = ?2 AND message_id <> '' ORDER BY end_to_end");
        return ReadPayouts(select.Bind(1, _sql.Book).Bind(2, messageId));
    }

    public PayoutBatch? FindBatch(string messageId)
    {
        using var select = _sql.Prepare($"SELECT {BatchColumns} FROM payout_batch WHERE book = ?1 AND message_id = ?2");
        return ReadBatches(select.Bind(1, _sql.Book).Bind(2, messageId)).SingleOrDefault();
    }

    public IReadOnlyList<PayoutBatch> UnfinishedBatches()
    {
        using var select = _sql.Prepare($"SELECT {BatchColumns} FROM payout_batch WHERE book = ?1 AND sha256 = '' ORDER BY created_at_us, message_id");
        return ReadBatches(select.Bind(1, _sql.Book));
    }

    public IReadOnlyList<PayoutHold> Holds()
    {
        var holds = new List<PayoutHold>();
        using var select = _sql.Prepare("SELECT merchant, held_by, why, from_date, until_date, number FROM payout_hold WHERE book = ?1 AND released_by = '' ORDER BY number");
        select.Bind(1, _sql.Book);
        while (select.Step())
        {
            holds.Add(new PayoutHold(select.Text(0), select.Text(1), select.Text(2), RecordDates.ToDate(select.Int64(3)), RecordDates.ToDateOrNull(select.Int64(4))) { Number = select.Int64(5) });
        }

        return holds;
    }

    public BankFileResult? FindFile(BankFileKind kind, string messageId)
    {
        using var select = _sql.Prepare("SELECT sha256, moved, unchanged FROM bank_file WHERE book = ?1 AND kind = ?2 AND message_id = ?3");
        if (!select.Bind(1, _sql.Book).Bind(2, (long)kind).Bind(3, messageId).Step()) return null;
        var findings = new List<BankFileFinding>();
        using (var found = _sql.Prepare("SELECT line, type, reference, text FROM bank_file_finding WHERE book = ?1 AND kind = ?2 AND message_id = ?3 ORDER BY line"))
        {
            found.Bind(1, _sql.Book).Bind(2, (long)kind).Bind(3, messageId);
            while (found.Step()) findings.Add(new BankFileFinding((int)found.Int64(0), (BankFileFindingType)found.Int64(1), found.Text(2), found.Text(3)));
        }

        return new BankFileResult(BankFileStatus.Processed, kind, messageId, select.Text(0), (int)select.Int64(1), (int)select.Int64(2), findings);
    }

    public IPayoutUnit Begin() => new PayoutUnit(_sql);

    public void Expect(ChannelSettlement settlement)
    {
        using var insert = _sql.Prepare("INSERT INTO channel_settlement (book, reference, channel, gross_minor, cost_minor, due_date) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING");
        insert.Bind(1, _sql.Book).Bind(2, settlement.Reference).Bind(3, settlement.ChannelCode).Bind(4, settlement.GrossMinor)
            .Bind(5, settlement.CostMinor).Bind(6, RecordDates.ToNumber(settlement.DueDate)).Run();
    }

    internal static List<Payout> ReadPayouts(SqlStatement select)
    {
        var payouts = new List<Payout>();
        while (select.Step())
        {
            payouts.Add(new Payout(
                select.Text(0), select.Text(1), select.Text(2), select.Int64(3), select.Int64(4), Currency.FromNumber((int)select.Int64(5)), select.Text(6), select.Text(7),
                RecordDates.ToDate(select.Int64(8)), (PayoutState)select.Int64(9))
            {
                Past = new PayoutPast((int)select.Int64(10)), MessageId = select.Text(11), Replaces = select.Text(12), ProposedBy = select.Text(13), Note = select.Text(14),
            });
        }

        return payouts;
    }

    private const string ItemColumns = "merchant, reference, open_minor, due_date, replaces_payout, item";

    private static List<PayableItem> ReadItems(SqlStatement select)
    {
        var items = new List<PayableItem>();
        while (select.Step())
            items.Add(new PayableItem(select.Text(0), select.Text(1), select.Int64(2), RecordDates.ToDate(select.Int64(3)), select.Text(4)) { Item = select.Int64(5) });
        return items;
    }

    private const string BatchColumns = "message_id, execution_date, created_at_us, currency, debtor_name, debtor_iban, debtor_bic, payout_count, sum_minor, sha256";

    private static List<PayoutBatch> ReadBatches(SqlStatement select)
    {
        var batches = new List<PayoutBatch>();
        while (select.Step())
        {
            batches.Add(new PayoutBatch(
                select.Text(0), RecordDates.ToDate(select.Int64(1)), MicrosecondTime.ToTime(select.Int64(2)), Currency.FromNumber((int)select.Int64(3)), select.Text(4),
                new NostroAccount(select.Text(5), select.Text(6)))
            {
                PayoutCount = select.Int64(7), SumMinor = select.Int64(8), Sha256 = select.Text(9),
            });
        }

        return batches;
    }

    public void Dispose() => _sql.Dispose();
}

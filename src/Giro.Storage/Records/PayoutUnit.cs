using System.Runtime.InteropServices;
using Giro.Ledger.Currencies;
using Giro.Ledger.Writer;
using Giro.Operations.Institution;
using Giro.Operations.Settlement;
using Giro.Storage.Sql;

namespace Giro.Storage.Records;

internal class PayoutUnit(SqlConnection sql) : SettlementUnit(sql), IPayoutUnit
{
    private const int PayoutNumbers = 1;
    private const int BatchNumbers = 2;
    private readonly Dictionary<(int Kind, DateOnly Date), long> _numbers = [];

    public string NextEndToEndId(DateOnly date) => Payout.EndToEndIdOf(date, NextNumber(PayoutNumbers, date));

    public void Save(Payout payout) => Prepared("""
        INSERT INTO payout (book, end_to_end, merchant, disbursement, home_minor, amount_minor, currency, name, iban, due_date, state, past, message_id, replaces, proposed_by, note)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
        ON CONFLICT (book, end_to_end) DO UPDATE SET due_date = ?10, state = ?11, past = ?12, message_id = ?13, proposed_by = ?15, note = ?16
        """)
        .Bind(1, Sql.Book).Bind(2, payout.EndToEndId).Bind(3, payout.MerchantId).Bind(4, payout.Disbursement).Bind(5, payout.HomeMinor)
        .Bind(6, payout.AmountMinor).Bind(7, payout.Currency.Number).Bind(8, payout.Name).Bind(9, payout.Iban).Bind(10, RecordDates.ToNumber(payout.DueDate))
        .Bind(11, (long)payout.State).Bind(12, payout.Past.Bits).Bind(13, payout.MessageId).Bind(14, payout.Replaces).Bind(15, payout.ProposedBy).Bind(16, payout.Note).Run();

    public void Consume(PayableItem item, string disbursement)
    {
        Prepared("UPDATE payable_item SET open_minor = 0, disbursement = ?3 WHERE book = ?4 AND item = ?1 AND open_minor = ?2")
            .Bind(4, Sql.Book).Bind(1, item.Item).Bind(2, item.OpenMinor).Bind(3, disbursement).Run();
        if (Sql.Changes != 1) throw new InvalidDataException($"what is payable for {item.Reference} has changed since it was read");
    }

    public PayoutBatch NewBatch(DateOnly date, Currency currency, DateTimeOffset at, string debtorName, NostroAccount debtor)
    {
        // The time as it will be read back: the file is the same whether it is written now or after a restart.
        var createdAtUs = MicrosecondTime.From(at);
        var batch = new PayoutBatch(PayoutBatch.MessageIdOf(date, NextNumber(BatchNumbers, date)), date, MicrosecondTime.ToTime(createdAtUs), currency, debtorName, debtor);
        Prepared("INSERT INTO payout_batch (book, message_id, execution_date, created_at_us, currency, debtor_name, debtor_iban, debtor_bic) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
            .Bind(1, Sql.Book).Bind(2, batch.MessageId).Bind(3, RecordDates.ToNumber(date)).Bind(4, createdAtUs).Bind(5, currency.Number)
            .Bind(6, debtorName).Bind(7, debtor.Iban).Bind(8, debtor.Bic).Run();
        return batch;
    }

    public void Finish(PayoutBatch batch) => Prepared("UPDATE payout_batch SET payout_count = ?3, sum_minor = ?4, sha256 = ?5 WHERE book = ?1 AND message_id = ?2")
        .Bind(1, Sql.Book).Bind(2, batch.MessageId).Bind(3, batch.PayoutCount).Bind(4, batch.SumMinor).Bind(5, batch.Sha256).Run();

    public void Add(PayoutHold hold) => Prepared("INSERT INTO payout_hold (book, merchant, held_by, why, from_date, until_date) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        .Bind(1, Sql.Book).Bind(2, hold.MerchantId).Bind(3, hold.By).Bind(4, hold.Why).Bind(5, RecordDates.ToNumber(hold.From)).Bind(6, RecordDates.ToNumberOrZero(hold.Until)).Run();

    public void Release(PayoutHold hold, string by) => Prepared("UPDATE payout_hold SET released_by = ?3 WHERE book = ?1 AND number = ?2").Bind(1, Sql.Book).Bind(2, hold.Number).Bind(3, by).Run();

    public void Save(BankFileResult file)
    {
        Prepared("INSERT INTO bank_file VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
            .Bind(1, Sql.Book).Bind(2, (long)file.Kind).Bind(3, file.MessageId).Bind(4, file.Sha256).Bind(5, file.Moved).Bind(6, file.Unchanged).Run();
        foreach (var finding in file.Findings)
        {
            Prepared("INSERT INTO bank_file_finding (book, kind, message_id, line, type, reference, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING")
                .Bind(1, Sql.Book).Bind(2, (long)file.Kind).Bind(3, file.MessageId).Bind(4, finding.Line).Bind(5, (long)finding.Type)
                .Bind(6, finding.Reference).Bind(7, finding.Text).Run();
        }
    }

    public override void Commit()
    {
        foreach (var ((kind, date), last) in _numbers)
        {
            Prepared("INSERT INTO payout_number VALUES (?1, ?2, ?3, ?4) ON CONFLICT (book, kind, date) DO UPDATE SET last_number = ?4")
                .Bind(1, Sql.Book).Bind(2, kind).Bind(3, RecordDates.ToNumber(date)).Bind(4, last).Run();
        }

        base.Commit();
    }

    /// <summary>The transaction is the only one that writes, so the last number is read once and written once.</summary>
    private long NextNumber(int kind, DateOnly date)
    {
        ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, (kind, date), out var isKnown);
        if (!isKnown)
        {
            var select = Prepared("SELECT last_number FROM payout_number WHERE book = ?1 AND kind = ?2 AND date = ?3");
            last = select.Bind(1, Sql.Book).Bind(2, kind).Bind(3, RecordDates.ToNumber(date)).Step() ? select.Int64(0) : 0;
            select.Reset();
        }

        return ++last;
    }
}

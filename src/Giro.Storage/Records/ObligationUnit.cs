using Giro.Operations.Settlement;
using Giro.Storage.Sql;

namespace Giro.Storage.Records;

internal sealed class ObligationUnit(SqlConnection sql) : SettlementUnit(sql), IObligationUnit
{
    public void Save(Obligation obligation) => Prepared("""
        UPDATE obligation SET posted_minor = ?4, state = ?5, short_since = ?6, covers = ?7, note = ?8 WHERE book = ?1 AND cycle = ?2 AND merchant = ?3
        """)
        .Bind(1, Sql.Book).Bind(2, obligation.Cycle.Value).Bind(3, obligation.MerchantId).Bind(4, obligation.PostedMinor).Bind(5, (long)obligation.State)
        .Bind(6, RecordDates.ToNumberOrZero(obligation.ShortSince)).Bind(7, obligation.Covers).Bind(8, obligation.Note).Run();

    public void Add(ReserveLot lot) => Prepared("INSERT INTO reserve_lot VALUES (?1, ?2, ?3, ?4, ?4, ?5)")
        .Bind(1, Sql.Book).Bind(2, lot.MerchantId).Bind(3, lot.Reference).Bind(4, lot.OpenMinor).Bind(5, RecordDates.ToNumber(lot.ReleaseDate)).Run();

    public void Release(ReserveLot lot) => Prepared("UPDATE reserve_lot SET open_minor = 0 WHERE book = ?1 AND merchant = ?2 AND reference = ?3")
        .Bind(1, Sql.Book).Bind(2, lot.MerchantId).Bind(3, lot.Reference).Run();

    public void Add(ReceivableItem item) => Prepared("INSERT INTO receivable_item VALUES (?1, ?2, ?3, ?4, ?4, ?5)")
        .Bind(1, Sql.Book).Bind(2, item.MerchantId).Bind(3, item.Reference).Bind(4, item.OpenMinor).Bind(5, RecordDates.ToNumber(item.Since)).Run();

    public void TakePayable(string merchantId, long amountMinor) => Take("payable_item", "due_date, item", "item", merchantId, amountMinor);

    public void TakeRolling(string merchantId, long amountMinor) => Take("reserve_lot", "release_date, reference", "reference", merchantId, amountMinor);

    public void TakeReceivable(string merchantId, long amountMinor) => Take("receivable_item", "since, reference", "reference", merchantId, amountMinor);

    public void TakeReceivable(string merchantId, string reference, long amountMinor)
    {
        Prepared("UPDATE receivable_item SET open_minor = open_minor - ?4 WHERE book = ?1 AND merchant = ?2 AND reference = ?3 AND open_minor >= ?4")
            .Bind(1, Sql.Book).Bind(2, merchantId).Bind(3, reference).Bind(4, amountMinor).Run();
        if (Sql.Changes != 1) throw new InvalidDataException($"the receivable {reference} has less than {amountMinor} open");
    }

    public WriteOff Add(WriteOff writeOff)
    {
        Prepared("INSERT INTO write_off (book, merchant, receivable, amount_minor, why, proposed_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
            .Bind(1, Sql.Book).Bind(2, writeOff.MerchantId).Bind(3, writeOff.Receivable).Bind(4, writeOff.AmountMinor)
            .Bind(5, writeOff.Why).Bind(6, writeOff.ProposedBy).Run();
        return writeOff with { Number = Sql.Scalar("SELECT last_insert_rowid()") };
    }

    public void Approve(WriteOff writeOff, string by) =>
        Prepared("UPDATE write_off SET approved_by = ?2 WHERE number = ?1").Bind(1, writeOff.Number).Bind(2, by).Run();

    /// <summary>Takes from open rows in an order until the amount is reached.</summary>
    private void Take(string table, string order, string key, string merchantId, long amountMinor)
    {
        var select = Prepared($"SELECT {key}, open_minor FROM {table} WHERE book = ?1 AND merchant = ?2 AND open_minor > 0 ORDER BY {order}");
        var rows = new List<(string Key, long OpenMinor)>();
        select.Bind(1, Sql.Book).Bind(2, merchantId);
        var leftMinor = amountMinor;
        while (leftMinor > 0 && select.Step())
        {
            var takenMinor = Math.Min(leftMinor, select.Int64(1));
            rows.Add((select.Text(0), takenMinor));
            leftMinor -= takenMinor;
        }

        select.Reset();
        if (leftMinor > 0) throw new InvalidDataException($"{table} of merchant {merchantId} has {leftMinor} less open than the {amountMinor} that are taken");
        foreach (var (row, takenMinor) in rows)
        {
            Prepared($"UPDATE {table} SET open_minor = open_minor - ?4 WHERE book = ?1 AND merchant = ?2 AND {key} = ?3")
                .Bind(1, Sql.Book).Bind(2, merchantId).Bind(3, row).Bind(4, takenMinor).Run();
        }
    }
}

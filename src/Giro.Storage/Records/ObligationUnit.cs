using Giro.Operations.Settlement;
using Giro.Storage.Sql;

namespace Giro.Storage.Records;

internal sealed class ObligationUnit(SqlConnection sql) : SettlementUnit(sql), IObligationUnit
{
    /// <summary>What it posts more than before goes to the total of its merchant, which the tie-out reads.</summary>
    public void Save(Obligation obligation)
    {
        Prepared("""
            INSERT INTO settled_total SELECT book, merchant, ?4 - posted_minor FROM obligation WHERE book = ?1 AND cycle = ?2 AND merchant = ?3 AND posted_minor <> ?4
            ON CONFLICT (book, merchant) DO UPDATE SET posted_minor = settled_total.posted_minor + excluded.posted_minor
            """)
            .Bind(1, Sql.Book).Bind(2, obligation.Cycle.Value).Bind(3, obligation.MerchantId).Bind(4, obligation.PostedMinor).Run();
        Prepared("UPDATE obligation SET posted_minor = ?4, state = ?5, short_since = ?6, covers = ?7, note = ?8 WHERE book = ?1 AND cycle = ?2 AND merchant = ?3")
            .Bind(1, Sql.Book).Bind(2, obligation.Cycle.Value).Bind(3, obligation.MerchantId).Bind(4, obligation.PostedMinor).Bind(5, (long)obligation.State)
            .Bind(6, RecordDates.ToNumberOrZero(obligation.ShortSince)).Bind(7, obligation.Covers).Bind(8, obligation.Note).Run();
    }

    public void Add(ReserveLot lot) => Prepared("INSERT INTO reserve_lot VALUES (?1, ?2, ?3, ?4, ?4, ?5)")
        .Bind(1, Sql.Book).Bind(2, lot.MerchantId).Bind(3, lot.Reference).Bind(4, lot.OpenMinor).Bind(5, RecordDates.ToNumber(lot.ReleaseDate)).Run();

    public void Release(ReserveLot lot) => Prepared("UPDATE reserve_lot SET open_minor = 0 WHERE book = ?1 AND merchant = ?2 AND reference = ?3")
        .Bind(1, Sql.Book).Bind(2, lot.MerchantId).Bind(3, lot.Reference).Run();

    public void Add(ReceivableItem item) => Prepared("INSERT INTO receivable_item VALUES (?1, ?2, ?3, ?4, ?4, ?5)")
        .Bind(1, Sql.Book).Bind(2, item.MerchantId).Bind(3, item.Reference).Bind(4, item.OpenMinor).Bind(5, RecordDates.ToNumber(item.Since)).Run();

    public void TakePayable(string merchantId, long amountMinor) => Take("payable_item", "due_date, item", "item", merchantId, amountMinor, isNumbered: true);

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
        var insert = Prepared("INSERT INTO write_off (book, merchant, receivable, amount_minor, why, proposed_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING number")
            .Bind(1, Sql.Book).Bind(2, writeOff.MerchantId).Bind(3, writeOff.Receivable).Bind(4, writeOff.AmountMinor).Bind(5, writeOff.Why).Bind(6, writeOff.ProposedBy);
        return writeOff with { Number = NumberOf(insert) };
    }

    public void Approve(WriteOff writeOff, string by) =>
        Prepared("UPDATE write_off SET approved_by = ?3 WHERE book = ?1 AND number = ?2").Bind(1, Sql.Book).Bind(2, writeOff.Number).Bind(3, by).Run();

    /// <summary>Takes from open rows in an order until the amount is reached. Their key is a reference, or a number.</summary>
    private void Take(string table, string order, string key, string merchantId, long amountMinor, bool isNumbered = false)
    {
        var select = Prepared($"SELECT {key}, open_minor FROM {table} WHERE book = ?1 AND merchant = ?2 AND open_minor > 0 ORDER BY {order}");
        var rows = new List<(string Reference, long Number, long TakenMinor)>();
        select.Bind(1, Sql.Book).Bind(2, merchantId);
        var leftMinor = amountMinor;
        while (leftMinor > 0 && select.Step())
        {
            var takenMinor = Math.Min(leftMinor, select.Int64(1));
            rows.Add(isNumbered ? ("", select.Int64(0), takenMinor) : (select.Text(0), 0, takenMinor));
            leftMinor -= takenMinor;
        }

        select.Reset();
        if (leftMinor > 0) throw new InvalidDataException($"{table} of merchant {merchantId} has {leftMinor} less open than the {amountMinor} that are taken");
        foreach (var (reference, number, takenMinor) in rows)
        {
            var update = Prepared($"UPDATE {table} SET open_minor = open_minor - ?4 WHERE book = ?1 AND merchant = ?2 AND {key} = ?3").Bind(1, Sql.Book).Bind(2, merchantId).Bind(4, takenMinor);
            if (isNumbered) update.Bind(3, number).Run();
            else update.Bind(3, reference).Run();
        }
    }
}

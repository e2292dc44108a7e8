using Giro.Ledger.Writer;
using Giro.Operations.Clearing;
using Giro.Operations.Institution.Cycles;
using Giro.Operations.Settlement;
using Giro.Storage.Sql;

namespace Giro.Storage.Records;

/// <summary>Closed cycles and obligations in <c>records.db</c>.</summary>
public sealed class ObligationStore : IObligationStore
{
    /// <summary>Stands in the place of a merchant where a cycle closes for all.</summary>
    internal const string ForAll = "";

    private const string Columns = "cycle, merchant, net_minor, carried_in_minor, state, settlement_date, note, posted_minor, short_since, covers";

    /// <summary>As the index obligation_open has it.</summary>
    internal const string IsOpen = "carried_to_cycle = 0 AND state IN (2, 3)";

    private readonly SqlConnection _sql;
    private readonly ClearingSlots _slots;

    public ObligationStore(RecordsDatabase records)
    {
        _sql = records.Open();
        _slots = records.SlotsOver(_sql);
    }

    public ulong ClearedNumber => (ulong)_sql.Scalar($"SELECT last_number FROM checkpoint WHERE book = {_sql.Book} AND consumer = 'clearing'");

    public bool TryClose(CycleId cycle, DateOnly settlementDate, DateOnly businessDate, DateTimeOffset at, string? merchantId = null)
    {
        using var transaction = new Transaction(_sql);
        if (!TryMark(cycle, settlementDate, at, merchantId)) return false;
        using (var owe = _sql.Prepare($"""
            INSERT INTO obligation (book, cycle, merchant, net_minor, carried_in_minor, state, settlement_date, short_since)
            SELECT ?1, ?2, t.merchant, t.net, coalesce(c.open, 0), {(long)ObligationState.Due}, ?3,
                CASE WHEN t.net + coalesce(c.open, 0) < 0 THEN coalesce(c.since, ?5) ELSE 0 END
            FROM (SELECT merchant, sum(amount_minor) AS net FROM cycle_total WHERE book = ?1 AND cycle = ?2 AND account = {(long)LineAccount.Pending} AND ?4 IN ('{ForAll}', merchant) GROUP BY merchant) t
            LEFT JOIN (
                SELECT merchant, sum(net_minor + carried_in_minor - posted_minor) AS open, min(nullif(short_since, 0)) AS since
                FROM obligation WHERE book = ?1 AND {IsOpen} AND ?4 IN ('{ForAll}', merchant) GROUP BY merchant) c ON c.merchant = t.merchant
            """))
            owe.Bind(1, _sql.Book).Bind(2, cycle.Value).Bind(3, RecordDates.ToNumber(settlementDate)).Bind(4, merchantId ?? ForAll).Bind(5, RecordDates.ToNumber(businessDate)).Run();
        using (var carry = _sql.Prepare($"""
            UPDATE obligation SET carried_to_cycle = ?2, state = {(long)ObligationState.CarriedForward}
            WHERE book = ?1 AND {IsOpen} AND merchant IN (SELECT merchant FROM obligation WHERE book = ?1 AND cycle = ?2 AND ?4 IN ('{ForAll}', merchant))
            """))
            carry.Bind(1, _sql.Book).Bind(2, cycle.Value).Bind(4, merchantId ?? ForAll).Run();
        transaction.Commit();
        return true;
    }

    public IReadOnlyList<Obligation> Of(CycleId cycle) =>
        Read($"SELECT {Columns} FROM obligation WHERE book = ?1 AND cycle = ?2 ORDER BY merchant", cycle.Value);

    public IReadOnlyList<Obligation> Undecided(CycleId cycle) => Read($"""
        SELECT {Columns} FROM obligation WHERE book = ?1 AND state = {(long)ObligationState.Due}
        UNION ALL SELECT {Columns} FROM obligation WHERE book = ?1 AND cycle = ?2 AND state = {(long)ObligationState.Blocked} AND carried_to_cycle = 0
        ORDER BY cycle, merchant
        """, cycle.Value);

    public IReadOnlyList<Obligation> OpenShortfalls() => Read($"""
        SELECT {Columns} FROM obligation WHERE book = ?1 AND {IsOpen} AND state = ?2 AND net_minor + carried_in_minor < posted_minor ORDER BY cycle, merchant
        """, (long)ObligationState.CarriedForward);

    public IReadOnlyDictionary<string, OpenAmounts> OpenAmounts()
    {
        var open = new Dictionary<string, OpenAmounts>();
        using var select = _sql.Prepare("""
            SELECT merchant, sum(payable), sum(rolling), sum(receivable) FROM (
                SELECT merchant, open_minor AS payable, 0 AS rolling, 0 AS receivable FROM payable_item WHERE book = ?1 AND open_minor > 0
                UNION ALL SELECT merchant, 0, open_minor, 0 FROM reserve_lot WHERE book = ?1 AND open_minor > 0
                UNION ALL SELECT merchant, 0, 0, open_minor FROM receivable_item WHERE book = ?1 AND open_minor > 0) o
            GROUP BY merchant
            """);
        select.Bind(1, _sql.Book);
        while (select.Step()) open.Add(select.Text(0), new OpenAmounts(select.Int64(1), select.Int64(2), select.Int64(3)));
        return open;
    }

    public IReadOnlyList<ReserveLot> DueLots(DateOnly businessDate)
    {
        var lots = new List<ReserveLot>();
        using var select = _sql.Prepare("""
            SELECT merchant, reference, open_minor, release_date FROM reserve_lot
            WHERE book = ?1 AND open_minor > 0 AND release_date <= ?2 ORDER BY merchant, release_date, reference
            """);
        select.Bind(1, _sql.Book).Bind(2, RecordDates.ToNumber(businessDate));
        while (select.Step()) lots.Add(new ReserveLot(select.Text(0), select.Text(1), select.Int64(2), RecordDates.ToDate(select.Int64(3))));
        return lots;
    }

    public IReadOnlyList<ReceivableItem> Receivables()
    {
        var items = new List<ReceivableItem>();
        using var select = _sql.Prepare("SELECT merchant, reference, open_minor, since FROM receivable_item WHERE book = ?1 AND open_minor > 0 ORDER BY merchant, since, reference");
        select.Bind(1, _sql.Book);
        while (select.Step()) items.Add(new ReceivableItem(select.Text(0), select.Text(1), select.Int64(2), RecordDates.ToDate(select.Int64(3))));
        return items;
    }

    public WriteOff? FindWriteOff(long number)
    {
        using var select = _sql.Prepare("SELECT merchant, receivable, amount_minor, why, proposed_by, approved_by FROM write_off WHERE book = ?1 AND number = ?2");
        return select.Bind(1, _sql.Book).Bind(2, number).Step()
            ? new WriteOff(select.Text(0), select.Text(1), select.Int64(2), select.Text(3), select.Text(4)) { Number = number, ApprovedBy = select.Text(5) }
            : null;
    }

    public IObligationUnit Begin() => new ObligationUnit(_sql);

    public IReadOnlyDictionary<string, long> UnsettledLines(ulong asOfNumber)
    {
        var unsettled = new Dictionary<string, long>();

        // One moment of the file, and no lock: clearing goes on writing.
        _slots.BeginRead();
        try
        {
            using var statement = _sql.Prepare($"""
                SELECT merchant, sum(amount) FROM (
                    SELECT merchant, amount_minor AS amount FROM cleared_total WHERE book = ?1 AND account = {(long)LineAccount.Pending}
                    UNION ALL SELECT merchant, -posted_minor FROM settled_total WHERE book = ?1) u
                GROUP BY merchant
                """);
            statement.Bind(1, _sql.Book);
            while (statement.Step()) unsettled.Add(statement.Text(0), statement.Int64(1));
            TakeLinesAfter(asOfNumber, unsettled);
            return unsettled;
        }
        finally
        {
            _sql.Commit();
        }
    }

    /// <summary>Lines that were cleared after a record: those of the last few chunks, as clearing goes on meanwhile.</summary>
    private void TakeLinesAfter(ulong number, Dictionary<string, long> unsettled)
    {
        foreach (var (merchantId, lines) in _slots.After(number))
        {
            foreach (var line in new PackedLines(lines))
            {
                if (line.Number > number && line.Account == LineAccount.Pending) unsettled[merchantId] = unsettled.GetValueOrDefault(merchantId) - line.AmountMinor;
            }
        }
    }

    private bool TryMark(CycleId cycle, DateOnly settlementDate, DateTimeOffset at, string? merchantId)
    {
        if (cycle.IsCounted != (merchantId is not null))
            throw new ArgumentException(cycle.IsCounted ? $"cycle {cycle} closes for one merchant, and none is given" : $"cycle {cycle} closes for all, not for a merchant", nameof(merchantId));
        if (cycle is { IsCounted: true, Number: > 1 } && !IsClosed(cycle with { Number = cycle.Number - 1 }, merchantId!))
            throw new ArgumentException($"cycle {cycle} of merchant {merchantId} cannot be closed before the one that precedes it", nameof(cycle));
        if (IsClosed(cycle, merchantId ?? ForAll)) return false;
        using var close = _sql.Prepare("""
            INSERT INTO closed_cycle (book, merchant, cycle, place, settlement_date, closed_at_us, closed_number)
            VALUES (?1, ?2, ?3, (SELECT coalesce(max(place), 0) + 1 FROM closed_cycle WHERE book = ?1), ?4, ?5, ?6)
            """);
        close.Bind(1, _sql.Book).Bind(2, merchantId ?? ForAll).Bind(3, cycle.Value)
            .Bind(4, RecordDates.ToNumber(settlementDate)).Bind(5, MicrosecondTime.From(at)).Bind(6, (long)ClearedNumber).Run();
        return true;
    }

    private bool IsClosed(CycleId cycle, string merchant)
    {
        using var select = _sql.Prepare("SELECT 1 FROM closed_cycle WHERE book = ?1 AND merchant = ?2 AND cycle = ?3");
        return select.Bind(1, _sql.Book).Bind(2, merchant).Bind(3, cycle.Value).Step();
    }

    private List<Obligation> Read(string sql, long parameter)
    {
        var obligations = new List<Obligation>();
        using var statement = _sql.Prepare(sql);
        statement.Bind(1, _sql.Book).Bind(2, parameter);
        while (statement.Step())
        {
            obligations.Add(new Obligation(
                CycleId.FromValue(statement.Int64(0)), statement.Text(1), statement.Int64(2), statement.Int64(3),
                (ObligationState)statement.Int64(4), RecordDates.ToDate(statement.Int64(5)), statement.Text(6))
            {
                PostedMinor = statement.Int64(7), ShortSince = RecordDates.ToDateOrNull(statement.Int64(8)), Covers = (int)statement.Int64(9),
            });
        }

        return obligations;
    }

    public void Dispose() => _sql.Dispose();
}

using Giro.Ledger.Writer;
using Giro.Operations.Clearing;
using Giro.Operations.Institution.Cycles;
using Giro.Operations.Settlement;
using Giro.Storage.Sqlite;

namespace Giro.Storage.Records;

/// <summary>Closed cycles and obligations in <c>records.db</c>.</summary>
public sealed class ObligationStore(string path) : IObligationStore
{
    /// <summary>Stands in the place of a merchant where a cycle closes for all.</summary>
    internal const string ForAll = "";

    private const string Columns = "cycle, merchant, net_minor, carried_in_minor, state, settlement_date, note";
    private readonly SqliteFile _file = RecordsFile.Open(path);

    public ulong ClearedNumber => (ulong)_file.Scalar($"SELECT last_number FROM checkpoint WHERE book = {RecordsFile.BookId} AND consumer = 'clearing'");

    public bool TryClose(CycleId cycle, DateOnly settlementDate, DateTimeOffset at, string? merchantId = null)
    {
        using var transaction = new Transaction(_file);
        if (!TryMark(cycle, settlementDate, at, merchantId)) return false;
        var (carriedForward, blocked) = ((long)ObligationState.CarriedForward, (long)ObligationState.Blocked);
        using (var owe = _file.Prepare($"""
            INSERT INTO obligation (book, cycle, merchant, net_minor, carried_in_minor, state, settlement_date)
            SELECT ?1, ?2, merchant, net, carried, CASE WHEN net + carried > 0 THEN {(long)ObligationState.Due} ELSE {carriedForward} END, ?3
            FROM (SELECT t.merchant, sum(t.amount_minor) AS net, coalesce((
                SELECT sum(o.net_minor + o.carried_in_minor) FROM obligation o
                WHERE o.book = ?1 AND o.state IN ({carriedForward}, {blocked}) AND o.carried_to_cycle = 0 AND o.merchant = t.merchant), 0) AS carried
              FROM cycle_total t WHERE t.book = ?1 AND t.cycle = ?2 AND t.account = {(long)LineAccount.Pending} AND ?4 IN ('{ForAll}', t.merchant) GROUP BY t.merchant)
            """))
            owe.Bind(1, RecordsFile.BookId).Bind(2, cycle.Value).Bind(3, RecordsFile.ToNumber(settlementDate)).Bind(4, merchantId ?? ForAll).Run();
        using (var carry = _file.Prepare($"""
            UPDATE obligation SET carried_to_cycle = ?2, state = {carriedForward}
            WHERE book = ?1 AND cycle <> ?2 AND state IN ({carriedForward}, {blocked}) AND carried_to_cycle = 0
              AND merchant IN (SELECT t.merchant FROM cycle_total t WHERE t.book = ?1 AND t.cycle = ?2 AND t.account = {(long)LineAccount.Pending} AND ?4 IN ('{ForAll}', t.merchant))
            """))
            carry.Bind(1, RecordsFile.BookId).Bind(2, cycle.Value).Bind(4, merchantId ?? ForAll).Run();
        transaction.Commit();
        return true;
    }

    public IReadOnlyList<Obligation> InState(ObligationState state) =>
        Read($"SELECT {Columns} FROM obligation WHERE book = ?1 AND state = ?2 ORDER BY cycle, merchant", (long)state);

    public IReadOnlyList<Obligation> Of(CycleId cycle) =>
        Read($"SELECT {Columns} FROM obligation WHERE book = ?1 AND cycle = ?2 ORDER BY merchant", cycle.Value);

    public void SetState(IReadOnlyCollection<Obligation> obligations, ObligationState state, string note = "")
    {
        using var transaction = new Transaction(_file);
        using (var update = _file.Prepare("UPDATE obligation SET state = ?4, note = ?5 WHERE book = ?1 AND cycle = ?2 AND merchant = ?3"))
        {
            foreach (var obligation in obligations)
                update.Bind(1, RecordsFile.BookId).Bind(2, obligation.Cycle.Value).Bind(3, obligation.MerchantId).Bind(4, (long)state).Bind(5, note).Run();
        }

        transaction.Commit();
    }

    public IReadOnlyDictionary<string, long> UnsettledLines(ulong asOfNumber)
    {
        var unsettled = new Dictionary<string, long>();
        using var transaction = new Transaction(_file);
        using var statement = _file.Prepare($"""
            SELECT merchant, sum(amount) FROM (
                SELECT merchant, amount_minor AS amount FROM cleared_total WHERE book = ?1 AND account = {(long)LineAccount.Pending}
                UNION ALL SELECT merchant, -sum(net_minor + carried_in_minor) FROM obligation
                WHERE book = ?1 AND state IN ({(long)ObligationState.Payable}, {(long)ObligationState.InPayout}) GROUP BY merchant)
            GROUP BY merchant
            """);
        statement.Bind(1, RecordsFile.BookId);
        while (statement.Step()) unsettled.Add(statement.Text(0), statement.Int64(1));
        TakeLinesAfter(asOfNumber, unsettled);
        transaction.Commit();
        return unsettled;
    }

    /// <summary>Lines that were cleared after a record: those of the last few chunks, as clearing goes on meanwhile.</summary>
    private void TakeLinesAfter(ulong number, Dictionary<string, long> unsettled)
    {
        using var select = _file.Prepare("""
            SELECT merchant, lines FROM clearing_lines
            WHERE book = ?1 AND chunk >= (SELECT coalesce(max(chunk), 0) FROM clearing_lines WHERE book = ?1 AND chunk - 1 <= ?2)
            """);
        select.Bind(1, RecordsFile.BookId).Bind(2, (long)number);
        while (select.Step())
        {
            foreach (var line in new PackedLines(select.Blob(1)))
            {
                if (line.Number > number && line.Account == LineAccount.Pending) unsettled[select.Text(0)] = unsettled.GetValueOrDefault(select.Text(0)) - line.AmountMinor;
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
        using var close = _file.Prepare("""
            INSERT INTO closed_cycle (book, merchant, cycle, place, settlement_date, closed_at_us, closed_number)
            VALUES (?1, ?2, ?3, (SELECT coalesce(max(place), 0) + 1 FROM closed_cycle WHERE book = ?1), ?4, ?5, ?6)
            """);
        close.Bind(1, RecordsFile.BookId).Bind(2, merchantId ?? ForAll).Bind(3, cycle.Value)
            .Bind(4, RecordsFile.ToNumber(settlementDate)).Bind(5, MicrosecondTime.From(at)).Bind(6, (long)ClearedNumber).Run();
        return true;
    }

    private bool IsClosed(CycleId cycle, string merchant)
    {
        using var select = _file.Prepare("SELECT 1 FROM closed_cycle WHERE book = ?1 AND merchant = ?2 AND cycle = ?3");
        return select.Bind(1, RecordsFile.BookId).Bind(2, merchant).Bind(3, cycle.Value).Step();
    }

    private List<Obligation> Read(string sql, long parameter)
    {
        var obligations = new List<Obligation>();
        using var statement = _file.Prepare(sql);
        statement.Bind(1, RecordsFile.BookId).Bind(2, parameter);
        while (statement.Step())
        {
            obligations.Add(new Obligation(
                CycleId.FromValue(statement.Int64(0)), statement.Text(1), statement.Int64(2), statement.Int64(3),
                (ObligationState)statement.Int64(4), RecordsFile.ToDate(statement.Int64(5)), statement.Text(6)));
        }

        return obligations;
    }

    public void Dispose() => _file.Dispose();
}

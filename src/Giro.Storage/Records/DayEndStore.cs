using Giro.Ledger.Currencies;
using Giro.Operations.Clearing;
using Giro.Operations.DayEnd;
using Giro.Operations.Institution;
using Giro.Operations.Settlement;
using Giro.Storage.Sql;

namespace Giro.Storage.Records;

/// <summary>Recounts <c>records.db</c> for the tie-outs of the day end.</summary>
public sealed class DayEndStore : IDayEndStore
{
    private readonly SqlConnection _sql;
    private readonly ClearingSlots _slots;

    public DayEndStore(RecordsDatabase records)
    {
        _sql = records.Open();
        _slots = records.SlotsOver(_sql);
    }

    public RecordedFigures Read()
    {
        _slots.BeginRead();
        try
        {
            var lines = _slots.Count();
            return new RecordedFigures(
                lines.Payments,
                lines.Figures,
                LineTotals(),
                One("SELECT count(*), coalesce(sum(posted_minor), 0) FROM obligation WHERE book = ?1 AND posted_minor <> 0"),
                new OpenAmounts(OpenOf("payable_item"), OpenOf("reserve_lot"), OpenOf("receivable_item")),
                _sql.Scalar($"SELECT coalesce(sum(amount_minor), 0) FROM write_off WHERE book = {_sql.Book} AND approved_by <> ''"),
                // Not rejected (64), returned (128) or declined (512).
                _sql.Scalar($"SELECT coalesce(sum(home_minor), 0) FROM payout WHERE book = {_sql.Book} AND past & 704 = 0"),
                One("SELECT count(*), coalesce(sum(amount_minor), 0) FROM payout WHERE book = ?1 AND past & 8 <> 0 AND past & 64 = 0"),
                PayoutStates(),
                WaitingEntryStore.Read(_sql),
                One("""
                    SELECT count(*), coalesce(sum(-m.expected_minor), 0) FROM run_match m JOIN reconciliation_run r ON r.book = m.book AND r.part = m.part AND r.number = m.run
                    WHERE m.book = ?1 AND r.superseded_by = 0 AND m.is_booked = 1 AND m.item LIKE '%/out'
                    """),
                // Living, and resolved: who has cleared a payout up by hand has said where it is. One that was rejected since leaves with the next statement.
                One("""
                    SELECT count(*), coalesce(sum(-b.expected_minor), 0) FROM reconciliation_break b JOIN payout p ON p.book = b.book AND p.end_to_end || '/out' = b.item
                    WHERE b.book = ?1 AND b.key LIKE 'item/%' AND b.state IN (1, 2, 3, 4, 5) AND p.past & 64 = 0
                    """),
                One("""
                    SELECT count(*), coalesce(sum(amount_minor), 0) FROM payout p WHERE book = ?1 AND past & 8 <> 0 AND past & 64 = 0 AND booked_by = ''
                        AND NOT EXISTS (SELECT 1 FROM run_match m WHERE m.book = p.book AND m.item = p.end_to_end || '/out')
                        AND NOT EXISTS (SELECT 1 FROM run_finding f WHERE f.book = p.book AND f.item = p.end_to_end || '/out' AND f.item <> '')
                    """),
                One("SELECT count(*), coalesce(sum(gross_minor), 0) FROM channel_settlement WHERE book = ?1 AND settled_by <> ''"),
                _sql.Scalar($"SELECT coalesce(sum(cost_minor), 0) FROM channel_settlement WHERE book = {_sql.Book} AND settled_by <> ''"),
                BreakRows.WithMoney(_sql),
                Closing());
        }
        finally
        {
            _sql.Commit();
        }
    }

    public IReadOnlyList<MerchantFigure> ByMerchant()
    {
        var figures = new List<MerchantFigure>();
        using var select = _sql.Prepare("SELECT merchant, kind, account, sum(line_count), sum(amount_minor) FROM cycle_total WHERE book = ?1 GROUP BY merchant, kind, account ORDER BY merchant, kind, account");
        select.Bind(1, _sql.Book);
        while (select.Step()) figures.Add(new MerchantFigure(select.Text(0), GroupOf(select.Int64(1), select.Int64(2)), new Figure(select.Int64(3), select.Int64(4))));
        return figures;
    }

    private long OpenOf(string table) => _sql.Scalar($"SELECT coalesce(sum(open_minor), 0) FROM {table} WHERE book = {_sql.Book} AND open_minor > 0");

    private List<PayoutStateFigures> PayoutStates()
    {
        var figures = new List<PayoutStateFigures>();
        using var select = _sql.Prepare("""
            SELECT currency, sum(CASE state WHEN 1 THEN amount_minor ELSE 0 END), sum(CASE state WHEN 2 THEN amount_minor ELSE 0 END),
                sum(CASE state WHEN 3 THEN amount_minor ELSE 0 END), sum(CASE state WHEN 4 THEN amount_minor ELSE 0 END),
                sum(CASE WHEN past & 32 <> 0 AND booked_by = '' THEN amount_minor ELSE 0 END), sum(CASE WHEN past & 128 <> 0 AND return_booked_by = '' THEN amount_minor ELSE 0 END)
            FROM payout WHERE book = ?1 GROUP BY currency
            """);
        select.Bind(1, _sql.Book);
        while (select.Step())
        {
            figures.Add(new PayoutStateFigures(
                Currency.FromNumber((int)select.Int64(0)), select.Int64(1), select.Int64(2), select.Int64(3), select.Int64(4), select.Int64(5), select.Int64(6)));
        }

        return figures;
    }

    private Figure One(string sql)
    {
        using var select = _sql.Prepare(sql);
        select.Bind(1, _sql.Book).Step();
        return new Figure(select.Int64(0), select.Int64(1));
    }

    private Dictionary<LineGroup, Figure> LineTotals()
    {
        var totals = new Dictionary<LineGroup, Figure>();
        using var select = _sql.Prepare("SELECT kind, account, sum(line_count), sum(amount_minor) FROM cycle_total WHERE book = ?1 GROUP BY kind, account");
        select.Bind(1, _sql.Book);
        while (select.Step()) totals.Add(GroupOf(select.Int64(0), select.Int64(1)), new Figure(select.Int64(2), select.Int64(3)));
        return totals;
    }

    private static LineGroup GroupOf(long kind, long account) => new((LineKind)kind, (LineAccount)account);

    private Dictionary<Currency, long> Closing()
    {
        var closing = new Dictionary<Currency, long>();
        using var select = _sql.Prepare("SELECT currency, closing_minor FROM account_statement WHERE book = ?1 ORDER BY date, length(part), part");
        select.Bind(1, _sql.Book);
        while (select.Step()) closing[Currency.FromNumber((int)select.Int64(0))] = select.Int64(1);
        return closing;
    }

    public void Dispose() => _sql.Dispose();
}

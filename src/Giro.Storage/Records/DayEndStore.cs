using Giro.Ledger.Currencies;
using Giro.Operations.Clearing;
using Giro.Operations.DayEnd;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation;
using Giro.Operations.Settlement;
using Giro.Storage.Sqlite;

namespace Giro.Storage.Records;

/// <summary>Recounts <c>records.db</c> for the tie-outs of the day end.</summary>
public sealed class DayEndStore(string path) : IDayEndStore
{
    private readonly SqliteFile _file = RecordsFile.Open(path);

    public RecordedFigures Read(Currency home)
    {
        _file.Execute("BEGIN");
        try
        {
            var lines = Lines();
            return new RecordedFigures(
                lines.Payments,
                lines.Kinds,
                LineTotals(),
                One("SELECT count(*), coalesce(sum(posted_minor), 0) FROM obligation WHERE book = ?1 AND posted_minor <> 0"),
                new OpenAmounts(OpenOf("payable_item"), OpenOf("reserve_lot"), OpenOf("receivable_item")),
                _file.Scalar($"SELECT coalesce(sum(amount_minor), 0) FROM write_off WHERE book = {RecordsFile.BookId} AND approved_by <> ''"),
                // Not rejected (64), returned (128) or declined (512).
                _file.Scalar($"SELECT coalesce(sum(home_minor), 0) FROM payout WHERE book = {RecordsFile.BookId} AND past & 704 = 0"),
                One("SELECT count(*), coalesce(sum(amount_minor), 0) FROM payout WHERE book = ?1 AND past & 8 <> 0 AND past & 64 = 0"),
                PayoutStates(),
                WaitingEntryStore.Read(_file),
                One($"""
                    SELECT count(*), coalesce(sum(-m.amount_minor), 0) FROM statement_match m JOIN payout p ON p.book = m.book AND p.end_to_end = m.reference
                    WHERE m.book = ?1 AND m.amount_minor < 0 AND NOT EXISTS (SELECT 1 FROM statement_break b
                        WHERE b.book = m.book AND b.statement = m.statement AND b.reference = m.reference AND b.type IN ({(long)BreakType.Date}, {(long)BreakType.Amount}))
                    """),
                One("SELECT count(*), coalesce(sum(gross_minor), 0) FROM channel_settlement WHERE book = ?1 AND settled_by <> ''"),
                _file.Scalar($"SELECT coalesce(sum(cost_minor), 0) FROM channel_settlement WHERE book = {RecordsFile.BookId} AND settled_by <> ''"),
                Breaks(),
                Closing(home));
        }
        finally
        {
            _file.Execute("COMMIT");
        }
    }

    public IReadOnlyList<MerchantFigure> ByMerchant()
    {
        var figures = new List<MerchantFigure>();
        using var select = _file.Prepare("SELECT merchant, kind, account, sum(line_count), sum(amount_minor) FROM cycle_total WHERE book = ?1 GROUP BY merchant, kind, account ORDER BY merchant, kind, account");
        select.Bind(1, RecordsFile.BookId);
        while (select.Step()) figures.Add(new MerchantFigure(select.Text(0), GroupOf(select.Int64(1), select.Int64(2)), new Figure(select.Int64(3), select.Int64(4))));
        return figures;
    }

    /// <summary>Counts every line anew.</summary>
    private (long Payments, Dictionary<LineGroup, Figure> Kinds) Lines()
    {
        var kinds = new Dictionary<LineGroup, Figure>();
        var payments = 0L;
        using var select = _file.Prepare("SELECT lines FROM clearing_lines WHERE book = ?1 ORDER BY chunk, merchant");
        select.Bind(1, RecordsFile.BookId);
        while (select.Step())
        {
            foreach (var line in new PackedLines(select.Blob(0)))
            {
                // A combined payment has several gross lines, its first part one.
                if (line.Part == 0 && line.Kind is LineKind.Gross or LineKind.Refund or LineKind.Chargeback) payments++;
                ref var figure = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(kinds, new LineGroup(line.Kind, line.Account), out _);
                figure = new Figure(figure.Count + 1, figure.SumMinor + line.AmountMinor);
            }
        }

        return (payments, kinds);
    }

    private long OpenOf(string table) => _file.Scalar($"SELECT coalesce(sum(open_minor), 0) FROM {table} WHERE book = {RecordsFile.BookId} AND open_minor > 0");

    private List<PayoutStateFigures> PayoutStates()
    {
        var figures = new List<PayoutStateFigures>();
        using var select = _file.Prepare("""
            SELECT currency, sum(CASE state WHEN 1 THEN amount_minor ELSE 0 END), sum(CASE state WHEN 2 THEN amount_minor ELSE 0 END),
                sum(CASE state WHEN 3 THEN amount_minor ELSE 0 END), sum(CASE state WHEN 4 THEN amount_minor ELSE 0 END),
                sum(CASE WHEN past & 32 <> 0 AND booked_by = '' THEN amount_minor ELSE 0 END), sum(CASE WHEN past & 128 <> 0 AND return_booked_by = '' THEN amount_minor ELSE 0 END)
            FROM payout WHERE book = ?1 GROUP BY currency
            """);
        select.Bind(1, RecordsFile.BookId);
        while (select.Step())
        {
            figures.Add(new PayoutStateFigures(
                Currency.FromNumber((int)select.Int64(0)), select.Int64(1), select.Int64(2), select.Int64(3), select.Int64(4), select.Int64(5), select.Int64(6)));
        }

        return figures;
    }

    private Figure One(string sql)
    {
        using var select = _file.Prepare(sql);
        select.Bind(1, RecordsFile.BookId).Step();
        return new Figure(select.Int64(0), select.Int64(1));
    }

    private Dictionary<LineGroup, Figure> LineTotals()
    {
        var totals = new Dictionary<LineGroup, Figure>();
        using var select = _file.Prepare("SELECT kind, account, sum(line_count), sum(amount_minor) FROM cycle_total WHERE book = ?1 GROUP BY kind, account");
        select.Bind(1, RecordsFile.BookId);
        while (select.Step()) totals.Add(GroupOf(select.Int64(0), select.Int64(1)), new Figure(select.Int64(2), select.Int64(3)));
        return totals;
    }

    private static LineGroup GroupOf(long kind, long account) => new((LineKind)kind, (LineAccount)account);

    private List<Break> Breaks()
    {
        var breaks = new List<Break>();
        using var select = _file.Prepare("SELECT type, reference, expected_minor, actual_minor, line, opened_on FROM statement_break WHERE book = ?1 ORDER BY statement, type, break_id");
        select.Bind(1, RecordsFile.BookId);
        while (select.Step())
        {
            breaks.Add(new Break(
                (BreakType)select.Int64(0), select.Text(1), select.Int64(2), select.Int64(3), (int)select.Int64(4), RecordsFile.ToDate(select.Int64(5))));
        }

        return breaks;
    }

    private long? Closing(Currency currency)
    {
        using var select = _file.Prepare("SELECT closing_minor FROM bank_statement WHERE book = ?1 AND currency = ?2 ORDER BY position DESC LIMIT 1");
        return select.Bind(1, RecordsFile.BookId).Bind(2, currency.Number).Step() ? select.Int64(0) : null;
    }

    public void Dispose() => _file.Dispose();
}

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

    public RecordedFigures Read()
    {
        _file.Execute("BEGIN");
        try
        {
            var lines = Lines();
            return new RecordedFigures(
                lines.Payments,
                lines.Kinds,
                Kinds("SELECT kind, sum(line_count), sum(amount_minor) FROM cycle_total WHERE book = ?1 GROUP BY kind"),
                One($"SELECT count(*), coalesce(sum(net_minor + carried_in_minor), 0) FROM obligation WHERE book = ?1 AND state IN ({(long)ObligationState.Payable}, {(long)ObligationState.InPayout})"),
                One($"SELECT count(*), coalesce(sum(amount_minor), 0) FROM payout WHERE book = ?1 AND state IN ({(long)PayoutState.Instructed}, {(long)PayoutState.Settled})"),
                One($"SELECT count(*), coalesce(sum(amount_minor), 0) FROM payout WHERE book = ?1 AND state = {(long)PayoutState.Settled}"),
                One($"""
                    SELECT count(*), coalesce(sum(-m.amount_minor), 0) FROM statement_match m JOIN payout p ON p.book = m.book AND p.end_to_end = m.reference
                    WHERE m.book = ?1 AND NOT EXISTS (SELECT 1 FROM statement_break b
                        WHERE b.book = m.book AND b.statement = m.statement AND b.reference = m.reference AND b.type IN ({(long)BreakType.Late}, {(long)BreakType.AmountDiffers}))
                    """),
                One("SELECT count(*), coalesce(sum(gross_minor), 0) FROM channel_settlement WHERE book = ?1 AND settled_by <> ''"),
                Breaks(),
                Closing());
        }
        finally
        {
            _file.Execute("COMMIT");
        }
    }

    /// <summary>Counts every line anew.</summary>
    private (long Payments, Dictionary<LineKind, Figure> Kinds) Lines()
    {
        var kinds = new Dictionary<LineKind, Figure>();
        var payments = 0L;
        using var select = _file.Prepare("SELECT lines FROM clearing_lines WHERE book = ?1 ORDER BY chunk, merchant");
        select.Bind(1, RecordsFile.BookId);
        while (select.Step())
        {
            foreach (var line in new PackedLines(select.Blob(0)))
            {
                // A combined payment has several gross lines, its first part one.
                if (line.Part == 0 && line.Kind is LineKind.Gross or LineKind.Refund or LineKind.Chargeback) payments++;
                ref var figure = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(kinds, line.Kind, out _);
                figure = new Figure(figure.Count + 1, figure.SumMinor + line.AmountMinor);
            }
        }

        return (payments, kinds);
    }

    private Figure One(string sql)
    {
        using var select = _file.Prepare(sql);
        select.Bind(1, RecordsFile.BookId).Step();
        return new Figure(select.Int64(0), select.Int64(1));
    }

    private Dictionary<LineKind, Figure> Kinds(string sql)
    {
        var kinds = new Dictionary<LineKind, Figure>();
        using var select = _file.Prepare(sql);
        select.Bind(1, RecordsFile.BookId);
        while (select.Step()) kinds.Add((LineKind)select.Int64(0), new Figure(select.Int64(1), select.Int64(2)));
        return kinds;
    }

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

    private long? Closing()
    {
        using var select = _file.Prepare("SELECT closing_minor FROM bank_statement WHERE book = ?1 ORDER BY position DESC LIMIT 1");
        return select.Bind(1, RecordsFile.BookId).Step() ? select.Int64(0) : null;
    }

    public void Dispose() => _file.Dispose();
}

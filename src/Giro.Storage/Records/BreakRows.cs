using System.Globalization;
using Giro.Ledger.Currencies;
using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Breaks;
using Giro.Storage.Sql;

namespace Giro.Storage.Records;

/// <summary>Reads breaks, their events and proposals from rows of <c>records.db</c>.</summary>
internal static class BreakRows
{
    private const string Columns = """
        number, source, key, part, type, reference, item, line, expected_minor, actual_minor, currency, opened_on, due_on, state, owner, reason, open_minor, suspense_minor,
        suspended_minor, chase_on, parent, suspensions
        """;

    /// <summary>Those in a state in which something has to be done, by a partial index.</summary>
    private const string Living = "state IN (1, 2, 3, 4)";

    public static Break? Find(SqlConnection sql, long number)
    {
        using var select = sql.Prepare($"SELECT {Columns} FROM reconciliation_break WHERE number = ?1 AND book = ?2");
        return Read(select.Bind(1, number).Bind(2, sql.Book)).SingleOrDefault();
    }

    public static Break? Find(SqlConnection sql, string source, string key)
    {
        using var select = sql.Prepare($"SELECT {Columns} FROM reconciliation_break WHERE book = ?1 AND source = ?2 AND key = ?3 ORDER BY number DESC LIMIT 1");
        return Read(select.Bind(1, sql.Book).Bind(2, source).Bind(3, key)).SingleOrDefault();
    }

    public static List<Break> Of(SqlConnection sql, BreakQuery query)
    {
        using var select = sql.Prepare($"""
            SELECT {Columns} FROM reconciliation_break
            WHERE book = ?1 AND (?2 = '' OR source = ?2) AND (?3 = 0 OR type = ?3) AND (?4 = '' OR owner = ?4) {(query.WithClosed ? "" : "AND " + Living)} ORDER BY number
            """);
        return Read(select.Bind(1, sql.Book).Bind(2, query.Source).Bind(3, (long)(query.Type ?? BreakType.None)).Bind(4, query.Owner));
    }

    /// <summary>Living ones, and those that suspense or suspended items know of all the same.</summary>
    public static List<Break> WithMoney(SqlConnection sql)
    {
        using var select = sql.Prepare($"SELECT {Columns} FROM reconciliation_break WHERE book = ?1 AND ({Living} OR suspense_minor <> 0 OR suspended_minor <> 0) ORDER BY number");
        return Read(select.Bind(1, sql.Book));
    }

    public static List<PastEvent> History(SqlConnection sql, long number)
    {
        var events = new List<PastEvent>();
        using var select = sql.Prepare("SELECT place, type, made_by, on_date, text FROM break_event WHERE book = ?1 AND number = ?2 ORDER BY place");
        select.Bind(1, sql.Book).Bind(2, number);
        while (select.Step())
            events.Add(new PastEvent((int)select.Int64(0), new BreakEvent((BreakEventType)select.Int64(1), select.Text(2), RecordDates.ToDate(select.Int64(3)), select.Text(4))));
        return events;
    }

    /// <param name="number">0 for all that nobody has decided on.</param>
    public static List<BreakProposal> Proposals(SqlConnection sql, long number)
    {
        var proposals = new List<BreakProposal>();
        using var select = sql.Prepare($"""
            SELECT number, kind, breaks, open_minor, account, why, maker, state, decided_by, decided_why FROM break_proposal
            WHERE book = ?1 AND {(number == 0 ? "state = 1" : "number = ?2")} ORDER BY number
            """);
        select.Bind(1, sql.Book);
        if (number != 0) select.Bind(2, number);
        while (select.Step())
        {
            proposals.Add(new BreakProposal((ResolutionKind)select.Int64(1), Numbers(select.Text(2)), Numbers(select.Text(3)), select.Text(4), select.Text(5), select.Text(6))
            {
                Number = select.Int64(0), State = (ProposalState)select.Int64(7), DecidedBy = select.Text(8), DecidedWhy = select.Text(9),
            });
        }

        return proposals;
    }

    private static List<Break> Read(SqlStatement select)
    {
        var breaks = new List<Break>();
        while (select.Step())
        {
            breaks.Add(new Break
            {
                Number = select.Int64(0), Source = select.Text(1), Key = select.Text(2), Part = select.Text(3), Type = (BreakType)select.Int64(4), Reference = select.Text(5), Item = select.Text(6),
                Line = (int)select.Int64(7), ExpectedMinor = select.Int64(8), ActualMinor = select.Int64(9), Currency = Currency.FromNumber((int)select.Int64(10)),
                OpenedOn = RecordDates.ToDate(select.Int64(11)), DueOn = RecordDates.ToDate(select.Int64(12)), State = (BreakState)select.Int64(13), Owner = select.Text(14),
                Reason = select.Text(15), OpenMinor = select.Int64(16), SuspenseMinor = select.Int64(17), SuspendedMinor = select.Int64(18),
                ChaseOn = RecordDates.ToDateOrNull(select.Int64(19)), Parent = select.Int64(20), Suspensions = (int)select.Int64(21),
            });
        }

        return breaks;
    }

    private static List<long> Numbers(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => long.Parse(number, CultureInfo.InvariantCulture))];
}

using System.Globalization;
using System.Runtime.InteropServices;
using Giro.Ledger.Entries;
using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Breaks;
using Giro.Operations.Reconciliation.Runs;
using Giro.Storage.Sql;

namespace Giro.Storage.Records;

/// <summary>One transaction of runs, breaks, payouts and the entries that follow.</summary>
internal sealed class ReconciliationUnit(SqlConnection sql) : PayoutUnit(sql), IReconciliationUnit
{
    public Break Open(Break opened, BreakEvent happened)
    {
        var insert = Prepared("""
            INSERT INTO reconciliation_break (book, source, key, part, type, reference, item, line, expected_minor, actual_minor, currency, opened_on, due_on, state, owner, reason,
                open_minor, suspense_minor, suspended_minor, chase_on, parent, suspensions)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22) RETURNING number
            """)
            .Bind(1, Sql.Book).Bind(2, opened.Source).Bind(3, opened.Key).Bind(4, opened.Part).Bind(5, (long)opened.Type).Bind(6, opened.Reference).Bind(7, opened.Item)
            .Bind(8, opened.Line).Bind(9, opened.ExpectedMinor).Bind(10, opened.ActualMinor).Bind(11, opened.Currency.Number).Bind(12, RecordDates.ToNumber(opened.OpenedOn))
            .Bind(13, RecordDates.ToNumber(opened.DueOn)).Bind(14, (long)opened.State).Bind(15, opened.Owner).Bind(16, opened.Reason).Bind(17, opened.OpenMinor)
            .Bind(18, opened.SuspenseMinor).Bind(19, opened.SuspendedMinor).Bind(20, RecordDates.ToNumberOrZero(opened.ChaseOn)).Bind(21, opened.Parent).Bind(22, opened.Suspensions);
        var numbered = opened with { Number = NumberOf(insert) };
        Add(numbered.Number, happened);
        return numbered;
    }

    public void Save(Break changed, BreakEvent happened)
    {
        Prepared("""
            UPDATE reconciliation_break SET type = ?2, line = ?3, expected_minor = ?4, actual_minor = ?5, state = ?6, owner = ?7, reason = ?8, open_minor = ?9, suspense_minor = ?10,
                suspended_minor = ?11, chase_on = ?12, suspensions = ?13
            WHERE book = ?14 AND number = ?1
            """)
            .Bind(14, Sql.Book).Bind(1, changed.Number).Bind(2, (long)changed.Type).Bind(3, changed.Line).Bind(4, changed.ExpectedMinor).Bind(5, changed.ActualMinor).Bind(6, (long)changed.State)
            .Bind(7, changed.Owner).Bind(8, changed.Reason).Bind(9, changed.OpenMinor).Bind(10, changed.SuspenseMinor).Bind(11, changed.SuspendedMinor)
            .Bind(12, RecordDates.ToNumberOrZero(changed.ChaseOn)).Bind(13, changed.Suspensions).Run();
        Add(changed.Number, happened);
    }

    public BreakProposal Add(BreakProposal proposal)
    {
        var insert = Prepared("""
            INSERT INTO break_proposal (book, kind, breaks, open_minor, account, why, maker, state, decided_by, decided_why) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) RETURNING number
            """)
            .Bind(1, Sql.Book).Bind(2, (long)proposal.Kind).Bind(3, Joined(proposal.Breaks)).Bind(4, Joined(proposal.OpenMinor)).Bind(5, proposal.Account).Bind(6, proposal.Why)
            .Bind(7, proposal.Maker).Bind(8, (long)proposal.State).Bind(9, proposal.DecidedBy).Bind(10, proposal.DecidedWhy);
        return proposal with { Number = NumberOf(insert) };
    }

    public void Decide(BreakProposal decided)
    {
        Prepared("UPDATE break_proposal SET state = ?2, decided_by = ?3, decided_why = ?4 WHERE book = ?5 AND number = ?1 AND state = 1")
            .Bind(5, Sql.Book).Bind(1, decided.Number).Bind(2, (long)decided.State).Bind(3, decided.DecidedBy).Bind(4, decided.DecidedWhy).Run();
        if (Sql.Changes != 1) throw new InvalidDataException($"proposal {decided.Number} was decided on by somebody else meanwhile");
    }

    public void Add(ReconciliationRun run, IReadOnlyCollection<RunFinding> findings, IReadOnlyCollection<RunMatch> matches)
    {
        Prepared("UPDATE reconciliation_run SET superseded_by = ?3 WHERE book = ?1 AND part = ?2 AND superseded_by = 0").Bind(1, Sql.Book).Bind(2, run.Part).Bind(3, run.Number).Run();
        Prepared("INSERT INTO reconciliation_run VALUES (?1, ?2, ?3, ?4, ?5, ?23, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, 0)")
            .Bind(1, Sql.Book).Bind(2, run.Part).Bind(3, run.Number).Bind(4, run.Source).Bind(5, RecordDates.ToNumber(run.Date)).Bind(23, run.Currency.Number).Bind(6, run.Statement).Bind(7, run.InputHash)
            .Bind(8, run.ResultHash).Bind(9, run.ClosingMinor is null ? 0 : 1).Bind(10, run.OpeningMinor ?? 0).Bind(11, run.ClosingMinor ?? 0)
            .Bind(12, run.Ours.Lines).Bind(13, (long)run.Ours.SumMinor).Bind(14, run.Ours.MatchedLines).Bind(15, (long)run.Ours.MatchedMinor)
            .Bind(16, run.Theirs.Lines).Bind(17, (long)run.Theirs.SumMinor).Bind(18, run.Theirs.MatchedLines).Bind(19, (long)run.Theirs.MatchedMinor)
            .Bind(20, run.Flags).Bind(21, run.AcceptedBy).Bind(22, run.AcceptedWhy).Run();
        var place = 0;
        foreach (var (key, found) in findings)
        {
            Prepared("INSERT INTO run_finding VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)")
                .Bind(1, Sql.Book).Bind(2, run.Part).Bind(3, run.Number).Bind(4, key).Bind(5, ++place).Bind(6, (long)found.Type).Bind(7, found.Reference).Bind(8, found.Item)
                .Bind(9, found.Line).Bind(10, found.ExpectedMinor).Bind(11, found.ActualMinor).Bind(12, RecordDates.ToNumber(found.OpenedOn)).Bind(13, found.IsBooked ? 1 : 0).Run();
        }

        foreach (var match in matches)
        {
            Prepared("INSERT INTO run_match VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
                .Bind(1, Sql.Book).Bind(2, run.Part).Bind(3, run.Number).Bind(4, match.Line).Bind(5, match.Item).Bind(6, match.ExpectedMinor).Bind(7, match.ActualMinor)
                .Bind(8, match.IsBooked ? 1 : 0).Run();
        }
    }

    public int NextVersion(string slot)
    {
        var select = Prepared("SELECT coalesce(max(version), 0) + 1 FROM run_posting WHERE book = ?1 AND slot = ?2");
        select.Bind(1, Sql.Book).Bind(2, slot).Step();
        var next = (int)select.Int64(0);
        select.Reset();
        return next;
    }

    public void Add(string part, int run, RunPosting posting) =>
        Prepared("INSERT INTO run_posting (book, slot, version, part, run, queue, kind, legs, attributes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")
            .Bind(1, Sql.Book).Bind(2, posting.Slot).Bind(3, posting.Version).Bind(4, part).Bind(5, run).Bind(6, posting.Queue).Bind(7, (long)posting.Kind)
            .Bind(8, MemoryMarshal.AsBytes<Leg>([.. posting.Legs])).Bind(9, posting.Attributes).Run();

    public void Reverse(RunPosting posting, int run) => Prepared("UPDATE run_posting SET reversed_by = ?4 WHERE book = ?1 AND slot = ?2 AND version = ?3 AND reversed_by = 0")
        .Bind(1, Sql.Book).Bind(2, posting.Slot).Bind(3, posting.Version).Bind(4, run).Run();

    public void Book(BankItem item, string by)
    {
        var update = item switch
        {
            { Channel: not null } => "UPDATE channel_settlement SET settled_by = ?3 WHERE book = ?1 AND reference = ?2",
            { IsLeaving: true } => "UPDATE payout SET booked_by = ?3 WHERE book = ?1 AND end_to_end = ?2",
            _ => "UPDATE payout SET return_booked_by = ?3 WHERE book = ?1 AND end_to_end = ?2",
        };
        Prepared(update).Bind(1, Sql.Book).Bind(2, item.Expected.Reference).Bind(3, by).Run();
    }

    private void Add(long number, BreakEvent happened) =>
        Prepared("INSERT INTO break_event VALUES (?1, ?2, (SELECT count(*) + 1 FROM break_event WHERE book = ?1 AND number = ?2), ?3, ?4, ?5, ?6)")
            .Bind(1, Sql.Book).Bind(2, number).Bind(3, (long)happened.Type).Bind(4, happened.By).Bind(5, RecordDates.ToNumber(happened.On)).Bind(6, happened.Text).Run();

    private static string Joined(IEnumerable<long> numbers) => string.Join(' ', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
}

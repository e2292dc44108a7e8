using System.Globalization;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Ledger.Writer;
using Giro.Operations.Institution;
using Giro.Operations.Settlement;

namespace Giro.Operations.DayEnd;

/// <param name="NextDate">The business date that is now open; the same as before when a tie-out does not hold.</param>
public sealed record DayEndResult(DateOnly ClosedDate, DateOnly NextDate, IReadOnlyList<TieOut> TieOuts, TrialBalance TrialBalance, JournalTotals Journal, RecordedFigures Records)
{
    public bool IsClosed => NextDate != ClosedDate;
}

/// <summary>Closes the business date: checks every tie-out, and only when all hold opens the next one. The advance has the date for its id, so it is done once.</summary>
public sealed class DayEndRun(Book book, IJournal journal, PaymentInstitution institution, PendingTieOut pending, IDayEndStore store)
{
    public DayEndResult Close()
    {
        var records = store.Read();
        var (date, accounts, coming) = book.Query(reader => (reader.BusinessDate, reader.Accounts(), PendingTieOut.Coming(reader, records.Waiting)));
        var totals = JournalTotals.Read(journal, DayEndChecks.Receivables(institution, accounts));
        var tieOuts = DayEndChecks.Of(institution, accounts, coming, totals, records, pending.Check());
        var next = tieOuts.All(tieOut => tieOut.Holds) ? Advance(date) : date;
        return new DayEndResult(date, next, tieOuts, TrialBalance.Of(date, accounts), totals, records);
    }

    private DateOnly Advance(DateOnly date)
    {
        var next = institution.Calendar.Next(date);
        var submission = new Submission();
        submission.AdvanceDate(EntryId.FromReference("day-end/" + date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), next);
        var result = book.Execute(submission)[0];
        return result.IsAccepted ? next : throw new InvalidOperationException($"the business date {date:yyyy-MM-dd} cannot be advanced: {result.Status}");
    }
}

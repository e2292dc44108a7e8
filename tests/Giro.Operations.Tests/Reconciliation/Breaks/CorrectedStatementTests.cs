using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Breaks;
using Giro.Operations.Reconciliation.Runs;
using Giro.Operations.Settlement;

namespace Giro.Operations.Tests.Reconciliation.Breaks;

/// <summary>Statements that come again, corrected or late. The ledger shows what the statement in force shows, and every entry that was made stays.</summary>
public sealed class CorrectedStatementTests
{
    [Fact]
    public void The_same_statement_again_changes_nothing_whatever_came_after_it()
    {
        using var book = new BreakBook("100.00", "50.00");
        var first = book.Make("B1", 0, "P1 -100.00", "X -5.00");
        book.Run(first);
        AssertRepeats(book, first);
        book.Next();
        book.Statement("B2", "P2 -50.00");
        AssertRepeats(book, first);
        book.Resolve(ResolutionKind.WriteOff, [1]);
        AssertRepeats(book, first);
        book.AssertBreaks("""
            1 missing-with-us X 0.00 Resolved
            2 missing-at-bank P2 0.00 Cleared
            """);
        book.AssertLedger("""
            bank/nostro -155.00
            expense/reconciliation-write-offs 5.00
            """);
    }

    [Fact]
    public void A_corrected_statement_supersedes_the_run_and_shows_what_changed()
    {
        using var book = new BreakBook("100.00", "50.00", "30.00");
        book.Statement("B1", "P1 -100.00", "X -5.00", "Y -6.00", "Z 1.00");
        book.AssertBreaks("""
            1 missing-with-us X -5.00 Open suspense 5.00
            2 missing-with-us Y -6.00 Open suspense 6.00
            3 missing-with-us Z 1.00 Open suspense -1.00
            4 missing-at-bank P2 50.00 Open
            5 missing-at-bank P3 30.00 Open
            """);
        var corrected = book.Statement("B1", "P2 -50.00", "X -5.00", "Y -8.00", "W 2.00");
        Assert.Equal((2, false), (corrected.Run!.Number, corrected.IsRepeat));
        var changes = corrected.Changes!;
        Assert.Equal("item/PO-20261102-000001/out line/bank/2026-11-02/1/W/2", string.Join(' ', changes.New.Select(finding => finding.Key).Order(StringComparer.Ordinal)));
        Assert.Equal("item/PO-20261102-000002/out line/bank/2026-11-02/1/Z/2", string.Join(' ', changes.Gone.Select(finding => finding.Key).Order(StringComparer.Ordinal)));
        Assert.Equal("line/bank/2026-11-02/1/Y/2", Assert.Single(changes.Changed).Now.Key);
        Assert.Equal(2, changes.Same);
        book.AssertBreaks("""
            1 missing-with-us X -5.00 Open suspense 5.00
            2 missing-with-us Y -8.00 Open suspense 8.00
            3 missing-with-us Z 0.00 Superseded
            4 missing-at-bank P2 0.00 Superseded
            5 missing-at-bank P3 30.00 Open
            6 missing-with-us W 2.00 Open suspense -2.00
            7 missing-at-bank P1 100.00 Open
            """);
        // The bank has said once that it paid P1: it is in transit until a statement shows it, or the bank takes it back.
        book.AssertLedger("""
            bank/nostro -61.00
            payout/instructed 30.00
            settlement/in-transit 100.00
            suspense/bank 11.00
            """);
        Assert.Equal([(1, 2), (2, 0)], book.Day.Reconciliation.RunsOf("bank", book.Book.Today).Select(run => (run.Number, run.SupersededBy)));
        Assert.Equal(5, book.Day.Reconciliation.FindingsOf("bank/2026-11-02/1", 1).Count);
        Assert.NotEmpty(book.Book.AttributesOf("payout/PO-20261102-000001/booked"));
        Assert.NotEmpty(book.Book.AttributesOf("payout/PO-20261102-000001/booked/reversed"));

        // And back again: what was entered once and reversed is entered anew.
        book.Statement("B1", "P1 -100.00", "X -5.00", "Y -6.00", "Z 1.00");
        book.AssertLedger("""
            bank/nostro -110.00
            payout/instructed 30.00
            settlement/in-transit 50.00
            suspense/bank 10.00
            """);
        Assert.NotEmpty(book.Book.AttributesOf("payout/PO-20261102-000001/booked/2"));
    }

    [Fact]
    public void A_line_before_the_others_moves_no_break()
    {
        using var book = new BreakBook();
        book.Statement("B1", "X -5.00");
        var corrected = book.Statement("B1", "N 1.00", "X -5.00");
        Assert.Equal((1, 0, 0, 1), (corrected.Changes!.New.Count, corrected.Changes.Gone.Count, corrected.Changes.Changed.Count, corrected.Changes.Same));
        book.AssertHistory(1, "11-02 run 1 of bank/2026-11-02/1: Opened: missing-with-us on statement B1");
    }

    [Fact]
    public void A_second_statement_that_goes_on_is_another_part_of_the_day_and_one_that_begins_anew_takes_its_place()
    {
        using var book = new BreakBook();
        book.Run(book.Make("B1", 0, "X -5.00"));
        Assert.Equal("bank/2026-11-02/2", book.Run(book.Make("B1b", -5_00, "Y -1.00")).Run!.Part);
        book.AssertLedger("""
            bank/nostro -6.00
            suspense/bank 6.00
            """);
        var anew = book.Run(book.Make("B1c", -5_00, "Y -1.00", "Z -2.00"));
        Assert.Equal(("bank/2026-11-02/2", 2, 1), (anew.Run!.Part, anew.Run.Number, anew.Changes!.New.Count));
        book.AssertLedger("""
            bank/nostro -8.00
            suspense/bank 8.00
            """);
    }

    [Fact]
    public void What_persons_have_resolved_is_a_break_again_when_the_line_is_taken_back_and_ends_when_it_returns()
    {
        using var book = new BreakBook();
        book.Statement("B1", "X -12.50");
        book.Resolve(ResolutionKind.WriteOff, [1]);
        book.AssertLedger("""
            bank/nostro -12.50
            expense/reconciliation-write-offs 12.50
            """);
        book.Statement("B1");
        book.AssertBreaks("""
            1 missing-with-us X 0.00 Resolved
            2 missing-at-bank X 12.50 Open suspense -12.50
            """);
        book.AssertLedger("""
            expense/reconciliation-write-offs 12.50
            suspense/bank -12.50
            """);
        book.Statement("B1", "X -12.50");
        book.AssertBreaks("""
            1 missing-with-us X 0.00 Resolved
            2 missing-at-bank X 0.00 Superseded
            """);
        book.AssertLedger("""
            bank/nostro -12.50
            expense/reconciliation-write-offs 12.50
            """);
        // With another amount it is another break, and what was resolved stands alone.
        book.Statement("B1", "X -13.00");
        book.AssertBreaks("""
            1 missing-with-us X 0.00 Resolved
            2 missing-at-bank X 0.00 Superseded
            3 missing-at-bank X 12.50 Open suspense -12.50
            4 missing-with-us X -13.00 Open suspense 13.00
            """);
        book.Resolve(ResolutionKind.Match, [3, 4]);
        book.AssertBreaks("""
            1 missing-with-us X 0.00 Resolved
            2 missing-at-bank X 0.00 Superseded
            3 missing-at-bank X 0.00 Resolved
            4 missing-with-us X 0.00 Resolved
            5 amount X -0.50 Open suspense 0.50
            """);
    }

    [Fact]
    public void A_payout_that_the_corrected_statement_names_and_a_later_one_has_booked_is_one_too_many()
    {
        using var book = new BreakBook("100.00");
        book.Statement("B1");
        book.Next();
        book.Statement("B2", "P1 -100.00");
        book.Book.Advance(-1);
        var corrected = book.Make("B1", 0, "P1 -100.00", "P1 100.00 back");
        // The day's sum must stay, as the next statement opens where this one closed: the bank says it left, and came back.
        Assert.Equal(StatementStatus.Reconciled, book.Run(corrected).Status);
        Assert.Equal([BreakType.DuplicateAtBank], book.Day.Reconciliation.Breaks(new BreakQuery()).Select(@break => @break.Type));
        book.Book.AssertTiesOut();
    }

    [Fact]
    public void A_flagged_statement_is_posted_only_when_a_named_person_takes_it_and_both_are_kept()
    {
        using var book = new BreakBook("100.00");
        book.Statement("B1", "P1 -100.00");
        book.Next();
        var wrong = book.Make("B2", -99_00, "X -5.00");
        var before = book.LastNumber;
        var flagged = book.Run(wrong);
        Assert.Equal((StatementStatus.Flagged, "opens with -9900, the statement before it closed with -10000"), (flagged.Status, Assert.Single(flagged.Findings)));
        Assert.Equal(before, book.LastNumber);
        Assert.Empty(book.Day.Reconciliation.RunsOf("bank", book.Book.Today));
        Assert.Equal(StatementStatus.Reconciled, book.Run(wrong, new Acceptance("ada", "the bank confirms it by telephone")).Status);
        var kept = Assert.Single(book.Day.Reconciliation.RunsOf("bank", book.Book.Today));
        Assert.Equal(("opens with -9900, the statement before it closed with -10000", "ada", "the bank confirms it by telephone"), (kept.Flags, kept.AcceptedBy, kept.AcceptedWhy));
        Assert.True(book.Run(wrong).IsRepeat);
    }

    [Fact]
    public void A_statement_of_a_day_that_later_ones_follow_must_close_where_they_open()
    {
        using var book = new BreakBook();
        book.Statement("B1", "X -5.00");
        book.Next();
        book.Statement("B2", "Y -1.00");
        book.Book.Advance(-1);
        var flagged = book.Run(book.Make("B1", 0, "X -6.00"));
        Assert.Equal((StatementStatus.Flagged, "closes with -600, the statement after it opens with -500"), (flagged.Status, Assert.Single(flagged.Findings)));
    }

    private static void AssertRepeats(BreakBook book, BankStatement statement)
    {
        var before = (book.LastNumber, book.Day.Reconciliation.Breaks(new BreakQuery { WithClosed = true }).Sum(@break => book.Day.Reconciliation.History(@break.Number).Count));
        var again = book.Run(statement);
        Assert.True(again.IsRepeat);
        Assert.Equal(before, (book.LastNumber, book.Day.Reconciliation.Breaks(new BreakQuery { WithClosed = true }).Sum(@break => book.Day.Reconciliation.History(@break.Number).Count)));
    }
}

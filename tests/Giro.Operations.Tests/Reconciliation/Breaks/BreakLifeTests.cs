using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Breaks;

namespace Giro.Operations.Tests.Reconciliation.Breaks;

/// <summary>The life of each type of break over days. After each step the ledger is a page, and the tie-outs of a day end hold.</summary>
public sealed class BreakLifeTests
{
    [Fact]
    public void A_payout_that_is_missing_is_carried_and_clears_itself_when_it_books()
    {
        using var book = new BreakBook("100.00");
        book.Statement("B1");
        book.AssertBreaks("1 missing-at-bank P1 100.00 Open");
        book.AssertLedger("payout/instructed 100.00");
        book.Next();
        book.Statement("B2");
        book.AssertBreaks("1 missing-at-bank P1 100.00 CarriedForward");
        book.Next();
        book.Statement("B3", "P1 -100.00");
        book.AssertBreaks("1 missing-at-bank P1 0.00 Cleared");
        book.AssertLedger("bank/nostro -100.00");
        book.AssertHistory(
            1,
            "11-02 run 1 of bank/2026-11-02/1: Opened: missing-at-bank on statement B1",
            "11-03 run 1 of bank/2026-11-03/1: Carried: not on statement B2 either",
            "11-04 run 1 of bank/2026-11-04/1: Cleared: booked by statement B3, 2 days after it was due");
    }

    [Fact]
    public void A_payout_that_is_announced_clears_itself_when_it_books()
    {
        using var book = new BreakBook("100.00");
        book.Statement("B1", "P1 -100.00?");
        book.AssertBreaks("1 date P1 100.00 Open");
        book.AssertLedger("payout/instructed 100.00");
        book.Next();
        book.Statement("B2", "P1 -100.00");
        book.AssertBreaks("1 date P1 0.00 Cleared");
        book.AssertLedger("bank/nostro -100.00");
    }

    [Fact]
    public void A_payout_that_books_late_on_the_first_statement_leaves_a_record_and_nothing_to_do()
    {
        using var book = new BreakBook("100.00");
        book.Next();
        book.Statement("B1", "P1 -100.00");
        book.AssertBreaks("1 date P1 0.00 Cleared");
        book.AssertHistory(1, "11-03 run 1 of bank/2026-11-03/1: Cleared: booked by statement B1, 1 days after it was due");
        book.AssertLedger("bank/nostro -100.00");
    }

    [Fact]
    public void A_missing_payout_that_the_bank_rejects_is_expected_no_more()
    {
        using var book = new BreakBook("100.00");
        book.Statement("B1");
        book.Next();
        BankFiles.Reject(book.Day, "S1", book.Payout("P1"), "AC04");
        book.Statement("B2");
        book.AssertBreaks("1 missing-at-bank P1 0.00 Cleared");
        book.AssertHistory(
            1,
            "11-02 run 1 of bank/2026-11-02/1: Opened: missing-at-bank on statement B1",
            "11-03 run 1 of bank/2026-11-03/1: Cleared: nothing is expected of it any more");
        book.AssertLedger("merchant/M1/payable 100.00");
    }

    [Fact]
    public void Money_that_nothing_explains_is_on_suspense_from_the_statement_on()
    {
        using var book = new BreakBook("100.00", "50.00");
        book.Statement("B1", "P1 -100.00", "P1 -100.00 again", "P2 -50.25", "X -12.50", "Y 7.00");
        book.AssertBreaks("""
            1 duplicate-at-bank P1 -100.00 Open suspense 100.00
            2 amount P2 -0.25 Open suspense 0.25
            3 missing-with-us X -12.50 Open suspense 12.50
            4 missing-with-us Y 7.00 Open suspense -7.00
            """);
        book.AssertLedger("""
            bank/nostro -255.75
            suspense/bank 105.75
            """);
        book.Next();
        // They are not differences in time: nothing carries or clears them.
        book.Statement("B2");
        Assert.Equal(4, book.Day.Reconciliation.Breaks(new BreakQuery()).Count(@break => @break.State == BreakState.Open));
    }

    [Fact]
    public void An_unknown_line_that_is_announced_clears_itself_for_the_line_that_books()
    {
        using var book = new BreakBook();
        book.Statement("B1", "X -12.50?");
        book.AssertBreaks("1 missing-with-us X -12.50 Open");
        book.AssertLedger("");
        book.Next();
        book.Statement("B2", "X -12.50");
        book.AssertBreaks("""
            1 missing-with-us X 0.00 Cleared
            2 missing-with-us X -12.50 Open suspense 12.50
            """);
    }

    [Fact]
    public void Past_its_time_a_missing_payout_goes_to_suspense_once_and_comes_back_when_it_books()
    {
        using var book = new BreakBook("100.00");
        book.Statement("B1");
        for (var day = 0; day < 3; day++)
        {
            book.Next();
            Assert.Empty(book.Deadlines());
            book.Statement($"B{day + 2}");
        }

        book.Next();
        Assert.Equal(1, Assert.Single(book.Deadlines()).Number);
        book.AssertBreaks("1 missing-at-bank P1 100.00 InSuspense suspense -100.00 suspended 100.00");
        const string Page = """
            payout/instructed 100.00
            suspense/bank -100.00
            suspense/items 100.00
            """;
        book.AssertLedger(Page);
        var before = book.LastNumber;
        Assert.Empty(book.Deadlines());
        Assert.Equal(before, book.LastNumber);
        book.Statement("B5");
        book.AssertLedger(Page);
        book.Next();
        book.Statement("B6", "P1 -100.00");
        book.AssertBreaks("1 missing-at-bank P1 0.00 Cleared");
        book.AssertLedger("bank/nostro -100.00");
    }

    [Fact]
    public void Money_that_moved_stays_where_it_is_when_its_time_is_over()
    {
        using var book = new BreakBook();
        book.Statement("B1", "X -12.50");
        for (var day = 0; day < 3; day++) book.Next();
        Assert.Empty(book.Deadlines());
        // Five calendar days from Monday are Saturday.
        book.Next();
        Assert.Empty(book.Deadlines());
        book.Next();
        var before = book.LastNumber;
        Assert.Single(book.Deadlines());
        Assert.Equal(before, book.LastNumber);
        book.AssertBreaks("1 missing-with-us X -12.50 InSuspense suspense 12.50");
        Assert.Equal("cash desk", book.Day.Reconciliation.FindBreak(1)!.Owner);
    }
}

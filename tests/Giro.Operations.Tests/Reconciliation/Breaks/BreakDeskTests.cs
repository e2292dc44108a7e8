using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Breaks;
using Giro.Operations.Tests.Settlement;

namespace Giro.Operations.Tests.Reconciliation.Breaks;

/// <summary>What persons do with breaks, and what they may not.</summary>
public sealed class BreakDeskTests
{
    [Fact]
    public void A_write_off_within_the_limit_takes_two_persons_and_is_an_entry()
    {
        using var book = new BreakBook();
        book.Statement("B1", "X -12.50", "Y 3.00");
        var loss = book.Propose(ResolutionKind.WriteOff, [1]);
        book.AssertRefused(BreakDeskStatus.SamePerson, "ada made proposal 1; another person has to approve it", book.Desk.Approve(loss, " Ada", book.Book.Today));
        book.AssertLedger("""
            bank/nostro -9.50
            suspense/bank 9.50
            """);
        Assert.Equal(BreakDeskStatus.Done, book.Desk.Approve(loss, "ben", book.Book.Today).Status);
        book.Resolve(ResolutionKind.WriteOff, [2]);
        book.AssertBreaks("""
            1 missing-with-us X 0.00 Resolved
            2 missing-with-us Y 0.00 Resolved
            """);
        book.AssertLedger("""
            bank/nostro -9.50
            expense/reconciliation-write-offs 12.50
            income/reconciliation-gains 3.00
            """);
        Assert.Equal("""{"break":1,"proposal":1,"ref":"X","why":"found out","maker":"ada","checker":"ben"}""", book.Book.AttributesOf("break-resolution/1"));
        var before = book.LastNumber;
        Assert.Equal(BreakDeskStatus.Done, book.Desk.Approve(loss, "ben", book.Book.Today).Status);
        Assert.Equal(before, book.LastNumber);
        book.AssertHistory(
            1,
            "11-02 run 1 of bank/2026-11-02/1: Opened: missing-with-us on statement B1",
            "11-02 ada: Proposed: proposal 1: write off: found out",
            "11-02 ben: WrittenOff: proposal 1 of ada: write off: found out");
    }

    [Fact]
    public void Over_the_limit_is_refused_and_a_split_does_not_get_round_it()
    {
        using var book = new BreakBook();
        book.Statement("B1", "X -30.00");
        book.AssertRefused(BreakDeskStatus.OverLimit, "break 1: 30.00 EUR is more than the 20.00 that bank may give up", Propose(book, ResolutionKind.WriteOff, 1));
        book.AssertRefused(
            BreakDeskStatus.SumDiffers, "-30.00 EUR is open of break 1; the parts must be two or more, none of them zero, and sum to it",
            book.Desk.Split(1, [-15_00, -14_99], "ada", "two charges", book.Book.Today));
        Assert.Equal(2, book.Desk.Split(1, [-15_00, -15_00], "ada", "two charges", book.Book.Today).Number);
        book.AssertBreaks("""
            1 missing-with-us X 0.00 Resolved
            2 missing-with-us X -15.00 Open suspense 15.00
            3 missing-with-us X -15.00 Open suspense 15.00
            """);
        book.Resolve(ResolutionKind.WriteOff, [2]);
        book.AssertRefused(BreakDeskStatus.OverLimit, "break 3: 15.00 EUR with 15.00 given up of the same before is more than the 20.00 that bank may give up", Propose(book, ResolutionKind.WriteOff, 3));
        book.Resolve(ResolutionKind.Adjust, [3], "expense/bank-charges");
        book.AssertLedger("""
            bank/nostro -30.00
            expense/bank-charges 15.00
            expense/reconciliation-write-offs 15.00
            """);
    }

    [Theory]
    [InlineData("merchant/M1/payable")]
    [InlineData("expense/channel-costs")]
    [InlineData("income/merchant-fees")]
    [InlineData("bank/nostro")]
    [InlineData("expense/")]
    public void An_account_that_other_records_are_checked_against_cannot_be_adjusted_to(string account)
    {
        using var book = new BreakBook();
        book.Statement("B1", "X -30.00");
        book.AssertRefused(
            BreakDeskStatus.WrongAccount,
            $"break 1: {account} is no account in EUR to adjust to: take one below expense/ that is not expense/channel-costs, or income/reconciliation-gains; the others are checked against records of their own",
            book.Desk.Propose(ResolutionKind.Adjust, [1], account, "why", "ada", book.Book.Today));
    }

    [Fact]
    public void A_missing_payout_is_matched_with_the_line_that_names_it_wrongly()
    {
        using var book = new BreakBook("100.00");
        book.Statement("B1", "GARBLED -100.00");
        book.AssertBreaks("""
            1 missing-with-us GARBLED -100.00 Open suspense 100.00
            2 missing-at-bank P1 100.00 Open
            """);
        book.Resolve(ResolutionKind.Match, [1, 2]);
        book.AssertBreaks("""
            1 missing-with-us GARBLED 0.00 Resolved
            2 missing-at-bank P1 0.00 Resolved
            """);
        book.AssertLedger("bank/nostro -100.00");
        Assert.Equal("""{"break":2,"proposal":1,"ref":"PO-20261102-000001","why":"found out","maker":"ada","checker":"ben"}""", book.Book.AttributesOf("break-resolution/1/2"));

        // A line that names it all the same is one too many.
        book.Next();
        book.Statement("B2", "P1 -100.00");
        book.AssertBreaks("""
            1 missing-with-us GARBLED 0.00 Resolved
            2 missing-at-bank P1 0.00 Resolved
            3 missing-with-us P1 -100.00 Open suspense 100.00
            """);
        book.Book.AssertTiesOut();
    }

    [Fact]
    public void What_a_match_does_not_explain_stays_as_a_break_and_suspense_that_was_past_its_time_is_released()
    {
        using var book = new BreakBook("100.00");
        book.Statement("B1", "GARBLED -101.00");
        for (var day = 0; day < 4; day++) book.Next();
        Assert.Single(book.Deadlines());
        book.AssertLedger("""
            bank/nostro -101.00
            payout/instructed 100.00
            suspense/bank 1.00
            suspense/items 100.00
            """);
        book.Resolve(ResolutionKind.Match, [1, 2]);
        book.AssertBreaks("""
            1 missing-with-us GARBLED 0.00 Resolved
            2 missing-at-bank P1 0.00 Resolved
            3 amount GARBLED -1.00 Open suspense 1.00
            """);
        book.AssertLedger("""
            bank/nostro -101.00
            suspense/bank 1.00
            """);
    }

    [Fact]
    public void A_doubled_payment_is_matched_with_the_money_that_the_bank_gives_back()
    {
        using var book = new BreakBook("100.00");
        book.Statement("B1", "P1 -100.00", "P1 -100.00 again");
        book.Next();
        book.Statement("B2", "CORRECTION 100.00");
        var before = book.LastNumber;
        book.Resolve(ResolutionKind.Match, [1, 2]);
        // Both stand on suspense: it is at rest without an entry.
        Assert.Equal(before, book.LastNumber);
        book.AssertLedger("bank/nostro -100.00");
    }

    [Fact]
    public void The_money_of_a_payout_that_has_not_left_cannot_be_given_up()
    {
        using var book = new BreakBook("10.00");
        book.Statement("B1");
        const string Why = "break 1: the money of PO-20261102-000001 has not left; chase the bank until it pays or rejects it, or match the line that is it";
        book.AssertRefused(BreakDeskStatus.NotAllowed, Why, Propose(book, ResolutionKind.WriteOff, 1));
        book.AssertRefused(BreakDeskStatus.NotAllowed, "break 1 is about PO-20261102-000001, which clears as a whole", book.Desk.Split(1, [5_00, 5_00], "ada", "no", book.Book.Today));
        var friday = book.Book.Today.AddDays(4);
        Assert.Equal(BreakDeskStatus.Done, book.Desk.Chase(1, "ada", "asked by telephone", friday, book.Book.Today).Status);
        Assert.Equal((BreakState.Chased, friday), (book.Day.Reconciliation.FindBreak(1)!.State, book.Day.Reconciliation.FindBreak(1)!.ChaseOn));
        book.Next();
        book.Statement("B2", "P1 -10.00");
        book.AssertBreaks("1 missing-at-bank P1 0.00 Cleared");
        book.AssertRefused(BreakDeskStatus.Closed, "break 1 is cleared", book.Desk.Note(1, "ada", "late", book.Book.Today));
    }

    [Fact]
    public void An_edited_proposal_has_to_be_approved_anew()
    {
        using var book = new BreakBook();
        book.Statement("B1", "X -12.50");
        var first = book.Propose(ResolutionKind.WriteOff, [1]);
        book.AssertRefused(BreakDeskStatus.NotAllowed, "ada made proposal 1; carl can refuse it", book.Desk.Propose(ResolutionKind.Adjust, [1], "expense/bank-charges", "why", "carl", book.Book.Today, first));
        var second = book.Propose(ResolutionKind.Adjust, [1], "expense/bank-charges", replaces: first);
        book.AssertRefused(BreakDeskStatus.Closed, "proposal 1 was withdrawn by ada: another one takes its place", book.Desk.Approve(first, "ben", book.Book.Today));
        Assert.Equal(BreakDeskStatus.Done, book.Desk.Refuse(second, "ben", "not ours", book.Book.Today).Status);
        book.AssertRefused(BreakDeskStatus.Closed, "proposal 2 was refused by ben: not ours", book.Desk.Approve(second, "carl", book.Book.Today));
        book.AssertBreaks("1 missing-with-us X -12.50 Open suspense 12.50");
        book.AssertRefused(BreakDeskStatus.Unknown, "there is no proposal 3", book.Desk.Approve(3, "ben", book.Book.Today));
    }

    [Fact]
    public void A_break_that_has_changed_since_has_to_be_proposed_anew()
    {
        using var book = new BreakBook();
        book.Statement("B1", "X -12.50");
        var proposal = book.Propose(ResolutionKind.WriteOff, [1]);
        book.Statement("B1", "X -13.00");
        book.AssertRefused(
            BreakDeskStatus.Changed, "-13.00 EUR is open of break 1, and -12.50 EUR was when it was proposed; propose it anew", book.Desk.Approve(proposal, "ben", book.Book.Today));
        book.Book.AssertTiesOut();
    }

    [Fact]
    public void Notes_and_owners_are_kept_with_who_and_when()
    {
        using var book = new BreakBook();
        book.Statement("B1", "X -12.50");
        book.Desk.Note(1, "ada", "the quarter's charges", book.Book.Today, reason: "bank charges");
        book.Next();
        book.Desk.Assign(1, "carl", "ada", book.Book.Today);
        book.AssertHistory(
            1,
            "11-02 run 1 of bank/2026-11-02/1: Opened: missing-with-us on statement B1",
            "11-02 ada: Noted: the quarter's charges",
            "11-03 ada: Assigned: to carl");
        var @break = book.Day.Reconciliation.FindBreak(1)!;
        Assert.Equal(("bank charges", "carl", 1), (@break.Reason, @break.Owner, @break.AgeDays(book.Book.Today)));
    }

    [Fact]
    public void Stopped_at_any_moment_a_resolution_is_done_by_whoever_comes_next()
    {
        for (var stopAt = 1; stopAt < 20; stopAt++)
        {
            using var book = new BreakBook("100.00");
            book.Statement("B1", "GARBLED -100.00", "X -12.50");
            for (var day = 0; day < 4; day++) book.Next();
            if (!Stops(book, stopAt)) return;
            book.Deadlines();
            if (book.Day.Reconciliation.FindProposal(1) is not { State: ProposalState.Approved }) book.Desk.Approve(1, "ben", book.Book.Today);
            book.Next();
            book.Statement("B2");
            book.AssertLedger("""
                bank/nostro -112.50
                suspense/bank 12.50
                """);
        }

        Assert.Fail("it never came to its end");
    }

    private static bool Stops(BreakBook book, int stopAt)
    {
        book.Propose(ResolutionKind.Match, [1, 3]);
        book.Day.Entries = new StoppingEntries(book.Day.Waiting, stopAt);
        try
        {
            book.Deadlines();
            book.Desk.Approve(1, "ben", book.Book.Today);
            return false;
        }
        catch (StoppedException)
        {
            return true;
        }
        finally
        {
            book.Day.Entries = book.Day.Waiting;
        }
    }

    private static BreakDeskResult Propose(BreakBook book, ResolutionKind kind, long number) => book.Desk.Propose(kind, [number], "", "why", "ada", book.Book.Today);
}

using System.Diagnostics;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Ledger.Tests.Support;
using Giro.Ledger.Writer;

namespace Giro.Ledger.Tests.Journal;

public sealed class FeedTests
{
    [Fact]
    public void A_follower_gets_every_row_once_and_in_order()
    {
        using var book = new TestBook();
        var (cash, shop) = (book.Open("cash"), book.Open("shop"));
        using var follower = book.Book.Feed.Follow(1, slowsIntake: false);
        var poster = Thread(() => PostRows(book, cash, shop, 300));
        AssertGets(follower, 303, book);
        poster.Join();
        Assert.False(follower.TryNext(out _, 0));
        Assert.Equal(0UL, follower.LagRows);
    }

    [Fact]
    public void Followers_at_different_places_each_get_their_rows()
    {
        using var book = new TestBook();
        var (cash, shop) = (book.Open("cash"), book.Open("shop"));
        PostRows(book, cash, shop, 100);
        using var early = book.Book.Feed.Follow(1, slowsIntake: false);
        using var middle = book.Book.Feed.Follow(50, slowsIntake: false);
        using var late = book.Book.Feed.Follow(104, slowsIntake: false);
        PostRows(book, cash, shop, 100, from: 100);
        foreach (var follower in new[] { early, middle, late }) AssertGets(follower, 203, book);
    }

    [Fact]
    public void A_patient_follower_slows_intake_and_loses_nothing()
    {
        using var book = new TestBook();
        var (cash, shop) = (book.Open("cash"), book.Open("shop"));
        using var follower = book.Book.Feed.Follow(4, slowsIntake: true);
        var poster = Thread(() => PostRows(book, cash, shop, 200));
        WaitFor(() => book.Book.Feed.IsSlowed);
        Assert.InRange(book.Book.Feed.LastSequence, 3UL + 64 - 1, 3UL + 64);
        System.Threading.Thread.Sleep(50);
        Assert.True(book.Book.Feed.IsSlowed);
        AssertGets(follower, 203, book);
        poster.Join();
    }

    /// <summary>Rows of some 200 bytes, and room for 1,000 bytes.</summary>
    [Fact]
    public void The_ring_is_bounded_in_bytes_as_well()
    {
        using var book = new TestBook(options => options with { FeedBytes = 1_000 });
        var (cash, shop) = (book.Open("cash"), book.Open("shop"));
        using var follower = book.Book.Feed.Follow(4, slowsIntake: true);
        var poster = Thread(() => PostRows(book, cash, shop, 40));
        WaitFor(() => book.Book.Feed.IsSlowed);
        Assert.InRange(book.Book.Feed.LastSequence, 4UL, 10UL);
        AssertGets(follower, 43, book);
        poster.Join();
    }

    [Fact]
    public void A_follower_that_goes_away_is_not_waited_for()
    {
        using var book = new TestBook();
        var (cash, shop) = (book.Open("cash"), book.Open("shop"));
        var follower = book.Book.Feed.Follow(4, slowsIntake: true);
        var poster = Thread(() => PostRows(book, cash, shop, 200));
        WaitFor(() => book.Book.Feed.IsSlowed);
        follower.Dispose();
        poster.Join();
        Assert.Equal(203UL, book.Book.Feed.LastSequence);
    }

    [Fact(Timeout = 30_000)]
    public async Task Closing_a_book_does_not_wait_for_a_follower_that_has_stopped_reading()
    {
        var book = new TestBook();
        var (cash, shop) = (book.Open("cash"), book.Open("shop"));
        using var follower = book.Book.Feed.Follow(4, slowsIntake: true);
        var poster = Thread(() => PostRows(book, cash, shop, 100));
        WaitFor(() => book.Book.Feed.IsSlowed);
        var submission = Posting(1000, cash, shop);
        book.Book.Submit(submission);
        await Task.Run(book.Dispose);
        poster.Join();
        AssertGets(follower, (ulong)book.Journal.Rows.Count, book);
    }

    [Fact]
    public void After_catching_up_from_the_journal_a_follower_waits_for_the_next_row()
    {
        using var book = new TestBook();
        var (cash, shop) = (book.Open("cash"), book.Open("shop"));
        using var follower = book.Book.Feed.Follow(1, slowsIntake: false);
        AssertGets(follower, 3, book);
        var clock = Stopwatch.StartNew();
        Assert.False(follower.TryNext(out _, 100));
        Assert.InRange(clock.ElapsedMilliseconds, 80, 10_000);
        PostRows(book, cash, shop, 1);
        AssertGets(follower, 4, book);
    }

    [Fact]
    public void A_patient_follower_that_has_caught_up_is_waited_for()
    {
        using var book = new TestBook();
        var (cash, shop) = (book.Open("cash"), book.Open("shop"));
        using var follower = book.Book.Feed.Follow(1, slowsIntake: true);
        AssertGets(follower, 3, book);
        Assert.False(follower.TryNext(out _, 0));
        var poster = Thread(() => PostRows(book, cash, shop, 200));
        WaitFor(() => book.Book.Feed.IsSlowed);
        AssertGets(follower, 203, book);
        poster.Join();
    }

    [Fact]
    public void There_is_no_row_0_to_follow_from()
    {
        using var book = new TestBook();
        Assert.Throws<ArgumentOutOfRangeException>(() => book.Book.Feed.Follow(0, slowsIntake: false));
    }

    /// <summary>Reads rows up to the last expected, and checks that none is left out, doubled or changed.</summary>
    private static void AssertGets(JournalFollower follower, ulong last, TestBook book)
    {
        var limit = Environment.TickCount64 + 20_000;
        for (var expected = follower.Next; expected <= last;)
        {
            Assert.True(Environment.TickCount64 < limit, $"row {expected} did not come");
            if (!follower.TryNext(out var row, 100)) continue;
            Assert.Equal(expected, row.Sequence);
            Assert.True(row.Payload.Span.SequenceEqual(book.Journal.RowAt(expected).Payload.Span));
            Assert.Equal(book.Journal.RowAt(expected).Hash, row.Hash);
            expected++;
        }
    }

    private static void WaitFor(Func<bool> condition)
    {
        var limit = Environment.TickCount64 + 20_000;
        while (!condition())
        {
            Assert.True(Environment.TickCount64 < limit, "it did not come about");
            System.Threading.Thread.Sleep(1);
        }
    }

    private static Thread Thread(Action work)
    {
        var thread = new Thread(() => work());
        thread.Start();
        return thread;
    }

    /// <summary>One row each.</summary>
    private static void PostRows(TestBook book, ulong debit, ulong credit, int count, int from = 0)
    {
        try
        {
            for (var i = from; i < from + count; i++) book.Book.Execute(Posting(i, debit, credit));
        }
        catch (BookStoppedException)
        {
            // A test closed the book meanwhile.
        }
    }

    private static Submission Posting(int number, ulong debit, ulong credit)
    {
        var submission = new Submission();
        submission.Post(TestBook.Id($"posting {number}"), 1, [Leg.Debit(debit, 1), Leg.Credit(credit, 1)]);
        return submission;
    }
}

using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Ledger.Tests.Support;
using Giro.Ledger.Writer;

namespace Giro.Ledger.Tests.Writer;

/// <summary>When the journal fails nobody is told that anything was accepted, and nobody waits for ever.</summary>
public sealed class FailureTests
{
    private static readonly JournalUnavailableException DiskFull = new("disk full");

    [Fact(Timeout = 30_000)]
    public async Task After_a_failed_append_nothing_is_acknowledged_and_the_book_stays_stopped()
    {
        Exception? heard = null;
        using var book = new TestBook(options => options with { OnFailure = failure => heard = failure });
        var (cash, shop) = (book.Open("cash"), book.Open("shop"));
        var rows = book.Journal.Rows.Count;
        book.Journal.Pause();
        var submissions = Enumerable.Range(0, 50).Select(i => Posting(i, cash, shop)).ToList();
        submissions.ForEach(book.Book.Submit);
        book.Journal.FailNext = DiskFull;
        book.Journal.Resume();
        foreach (var submission in submissions) Assert.Same(DiskFull, await Task.Run(() => Assert.Throws<BookStoppedException>(submission.Wait).InnerException));

        Assert.Equal(rows, book.Journal.Rows.Count);
        Assert.Throws<BookStoppedException>(() => book.Book.Submit(Posting(99, cash, shop)));
        Assert.Throws<BookStoppedException>(() => book.Book.TrySubmit(Posting(99, cash, shop)));
        Assert.Throws<BookStoppedException>(() => book.Book.Query(reader => reader.AccountCount));
        Assert.Same(DiskFull, book.Book.Failure);
        Assert.Same(DiskFull, heard);
        book.Book.Dispose();

        book.Journal.FailNext = null;
        using var again = new TestBook(journal: book.Journal);
        Assert.Equal(0, again.Account("cash").BalanceMinor);
        Assert.Equal(Status.Accepted, again.Post("posting 0", cash, shop, 1).Status);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_second_writer_makes_the_first_stop()
    {
        using var first = new TestBook();
        var (cash, shop) = (first.Open("cash"), first.Open("shop"));
        using var second = new TestBook(journal: first.Journal);
        Assert.Equal(Status.Accepted, second.Post("e1", cash, shop, 1).Status);

        var stopped = await Task.Run(() => Assert.Throws<BookStoppedException>(() => first.Post("e2", cash, shop, 1)));

        Assert.IsType<JournalConflictException>(stopped.InnerException);
        Assert.Equal(Status.Accepted, second.Post("e2", cash, shop, 1).Status);
        second.AssertSound();
    }

    [Fact(Timeout = 30_000)]
    public async Task Submitters_who_wait_for_room_are_told_too()
    {
        using var book = new TestBook(options => options with { QueueCapacity = 1 });
        var (cash, shop) = (book.Open("cash"), book.Open("shop"));
        book.Journal.Pause();
        book.Journal.FailNext = DiskFull;
        var threads = Enumerable.Range(0, 16).Select(i => Task.Factory.StartNew(
            () => Assert.Throws<BookStoppedException>(() => book.Book.Execute(Posting(i, cash, shop)).ToArray()),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        await Task.Delay(100);
        book.Journal.Resume();
        await Task.WhenAll(threads);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_closed_book_says_so_and_can_be_closed_twice()
    {
        using var folder = new TempFolder();
        var book = new TestBook(options => options with { Folder = folder.Path });
        var cash = book.Open("cash");
        await Task.Run(book.Dispose);
        Assert.Throws<BookStoppedException>(() => book.Post("e1", cash, cash, 1));
        book.Dispose();
    }

    [Fact(Timeout = 30_000)]
    public async Task Closing_finishes_what_was_submitted()
    {
        var book = new TestBook();
        var (cash, shop) = (book.Open("cash"), book.Open("shop"));
        var submissions = Enumerable.Range(0, 300).Select(i => Posting(i, cash, shop)).ToList();
        submissions.ForEach(book.Book.Submit);
        await Task.Run(book.Dispose);
        Assert.All(submissions, submission => Assert.Equal(Status.Accepted, submission.Results[0].Status));
        using var again = new TestBook(journal: book.Journal);
        Assert.Equal(-300, again.Account("cash").BalanceMinor);
    }

    [Fact(Timeout = 30_000)]
    public async Task Closing_a_failed_book_with_a_snapshot_asked_for_does_not_hang()
    {
        using var folder = new TempFolder();
        var book = new TestBook(options => options with { Folder = folder.Path });
        var (cash, shop) = (book.Open("cash"), book.Open("shop"));
        book.Journal.Pause();
        book.Book.Submit(Posting(1, cash, shop));
        var snapshot = Task.Factory.StartNew(() => Assert.Throws<BookStoppedException>(book.Book.TakeSnapshot), TaskCreationOptions.LongRunning);
        await Task.Delay(50);
        book.Journal.FailNext = DiskFull;
        book.Journal.Resume();
        await snapshot;
        await Task.Run(book.Dispose);
    }

    private static Submission Posting(int number, ulong debit, ulong credit)
    {
        var submission = new Submission();
        submission.Post(TestBook.Id($"posting {number}"), 1, [Leg.Debit(debit, 1), Leg.Credit(credit, 1)]);
        return submission;
    }
}

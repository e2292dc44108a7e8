using Giro.Ledger.Entries;
using Giro.Ledger.Tests.Support;
using Giro.Ledger.Writer;

namespace Giro.Ledger.Tests.Writer;

public sealed class QueueTests
{
    [Fact]
    public void A_full_queue_takes_nothing_more_and_says_so()
    {
        using var book = new TestBook(options => options with { QueueCapacity = 2 });
        var (cash, shop) = (book.Open("cash"), book.Open("shop"));
        book.Journal.Pause();
        var waiting = new List<Submission>();
        var refused = false;
        for (var i = 0; i < 100 && !refused; i++)
        {
            var submission = Posting(i, cash, shop);
            refused = !book.Book.TrySubmit(submission);
            if (!refused) waiting.Add(submission);
            Thread.Sleep(1);
        }

        Assert.True(refused);
        Assert.Equal(2, book.Book.QueueLength);
        book.Journal.Resume();
        foreach (var submission in waiting) submission.Wait();
        Assert.All(waiting, submission => Assert.Equal(Status.Accepted, submission.Results[0].Status));
        Assert.Equal(waiting.Count, (int)book.Account("cash").BalanceMinor * -1);
    }

    [Fact]
    public void A_submission_that_found_no_room_can_be_offered_again()
    {
        using var book = new TestBook(options => options with { QueueCapacity = 1 });
        var (cash, shop) = (book.Open("cash"), book.Open("shop"));
        book.Journal.Pause();
        var accepted = new List<Submission>();
        Submission last;
        for (var i = 0; ; i++)
        {
            last = Posting(i, cash, shop);
            if (!book.Book.TrySubmit(last)) break;
            accepted.Add(last);
            Thread.Sleep(1);
        }

        book.Journal.Resume();
        accepted.ForEach(submission => submission.Wait());
        last.Wait();
        Assert.True(book.Book.TrySubmit(last));
        last.Wait();
        Assert.Equal(Status.Accepted, last.Results[0].Status);
    }

    [Fact]
    public void Submissions_are_answered_in_the_order_they_came_in()
    {
        using var book = new TestBook();
        var (cash, shop) = (book.Open("cash"), book.Open("shop"));
        var order = new List<int>();
        var submissions = Enumerable.Range(0, 500).Select(i =>
        {
            var submission = Posting(i, cash, shop);
            submission.Completed = _ => order.Add(i);
            return submission;
        }).ToList();
        submissions.ForEach(book.Book.Submit);
        submissions.ForEach(submission => submission.Wait());
        book.Book.Query(_ => 0);
        Assert.Equal(Enumerable.Range(0, 500), order);
        Assert.Equal(submissions.Select(submission => submission.Results[0].Number), submissions.Select(submission => submission.Results[0].Number).Order());
    }

    [Fact]
    public void What_waits_while_a_row_is_written_goes_into_the_next_rows_together()
    {
        using var book = new TestBook();
        var (cash, shop) = (book.Open("cash"), book.Open("shop"));
        var before = book.Journal.Rows.Count;
        book.Journal.Pause();
        var submissions = Enumerable.Range(0, 200).Select(i => Posting(i, cash, shop)).ToList();
        submissions.ForEach(book.Book.Submit);
        book.Journal.Resume();
        submissions.ForEach(submission => submission.Wait());
        Assert.InRange(book.Journal.Rows.Count - before, 1, 150);
        Assert.InRange(book.Journal.Appends, 1, 150);
        book.AssertSound();
    }

    [Fact]
    public void Many_threads_lose_and_double_nothing()
    {
        using var book = new TestBook();
        var (cash, shop) = (book.Open("cash"), book.Open("shop"));
        var repeats = 0;
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            for (var i = 0; i < 300; i++)
            {
                // Every reference is used by two threads.
                var result = book.Post($"{thread / 2}/{i}", cash, shop, 1);
                Assert.Equal(Status.Accepted, result.Status);
                if (result.IsRepeat) Interlocked.Increment(ref repeats);
            }
        });
        Assert.Equal(1200, repeats);
        Assert.Equal(-1200, book.Account("cash").BalanceMinor);
        book.AssertSound();
    }

    [Fact]
    public async Task A_query_sees_only_what_is_durable_when_it_returns()
    {
        using var book = new TestBook();
        var (cash, shop) = (book.Open("cash"), book.Open("shop"));
        book.Journal.Pause();
        book.Book.Submit(Posting(1, cash, shop));
        var query = Task.Run(() => (book.Book.Query(reader => reader.LastNumber), book.Journal.Rows.Count));
        await Task.Delay(100);
        Assert.False(query.IsCompleted);
        book.Journal.Resume();
        var (number, rows) = await query;
        Assert.Equal(4UL, number);
        Assert.True(rows >= 4);
    }

    [Fact]
    public void A_reader_that_throws_harms_only_itself()
    {
        using var book = new TestBook();
        Assert.Throws<InvalidOperationException>(() => book.Book.Query(reader => reader.Account(99)));
        book.Open("cash");
    }

    private static Submission Posting(int number, ulong debit, ulong credit)
    {
        var submission = new Submission();
        submission.Post(TestBook.Id($"posting {number}"), 1, [Leg.Debit(debit, 1), Leg.Credit(credit, 1)]);
        return submission;
    }
}

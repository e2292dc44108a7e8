using Giro.Ledger.Accounts;
using Giro.Ledger.Entries;
using Giro.Ledger.Tests.Support;
using Giro.Ledger.Writer;

namespace Giro.Ledger.Tests.Writer;

public sealed class AllocationTests
{
    private const int EntriesPerSubmission = 5_000;

    /// <summary>
    /// The budget is one byte in a hundred entries: 5,000 bytes for the 500,000 posted here. It is not quite zero, because a submission of 5,000 entries is one row and
    /// a wait of the writer's thread for the next may cost the runtime something once.
    /// </summary>
    [Fact]
    public void Posting_allocates_nothing_on_the_writers_thread()
    {
        using var book = new TestBook(options => options with { IdTableBits = 21 });
        var accounts = Enumerable.Range(0, 100).Select(i => book.Open($"a/{i}", i % 2 == 0 ? AccountClass.Asset : AccountClass.Liability)).ToArray();
        var submission = new Submission(1 << 20, EntriesPerSubmission);
        ulong id = 1;
        Post(20);
        var before = book.Book.AllocatedBytes.Writer;
        Post(100);
        var allocated = book.Book.AllocatedBytes.Writer - before;
        Assert.InRange(allocated, 0, 100 * EntriesPerSubmission / 100);

        void Post(int submissions)
        {
            for (; submissions > 0; submissions--)
            {
                submission.Clear();
                for (var i = 0; i < EntriesPerSubmission; i++, id++)
                    submission.Post(new EntryId(id), 1, [Leg.Debit(accounts[id % 100], 1), Leg.Credit(accounts[(id * 7) % 100], 1)]);
                Assert.Equal(Status.Accepted, book.Book.Execute(submission)[EntriesPerSubmission - 1].Status);
            }
        }
    }

    [Fact]
    public void Holding_and_capturing_allocates_nothing_once_the_tables_have_grown()
    {
        using var book = new TestBook(options => options with { IdTableBits = 20 });
        var (cash, shop) = (book.Open("cash", AccountClass.Asset), book.Open("shop"));
        var submission = new Submission(1 << 20, 4000);
        ulong id = 1;
        Run(20);
        var before = book.Book.AllocatedBytes.Writer;
        Run(50);
        Assert.InRange(book.Book.AllocatedBytes.Writer - before, 0, 50 * 800 / 100);

        void Run(int submissions)
        {
            for (; submissions > 0; submissions--)
            {
                submission.Clear();
                for (var i = 0; i < 400; i++, id += 2)
                {
                    submission.Hold(new EntryId(id), 1, [Leg.Debit(cash, 1), Leg.Credit(shop, 1)], book.Time.Now.AddDays(1), chainNext: i % 2 == 0);
                    submission.Capture(new EntryId(id + 1), new EntryId(id), []);
                }

                Assert.Equal(Status.Accepted, book.Book.Execute(submission)[^1].Status);
            }
        }
    }
}

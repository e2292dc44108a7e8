using Giro.Ledger.Accounts;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Ledger.Tests.Support;
using Giro.Ledger.Writer;

namespace Giro.Ledger.Tests.Writer;

public sealed class ExpiryTests
{
    [Fact]
    public void More_holds_than_a_row_has_room_for_can_expire_at_once()
    {
        using var book = new TestBook();
        var (cash, shop) = (book.Open("cash", AccountClass.Asset), book.Open("shop"));
        const int Holds = 60_000;
        for (var i = 0; i < Holds;)
        {
            var submission = new Submission(1 << 20, Submission.MaxCommands);
            for (; i < Holds && submission.HasRoom(2) && submission.Count < 8000; i++)
                submission.Hold(new EntryId((UInt128)(i + 1)), 1, [Leg.Debit(cash, 1), Leg.Credit(shop, 1)], book.Time.Now.AddSeconds(60));
            book.Book.Execute(submission);
        }

        Assert.Equal(Holds, book.Account("shop").HeldRaisingMinor);
        book.Time.Advance(TimeSpan.FromSeconds(60));
        var large = new Submission(1 << 20, Submission.MaxCommands);
        for (var i = 0; large.HasRoom(2) && i < 8000; i++) large.Post(new EntryId((UInt128)(1_000_000 + i)), 1, [Leg.Debit(cash, 1), Leg.Credit(shop, 1)]);
        Assert.Equal(Status.Accepted, book.Book.Execute(large)[^1].Status);

        book.Book.ExpireDueHolds();
        book.Book.ExpireDueHolds();
        Assert.Equal(0, book.Account("shop").HeldRaisingMinor);
        Assert.Equal(Holds, Rows.TypesIn(book.Journal).Count(type => type == RecordType.Expire));
        book.AssertSound();
    }

    [Fact]
    public void Holds_that_are_closed_long_before_they_expire_cost_no_memory()
    {
        var table = new Giro.Ledger.Holds.HoldTable();
        for (var i = 1; i <= 100_000; i++)
        {
            var hold = table.Add((UInt128)i, (ulong)i, expiresAtUs: 1_000_000 + i, [new Leg(1, 1), new Leg(2, -1)]);
            table.Remove(hold);
            table.Reuse(hold);
            table.ForgetClosedExpiries();
        }

        Assert.InRange(table.ExpiryCount, 0, 5_000);
    }

    [Fact]
    public void Chains_that_are_refused_again_and_again_cost_no_memory()
    {
        using var book = new TestBook();
        var (cash, shop) = (book.Open("cash", AccountClass.Asset), book.Open("shop"));
        book.One(s => s.Hold(TestBook.Id("h1"), 1, [Leg.Debit(cash, 1), Leg.Credit(shop, 1)], book.Time.Now.AddSeconds(60)));
        for (var i = 0; i < 20; i++)
        {
            book.Do(s =>
            {
                for (var j = 0; j < 500; j++)
                {
                    s.Release(TestBook.Id("r1"), TestBook.Id("h1"), chainNext: true);
                    s.Post(TestBook.Id("e1"), 1, []);
                }
            });
        }

        Assert.InRange(book.Book.Query(reader => reader.ExpiryCount), 1, 5_000);
        book.Time.Advance(TimeSpan.FromSeconds(60));
        book.Book.ExpireDueHolds();
        Assert.Equal(0, book.Book.Query(reader => reader.OpenHoldCount));
        book.AssertSound();
    }

    [Fact]
    public void A_real_clock_needs_nobody_to_ask()
    {
        using var book = new TestBook(options => options with { Time = TimeProvider.System, WakesForExpiry = true });
        var (cash, shop) = (book.Open("cash", AccountClass.Asset), book.Open("shop"));
        book.One(s => s.Hold(TestBook.Id("h1"), 1, [Leg.Debit(cash, 1), Leg.Credit(shop, 1)], TimeProvider.System.GetUtcNow().AddMilliseconds(200)));
        Assert.Equal(1, book.Book.Query(reader => reader.OpenHoldCount));
        var limit = Environment.TickCount64 + 10_000;
        while (!Rows.TypesIn(book.Journal.Copy()).Contains(RecordType.Expire) && Environment.TickCount64 < limit) Thread.Sleep(20);
        Assert.Contains(RecordType.Expire, Rows.TypesIn(book.Journal.Copy()));
    }

    [Fact]
    public void Nothing_expires_in_1970_unless_it_was_said()
    {
        using var book = new TestBook();
        var (cash, shop) = (book.Open("cash", AccountClass.Asset), book.Open("shop"));
        var result = book.One(s => s.Hold(TestBook.Id("h1"), 1, [Leg.Debit(cash, 1), Leg.Credit(shop, 1)], DateTimeOffset.UnixEpoch));
        Assert.Equal(Status.ExpiryNotInFuture, result.Status);
    }
}

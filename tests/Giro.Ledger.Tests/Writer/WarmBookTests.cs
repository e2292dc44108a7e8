using Giro.Ledger.Accounts;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Ledger.Tests.Model;
using Giro.Ledger.Tests.Support;
using Giro.Ledger.Writer;

namespace Giro.Ledger.Tests.Writer;

public sealed class WarmBookTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(100)]
    [InlineData(200)]
    public void It_has_the_writers_state_after_every_row_and_goes_on_as_the_writer(int firstSeed)
    {
        const int Runs = 12, Commands = 3_000;
        output.WriteLine($"seeds {firstSeed} to {firstSeed + Runs - 1}, {Commands} commands each");
        var compared = 0;
        for (var seed = firstSeed; seed < firstSeed + Runs; seed++) compared += ModelRun.CheckWarm(seed, Commands);
        Assert.True(compared > Runs * Commands / 50, $"only {compared} rows were compared");
    }

    [Fact]
    public void It_reads_at_the_row_that_it_names_while_the_writer_is_ahead()
    {
        using var book = new TestBook();
        var (cash, shop) = (book.Open("cash", AccountClass.Asset), book.Open("shop"));
        using var warm = book.Follow();
        Assert.Equal(3UL, warm.Sequence);
        book.Post("p1", cash, shop, 100);
        book.Post("p2", cash, shop, 50);
        Assert.Equal((3UL, (Int128)0), Balance(warm));
        Assert.True(warm.TryAdvance());
        Assert.Equal((4UL, (Int128)100), Balance(warm));
        Assert.True(warm.TryAdvance());
        Assert.False(warm.TryAdvance());
        Assert.Equal((5UL, (Int128)150), Balance(warm));

        static (ulong, Int128) Balance(WarmBook warm) => warm.Query(reader => (reader.Sequence, reader.Account("shop")!.BalanceMinor));
    }

    [Fact]
    public void Promoting_reads_the_rest_and_repeats_are_known()
    {
        using var book = new TestBook();
        var (cash, shop) = (book.Open("cash", AccountClass.Asset), book.Open("shop"));
        var warm = book.Follow();
        for (var i = 1; i <= 20; i++) book.Post($"p{i}", cash, shop, 1);
        Assert.Equal(3UL, warm.Sequence);
        using var before = book.Succeed(warm);
        Assert.Equal(20, book.Account("shop").BalanceMinor);
        var repeat = book.Post("p20", cash, shop, 1);
        Assert.Equal((Status.Accepted, 23UL, true), (repeat.Status, repeat.Number, repeat.IsRepeat));
        Assert.Equal(24UL, book.Post("p21", cash, shop, 1).Number);
        Assert.Throws<BookStoppedException>(() => warm.Query(reader => reader.LastNumber));
        book.AssertSound();
    }

    [Fact]
    public void Holds_that_fell_due_while_nobody_led_expire_with_the_successors_first_row()
    {
        using var book = new TestBook();
        var (cash, shop) = (book.Open("cash", AccountClass.Asset), book.Open("shop"));
        book.One(s => s.Hold(TestBook.Id("h1"), 1, [Leg.Debit(cash, 100), Leg.Credit(shop, 100)], book.Time.Now.AddSeconds(60)));
        var warm = book.Follow();
        book.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(1, warm.Query(reader => reader.OpenHoldCount));
        using var before = book.Succeed(warm);
        book.Post("p1", cash, shop, 1);
        Assert.Equal(0, book.Book.Query(reader => reader.OpenHoldCount));
        Assert.Equal([RecordType.OpenBook, RecordType.OpenAccount, RecordType.OpenAccount, RecordType.Hold, RecordType.Expire, RecordType.Entry], Rows.TypesIn(book.Journal));
        book.AssertSound();
    }

    [Fact]
    public void An_empty_journal_has_no_state_until_somebody_opens_the_book()
    {
        using var journal = new MemoryJournal();
        var options = new BookOptions { Seed = 42, Name = "new", FirstBusinessDate = TestBook.FirstDate, IdTableBits = 10 };
        using var follower = WarmBook.Open(journal, options);
        var leader = WarmBook.Open(journal, options);
        Assert.False(follower.TryAdvance());
        Assert.Throws<BookStoppedException>(() => follower.Query(reader => reader.LastNumber));
        Assert.Empty(journal.Rows);
        using var book = leader.Promote(journal);
        Assert.True(follower.TryAdvance());
        Assert.Equal(("new", 1UL, 1UL), follower.Query(reader => (reader.BookName, reader.LastNumber, reader.Sequence)));
        Assert.Equal(book.Query(reader => reader.StateHash()), follower.Query(reader => reader.StateHash()));
    }

    [Theory]
    [InlineData("a flipped bit", "journal row 5: does not have the hash that was stored with it")]
    [InlineData("a forged row", "journal row 5: does not continue the chain: it does not carry the hash of row 4")]
    [InlineData("a lost row", "journal row 5: is missing; the next row is 6")]
    public void A_row_that_does_not_continue_the_chain_stops_it_and_is_named(string damage, string message)
    {
        using var book = new TestBook();
        var (cash, shop) = (book.Open("cash", AccountClass.Asset), book.Open("shop"));
        var journal = book.Journal;
        using var warm = book.Follow();
        for (var i = 1; i <= 5; i++) book.Post($"p{i}", cash, shop, 1);
        if (damage == "a flipped bit") journal.Rows[4] = journal.Rows[4].Flipped(1000);
        else if (damage == "a forged row") journal.Rows[4] = journal.Rows[4].Forged(bytes => bytes[50] ^= 1);
        else journal.Rows.RemoveAt(4);

        Assert.True(warm.TryAdvance());
        var corrupt = Assert.Throws<JournalCorruptException>(() => warm.TryAdvance());
        Assert.Equal(message, corrupt.Message);
        Assert.Same(corrupt, warm.Failure);
        Assert.Equal(4UL, warm.Sequence);
        Assert.Throws<BookStoppedException>(() => warm.Query(reader => reader.LastNumber));
        Assert.Throws<BookStoppedException>(() => warm.Promote(journal));
    }

    [Fact]
    public void A_journal_that_ends_before_its_head_is_not_gone_on_with()
    {
        using var book = new TestBook();
        var (cash, shop) = (book.Open("cash", AccountClass.Asset), book.Open("shop"));
        using var warm = book.Follow();
        book.Post("p1", cash, shop, 1);
        book.Journal.Rows.RemoveAt(3);
        Assert.Equal("journal row 4: is missing: the journal's head says that row 4 was acknowledged", Assert.Throws<JournalCorruptException>(() => warm.Promote(book.Journal)).Message);
        Assert.NotNull(warm.Failure);
    }

    [Fact]
    public void A_store_that_is_away_for_a_while_is_waited_for_and_reads_go_on()
    {
        using var book = new TestBook();
        var (cash, shop) = (book.Open("cash", AccountClass.Asset), book.Open("shop"));
        var warm = book.Follow();
        book.Post("p1", cash, shop, 7);
        book.Journal.IsAway = true;
        Assert.Throws<JournalUnavailableException>(() => warm.TryAdvance());
        Assert.Throws<JournalUnavailableException>(() => warm.Promote(book.Journal));
        Assert.Equal(3UL, warm.Query(reader => reader.Sequence));
        book.Journal.IsAway = false;
        Assert.True(warm.TryAdvance());
        using var before = book.Succeed(warm);
        Assert.Equal(7, book.Account("shop").BalanceMinor);
    }

    [Fact]
    public void A_book_that_failed_gives_no_state_back()
    {
        using var book = new TestBook();
        var (cash, shop) = (book.Open("cash", AccountClass.Asset), book.Open("shop"));
        book.Journal.FailNext = new JournalConflictException(4);
        Assert.Throws<BookStoppedException>(() => book.Post("p1", cash, shop, 1));
        Assert.Null(book.Book.StepDown(book.Journal));
    }

    [Fact]
    public void A_follower_takes_snapshots_of_its_own_and_starts_from_them()
    {
        using var folder = new TempFolder();
        using var book = new TestBook(options => options with { SnapshotEveryRecords = 50 });
        var (cash, shop) = (book.Open("cash", AccountClass.Asset), book.Open("shop"));
        using (var warm = book.Follow(folder.Path))
        {
            for (var i = 1; i <= 120; i++) book.Post($"p{i}", cash, shop, 1);
            while (warm.TryAdvance())
            {
            }
        }

        using var again = book.Follow(folder.Path);
        Assert.InRange(again.Recovery.SnapshotSequence, 51UL, 123UL);
        Assert.Equal(book.StateHash, again.Query(reader => reader.StateHash()));
    }

    [Fact]
    public void What_a_reader_sees_is_the_state_after_the_row_that_it_names()
    {
        using var book = new TestBook();
        var (cash, shop) = (book.Open("cash", AccountClass.Asset), book.Open("shop"));
        var seen = new System.Collections.Concurrent.ConcurrentBag<(ulong Sequence, Int128 Balance)>();
        var answers = new System.Collections.Concurrent.ConcurrentBag<(ulong Sequence, ulong Number)>();
        Parallel.For(0, 8, worker =>
        {
            for (var i = 0; i < 300; i++)
            {
                if (worker % 2 == 0)
                {
                    seen.Add(book.Book.Query(reader => (reader.Sequence, reader.BalanceMinor(shop))));
                    continue;
                }

                var submission = new Submission();
                submission.Post(TestBook.Id($"{worker}-{i}"), 1, [Leg.Debit(cash, 1), Leg.Credit(shop, 1)]);
                var number = book.Book.Execute(submission)[0].Number;
                answers.Add((submission.Sequence, number));
            }
        });

        // Each entry adds 1, so the balance after a row is the number of entries up to it; three records came before them.
        var after = book.Journal.Rows.ToDictionary(row => row.Sequence, row => row.Header().FirstNumber + row.Header().RecordCount - 1);
        Assert.Equal(1200, seen.Count);
        Assert.All(seen, read => Assert.Equal((Int128)after[read.Sequence] - 3, read.Balance));
        Assert.All(answers, answer => Assert.True(answer.Number <= after[answer.Sequence] && answer.Number > after[answer.Sequence - 1], $"record {answer.Number} is not in row {answer.Sequence}"));
    }
}

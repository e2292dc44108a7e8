using System.Text;
using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Ledger.Tests.Support;

namespace Giro.Ledger.Tests.Journal;

/// <summary>
/// The bytes of a small book that has a record of every type, as format 1 writes them. The file is never changed: a new format gets a new file, and the
/// old one must still be read. Each line is a row: sequence, time, hash, payload in hex.
/// </summary>
public sealed class GoldenTests
{
    private static readonly string Golden = Path.Combine(Repository.Root, "tests", "Giro.Ledger.Tests", "golden", "v1.txt");

    [Fact]
    public void A_small_book_has_the_bytes_it_always_had()
    {
        using var book = Write();
        var text = Text(book.Journal);

        // So that what changed can be looked at.
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "v1.actual.txt"), text);
        Assert.Equal(File.ReadAllText(Golden), text);
    }

    [Fact]
    public void The_small_book_has_a_record_of_every_type()
    {
        using var book = Write();
        Assert.Equal(Enum.GetValues<RecordType>().Where(type => type != RecordType.None), Rows.TypesIn(book.Journal).Distinct().Order());
    }

    [Fact]
    public void The_bytes_of_format_1_are_read_back_to_known_balances()
    {
        using var book = new TestBook(journal: Read());
        Assert.Equal(
            """
            1 cash Asset EUR Open 115 held 0/0 limits none..none 'till of the small book'
            2 merchant/M1/pending Liability EUR DebitsFrozen 100 held 0/0 limits 0..1000000 ''
            3 fees Income EUR Open 15 held 0/0 limits none..none ''
            4 yen Asset JPY Open 500 held 0/40 limits none..none ''
            5 yen/own Equity JPY Open 500 held 0/40 limits none..none ''
            """,
            string.Join('\n', book.Book.Query(reader => reader.Accounts()).Select(Line)));
        Assert.Equal(new DateOnly(2026, 3, 3), book.Book.Query(reader => reader.BusinessDate));
        Assert.Equal(1, book.Book.Query(reader => reader.OpenHoldCount));
        Assert.Equal([new Leg(4, 40), new Leg(5, -40)], book.Book.Query(reader => reader.RemainingOf(TestBook.Id("hold 3")))!);
        Assert.True(book.One(s => s.Post(TestBook.Id("payment 1"), 7, [Leg.Debit(1, 103), Leg.Credit(2, 100), Leg.Credit(3, 3)], "note"u8, 12, null, new DateOnly(2026, 2, 27))).IsRepeat);
        book.AssertSound();
    }

    [Fact]
    public void The_first_row_is_as_the_specification_draws_it()
    {
        var payload = Read().Rows[0].Payload.Span;
        Assert.Equal("GIRO"u8, payload[..4]);
        Assert.Equal(1, BitConverter.ToUInt16(payload[4..]));
        Assert.Equal(1UL, BitConverter.ToUInt64(payload[8..]));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000, BitConverter.ToInt64(payload[16..]));
        Assert.Equal(1UL, BitConverter.ToUInt64(payload[24..]));
        Assert.Equal(1U, BitConverter.ToUInt32(payload[32..]));
        Assert.Equal((uint)payload.Length - 80, BitConverter.ToUInt32(payload[36..]));
        Assert.True(payload.Slice(40, 40).IndexOfAnyExcept((byte)0) < 0);
        Assert.Equal(48, BitConverter.ToUInt16(payload[80..]));
        Assert.Equal(new DateOnly(2026, 3, 2).DayNumber, BitConverter.ToInt32(payload[(80 + 24)..]));
        Assert.Equal(42UL, BitConverter.ToUInt64(payload[(80 + 48)..]));
        Assert.Equal("test", Encoding.UTF8.GetString(payload.Slice(80 + 48 + 16, 4)));
    }

    private static TestBook Write()
    {
        var book = new TestBook();
        var eur = Currency.FromCode("EUR");
        void Row(Status expected, Action<Giro.Ledger.Writer.Submission> add) => Assert.All(book.Do(add), result => Assert.Equal(expected, result.Status));

        Row(Status.Accepted, s =>
        {
            s.OpenAccount("cash", AccountClass.Asset, eur, AccountLimits.None, "till"u8);
            s.OpenAccount("merchant/M1/pending", AccountClass.Liability, eur, new AccountLimits(0, 1_000_000));
            s.OpenAccount("fees", AccountClass.Income, eur, AccountLimits.None);
            s.OpenAccount("yen", AccountClass.Asset, Currency.FromCode("JPY"), AccountLimits.NotNegative);
            s.OpenAccount("yen/own", AccountClass.Equity, Currency.FromCode("JPY"), AccountLimits.None);
        });
        Row(Status.Accepted, s => s.SetLimits(TestBook.Id("limits 1"), 4, AccountLimits.None));
        Row(Status.Accepted, s => s.SetMetadata(TestBook.Id("metadata 1"), 1, "till of the small book"u8));
        Row(Status.Accepted, s => s.Post(TestBook.Id("payment 1"), 7, [Leg.Debit(1, 103), Leg.Credit(2, 100), Leg.Credit(3, 3)], "note"u8, 12, null, new DateOnly(2026, 2, 27)));
        Row(Status.Accepted, s =>
        {
            s.Post(TestBook.Id("payment 2"), 7, [Leg.Debit(1, 50), Leg.Credit(2, 50), Leg.Debit(4, 500), Leg.Credit(5, 500)], businessDate: TestBook.FirstDate, chainNext: true);
            s.Hold(TestBook.Id("hold 1"), 8, [Leg.Debit(1, 20), Leg.Credit(3, 20)], ManualTime.Start.AddHours(1));
        });
        Row(Status.NotZeroSum, s => s.Post(TestBook.Id("refused"), 7, [Leg.Debit(1, 50), Leg.Credit(2, 51)]));
        Row(Status.Accepted, s => s.Capture(TestBook.Id("capture 1"), TestBook.Id("hold 1"), [Leg.Debit(1, 5), Leg.Credit(3, 5)]));
        Row(Status.Accepted, s => s.Capture(TestBook.Id("capture 2"), TestBook.Id("hold 1"), [Leg.Debit(1, 7), Leg.Credit(3, 7)], final: true));
        Row(Status.Accepted, s =>
        {
            s.Hold(TestBook.Id("hold 2"), 8, [Leg.Debit(1, 30), Leg.Credit(2, 30)], null);
            s.Capture(TestBook.Id("capture 3"), TestBook.Id("hold 2"), [], kind: 9);
            s.Post(TestBook.Id("payment 3"), 7, [Leg.Debit(2, 80), Leg.Credit(1, 80)]);
            s.Hold(TestBook.Id("hold 3"), 8, [Leg.Debit(4, 40), Leg.Credit(5, 40)], null);
            s.Hold(TestBook.Id("hold 4"), 8, [Leg.Debit(4, 41), Leg.Credit(5, 41)], null);
            s.Hold(TestBook.Id("hold 5"), 8, [Leg.Debit(4, 42), Leg.Credit(5, 42)], ManualTime.Start.AddSeconds(60));
            s.Extend(TestBook.Id("extension 1"), TestBook.Id("hold 5"), ManualTime.Start.AddSeconds(90));
            s.Release(TestBook.Id("release 1"), TestBook.Id("hold 4"));
        });
        var capture = book.Book.Find(TestBook.Id("capture 3"))!.Bytes;
        var payment = book.Book.Find(TestBook.Id("payment 3"))!.Bytes;
        Row(Status.Accepted, s =>
        {
            s.Reverse(TestBook.Id("reversal 1"), TestBook.Id("payment 3"), payment, 10, "why"u8, chainNext: true);
            s.Reverse(TestBook.Id("reversal 2"), TestBook.Id("capture 3"), capture);
            s.Post(TestBook.Id("payment 4"), 7, [Leg.Debit(2, 50), Leg.Credit(1, 50)]);
            s.SetState(TestBook.Id("state 1"), 2, AccountState.DebitsFrozen);
        });
        book.Time.Advance(TimeSpan.FromSeconds(90));
        Row(Status.Accepted, s => s.AdvanceDate(TestBook.Id("date 1"), new DateOnly(2026, 3, 3)));
        return book;
    }

    private static string Text(MemoryJournal journal) =>
        string.Concat(journal.Rows.Select(row => $"{row.Sequence} {row.TimeUs} {row.Hash} {Convert.ToHexStringLower(row.Payload.Span)}\n"));

    private static MemoryJournal Read()
    {
        var journal = new MemoryJournal();
        foreach (var parts in File.ReadLines(Golden).Select(line => line.Split(' ')))
            journal.Rows.Add(new JournalRow(ulong.Parse(parts[0]), long.Parse(parts[1]), Convert.FromHexString(parts[3]), Hash256.From(Convert.FromHexString(parts[2]))));
        journal.Head = new JournalHead(journal.Rows[^1].Sequence, journal.Rows[^1].Hash);
        return journal;
    }

    private static string Line(Giro.Ledger.Writer.AccountView account) =>
        $"{account.Handle} {account.Path} {account.Class} {account.Currency.Code} {account.State} {account.BalanceMinor} held {account.HeldLoweringMinor}/{account.HeldRaisingMinor} "
        + $"limits {(account.Limits.LowestMinor == long.MinValue ? "none" : account.Limits.LowestMinor)}..{(account.Limits.HighestMinor == long.MaxValue ? "none" : account.Limits.HighestMinor)} '{account.Metadata}'";
}

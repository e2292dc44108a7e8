using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;
using Giro.Storage.Sqlite;

namespace Giro.Storage.Tests.Books;

public sealed class ManyHoldsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void More_holds_than_a_row_has_room_for_expire_at_once_beside_a_full_submission()
    {
        const int Holds = 60_000;
        var time = new SetTime();
        using var journal = SqliteJournal.Open(_folder["journal.db"]);
        using var book = Book.Open(journal, new BookOptions { Time = time });
        var accounts = new Submission();
        accounts.OpenAccount("a", AccountClass.Asset, Currency.FromCode("EUR"), AccountLimits.None);
        accounts.OpenAccount("b", AccountClass.Asset, Currency.FromCode("EUR"), AccountLimits.None);
        book.Execute(accounts);
        var holds = new Submission();
        for (var i = 0; i < Holds; i++)
        {
            holds.Hold(EntryId.FromReference($"hold/{i}"), 1, [Leg.Debit(1, 1), Leg.Credit(2, 1)], time.Now.AddHours(1));
            if (holds.Count < 6000) continue;
            book.Execute(holds);
            holds.Clear();
        }

        time.Now = time.Now.AddHours(2);
        var posts = new Submission();
        while (posts.HasRoom(2, 200)) posts.Post(EntryId.FromReference($"entry/{posts.Count}"), 1, [Leg.Debit(1, 1), Leg.Credit(2, 1)], new byte[200]);
        foreach (var result in book.Execute(posts)) Assert.Equal(Status.Accepted, result.Status);
        for (var i = 0; i < 200 && book.Query(reader => reader.OpenHoldCount) > 0; i++) book.ExpireDueHolds();
        Assert.Equal(0, book.Query(reader => reader.OpenHoldCount));
        Assert.Equal(0, book.Query(reader => reader.Account(1)).HeldRaisingMinor);
        Assert.Null(book.Failure);
    }

    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    public void Dispose() => _folder.Dispose();
}

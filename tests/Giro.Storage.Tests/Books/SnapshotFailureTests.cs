using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;

namespace Giro.Storage.Tests.Books;

/// <summary>The files beside the journal cannot be written. A folder stands where the file would go, as a full disk does without filling one.</summary>
public sealed class SnapshotFailureTests : IDisposable
{
    private readonly TempFolder _folder = new();

    /// <summary>Tables of 32 ids, so that a hundred entries make several files and a merge.</summary>
    private static readonly BookOptions Options = new() { IdTableBits = 6, IdTableMaxBits = 6, Seed = 1, FirstBusinessDate = new DateOnly(2026, 1, 5) };

    [Fact]
    public void A_snapshot_that_could_not_be_written_leaves_the_one_before_usable()
    {
        ulong first;
        using (var book = Open())
        {
            Post(book.Book, 0, 40);
            book.Book.TakeSnapshot();
            first = book.Book.Feed.LastSequence;
            Post(book.Book, 40, 700);
            Directory.CreateDirectory(_folder[$"snapshots/{book.Book.Feed.LastSequence:D20}.snapshot.new"]);
            Assert.Throws<IOException>(book.Book.TakeSnapshot);
        }

        using var again = Open();
        Assert.Empty(again.Book.Recovery.Notes);
        Assert.Equal(first, again.Book.Recovery.SnapshotSequence);
        AssertAllAreRepeats(again.Book, 740);
    }

    [Fact]
    public void A_snapshot_is_not_taken_when_the_ids_before_it_could_not_be_written()
    {
        using (var book = Open())
        {
            Post(book.Book, 0, 20);
            Directory.CreateDirectory(_folder["ids/00000001.ids.new"]);
            Assert.Throws<IOException>(book.Book.TakeSnapshot);
        }

        Directory.Delete(_folder["ids/00000001.ids.new"]);
        using var again = Open();
        AssertAllAreRepeats(again.Book, 20);
    }

    [Fact]
    public async Task A_book_whose_ids_cannot_be_written_stops_and_can_be_closed()
    {
        var book = Open();
        Directory.CreateDirectory(_folder["ids/00000001.ids.new"]);
        var stopped = Assert.Throws<BookStoppedException>(() =>
        {
            Post(book.Book, 0, 20);
            Assert.Throws<IOException>(book.Book.TakeSnapshot);
            Post(book.Book, 20, 5);
            book.Book.TakeSnapshot();
        });
        Assert.Contains("old ids could not be written", stopped.Message);
        await Task.Run(book.Dispose).WaitAsync(TimeSpan.FromSeconds(20));
        Directory.Delete(_folder["ids/00000001.ids.new"]);
        using var again = Open();
        AssertAllAreRepeats(again.Book, 20);
    }

    [Fact]
    public void What_an_interrupted_snapshot_left_is_cleared_away_by_the_next()
    {
        Directory.CreateDirectory(_folder["snapshots"]);
        File.WriteAllText(_folder["snapshots/00000000000000000002.snapshot.new"], "half of it");
        using var book = Open();
        Post(book.Book, 0, 5);
        book.Book.TakeSnapshot();
        Assert.Single(Directory.EnumerateFiles(_folder["snapshots"]));
    }

    [Fact]
    public void One_submission_may_have_more_ids_than_a_whole_table_holds()
    {
        using var book = Open();
        OpenAccounts(book.Book);
        var submission = new Submission();
        for (var i = 0; i < 500; i++) Add(submission, i);
        foreach (var result in book.Book.Execute(submission)) Assert.True(result.IsAccepted);
        AssertAllAreRepeats(book.Book, 500);
    }

    private StoredBook Open() => StoredBook.Open(_folder.Path, Options);

    private static void OpenAccounts(Book book)
    {
        var accounts = new Submission();
        accounts.OpenAccount("a", AccountClass.Asset, Currency.FromCode("EUR"), AccountLimits.None);
        accounts.OpenAccount("b", AccountClass.Asset, Currency.FromCode("EUR"), AccountLimits.None);
        book.Execute(accounts);
    }

    private static void Post(Book book, int from, int count)
    {
        OpenAccounts(book);
        for (var at = from; at < from + count; at += 10)
        {
            var submission = new Submission();
            for (var i = at; i < Math.Min(at + 10, from + count); i++) Add(submission, i);
            foreach (var result in book.Execute(submission)) Assert.True(result is { IsAccepted: true, IsRepeat: false });
        }
    }

    private static void Add(Submission submission, int i) =>
        submission.Post(EntryId.FromReference($"entry/{i}"), 1, [Leg.Debit(1, 1 + i), Leg.Credit(2, 1 + i)]);

    private static void AssertAllAreRepeats(Book book, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var submission = new Submission();
            Add(submission, i);
            Assert.True(book.Execute(submission)[0].IsRepeat, $"entry {i} was accepted a second time");
        }
    }

    public void Dispose() => _folder.Dispose();
}

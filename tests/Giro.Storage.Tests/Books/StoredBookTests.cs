using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;
using Giro.Ledger.Journal;
using Giro.Ledger.Writer;
using Microsoft.Data.Sqlite;

namespace Giro.Storage.Tests.Books;

public sealed class StoredBookTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void A_folder_has_one_owner_at_a_time()
    {
        using (StoredBook.Open(_folder.Path, new BookOptions()))
        {
            var refusal = Assert.Throws<BookInUseException>(() => StoredBook.Open(_folder.Path, new BookOptions()));
            Assert.Contains(_folder.Path, refusal.Message);
        }

        StoredBook.Open(_folder.Path, new BookOptions()).Dispose();
    }

    [Fact]
    public void A_lock_file_that_a_dead_process_left_blocks_nobody()
    {
        File.WriteAllText(_folder["book.lock"], "12345");
        StoredBook.Open(_folder.Path, new BookOptions()).Dispose();
    }

    [Fact]
    public void A_book_that_could_not_be_opened_lets_go_of_its_folder()
    {
        StoredBook.Open(_folder.Path, new BookOptions()).Dispose();
        var whole = File.ReadAllBytes(_folder["journal.db"]);
        File.WriteAllBytes(_folder["journal.db"], whole[..5000]);
        Assert.Throws<JournalCorruptException>(() => StoredBook.Open(_folder.Path, new BookOptions()));
        File.WriteAllBytes(_folder["journal.db"], whole);
        StoredBook.Open(_folder.Path, new BookOptions()).Dispose();
    }

    [Fact]
    public void An_empty_journal_file_is_damage_and_not_a_new_book()
    {
        File.WriteAllBytes(_folder["journal.db"], []);
        Assert.Equal(1UL, Assert.Throws<JournalCorruptException>(() => StoredBook.Open(_folder.Path, new BookOptions())).Sequence);
        Assert.Equal(0, new FileInfo(_folder["journal.db"]).Length);
    }

    [Fact]
    public void A_journal_half_made_by_a_killed_process_is_made_again()
    {
        File.WriteAllText(_folder["journal.db.new"], "half of a file");
        File.WriteAllText(_folder["journal.db.new-journal"], "and its rollback journal");
        StoredBook.Open(_folder.Path, new BookOptions()).Dispose();
        Assert.False(File.Exists(_folder["journal.db.new"]));
        Assert.False(File.Exists(_folder["journal.db.new-journal"]));
    }

    [Fact]
    public void A_book_whose_journal_was_deleted_under_it_stops_and_acknowledges_nothing()
    {
        Exception? told = null;
        using var book = StoredBook.Open(_folder.Path, new BookOptions { OnFailure = e => told = e });
        OpenAccount(book.Book, "before");
        File.Delete(_folder["journal.db"]);
        AssertStops(book.Book);
        Assert.IsType<JournalUnavailableException>(told);
    }

    [Fact]
    public void A_book_whose_journal_another_program_holds_stops_and_goes_on_after_reopening()
    {
        using (var book = StoredBook.Open(_folder.Path, new BookOptions()))
        {
            OpenAccount(book.Book, "before");
            using (var other = new SqliteConnection($"Data Source={_folder["journal.db"]};Pooling=False"))
            {
                other.Open();
                using var command = other.CreateCommand();
                command.CommandText = "BEGIN EXCLUSIVE";
                command.ExecuteNonQuery();
                AssertStops(book.Book);
            }

            Assert.Throws<BookStoppedException>(() => OpenAccount(book.Book, "still stopped"));
        }

        using var again = StoredBook.Open(_folder.Path, new BookOptions());
        Assert.Equal(1UL, again.Book.Query(reader => reader.HandleOf("before")));
        Assert.Equal(0UL, again.Book.Query(reader => reader.HandleOf("refused")));
        OpenAccount(again.Book, "after");
    }

    [Fact]
    public void A_writer_that_lost_the_book_to_another_stops()
    {
        using var book = StoredBook.Open(_folder.Path, new BookOptions());
        OpenAccount(book.Book, "before");
        using (var journal = Storage.Sqlite.SqliteJournal.Open(_folder["journal.db"]))
        using (var other = Book.Open(journal, new BookOptions()))
            OpenAccount(other, "other");
        var stopped = Assert.Throws<BookStoppedException>(() => OpenAccount(book.Book, "refused"));
        Assert.IsType<JournalConflictException>(stopped.InnerException);
    }

    private static void AssertStops(Book book)
    {
        var stopped = Assert.Throws<BookStoppedException>(() => OpenAccount(book, "refused"));
        Assert.IsType<JournalUnavailableException>(stopped.InnerException);
        Assert.Same(stopped.InnerException, book.Failure);
        Assert.Throws<BookStoppedException>(() => book.Query(reader => reader.AccountCount));
    }

    private static void OpenAccount(Book book, string path)
    {
        var submission = new Submission();
        submission.OpenAccount(path, AccountClass.Asset, Currency.FromCode("EUR"), AccountLimits.None);
        Assert.True(book.Execute(submission)[0].IsAccepted);
    }

    public void Dispose() => _folder.Dispose();
}

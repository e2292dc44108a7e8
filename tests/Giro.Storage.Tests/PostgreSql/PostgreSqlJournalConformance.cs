using Giro.Ledger.Journal;
using Giro.Storage.PostgreSql;
using Giro.Storage.PostgreSql.Journal;
using Giro.Storage.Tests.Conformance;
using Giro.Tests;

namespace Giro.Storage.Tests.PostgreSql;

public sealed class PostgreSqlJournalConformance : JournalConformance
{
    private readonly StoreSettings _settings = new(PostgreSqlServer.NewDatabase(), Book: 7);

    protected override IJournal Open() => PostgreSqlJournal.Open(Database());

    protected override IJournal OpenReadOnly() => PostgreSqlJournal.OpenReadOnly(Database());

    [Fact]
    public void Two_books_in_one_database_do_not_see_each_other()
    {
        using var seven = Open();
        using var eight = PostgreSqlJournal.Open(Database(book: 8));
        var (inSeven, inEight) = (new RowChain().Rows(3, recordBytes: 16), new RowChain().Rows(4, recordBytes: 3000));
        seven.Append(1, inSeven[..2]);
        eight.Append(1, inEight);
        seven.Append(3, inSeven[2..]);
        Assert.Equal(new JournalHead(3, inSeven[2].Hash), seven.ReadHead());
        Assert.Equal(new JournalHead(4, inEight[3].Hash), eight.ReadHead());
        Assert.Equal(inSeven.Select(row => row.Hash), Hashes(seven));
        Assert.Equal(inEight.Select(row => row.Hash), Hashes(eight));
        Assert.Equal(3UL, seven.FindRow(3));
        Assert.Null(seven.FindRow(4));
        Assert.Equal(4UL, eight.FindRow(4));
        Assert.False(PostgreSqlJournal.Exists(Database(book: 9)));
        Assert.True(PostgreSqlJournal.Exists(Database(book: 8)));
    }

    [Fact]
    public void A_writer_of_an_older_term_is_refused_though_its_sequence_is_right()
    {
        var rows = new RowChain().Rows(3, recordBytes: 16);
        using var older = PostgreSqlJournal.Open(Database(), term: 4);
        older.Append(1, rows[..1]);
        new JournalDatabase(_settings.Connection).Execute("UPDATE giro.head SET term = 5 WHERE book = 7");
        Assert.Equal(2UL, Assert.Throws<JournalConflictException>(() => older.Append(2, rows[1..2])).Sequence);
        using var newer = PostgreSqlJournal.Open(Database(), term: 5);
        Assert.Equal(rows[..1].Select(row => row.Hash), Hashes(newer));
        newer.Append(2, rows[1..]);
        Assert.Throws<JournalConflictException>(() => older.Append(4, [new RowChain().Rows(4, 16)[3]]));
        Assert.Equal(rows.Select(row => row.Hash), Hashes(newer));
    }

    [Fact]
    public void A_journal_that_is_opened_again_keeps_the_term_of_its_head()
    {
        using (PostgreSqlJournal.Open(Database(), term: 4))
        using (var later = PostgreSqlJournal.Open(Database(), term: 3))
        {
            Assert.Throws<JournalConflictException>(() => later.Append(1, [new RowChain().Next()]));
        }

        Assert.Equal(4L, new JournalDatabase(_settings.Connection).Ask("SELECT term FROM giro.head WHERE book = 7"));
        Assert.False(PostgreSqlJournal.Exists(Database()));
    }

    [Fact]
    public void A_row_that_stands_beyond_a_head_that_was_set_back_is_a_conflict_and_stays_as_it_is()
    {
        var rows = new RowChain().Rows(2, recordBytes: 16);
        using var journal = Open();
        journal.Append(1, rows);
        new JournalDatabase(_settings.Connection).Execute("UPDATE giro.head SET sequence = 1");
        Assert.Throws<JournalConflictException>(() => journal.Append(2, rows[1..]));
        Assert.Equal(rows.Select(row => row.Hash), Hashes(journal));
    }

    [Fact]
    public void A_database_without_the_book_has_no_journal_to_read()
    {
        Assert.False(PostgreSqlJournal.Exists(Database()));
        Assert.Throws<FileNotFoundException>(OpenReadOnly);
        using var other = PostgreSqlJournal.Open(Database(book: 8));
        Assert.Throws<FileNotFoundException>(OpenReadOnly);
        Open().Dispose();
        OpenReadOnly().Dispose();
    }

    [Fact]
    public void Many_rows_go_in_together_and_are_read_in_chunks_of_some_mebibytes()
    {
        var chain = new RowChain();
        JournalRow[] rows = [.. chain.Rows(500, recordBytes: 40), .. chain.Rows(3, recordBytes: 3 << 20), .. chain.Rows(700, recordBytes: 40), chain.Next(recordBytes: 5 << 20), .. chain.Rows(20, recordBytes: 300_000)];
        using var journal = Open();
        journal.Append(1, rows);
        Assert.Equal(rows.Select(row => row.Hash), Hashes(journal));
        using var reader = journal.Read(1200);
        foreach (var row in rows[1199..])
        {
            Assert.True(reader.TryRead(out var read));
            Assert.True(row.Payload.Span.SequenceEqual(read.Payload.Span));
        }
    }

    [Fact]
    public void Two_processes_that_open_a_new_book_at_once_make_one_journal()
    {
        var rows = new RowChain().Rows(1, recordBytes: 16);
        var journals = new PostgreSqlJournal[4];
        Parallel.For(0, journals.Length, i => journals[i] = PostgreSqlJournal.Open(Database()));
        var appended = 0;
        Parallel.For(0, journals.Length, i =>
        {
            try
            {
                journals[i].Append(1, rows);
                Interlocked.Increment(ref appended);
            }
            catch (JournalConflictException)
            {
                // The other one was first.
            }
        });
        Assert.Equal(1, appended);
        foreach (var journal in journals) journal.Dispose();
    }

    [Fact]
    public void A_book_is_taken_by_one_process_at_a_time()
    {
        using var folder = new TempFolder();
        _settings.Write(new BookFolder(folder.Path));
        var store = BookStore.In(folder.Path);
        using (store.Take()) Assert.Throws<BookInUseException>(store.Take);
        using (store.Take()) Assert.False(store.HasJournal);
    }

    private PostgreSqlDatabase Database(long? book = null) => new(_settings with { Book = book ?? _settings.Book });

    private static List<Hash256> Hashes(IJournal journal)
    {
        var hashes = new List<Hash256>();
        using var reader = journal.Read(1);
        while (reader.TryRead(out var row)) hashes.Add(row.Hash);
        return hashes;
    }
}

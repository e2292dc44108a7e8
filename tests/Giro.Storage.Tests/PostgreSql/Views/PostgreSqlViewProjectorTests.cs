using Giro.Ledger.Accounts;
using Giro.Ledger.Journal;
using Giro.Storage.PostgreSql;
using Giro.Storage.PostgreSql.Views;
using Giro.Storage.Sqlite;
using Giro.Storage.Tests.Views;
using Giro.Storage.Views;
using Npgsql;

namespace Giro.Storage.Tests.PostgreSql.Views;

/// <summary>Two projectors, and ends of one in the middle.</summary>
public sealed class PostgreSqlViewProjectorTests : IDisposable
{
    private readonly ViewBook _book = new();
    private readonly PostgreSqlDatabase _database = PostgreSqlViewBooks.NewBook();
    private readonly PostgreSqlViews _views;
    private readonly SqliteJournal _journal;
    private readonly string _hash;

    /// <summary>A journal of twelve rows over two dates, with views in a file for comparison.</summary>
    public PostgreSqlViewProjectorTests()
    {
        _views = new PostgreSqlViews(_database);
        var cash = _book.Account("bank/cash", AccountClass.Asset);
        var alice = _book.Account("merchant/A1/pending", AccountClass.Liability);
        for (var i = 0; i < 4; i++) _book.Pay($"monday/{i}", cash, alice, 10 + i);
        _book.Advance(ViewBook.FirstDay.AddDays(1));
        for (var i = 0; i < 4; i++) _book.Pay($"tuesday/{i}", cash, alice, 20 + i);
        using (var views = _book.ReadViews()) _hash = views.ContentHash();
        _book.Close();
        _journal = SqliteJournal.OpenReadOnly(Path.Combine(_book.Root, "journal.db"));
    }

    [Fact]
    public void A_deposed_projector_writes_nothing_and_its_successor_everything_once()
    {
        using var deposed = _views.OpenProjector();
        Apply(deposed, 1, 5);
        deposed.Flush();
        Apply(deposed, 6, 12);
        using (var successor = _views.OpenProjector())
        {
            Assert.Equal(5UL, successor.Checkpoint.Sequence);
            Assert.Throws<ViewsInterruptedException>(deposed.Flush);
            Apply(successor, 6, 12);
            successor.Flush();
            Assert.True(Assert.Throws<ViewsInterruptedException>(() => new PostgreSqlViews(_database).ReopenProjector()).HasSuccessor);
        }

        AssertWhole();
    }

    [Fact]
    public void A_checkpoint_that_another_has_moved_stops_the_flush_whoever_it_was()
    {
        using var projector = _views.OpenProjector();
        Apply(projector, 1, 5);
        projector.Flush();
        var rows = Run("SELECT count(*) FROM history WHERE book = " + _database.Book);
        Run("UPDATE view_checkpoint SET sequence = 6 WHERE book = " + _database.Book);
        var e = Assert.Throws<ViewsInterruptedException>(() =>
        {
            Apply(projector, 6, 12);
            projector.Flush();
        });
        Assert.True(e.HasSuccessor);
        Assert.Equal($"{_database.Name}: the views do not stand at row 5 any more; another process keeps them up, and this one stops doing so", e.Message);
        projector.Dispose();
        Assert.Equal(rows, Run("SELECT count(*) FROM history WHERE book = " + _database.Book));
    }

    [Fact]
    public void A_session_that_ends_between_the_rows_and_the_commit_leaves_nothing_of_them()
    {
        var interrupted = _views.OpenProjector();
        Apply(interrupted, 1, 3);
        interrupted.Flush();

        // The new date writes the legs before it into the open transaction.
        Apply(interrupted, 4, 10);
        Assert.Equal(1L, Run("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE 'COPY history%'"));
        Assert.Throws<ViewsInterruptedException>(() =>
        {
            Apply(interrupted, 11, 12);
            interrupted.Flush();
        });
        interrupted.Dispose();
        using (var views = _views.Read()) Assert.Equal(3UL, views.AsOfSequence);
        using (var next = _views.OpenProjector())
        {
            Apply(next, 4, 12);
            next.Flush();
        }

        AssertWhole();
    }

    [Fact]
    public void Views_that_lose_their_session_under_a_running_book_go_on_from_their_checkpoint()
    {
        using var book = new ViewBook(_views);
        var cash = book.Account("bank/cash", AccountClass.Asset);
        var alice = book.Account("merchant/A1/pending", AccountClass.Liability);
        for (var i = 0; i < 20; i++)
        {
            book.Pay($"payment/{i}", cash, alice, 1);
            if (i % 5 == 2) Run($"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = {_database.Book} AND granted");
        }

        using var views = book.ReadViews();
        Assert.Equal(20, views.BalanceAt(alice, views.LastNumber));
        Assert.Equal(20, views.History(alice, 1, views.LastNumber).Count());
    }

    [Fact]
    public void A_making_anew_that_was_interrupted_leaves_no_rows_and_readers_see_the_old_views_meanwhile()
    {
        _views.Rebuild(_journal);
        using var reader = _views.Read();
        Assert.Throws<OperationCanceledException>(() => _views.Rebuild(_journal, sequence =>
        {
            if (sequence == 9) throw new OperationCanceledException();
        }));
        Assert.Equal(_hash, reader.ContentHash());
        AssertWhole();
        Assert.Equal(_hash, _views.Rebuild(_journal));
        Assert.Equal(_hash, reader.ContentHash());
        Assert.Equal(1L, Run("SELECT count(DISTINCT generation) FROM history WHERE book = " + _database.Book));
        AssertWhole();
    }

    private void AssertWhole()
    {
        using var views = _views.Read();
        Assert.Equal(12UL, views.AsOfSequence);
        Assert.Equal(_hash, views.ContentHash());
    }

    private void Apply(IViewProjector projector, ulong from, ulong to)
    {
        using var reader = _journal.Read(from);
        for (var sequence = from; sequence <= to; sequence++)
        {
            Assert.True(reader.TryRead(out var row));
            projector.Apply(row);
        }
    }

    private object? Run(string sql)
    {
        using var connection = _database.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    public void Dispose()
    {
        _journal.Dispose();
        _book.Dispose();
    }
}

using Giro.Ledger.Journal;
using Giro.Ledger.Writer;
using Giro.Storage.PostgreSql.Journal;
using Giro.Storage.Tests.Conformance;
using Giro.Tests;

namespace Giro.Storage.Tests.PostgreSql;

/// <summary>The connection is cut at each step of an append: what was acknowledged is there once, and the book goes on.</summary>
public sealed class ConnectionLossTests
{
    private readonly JournalDatabase _database = new(PostgreSqlServer.NewDatabase());

    /// <summary>Where it is cut, and how often the append is sent: once where the server has it all, twice where the commit never came to it.</summary>
    public static TheoryData<CutPoint, int> Steps => new()
    {
        { CutPoint.BeforeStatement, 2 },
        { CutPoint.InBind, 2 },
        { CutPoint.BeforeSync, 2 },
        { CutPoint.BeforeAnswer, 1 },
        { CutPoint.InAnswer, 1 },
        { CutPoint.BeforeReady, 1 },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void What_was_written_is_not_sent_again_and_what_was_not_is_sent_once_more(CutPoint point, int sent)
    {
        using var proxy = new CuttingProxy(PostgreSqlServer.Cluster.Port);
        using var journal = PostgreSqlJournal.Open(_database.Through(proxy.Port), patience: JournalDatabase.Patience);
        var rows = new RowChain().Rows(4, recordBytes: 100_000);
        journal.Append(1, rows[..1]);
        var before = proxy.Appends;
        proxy.CutNext(point);
        journal.Append(2, rows[1..3]);
        Assert.Equal(1, proxy.Cuts);
        Assert.Equal(before + sent, proxy.Appends);
        journal.Append(4, rows[3..]);
        AssertRows(rows);
    }

    [Theory]
    [InlineData(CutPoint.BeforeStatement)]
    [InlineData(CutPoint.InBind)]
    [InlineData(CutPoint.BeforeSync)]
    [InlineData(CutPoint.BeforeAnswer)]
    [InlineData(CutPoint.InAnswer)]
    [InlineData(CutPoint.BeforeReady)]
    [InlineData(CutPoint.ClientOnly)]
    public void A_book_under_load_goes_on_after_each_cut(CutPoint point)
    {
        using var proxy = new CuttingProxy(PostgreSqlServer.Cluster.Port);
        using var journal = PostgreSqlJournal.Open(_database.Through(proxy.Port), patience: JournalDatabase.Patience);
        var load = new PostingLoad();
        using (var book = Book.Open(journal, JournalDatabase.Options))
        {
            PostingLoad.OpenAccounts(book);
            using var running = load.Start(book);
            for (var round = 0; round < 4; round++)
            {
                running.WaitForMore(20);
                // The first cut as it comes; then with everything standing still before it, and with a server that is away for a while after it.
                proxy.CutNext(point, hold: TimeSpan.FromMilliseconds(50 * (round % 2)), refuse: TimeSpan.FromMilliseconds(150 * (round / 2)));
                running.WaitForMore(20);
                Assert.Equal(round + 1, proxy.Cuts);
            }

            Assert.Null(book.Failure);
        }

        _database.AssertKept(load);
    }

    [Theory]
    [InlineData(CutPoint.InBind)]
    [InlineData(CutPoint.BeforeAnswer)]
    [InlineData(CutPoint.ClientOnly)]
    public void A_server_that_stays_away_stops_the_book_which_acknowledges_nothing_more_and_can_be_opened_again(CutPoint point)
    {
        using var proxy = new CuttingProxy(PostgreSqlServer.Cluster.Port);
        using var journal = PostgreSqlJournal.Open(_database.Through(proxy.Port), patience: TimeSpan.FromMilliseconds(400));
        var load = new PostingLoad();
        using (var book = Book.Open(journal, JournalDatabase.Options))
        {
            PostingLoad.OpenAccounts(book);
            using var running = load.Start(book);
            running.WaitForMore(20);
            proxy.CutNext(point, refuse: TimeSpan.FromHours(1));
            running.WaitForEnd();
            Assert.True(proxy.Refused > 1, "nobody tried to come back");
            var failure = Assert.IsType<JournalUnavailableException>(book.Failure);
            Assert.Contains("which was waited for 0.4 s", failure.Message);
        }

        _database.AssertKept(load);
        proxy.Admit();
        using var again = PostgreSqlJournal.Open(_database.Through(proxy.Port));
        using (var book = Book.Open(again, JournalDatabase.Options))
        {
            using var running = load.Start(book);
            running.WaitForMore(20);
        }

        _database.AssertKept(load);
    }

    [Fact]
    public void A_reader_goes_on_after_its_connections_were_cut()
    {
        using var proxy = new CuttingProxy(PostgreSqlServer.Cluster.Port);
        var rows = new RowChain().Rows(40, recordBytes: 1000);
        using (var writing = _database.Open()) writing.Append(1, rows);
        using var journal = PostgreSqlJournal.OpenReadOnly(_database.Through(proxy.Port), patience: JournalDatabase.Patience);
        using var reader = journal.Read(1);
        for (var i = 0; i < rows.Length; i++)
        {
            if (i % 3 == 0) proxy.CutAll();
            proxy.Admit();
            Assert.True(reader.TryRead(out var row));
            Assert.Equal(rows[i].Hash, row.Hash);
            Assert.Equal((ulong)i + 1, journal.FindRow((ulong)i + 1));
            Assert.Equal(40UL, journal.ReadHead().Sequence);
        }

        Assert.False(reader.TryRead(out _));
    }

    [Fact]
    public void A_database_that_is_not_there_is_said_at_once()
    {
        using var proxy = new CuttingProxy(PostgreSqlServer.Cluster.Port);
        proxy.CutAll();
        Assert.Throws<JournalUnavailableException>(() => PostgreSqlJournal.Open(_database.Through(proxy.Port)));
        Assert.Throws<JournalUnavailableException>(() => PostgreSqlJournal.OpenReadOnly(_database.Through(proxy.Port)));
    }

    [Fact]
    public async Task An_append_that_is_abandoned_waits_no_longer()
    {
        using var proxy = new CuttingProxy(PostgreSqlServer.Cluster.Port);
        using var journal = PostgreSqlJournal.Open(_database.Through(proxy.Port), patience: TimeSpan.FromHours(1));
        proxy.CutNext(CutPoint.BeforeAnswer, refuse: TimeSpan.FromHours(1));
        var append = Task.Run(() => journal.Append(1, [new RowChain().Next()]));
        Assert.True(SpinWait.SpinUntil(() => proxy.Refused > 0, TimeSpan.FromSeconds(30)));
        Assert.False(append.IsCompleted);
        journal.Abandon();
        await Assert.ThrowsAsync<JournalUnavailableException>(() => append.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void A_database_that_has_become_read_only_is_waited_for_and_then_said_to_be_so()
    {
        using var journal = _database.Open(TimeSpan.FromMilliseconds(300));
        // For connections made from now on, as that of the first append is.
        _database.Execute("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$");
        var failure = Assert.Throws<JournalUnavailableException>(() => journal.Append(1, [new RowChain().Next()]));
        Assert.Contains("the database is read-only", failure.Message);
        Assert.Equal(default, journal.ReadHead());
    }

    [Fact]
    public void Of_two_servers_the_one_that_is_there_is_used()
    {
        using var dead = new CuttingProxy(PostgreSqlServer.Cluster.Port);
        using var alive = new CuttingProxy(PostgreSqlServer.Cluster.Port);
        dead.CutAll();
        using var journal = PostgreSqlJournal.Open(_database.Through($"127.0.0.1:{dead.Port},127.0.0.1:{alive.Port}"), patience: JournalDatabase.Patience);
        var rows = new RowChain().Rows(3, recordBytes: 100);
        journal.Append(1, rows[..1]);
        dead.Admit();
        alive.CutNext(CutPoint.BeforeAnswer, refuse: TimeSpan.FromHours(1));
        journal.Append(2, rows[1..]);
        Assert.Equal(1, alive.Cuts);
        AssertRows(rows);
    }

    private void AssertRows(JournalRow[] rows)
    {
        using var journal = PostgreSqlJournal.OpenReadOnly(_database.Direct);
        using var reader = journal.Read(1);
        foreach (var row in rows)
        {
            Assert.True(reader.TryRead(out var read));
            Assert.Equal((row.Sequence, row.Hash), (read.Sequence, read.Hash));
        }

        Assert.False(reader.TryRead(out _));
        Assert.Equal(new JournalHead(rows[^1].Sequence, rows[^1].Hash), journal.ReadHead());
    }
}

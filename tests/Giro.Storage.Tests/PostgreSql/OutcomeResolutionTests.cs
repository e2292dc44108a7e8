using Giro.Ledger.Journal;
using Giro.Storage.PostgreSql.Journal;
using Giro.Storage.Tests.Conformance;
using Giro.Tests;
using Npgsql;

namespace Giro.Storage.Tests.PostgreSql;

/// <summary>What is read after an append whose answer did not come, and that nothing can change it afterwards.</summary>
public sealed class OutcomeResolutionTests
{
    private readonly JournalDatabase _database = new(PostgreSqlServer.NewDatabase());
    private readonly JournalRow[] _rows = new RowChain().Rows(3, recordBytes: 100);

    [Fact]
    public async Task A_server_process_that_still_waits_for_a_lock_is_gone_before_it_is_said_that_nothing_was_written()
    {
        using var journal = _database.Open();
        journal.Append(1, _rows[..1]);
        using var paused = AppendConnection.Open(_database.Direct);
        using var other = _database.Connect();
        using var lockOnHead = LockHead(other);
        var append = Task.Run(() => paused.Append(0, 2, _rows.AsSpan(1, 1)));
        WaitForWaiting(1);
        var resolution = new OutcomeResolution(_database.Direct, 0, 2, _rows[1]);
        resolution.Suspect(paused.Backend);
        Assert.Equal(AppendOutcome.NotWritten, Read(resolution));
        Assert.Equal(0L, _database.Ask($"SELECT count(*) FROM pg_stat_activity WHERE pid = {paused.Backend.ProcessId}"));
        lockOnHead.Rollback();
        await Assert.ThrowsAsync<PostgresException>(() => append);
        Assert.Equal(1UL, journal.ReadHead().Sequence);
        journal.Append(2, _rows[1..2]);
    }

    [Fact]
    public async Task A_client_that_was_cut_off_while_the_server_waits_for_a_lock_has_its_row_written_once()
    {
        using var proxy = new CuttingProxy(PostgreSqlServer.Cluster.Port);
        using var journal = PostgreSqlJournal.Open(_database.Through(proxy.Port), patience: JournalDatabase.Patience);
        journal.Append(1, _rows[..1]);
        using var other = _database.Connect();
        using var lockOnHead = LockHead(other);
        proxy.CutNext(CutPoint.ClientOnly, hold: TimeSpan.FromMilliseconds(300));
        var append = Task.Run(() => journal.Append(2, _rows[1..2]));
        var first = WaitForWaiting(1);
        // The second attempt waits for the same lock, and the first does not any more.
        Assert.True(SpinWait.SpinUntil(() => Waiting() is [var only] && only != first, TimeSpan.FromSeconds(30)), "the first process is still there");
        Assert.Equal(1, proxy.Cuts);
        Assert.False(append.IsCompleted);
        lockOnHead.Rollback();
        await append.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(new JournalHead(2, _rows[1].Hash), journal.ReadHead());
        Assert.Equal(2L, _database.Ask("SELECT count(*) FROM giro.journal"));
    }

    [Fact]
    public void A_row_that_is_there_was_written()
    {
        using (var journal = _database.Open()) journal.Append(1, _rows[..2]);
        Assert.Equal(AppendOutcome.Durable, Read(new OutcomeResolution(_database.Direct, 0, 1, _rows[1])));
    }

    [Fact]
    public void A_row_that_is_there_was_written_though_a_new_leader_has_gone_on_after_it()
    {
        using (var journal = _database.Open()) journal.Append(1, _rows);
        _database.Execute("UPDATE giro.head SET term = 9");
        Assert.Equal(AppendOutcome.Durable, Read(new OutcomeResolution(_database.Direct, 0, 2, _rows[1])));
    }

    [Fact]
    public void Another_row_in_its_place_means_that_the_book_is_lost()
    {
        using (var journal = _database.Open()) journal.Append(1, _rows[..1]);
        Assert.Equal(AppendOutcome.Lost, Read(new OutcomeResolution(_database.Direct, 0, 1, new RowChain().Next(recordBytes: 7))));
    }

    [Fact]
    public void A_row_that_is_not_there_under_another_term_means_that_the_book_is_lost()
    {
        using (var journal = _database.Open()) journal.Append(1, _rows[..1]);
        _database.Execute("UPDATE giro.head SET term = 9");
        Assert.Equal(AppendOutcome.Lost, Read(new OutcomeResolution(_database.Direct, 0, 2, _rows[1])));
        Assert.Equal(AppendOutcome.NotWritten, Read(new OutcomeResolution(_database.Direct, 9, 2, _rows[1])));
    }

    [Fact]
    public void A_journal_that_is_shorter_than_what_was_acknowledged_means_that_the_book_is_lost()
    {
        using (var journal = _database.Open()) journal.Append(1, _rows[..1]);
        Assert.Equal(AppendOutcome.Lost, Read(new OutcomeResolution(_database.Direct, 0, 3, _rows[2])));
        _database.Execute("DELETE FROM giro.head");
        Assert.Equal(AppendOutcome.Lost, Read(new OutcomeResolution(_database.Direct, 0, 2, _rows[1])));
    }

    [Fact]
    public async Task An_append_that_somebody_cancels_is_sent_again()
    {
        using var journal = _database.Open();
        journal.Append(1, _rows[..1]);
        using var other = _database.Connect();
        using var lockOnHead = LockHead(other);
        var append = Task.Run(() => journal.Append(2, _rows[1..2]));
        var first = WaitForWaiting(1);
        _database.Execute($"SELECT pg_cancel_backend({first})");
        Assert.True(SpinWait.SpinUntil(() => Waiting() is [var only] && only != first, TimeSpan.FromSeconds(30)), "it was not sent again");
        lockOnHead.Rollback();
        await append.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(2UL, journal.ReadHead().Sequence);
    }

    private static AppendOutcome Read(OutcomeResolution resolution)
    {
        Exception failure = new TimeoutException();
        var outcome = resolution.Read(new ReconnectWait(TimeSpan.FromSeconds(30), CancellationToken.None), out var connection, ref failure);
        connection?.Dispose();
        return outcome;
    }

    private static NpgsqlTransaction LockHead(NpgsqlConnection connection)
    {
        var transaction = connection.BeginTransaction();
        using var command = new NpgsqlCommand("SELECT FROM giro.head FOR UPDATE", connection);
        command.ExecuteNonQuery();
        return transaction;
    }

    /// <summary>Server processes of appends in this database that wait for a lock.</summary>
    private int[] Waiting() =>
        (int[])_database.Ask("SELECT coalesce(array_agg(pid), '{}') FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'WITH moved%'")!;

    private int WaitForWaiting(int count)
    {
        int[] waiting = [];
        Assert.True(SpinWait.SpinUntil(() => (waiting = Waiting()).Length == count, TimeSpan.FromSeconds(30)), "no append waits");
        return waiting[0];
    }
}

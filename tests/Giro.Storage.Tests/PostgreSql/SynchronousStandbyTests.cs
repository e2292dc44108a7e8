using Giro.Ledger.Journal;
using Giro.Storage.PostgreSql;
using Giro.Storage.PostgreSql.Journal;
using Giro.Storage.Tests.Conformance;
using Giro.Tests;

namespace Giro.Storage.Tests.PostgreSql;

/// <summary>
/// A commit that waits for a synchronous standby is on one machine only until the wait ends. When the wait is broken off the row can be seen by everybody, and
/// is not durable in the sense that was promised.
/// </summary>
public sealed class SynchronousStandbyTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly LocalCluster _cluster;
    private readonly JournalDatabase _database;
    private readonly JournalRow[] _rows = new RowChain().Rows(2, recordBytes: 100);

    public SynchronousStandbyTests()
    {
        _cluster = LocalCluster.Create(_folder["data"]);
        _cluster.Start();
        _database = new JournalDatabase(_cluster.CreateDatabase("book"));
    }

    [Fact]
    public async Task A_row_whose_connection_broke_while_it_waited_is_seen_and_acknowledged_only_when_the_standby_has_it()
    {
        using var proxy = new CuttingProxy(_cluster.Port);
        using var journal = PostgreSqlJournal.Open(_database.Through(proxy.Port), patience: JournalDatabase.Patience);
        journal.Append(1, _rows[..1]);
        WaitForStandby(true);
        proxy.CutNext(CutPoint.ClientOnly, hold: TimeSpan.FromMilliseconds(300));
        var append = Task.Run(() => journal.Append(2, _rows[1..]));
        Assert.True(SpinWait.SpinUntil(() => proxy.Cuts == 1, TimeSpan.FromSeconds(30)));
        // Time to come back, to find the server's process and to leave it alone.
        await Task.Delay(500);
        Assert.Equal(1L, _database.Ask("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"));
        Assert.Equal(1L, _database.Ask("SELECT max(sequence) FROM giro.journal"));
        Assert.False(append.IsCompleted, "a row that is on one machine only was acknowledged");
        WaitForStandby(false);
        await append.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(2L, _database.Ask("SELECT count(*) FROM giro.journal"));
    }

    [Fact]
    public async Task A_wait_for_the_standby_that_somebody_cancels_is_no_acknowledgement()
    {
        using var journal = _database.Open();
        journal.Append(1, _rows[..1]);
        WaitForStandby(true);
        await AssertWaits(journal, () =>
        {
            Assert.True(SpinWait.SpinUntil(() => _database.Ask("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'") is true, TimeSpan.FromSeconds(30)));
        });
    }

    private async Task AssertWaits(PostgreSqlJournal journal, Action meanwhile)
    {
        var append = Task.Run(() => journal.Append(2, _rows[1..]));
        meanwhile();
        Assert.True(SpinWait.SpinUntil(() => _database.Ask("SELECT max(sequence) FROM giro.journal") is 2L, TimeSpan.FromSeconds(30)), "the row cannot be seen");
        // Whoever waits now is the commit that confirms it.
        Assert.True(
            SpinWait.SpinUntil(() => _database.Ask("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND query LIKE 'UPDATE giro.head%'") is 1L, TimeSpan.FromSeconds(30)),
            "nothing waits for the standby");
        Assert.False(append.IsCompleted, "a row that is on one machine only was acknowledged");
        WaitForStandby(false);
        await append.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(2L, _database.Ask("SELECT count(*) FROM giro.journal"));
    }

    /// <summary>Has commits wait for a standby that does not come, or no longer.</summary>
    private void WaitForStandby(bool wait)
    {
        _database.Execute(wait ? "ALTER SYSTEM SET synchronous_standby_names = 'nobody'" : "ALTER SYSTEM RESET synchronous_standby_names");
        _database.Execute("SELECT pg_reload_conf()");
        Assert.True(SpinWait.SpinUntil(() => _database.Ask("SHOW synchronous_standby_names") is string names && names.Length > 0 == wait, TimeSpan.FromSeconds(30)));
    }

    public void Dispose()
    {
        _cluster.Kill();
        _cluster.Dispose();
        _folder.Dispose();
    }
}

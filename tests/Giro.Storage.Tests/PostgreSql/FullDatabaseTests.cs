using System.Diagnostics;
using Giro.Ledger.Journal;
using Giro.Ledger.Writer;
using Giro.Storage.PostgreSql;

namespace Giro.Storage.Tests.PostgreSql;

/// <summary>The database's disk fills up: nothing that was acknowledged is lost, the book says why it stops, and with room it goes on.</summary>
public sealed class FullDatabaseTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>The tables cannot grow; the log of the server can. It rolls the append back and says so.</summary>
    [Fact]
    public void A_full_disk_under_the_tables_stops_the_book_and_says_so()
    {
        using var folder = new TempFolder();
        using var disk = new SmallDisk(folder["small"], 24);
        using var cluster = LocalCluster.Create(folder["data"]);
        cluster.Start();
        Directory.CreateDirectory(disk["space"]);
        PostgreSqlPrograms.HandOver(disk["space"]);
        File.WriteAllBytes(disk["ballast"], new byte[16 << 20]);
        var database = new JournalDatabase(cluster.CreateDatabase("book"));
        database.Execute($"CREATE TABLESPACE small LOCATION '{disk["space"]}'");
        database.Execute("ALTER DATABASE book SET default_tablespace = small");
        var load = new PostingLoad(attributeBytes: 2000);
        var failure = PostUntilItStops(database, load);
        Assert.Contains("the journal cannot be written, the disk is full", failure.Message);
        database.AssertKept(load);
        disk.Delete("ballast");
        AssertGoesOn(database, load);
        cluster.Kill();
    }

    /// <summary>The log cannot grow: the server gives up in the middle of a commit, and may not come back before there is room.</summary>
    [Fact]
    public void A_full_disk_under_the_log_stops_server_and_book_and_costs_nothing_that_was_acknowledged()
    {
        using var folder = new TempFolder();
        using var disk = new SmallDisk(folder["small"], 80);
        using var cluster = LocalCluster.Create(folder["data"]);
        var log = Path.Combine(cluster.DataFolder, "pg_wal");
        SmallDisk.Run("mv", log, disk["pg_wal"]);
        File.CreateSymbolicLink(log, disk["pg_wal"]);
        // No checkpoint gives room back.
        cluster.Start(("max_wal_size", "1GB"), ("checkpoint_timeout", "1h"));
        var database = new JournalDatabase(cluster.CreateDatabase("book"));
        disk.Fill("ballast", leaveBytes: 20 << 20);
        var load = new PostingLoad(attributeBytes: 2000);
        PostUntilItStops(database, load);
        disk.Delete("ballast");
        cluster.Kill();
        cluster.Start();
        Assert.Contains("PANIC", File.ReadAllText(cluster.LogFile));
        database.AssertKept(load);
        AssertGoesOn(database, load);
        cluster.Kill();
    }

    private static JournalUnavailableException PostUntilItStops(JournalDatabase database, PostingLoad load)
    {
        using var journal = database.Open(Patience);
        using var book = Book.Open(journal, JournalDatabase.Options);
        PostingLoad.OpenAccounts(book);
        using var running = load.Start(book);
        running.WaitForEnd();
        Assert.True(load.Acknowledged.Count > 100, $"only {load.Acknowledged.Count} entries were acknowledged");
        return Assert.IsType<JournalUnavailableException>(book.Failure);
    }

    private static void AssertGoesOn(JournalDatabase database, PostingLoad load)
    {
        using (var journal = database.Open())
        using (var book = Book.Open(journal, JournalDatabase.Options))
        using (var running = load.Start(book))
        {
            running.WaitForMore(100);
        }

        database.AssertKept(load);
    }
}

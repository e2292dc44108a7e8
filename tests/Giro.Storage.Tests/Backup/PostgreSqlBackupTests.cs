using System.Globalization;
using Giro.Ledger.Journal;
using Giro.Storage.Backup;
using Giro.Storage.PostgreSql;
using Giro.Storage.PostgreSql.Journal;
using Giro.Storage.Tests.Views;
using Npgsql;

namespace Giro.Storage.Tests.Backup;

public sealed class PostgreSqlBackupTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly LocalCluster _cluster;

    public PostgreSqlBackupTests()
    {
        _cluster = LocalCluster.Create(_folder["server"]);
        _cluster.Start();
        new StoreSettings(_cluster.CreateDatabase("bank"), Book: 4, IsTest: true).Write(new BookFolder(Data));
        File.WriteAllText(Path.Combine(Data, "institution.json"), "{}");
    }

    private string Data => _folder["data"];

    private string Backups => _folder["backup"];

    private BookStore Store => BookStore.In(Data);

    [Fact]
    public async Task A_base_backup_under_load_and_the_log_give_back_any_row_exactly()
    {
        var entries = 20;
        long oldTerm;
        using (WalReceiver.Start(Store, Path.Combine(Backups, "wal")))
        {
            using var page = new LedgerPage(Store);
            page.Post(1, entries);
            using var backedUp = new CancellationTokenSource();
            var posting = Task.Run(
                () =>
                {
                    while (!backedUp.IsCancellationRequested) page.Post(++entries);
                },
                TestContext.Current.CancellationToken);
            var manifest = BackUp();
            backedUp.Cancel();
            await posting;
            for (var more = 0; more < 40; more++) page.Post(++entries);
            Assert.Equal(LedgerPage.TotalsAfter((int)(manifest.Figures.Sequence - LedgerPage.FirstRows)), LedgerPage.TotalsOf(manifest.Figures));
            oldTerm = Term(_cluster.ConnectionTo("bank"));
        }

        var first = BackupManifest.ReadAll(Backups)[0].RecordsSequence!.Value;
        var last = (ulong)entries + LedgerPage.FirstRows;
        foreach (var row in new[] { first, first + ((last - first) / 2), last - 1 })
            Assert.Equal((row, LedgerPage.TotalsAfter((int)(row - LedgerPage.FirstRows))), Facts(Restore(new RestoreTarget.Row(row))));
        var newest = Restore(new RestoreTarget.Newest(), "newest");
        Assert.Equal((last, LedgerPage.TotalsAfter(entries)), Facts(newest));
        Assert.True(File.Exists(_folder["newest/institution.json"]));
        Assert.Equal($"the archived log ends with row {last}; row 9,999,999 is not in it", Assert.Throws<BackupRefusedException>(() => Restore(new RestoreTarget.Row(9_999_999))).Message);
        Assert.Contains("holds row", Assert.Throws<BackupRefusedException>(() => Restore(new RestoreTarget.Row(first - 1))).Message);

        // In service: whoever led the book before cannot write, and a new leader goes on.
        using var again = LocalCluster.Over(_folder["newest/postgresql"], _cluster);
        again.Start();
        new StoreSettings(again.ConnectionTo("bank"), Book: 4, IsTest: true).Write(new BookFolder(_folder["newest"]));
        var database = new PostgreSqlDatabase(StoreSettings.Read(new BookFolder(_folder["newest"]))!);
        Assert.Equal(1_000_000, Term(again.ConnectionTo("bank")));
        using (var old = PostgreSqlJournal.Open(database, oldTerm))
            Assert.Throws<JournalConflictException>(() => old.Append(last + 1, [new JournalRow(last + 1, 0, new byte[BatchHeader.Size], default)]));
        using (var page = new LedgerPage(BookStore.In(_folder["newest"]))) page.Post(entries + 1, entries + 3);
        using var journal = BookStore.In(_folder["newest"]).OpenJournalReadOnly();
        Assert.Equal(LedgerPage.TotalsAfter(entries + 3), LedgerPage.TotalsOf(BookFigures.Of(journal)));
        Assert.Equal(1_000_001, Term(again.ConnectionTo("bank")));
    }

    [Fact]
    public void A_restore_to_a_time_has_what_was_committed_until_then()
    {
        DateTimeOffset moment;
        using (WalReceiver.Start(Store, _folder["log"]))
        {
            using var page = new LedgerPage(Store);
            page.Post(1, 5);
            BackUp();
            page.Post(6, 8);
            Thread.Sleep(200);
            moment = DateTimeOffset.UtcNow;
            Thread.Sleep(200);
            page.Post(9, 12);
        }

        var target = RestoreTarget.Parse(moment.ToString("o", CultureInfo.InvariantCulture))!;
        Assert.Equal((8 + LedgerPage.FirstRows, LedgerPage.TotalsAfter(8)), Facts(Restore(target, wal: _folder["log"])));
        Assert.StartsWith("the oldest base backup was finished at ", Assert.Throws<BackupRefusedException>(() => Restore(RestoreTarget.Parse("2020-01-01")!, wal: _folder["log"])).Message);
        Assert.StartsWith("the archived log ends before that", Assert.Throws<BackupRefusedException>(() => Restore(RestoreTarget.Parse("2100-01-01")!, wal: _folder["log"])).Message);
    }

    [Fact]
    public void Several_rows_of_one_append_are_cut_at_the_one_that_is_asked_for()
    {
        var clock = new ManualClock(new DateTimeOffset(2026, 11, 9, 8, 0, 0, TimeSpan.Zero));
        using (var page = new LedgerPage(Store, clock)) page.Post(1, 3);
        BackUp();
        using (WalReceiver.Start(Store, Path.Combine(Backups, "wal")))
        {
            // Rows 6 to 9 in one transaction: the copy of a journal appends so, and so does a leader that has fallen behind.
            using var source = new LedgerPage(BookStore.In(_folder["source"]), clock);
            source.Post(1, 7);
            using var taken = Store.Take();
            using var journal = source.Opened.Store.OpenJournalReadOnly();
            using (var target = PostgreSqlJournal.Open(new PostgreSqlDatabase(StoreSettings.Read(new BookFolder(Data))!), Term(_cluster.ConnectionTo("bank")))) JournalCopy.Run(journal, target, 9);
        }

        Assert.Equal((7UL, LedgerPage.TotalsAfter(5)), Facts(Restore(new RestoreTarget.Row(7))));
    }

    [Fact]
    public void Without_the_log_a_backup_comes_back_as_it_was_and_it_holds_no_password()
    {
        BookBackupOf(6);
        var password = new NpgsqlConnectionStringBuilder(_cluster.ConnectionTo("bank")).Password!;
        Assert.DoesNotContain(Directory.EnumerateFiles(Backups, "*.json", SearchOption.AllDirectories), file => File.ReadAllText(file).Contains(password, StringComparison.Ordinal));
        Assert.DoesNotContain(Directory.EnumerateFiles(Backups, "store.json", SearchOption.AllDirectories), _ => true);
        Assert.Equal((6 + LedgerPage.FirstRows, LedgerPage.TotalsAfter(6)), Facts(Restore(new RestoreTarget.Newest())));
        Assert.Equal("a restore to a row or a time needs the archive of the log: name its folder with --wal", Assert.Throws<BackupRefusedException>(() => Restore(new RestoreTarget.Row(8))).Message);
    }

    [Fact]
    public void A_restored_server_that_is_to_go_on_running_answers_on_loopback()
    {
        BookBackupOf(3);
        var data = _folder["running/postgresql"];
        var result = BookBackup.Restore(Backups, _folder["running"], new RestoreOptions(new RestoreTarget.Newest(), KeepRunning: true), new NoBackupProgress());
        try
        {
            var port = int.Parse(File.ReadLines(Path.Combine(data, "postmaster.pid")).ElementAt(3), CultureInfo.InvariantCulture);
            Assert.StartsWith($"the server runs on 127.0.0.1:{port}; end it with: ", result.NextSteps[0]);
            Assert.Equal(1_000_000, Term(new NpgsqlConnectionStringBuilder(_cluster.ConnectionTo("bank")) { Port = port }.ConnectionString));
        }
        finally
        {
            PostgreSqlPrograms.Run("pg_ctl", "-D", data, "-m", "fast", "-w", "stop");
        }
    }

    [Fact]
    public void A_damaged_file_of_a_base_backup_is_named_and_nothing_is_restored()
    {
        BookBackupOf(2);
        var path = Path.Combine(BackupManifest.FolderOf(Backups, 1), "base", "global", "pg_control");
        var bytes = File.ReadAllBytes(path);
        bytes[300] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Contains("global/pg_control", Assert.Throws<BackupDamagedException>(() => Restore(new RestoreTarget.Newest(), "new")).Message);
        Assert.False(Directory.Exists(_folder["new"]));
    }

    private void BookBackupOf(int entries)
    {
        using (var page = new LedgerPage(Store)) page.Post(1, entries);
        BackUp();
    }

    private BackupManifest BackUp() => BookBackup.Run(Store, Backups, new NoBackupProgress());

    private int _restored;

    private RestoreResult Restore(RestoreTarget target, string? name = null, string? wal = null)
    {
        var result = BookBackup.Restore(Backups, _folder[name ?? $"restored-{++_restored}"], new RestoreOptions(target, WalFolder: wal), new NoBackupProgress());
        Assert.True(result.Holds, string.Join('\n', result.Checks));
        return result;
    }

    private static (ulong Row, string Totals) Facts(RestoreResult result) => (result.Figures.Sequence, LedgerPage.TotalsOf(result.Figures));

    private static long Term(string connectionString)
    {
        using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand("SELECT term FROM giro.head WHERE book = 4", connection);
        return (long)command.ExecuteScalar()!;
    }

    public void Dispose()
    {
        _cluster.Dispose();
        _folder.Dispose();
    }
}

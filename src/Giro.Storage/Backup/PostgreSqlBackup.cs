using Giro.Storage.PostgreSql;
using Npgsql;

namespace Giro.Storage.Backup;

/// <summary>
/// Backs up the PostgreSQL server of a book while it works: PostgreSQL's own base backup, with the log that makes it whole, checked file by file. It is of the
/// server, so of every book on it; head and trial balance in the manifest are of the book that was asked for. A point in time needs the archive of the log too
/// (<see cref="WalReceiver"/>, or the server's archive_command).
/// </summary>
internal static class PostgreSqlBackup
{
    public const string Base = "base";

    /// <summary>A server in recovery that has less of these than the one that wrote the log stops.</summary>
    private static readonly string[] AtLeast = ["max_connections", "max_worker_processes", "max_wal_senders", "max_prepared_transactions", "max_locks_per_transaction"];

    public static BackupManifest Run(PostgreSqlStore store, string target, TimeProvider time, IBackupProgress progress)
    {
        using var folder = new BackupFolder(target, BackupManifest.PostgreSql);
        using var connection = store.Database.Open();
        RefuseTablespaces(connection);
        using var journal = store.OpenJournalReadOnly();
        progress.Stage("files", 0);
        var files = folder.CopyFiles(store.Folder).ToList();
        // What is in the journal now is in the base backup for certain.
        var first = journal.ReadHead().Sequence;
        var programs = new ServerPrograms(connection, store.Database.Settings);
        var baseFolder = Path.Combine(folder.Current, Base);
        progress.Stage("base backup", 0);
        programs.Run("pg_basebackup", "--pgdata", baseFolder, "--format=plain", "--wal-method=stream", "--checkpoint=fast", "--manifest-checksums=SHA256", "--label", $"giro {folder.Generation}");
        // And what is not there yet is not in it.
        var last = journal.ReadHead().Sequence;
        var at = EndOf(connection) ?? time.GetUtcNow();
        progress.Stage("base backup, verified", 0);
        ServerPrograms.Verify(baseFolder);
        files.Add(BackupManifest.Describe(Path.Combine(baseFolder, "backup_manifest"), Base + "/backup_manifest"));
        progress.Stage("trial balance", 0);
        var manifest = new BackupManifest(
            BackupManifest.CurrentFormat, BackupManifest.PostgreSql, folder.Generation, at, store.Name, BookFigures.Of(journal, first), last, files, Describe(connection, store.Database));
        folder.Finish(manifest);
        return manifest;
    }

    /// <summary>They stand outside of the data folder, and a restore would write over the living ones.</summary>
    private static void RefuseTablespaces(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT count(*) FROM pg_tablespace WHERE spcname NOT IN ('pg_default', 'pg_global')", connection);
        if (command.ExecuteScalar() is > 0L) throw new BackupRefusedException("the server has tablespaces of its own, which giro backup does not know how to place again; use a tool that does, such as pgBackRest");
    }

    /// <summary>By the server's clock, since a recovery to a time is by it.</summary>
    private static DateTimeOffset? EndOf(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT clock_timestamp()", connection);
        return command.ExecuteScalar() is DateTime time ? new DateTimeOffset(time) : null;
    }

    private static BackedUpServer Describe(NpgsqlConnection connection, PostgreSqlDatabase database)
    {
        var server = ServerSettings.Read(connection);
        return new BackedUpServer(connection.ServerVersion, connection.Database, connection.UserName ?? "postgres", database.Book, AtLeast.ToDictionary(name => name, name => server[name]));
    }
}

using Giro.Storage.PostgreSql;
using Giro.Storage.Sqlite;

namespace Giro.Storage.Backup;

/// <summary>Backs a book up while it is in use, and restores it to a row or a time, wherever it is kept.</summary>
public static class BookBackup
{
    /// <summary>Adds a generation to a folder of backups.</summary>
    /// <param name="store">The book; it may be open and written.</param><param name="target">The folder; it is made where there is none.</param>
    /// <exception cref="BackupRefusedException">The folder holds backups of another kind, or somebody makes one there.</exception>
    /// <exception cref="Ledger.Journal.JournalCorruptException">The journal is damaged, or the folder holds backups of another one.</exception>
    public static BackupManifest Run(BookStore store, string target, IBackupProgress progress, TimeProvider? time = null) => store switch
    {
        EmbeddedStore embedded => EmbeddedBackup.Run(embedded, target, time ?? TimeProvider.System, progress),
        PostgreSqlStore onServer => PostgreSqlBackup.Run(onServer, target, time ?? TimeProvider.System, progress),
        _ => throw new NotSupportedException(),
    };

    /// <summary>Restores a book into a new folder and verifies it.</summary>
    /// <param name="backup">A folder of backups.</param><param name="folder">Where the book goes; it must not exist.</param><param name="options">Up to where, and how.</param>
    /// <exception cref="BackupDamagedException">Names the file.</exception>
    /// <exception cref="BackupRefusedException">The folder exists, or the backup does not reach so far.</exception>
    public static RestoreResult Restore(string backup, string folder, RestoreOptions options, IBackupProgress progress)
    {
        if (Path.Exists(folder)) throw new BackupRefusedException($"{folder} exists; a book is restored into a new folder only");
        var generations = BackupManifest.ReadAll(backup);
        if (generations.Count == 0) throw new DirectoryNotFoundException($"{backup}: there is no backup here");
        return generations[0].Store == BackupManifest.Embedded
            ? EmbeddedRestore.Run(backup, generations, folder, options.Target, options.LedgerOnly, progress)
            : PostgreSqlRestore.Run(backup, generations, folder, options, progress);
    }
}

/// <param name="Target">Up to where.</param>
/// <param name="LedgerOnly">Without records, where no copy of them is old enough. For a book in its folder.</param>
/// <param name="WalFolder">The archive of a PostgreSQL server's log; null for the folder wal in the backup, if it is there.</param>
/// <param name="KeepRunning">Whether the restored PostgreSQL server goes on running.</param>
public sealed record RestoreOptions(RestoreTarget Target, bool LedgerOnly = false, string? WalFolder = null, bool KeepRunning = false);

using System.Diagnostics;
using System.Globalization;
using Giro.Ledger;
using Giro.Ledger.Journal;
using Giro.Ledger.Writer;
using Giro.Storage.PostgreSql;
using Npgsql;

namespace Giro.Storage.Backup;

/// <summary>
/// Restores the server of a book into a new folder: the base backup, and the archived log up to the point that is asked for. The result is started on a private
/// socket, verified, given a new term and stopped; a person puts it into service.
/// <para>
/// A row is restored to exactly. The row carries the number of the transaction that wrote it (xmin), and a recovery can stop after a transaction; so a first
/// recovery, thrown away afterwards, goes to the end of the log and looks the number up, and the second one stops there. The server that is gone need not be asked,
/// and no index has to be kept. An append may have written several rows in that transaction; those after the wanted one are then deleted, which is sound as nobody
/// can have read them before it committed.
/// </para>
/// </summary>
internal static class PostgreSqlRestore
{
    /// <summary>In the new folder: the server's data, and its log once it runs.</summary>
    public const string Data = "postgresql";

    public static RestoreResult Run(string backup, IReadOnlyList<BackupManifest> generations, string folder, RestoreOptions options, IBackupProgress progress)
    {
        var from = Choose(generations, options.Target);
        var server = from.Server ?? throw new BackupDamagedException(Path.Combine(BackupManifest.FolderOf(backup, from.Generation), BackupManifest.Name), "does not say of which server it is");
        var baseFolder = Path.Combine(BackupManifest.FolderOf(backup, from.Generation), PostgreSqlBackup.Base);
        var clock = Stopwatch.StartNew();
        progress.Stage("base backup, verified", 0);
        from.CheckFiles(backup);
        ServerPrograms.Verify(baseFolder);
        var checks = new List<VerifiedCheck> { new("files", true, $"as generation {from.Generation} and PostgreSQL's manifest say", clock.Elapsed) };
        folder = Path.GetFullPath(Path.TrimEndingDirectorySeparator(folder));
        var unfinished = folder + ".unfinished";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        Directory.CreateDirectory(unfinished);
        CopyFiles(from, backup, unfinished);
        var wal = CopyLog(options.WalFolder ?? Path.Combine(backup, "wal"), options, baseFolder, Path.Combine(unfinished, "wal"), progress);
        var target = TargetOf(options.Target, baseFolder, unfinished, server, wal, progress);
        BookFigures figures;
        progress.Stage("recovery", 0);
        clock.Restart();
        using (var recovered = Recover(from, options.Target, baseFolder, Path.Combine(unfinished, Data), server, wal, target))
        {
            checks.Add(new VerifiedCheck("recovery", true, wal is null ? "to the end of the base backup" : "from the archived log", clock.Elapsed));
            if (options.Target is RestoreTarget.Row row) Cut(recovered.Connection, server.Book, row.Sequence);
            figures = Verify(recovered, unfinished, options.Target, generations, server, checks, progress);
            RaiseTerm(recovered.Connection);
        }

        if (wal is not null) Directory.Delete(wal, recursive: true);
        File.Delete(new BookFolder(unfinished).Lock);
        FolderSync.Flush(unfinished);
        Directory.Move(unfinished, folder);
        var port = options.KeepRunning ? StartForGood(folder, server) : 5433;
        return new RestoreResult(from.Generation, figures, figures.Sequence, checks, NextSteps(folder, server, port, options.KeepRunning));
    }

    /// <summary>The newest base backup that holds nothing from after the point.</summary>
    private static BackupManifest Choose(IReadOnlyList<BackupManifest> generations, RestoreTarget target) => target switch
    {
        RestoreTarget.Row row => generations.LastOrDefault(generation => (generation.RecordsSequence ?? generation.Figures.Sequence) <= row.Sequence)
            ?? throw new BackupRefusedException($"the oldest base backup holds row {BackupFolder.Number(generations[0].RecordsSequence ?? generations[0].Figures.Sequence)} already; restore to that row or a later one"),
        RestoreTarget.Moment moment => generations.LastOrDefault(generation => generation.At <= moment.Time)
            ?? throw new BackupRefusedException($"the oldest base backup was finished at {generations[0].At.UtcDateTime:yyyy-MM-dd HH:mm:ss.ffffff} UTC; restore to that time or a later one"),
        _ => generations[^1],
    };

    private static string? CopyLog(string archive, RestoreOptions options, string baseFolder, string to, IBackupProgress progress)
    {
        if (!Directory.Exists(archive))
        {
            if (options.WalFolder is not null) throw new DirectoryNotFoundException($"{archive}: there is no archive of the log here");
            if (options.Target is not RestoreTarget.Newest) throw new BackupRefusedException("a restore to a row or a time needs the archive of the log: name its folder with --wal");
            return null;
        }

        progress.Stage("log", 0);
        RecoveredServer.CopyLog(archive, baseFolder, to);
        return to;
    }

    private static IReadOnlyList<(string Name, string Value)> TargetOf(RestoreTarget target, string baseFolder, string unfinished, BackedUpServer server, string? wal, IBackupProgress progress)
    {
        if (target is RestoreTarget.Moment moment) return [("recovery_target_time", moment.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture) + "+00"), ("recovery_target_inclusive", "on")];
        if (target is not RestoreTarget.Row row) return [];
        progress.Stage("recovery to find the row", 0);
        var scratch = Path.Combine(unfinished, "first-pass");
        string? transaction;
        using (var first = RecoveredServer.Start(baseFolder, Path.Combine(scratch, Data), server, wal))
        {
            transaction = Scalar(first.Connection, "SELECT xmin::text FROM giro.journal WHERE book = $1 AND sequence = $2", server.Book, (long)row.Sequence) as string;
            if (transaction is null)
                throw new BackupRefusedException($"the archived log ends with row {Scalar(first.Connection, "SELECT sequence FROM giro.head WHERE book = $1", server.Book)}; row {BackupFolder.Number(row.Sequence)} is not in it");
        }

        Directory.Delete(scratch, recursive: true);
        return [("recovery_target_xid", transaction), ("recovery_target_inclusive", "on")];
    }

    /// <summary>
    /// The last row that was there when the base backup ended may have been written before it ended. No recovery stops there; but then the end of the base backup is the
    /// point, as no row came in between.
    /// </summary>
    private static RecoveredServer Recover(
        BackupManifest from, RestoreTarget target, string baseFolder, string dataFolder, BackedUpServer server, string? wal, IReadOnlyList<(string Name, string Value)> settings)
    {
        try
        {
            return RecoveredServer.Start(baseFolder, dataFolder, server, wal, settings);
        }
        catch (BeforeBackupException) when (target is RestoreTarget.Row row && row.Sequence == from.RecordsSequence)
        {
            Directory.Delete(dataFolder, recursive: true);
            return RecoveredServer.Start(baseFolder, dataFolder, server, wal, ("recovery_target", "immediate"));
        }
    }

    /// <summary>Takes away the rows that were written in the same append after the last wanted one.</summary>
    private static void Cut(string connectionString, long book, ulong last)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var transaction = connection.BeginTransaction();
        Execute(connection, "DELETE FROM giro.journal WHERE book = $1 AND sequence > $2", book, (long)last);
        Execute(connection, "UPDATE giro.head SET sequence = $2, hash = (SELECT hash FROM giro.journal WHERE book = $1 AND sequence = $2) WHERE book = $1", book, (long)last);
        transaction.Commit();
    }

    private static BookFigures Verify(
        RecoveredServer recovered, string unfinished, RestoreTarget target, IReadOnlyList<BackupManifest> generations, BackedUpServer server, List<VerifiedCheck> checks, IBackupProgress progress)
    {
        var store = new PostgreSqlStore(new BookFolder(unfinished), new StoreSettings(recovered.Connection, server.Book, IsTest: true), mayBeArriving: true);
        using var journal = store.OpenJournalReadOnly();
        progress.Stage("trial balance", 0);
        var clock = Stopwatch.StartNew();
        var figures = BookFigures.Of(journal);
        if (target is RestoreTarget.Row row && row.Sequence != figures.Sequence)
            throw new BackupRefusedException($"the recovery came to row {BackupFolder.Number(figures.Sequence)} instead of {BackupFolder.Number(row.Sequence)}: the log and the base backup are not of one server");
        checks.Add(new VerifiedCheck("chain", true, $"{BackupFolder.Number(figures.Sequence)} rows, head {figures.Hash}", clock.Elapsed));
        checks.Add(EmbeddedRestore.OfBalance(figures));
        checks.AddRange(EmbeddedRestore.Compare(journal, figures.Sequence, generations));
        progress.Stage("views", 0);
        checks.AddRange(BookVerification.Run(store, deep: store.Views.Exists));
        return figures;
    }

    /// <summary>
    /// Whoever led the book, on this server or on the one that it is a copy of, has lost it: terms go on from the next million, so that no later leader here can come to
    /// have the number of one that is still alive there.
    /// </summary>
    private static void RaiseTerm(string connectionString)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var transaction = connection.BeginTransaction();
        var hasLease = PostgreSqlMigrations.VersionOf(connection, "leader") > 0;
        var raised = "(greatest(head.term" + (hasLease ? ", coalesce((SELECT lease.term FROM giro.lease WHERE lease.book = head.book), 0)" : "") + ") / 1000000 + 1) * 1000000";
        Execute(connection, $"UPDATE giro.head SET term = {raised}");
        if (hasLease) Execute(connection, "UPDATE giro.lease SET term = head.term, until = clock_timestamp(), handover_to = '' FROM giro.head WHERE head.book = lease.book");
        transaction.Commit();
    }

    private static void CopyFiles(BackupManifest from, string backup, string unfinished)
    {
        foreach (var file in from.Files.Where(file => file.Path.StartsWith("files/", StringComparison.Ordinal)))
        {
            var to = Path.GetFullPath(Path.Combine(unfinished, file.Path["files/".Length..]));
            if (!to.StartsWith(unfinished + Path.DirectorySeparatorChar, StringComparison.Ordinal)) throw new BackupDamagedException(Path.Combine(BackupManifest.FolderOf(backup, from.Generation), BackupManifest.Name), $"names a file outside of the backup: {file.Path}");
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(Path.Combine(BackupManifest.FolderOf(backup, from.Generation), file.Path), to);
        }
    }

    /// <summary>On loopback, with the passwords and the rules of access that came with the backup. It goes on when this process ends.</summary>
    private static int StartForGood(string folder, BackedUpServer server)
    {
        var port = LocalCluster.FreePort();
        var settings = string.Join(' ', server.Settings.Select(setting => $"-c {setting.Key}={setting.Value}"));
        PostgreSqlPrograms.Run("pg_ctl", "-D", Path.Combine(folder, Data), "-l", Path.Combine(folder, Data, "giro-restore.log"), "-w", "-s", "-o", $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c archive_mode=off -c synchronous_standby_names= {settings}", "start");
        return port;
    }

    private static IReadOnlyList<string> NextSteps(string folder, BackedUpServer server, int port, bool isRunning)
    {
        var data = Path.Combine(folder, Data);
        var control = $"{PostgreSqlPrograms.Find("pg_ctl")} -D {data}";
        return
        [
            isRunning ? $"the server runs on 127.0.0.1:{port}; end it with: {control} stop" : $"start it, as the user whom the folder belongs to: {control} -l {data}/server.log -o \"-p {port}\" start",
            $"look through {data}/postgresql.conf and pg_hba.conf before others may reach it; where they are kept elsewhere, put them there",
            $"put into {Path.Combine(folder, "store.json")}: {{ \"connection\": \"Host=127.0.0.1;Port={port};Database={server.Database};Username={server.User};Password=...\", \"book\": {server.Book} }}",
            $"giro verify --data {folder}",
        ];
    }

    private static object? Scalar(string connectionString, string sql, params IEnumerable<object> parameters)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var command = Command(connection, sql, parameters);
        return command.ExecuteScalar();
    }

    private static void Execute(NpgsqlConnection connection, string sql, params IEnumerable<object> parameters)
    {
        using var command = Command(connection, sql, parameters);
        command.ExecuteNonQuery();
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, IEnumerable<object> parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return command;
    }
}

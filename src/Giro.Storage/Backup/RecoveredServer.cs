using System.Globalization;
using Giro.Storage.PostgreSql;
using Npgsql;

namespace Giro.Storage.Backup;

/// <summary>
/// A server over a copy of a base backup that replays the log up to where it is told, and then is a server of its own. It is reached through a private socket,
/// archives nothing and waits for no standby, so it disturbs nothing of the server that it is a copy of.
/// </summary>
internal sealed class RecoveredServer : IDisposable
{
    private readonly LocalCluster _cluster;
    private readonly string _socketFolder;
    private readonly BackedUpServer _original;

    private RecoveredServer(LocalCluster cluster, string socketFolder, BackedUpServer original)
    {
        _cluster = cluster;
        _socketFolder = socketFolder;
        _original = original;
    }

    /// <param name="baseFolder">The base backup; it is copied.</param><param name="dataFolder">Where the server's data go.</param>
    /// <param name="wal">Segments of the log, readable for the server; null for those in the base backup alone.</param>
    /// <param name="target">As in postgresql.conf: where to stop; empty for the end of the log.</param>
    /// <exception cref="BackupRefusedException">The log ends before the target.</exception>
    public static RecoveredServer Start(string baseFolder, string dataFolder, BackedUpServer original, string? wal, params IEnumerable<(string Name, string Value)> target)
    {
        Copy(baseFolder, dataFolder);
        // Where the configuration is kept elsewhere, as Debian does, a base backup has none.
        foreach (var name in (string[])["postgresql.conf", "pg_hba.conf", "pg_ident.conf"])
        {
            if (!File.Exists(Path.Combine(dataFolder, name))) File.WriteAllText(Path.Combine(dataFolder, name), "");
        }

        File.Delete(Path.Combine(dataFolder, "standby.signal"));
        if (wal is not null) File.WriteAllText(Path.Combine(dataFolder, "recovery.signal"), "");
        RefuseUnreachable(dataFolder);
        PostgreSqlPrograms.HandOver(dataFolder);
        var socketFolder = Directory.CreateTempSubdirectory("giro-restore-").FullName;
        var server = new RecoveredServer(LocalCluster.OverSocket(dataFolder, original.User, socketFolder), socketFolder, original);
        try
        {
            server.Recover([.. wal is null ? [] : ((string, string)[])[("restore_command", $"cp {Quoted(wal)}/%f \"%p\""), ("recovery_target_timeline", "latest"), ("recovery_target_action", "promote")], .. target]);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    public string DataFolder => _cluster.DataFolder;

    /// <summary>Of the database that the book is in.</summary>
    public string Connection => _cluster.ConnectionTo(_original.Database) + ";Pooling=false";

    private void Recover(IEnumerable<(string Name, string Value)> target)
    {
        try
        {
            _cluster.Start(
            [
                ("archive_mode", "off"), ("synchronous_standby_names", ""), ("ssl", "off"), ("logging_collector", "off"), ("log_destination", "stderr"), ("lc_messages", "C"), ("hot_standby", "on"),
                .. _original.Settings.Select(setting => (setting.Key, setting.Value)), .. target,
            ]);
            while (IsInRecovery()) Thread.Sleep(50);
        }
        catch (Exception e) when (e is PostgreSqlProgramException or NpgsqlException && _cluster.ProcessId == 0)
        {
            var said = _cluster.LastFatal();
            if (said?.Contains("before consistent recovery point", StringComparison.Ordinal) == true) throw new BeforeBackupException();
            throw new BackupRefusedException(said?.Contains("before configured recovery target", StringComparison.Ordinal) == true
                ? "the archived log ends before that; restore to an earlier point, or to the newest one without --to"
                : $"the restored server did not come up: {said ?? e.Message}");
        }
    }

    private bool IsInRecovery()
    {
        try
        {
            using var connection = new NpgsqlConnection(Connection);
            connection.Open();
            using var command = new NpgsqlCommand("SELECT pg_is_in_recovery()", connection);
            return command.ExecuteScalar() is true;
        }
        catch (NpgsqlException) when (_cluster.ProcessId != 0)
        {
            // It refuses for a moment while it becomes a server of its own.
            return true;
        }
    }

    private static void Copy(string from, string to)
    {
        // A server refuses a data folder that others may enter.
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(to);
        else Directory.CreateDirectory(to, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var folder in Directory.EnumerateDirectories(from)) Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        foreach (var file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    /// <summary>PostgreSQL does not run as root; whom it runs as must be able to walk to its data folder.</summary>
    private static void RefuseUnreachable(string dataFolder)
    {
        if (OperatingSystem.IsWindows() || !PostgreSqlPrograms.RunAsOwner) return;
        for (var folder = Directory.GetParent(Path.GetDirectoryName(dataFolder)!); folder is not null; folder = folder.Parent)
        {
            if (!folder.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
                throw new BackupRefusedException($"{folder.FullName} lets no one pass, and PostgreSQL does not run as root: restore to another place, or allow it with chmod o+x {folder.FullName}");
        }
    }

    private static string Quoted(string path) => "'" + path.Replace("'", "'\\''", StringComparison.Ordinal).Replace("%", "%%", StringComparison.Ordinal) + "'";

    /// <summary>Where segment names are, without their time line: 000000010000000000000002 is segment 0000000000000002 of line 00000001.</summary>
    public static void CopyLog(string archive, string baseFolder, string to)
    {
        var label = File.ReadLines(Path.Combine(baseFolder, "backup_label")).First();
        var first = label[(label.LastIndexOf(' ') + 1)..].TrimEnd(')');
        Directory.CreateDirectory(to);
        foreach (var path in Directory.EnumerateFiles(archive).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            var segment = name.EndsWith(".partial", StringComparison.Ordinal) ? name[..^".partial".Length] : name;
            var isHistory = name.EndsWith(".history", StringComparison.Ordinal);
            var isSegment = segment.Length == 24 && ulong.TryParse(segment[8..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);
            if (!isHistory && (!isSegment || string.CompareOrdinal(segment[8..], first[8..]) < 0)) continue;
            // The whole segment sorts first; the partial one is of a receiver that was stopped.
            if (!File.Exists(Path.Combine(to, segment))) File.Copy(path, Path.Combine(to, segment));
        }

        PostgreSqlPrograms.HandOver(to);
    }

    public void Dispose()
    {
        _cluster.Dispose();
        if (Directory.Exists(_socketFolder)) Directory.Delete(_socketFolder, recursive: true);
    }
}

/// <summary>The point that is asked for is before the end of the base backup.</summary>
internal sealed class BeforeBackupException() : BackupRefusedException("the base backup ended after the point that is asked for; restore to a later one");

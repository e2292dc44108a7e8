using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace Giro.Storage.PostgreSql;

/// <summary>
/// A PostgreSQL server of our own: a data folder, a port on loopback, one process that is a child of this one. For tests, benchmarks and for trying out what a
/// restore brought back; never for a book in production. Disposing it stops the server and leaves the folder.
/// </summary>
public sealed class LocalCluster : IDisposable
{
    private const string Owner = "giro";
    private const string HostFile = "hba.conf";

    /// <summary>What it refuses or ends connections with while it starts and ends ("is starting up", "is shutting down"): no reason of its own end.</summary>
    private static readonly string[] ToClients = ["FATAL:  the database system is ", "FATAL:  terminating "];

    private readonly string _user = Owner;
    private readonly string _password;
    private readonly string? _socketFolder;
    private readonly Lock _logLock = new();
    private Process? _server;

    private LocalCluster(string dataFolder, int port, string password)
    {
        DataFolder = dataFolder;
        Port = port;
        _password = password;
    }

    private LocalCluster(string dataFolder, int port, string user, string socketFolder)
        : this(dataFolder, port, "")
    {
        _user = user;
        _socketFolder = socketFolder;
    }

    public string DataFolder { get; }

    /// <summary>How long starting it may take; a recovery takes as long as there is log to replay.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    public int Port { get; }

    /// <summary>The process id of the postmaster; 0 while it is stopped.</summary>
    public int ProcessId => _server is { HasExited: false } server ? server.Id : 0;

    public string LogFile => Path.Combine(Path.GetDirectoryName(DataFolder)!, Path.GetFileName(DataFolder) + ".log");

    /// <summary>Makes a data folder with checksums, C collation and UTF-8. It must not exist; its parent must.</summary>
    /// <exception cref="PostgreSqlProgramException">PostgreSQL is not installed, or initdb failed.</exception>
    public static LocalCluster Create(string dataFolder)
    {
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        Directory.CreateDirectory(dataFolder);
        var passwordFile = dataFolder + ".password";
        File.WriteAllText(passwordFile, password);
        try
        {
            PostgreSqlPrograms.HandOver(dataFolder);
            PostgreSqlPrograms.HandOver(passwordFile);
            PostgreSqlPrograms.Run("initdb", "-D", dataFolder, "-U", Owner, "--auth=scram-sha-256", $"--pwfile={passwordFile}", "--encoding=UTF8", "--locale=C", "--data-checksums", "--no-instructions");
        }
        finally
        {
            File.Delete(passwordFile);
        }

        return new LocalCluster(dataFolder, FreePort(), password);
    }

    /// <summary>A cluster over a data folder that is there already: a copy of another one, with that one's password.</summary>
    public static LocalCluster Over(string dataFolder, LocalCluster original) => new(dataFolder, FreePort(), original._password);

    /// <param name="dataFolder">A restored data folder.</param><param name="password">Of the user giro in it.</param>
    public static LocalCluster Over(string dataFolder, string password) => new(dataFolder, FreePort(), password);

    /// <summary>
    /// A cluster over the copy of somebody's data folder, whose passwords are not known here: it is reached through a socket alone, in a folder that only its owner
    /// may enter, and whoever may is trusted. Nothing listens on a port.
    /// </summary>
    /// <param name="dataFolder">The data folder.</param><param name="user">A role in it.</param><param name="socketFolder">The folder, mode 700.</param>
    internal static LocalCluster OverSocket(string dataFolder, string user, string socketFolder)
    {
        File.WriteAllText(Path.Combine(socketFolder, HostFile), "local all all trust\n");
        PostgreSqlPrograms.HandOver(socketFolder);
        return new LocalCluster(dataFolder, FreePort(), user, socketFolder) { Patience = TimeSpan.FromDays(7) };
    }

    /// <summary>The connection string of a database in it.</summary>
    public string ConnectionTo(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = _socketFolder ?? "127.0.0.1", Port = Port, Username = _user, Password = _socketFolder is null ? _password : null, Database = database, Timeout = 15, IncludeErrorDetail = true,
    }.ConnectionString;

    /// <summary>Makes a new database and returns its connection string.</summary>
    public string CreateDatabase(string name)
    {
        using var source = NpgsqlDataSource.Create(ConnectionTo("postgres"));
        using var command = source.CreateCommand($"CREATE DATABASE \"{name}\" TEMPLATE template0");
        command.ExecuteNonQuery();
        return ConnectionTo(name);
    }

    /// <summary>Starts the server and waits until it answers (or, in recovery, until it is up).</summary>
    /// <param name="settings">As in postgresql.conf, name and value.</param>
    public void Start(params IEnumerable<(string Name, string Value)> settings)
    {
        if (ProcessId != 0) throw new InvalidOperationException("it runs already");
        List<string> arguments = ["-D", DataFolder, "-p", $"{Port}", .. _socketFolder is null
            ? (string[])["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=200"]
            : ["-c", "listen_addresses=", "-c", $"unix_socket_directories={_socketFolder}", "-c", $"hba_file={Path.Combine(_socketFolder, HostFile)}"]];
        foreach (var (name, value) in settings) arguments.AddRange(["-c", $"{name}={value}"]);
        _server?.Dispose();
        _server = Process.Start(PostgreSqlPrograms.StartInfo("postgres", arguments))!;
        _server.OutputDataReceived += (_, line) => Log(line.Data);
        _server.ErrorDataReceived += (_, line) => Log(line.Data);
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();
        WaitUntilReady(Patience);
    }

    /// <summary>Waits until connections are accepted.</summary>
    public void WaitUntilReady(TimeSpan patience)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (_server!.HasExited) throw new PostgreSqlProgramException($"postgres ended with {_server.ExitCode}: {LastFatal() ?? $"see {LogFile}"}");
            try
            {
                using var connection = new NpgsqlConnection(ConnectionTo("postgres") + ";Pooling=false");
                connection.Open();
                return;
            }
            catch (NpgsqlException) when (clock.Elapsed < patience)
            {
                Thread.Sleep(20);
            }
        }
    }

    /// <summary>What a server that has ended gave as its last reason, or null.</summary>
    internal string? LastFatal()
    {
        WaitForOutput();
        lock (_logLock)
        {
            return File.Exists(LogFile)
                ? File.ReadLines(LogFile).LastOrDefault(line => line.Contains("FATAL:", StringComparison.Ordinal) && !ToClients.Any(said => line.Contains(said, StringComparison.Ordinal)))
                : null;
        }
    }

    /// <summary>
    /// A process is gone before what it said has been read and written to its end, so this waits for that end; not for ever, as a child that outlives the server holds
    /// the pipe open.
    /// </summary>
    private void WaitForOutput()
    {
        if (_server is { HasExited: true }) _server.WaitForExitAsync().Wait(TimeSpan.FromSeconds(10));
    }

    /// <summary>Ends it in order (fast shutdown: open transactions are taken back).</summary>
    public void Stop() => End("INT");

    /// <summary>Ends the postmaster as a power failure would end it: SIGKILL, and so to its children, which see it gone.</summary>
    public void Kill()
    {
        if (ProcessId == 0) return;
        var children = ChildrenOf(_server!.Id);
        Signal("KILL", [_server.Id, .. children]);
        _server.WaitForExit(TimeSpan.FromSeconds(10));
        WaitUntilGone(children);
        WaitForOutput();
    }

    private static void WaitUntilGone(IEnumerable<int> processes)
    {
        // A new postmaster refuses to start while children of the old one are attached to its memory.
        var clock = Stopwatch.StartNew();
        while (processes.Any(id => Directory.Exists($"/proc/{id}")) && clock.Elapsed < TimeSpan.FromSeconds(10)) Thread.Sleep(5);
    }

    private static List<int> ChildrenOf(int parent)
    {
        var path = $"/proc/{parent}/task/{parent}/children";
        return File.Exists(path) ? [.. File.ReadAllText(path).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)] : [];
    }

    private void End(string signal)
    {
        if (ProcessId == 0) return;
        Signal(signal, [_server!.Id]);
        if (_server.WaitForExit(TimeSpan.FromSeconds(60))) WaitForOutput();
        else Kill();
    }

    private static void Signal(string signal, IEnumerable<int> processes)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", ["-s", signal, .. processes.Select(id => $"{id}")]) { UseShellExecute = false, RedirectStandardError = true })!;
        kill.WaitForExit();
    }

    private void Log(string? line)
    {
        if (line is null) return;
        lock (_logLock) File.AppendAllText(LogFile, line + "\n");
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        Stop();
        _server?.Dispose();
    }
}

using Giro.Storage;
using Giro.Storage.PostgreSql;
using Npgsql;

namespace Giro.Cli.Bench;

/// <summary>
/// A database of our own on a PostgreSQL server, made anew for each case and dropped after it: a journal forbids that rows are deleted, and a server that other
/// books use shall find nothing of ours left in its tables. The server is started for the run, or is the one that a connection string names.
/// </summary>
internal sealed class PostgreSqlPlace : BenchPlace
{
    /// <summary>
    /// As a server with some GiB of memory is run: everything that makes a commit durable is on. The log has room, so that no checkpoint falls into each second.
    /// </summary>
    private static readonly (string Name, string Value)[] OwnSettings =
    [
        ("fsync", "on"), ("synchronous_commit", "on"), ("full_page_writes", "on"), ("shared_buffers", "2GB"), ("wal_buffers", "64MB"), ("max_wal_size", "16GB"), ("min_wal_size", "2GB"),
        ("checkpoint_timeout", "15min"), ("checkpoint_completion_target", "0.9"), ("maintenance_work_mem", "256MB"), ("work_mem", "64MB"), ("log_min_messages", "warning"),
    ];

    private static readonly string[] Told =
    [
        "fsync", "synchronous_commit", "full_page_writes", "data_checksums", "wal_level", "wal_sync_method", "wal_compression", "synchronous_standby_names",
        "shared_buffers", "wal_buffers", "max_wal_size", "min_wal_size", "checkpoint_timeout", "work_mem",
    ];

    private readonly LocalCluster? _own;
    private readonly string _server;
    private readonly string _database = $"giro_bench_{Environment.ProcessId}";
    private bool _hasDatabase;

    private PostgreSqlPlace(string folder, LocalCluster? own, string server)
        : base(folder)
    {
        _own = own;
        _server = server;
    }

    public override double UniformGoal => 1_000_000;

    /// <summary>The connection string of the case's database.</summary>
    public string Connection => new NpgsqlConnectionStringBuilder(_server) { Database = _database, Pooling = false, CommandTimeout = 0 }.ConnectionString;

    /// <param name="folder">Where folders of books, and the data folder of a server of our own, are made.</param>
    /// <param name="connection">A server on which the user may make databases; null to start one.</param>
    public static PostgreSqlPlace On(string folder, string? connection)
    {
        if (connection is not null) return new PostgreSqlPlace(folder, null, connection);
        var cluster = LocalCluster.Create(Path.Combine(folder, "postgresql"));
        try
        {
            cluster.Start(OwnSettings);
            return new PostgreSqlPlace(folder, cluster, cluster.ConnectionTo("postgres"));
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    /// <summary>The server's version and the settings that its speed and its safety depend on.</summary>
    public IEnumerable<string> Describe()
    {
        using var connection = Open(_server);
        yield return $"PostgreSQL {connection.ServerVersion}, {(_own is null ? "the server of --connection" : "a server of this run on loopback")}";
        foreach (var setting in Told)
        {
            using var command = new NpgsqlCommand("SELECT current_setting($1, true)", connection) { Parameters = { new() { Value = setting } } };
            if (command.ExecuteScalar() is string value) yield return $"{setting} = {(value.Length == 0 ? "(none)" : value)}";
        }
    }

    public override BookStore MakeBook()
    {
        MakeDatabase();
        Directory.CreateDirectory(BookFolder);
        new StoreSettings(Connection, IsTest: true).Write(new BookFolder(BookFolder));
        return FindBook();
    }

    public void MakeDatabase()
    {
        Execute(_server, $"CREATE DATABASE {_database} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'");
        _hasDatabase = true;
    }

    public void DropDatabase()
    {
        Execute(_server, $"DROP DATABASE IF EXISTS {_database} WITH (FORCE)");
        _hasDatabase = false;
    }

    /// <summary>Of the server's log everything counts that it wrote meanwhile, whoever it was.</summary>
    public override IReadOnlyList<(string Name, long Bytes)> Written()
    {
        using var connection = Open(Connection);
        using var command = new NpgsqlCommand("SELECT pg_total_relation_size('giro.journal'), (pg_current_wal_insert_lsn() - '0/0')::bigint", connection);
        using var reader = command.ExecuteReader();
        reader.Read();
        return [("journal", reader.GetInt64(0)), ("write-ahead log", reader.GetInt64(1))];
    }

    public override void RemoveBook()
    {
        base.RemoveBook();
        DropDatabase();
    }

    public static void Execute(string server, string sql)
    {
        using var connection = Open(server);
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.ExecuteNonQuery();
    }

    private static NpgsqlConnection Open(string server)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public override void Dispose()
    {
        try
        {
            if (_own is null && _hasDatabase) DropDatabase();
        }
        finally
        {
            _own?.Dispose();
        }
    }
}

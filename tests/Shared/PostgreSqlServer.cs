using System.Diagnostics;
using Giro.Storage.PostgreSql;
using Npgsql;

[assembly: AssemblyFixture(typeof(Giro.Tests.PostgreSqlServerEnd))]

namespace Giro.Tests;

/// <summary>One real PostgreSQL for the tests of a process, with a data folder of its own on loopback, started when the first test asks and ended after the last.</summary>
internal static class PostgreSqlServer
{
    private static readonly Lazy<LocalCluster> Started = new(Start);
    private static readonly HashSet<string> Templates = [];
    private static int _databases;

    public static LocalCluster Cluster => Started.Value;

    /// <summary>Ends the server, if any test asked for it.</summary>
    public static void End()
    {
        if (!Started.IsValueCreated) return;
        // Nothing in it is wanted any more, and stopping in order writes all of it to disk first.
        Cluster.Kill();
        Cluster.Dispose();
        // Some hundred megabytes by now, and nobody waits for them to go.
        using var delete = Process.Start("rm", ["-rf", Path.GetDirectoryName(Cluster.DataFolder)!]);
    }

    /// <summary>Makes an empty database and returns its connection string.</summary>
    public static string NewDatabase() => Cluster.CreateDatabase($"test_{Interlocked.Increment(ref _databases)}");

    /// <summary>Makes a database with what another one holds that is prepared when the first test asks: copying tables is much quicker than making them.</summary>
    /// <param name="template">Says what it is prepared with.</param><param name="prepare">Is given the connection string of the one that is copied.</param>
    public static string NewDatabase(string template, Action<string> prepare)
    {
        lock (Templates)
        {
            if (Templates.Add(template)) prepare(Cluster.CreateDatabase(template));
        }

        var name = $"test_{Interlocked.Increment(ref _databases)}";
        Run($"CREATE DATABASE \"{name}\" TEMPLATE \"{template}\"");
        return Cluster.ConnectionTo(name);
    }

    /// <summary>Takes a database away, whoever is connected.</summary>
    public static void Drop(string connectionString) => Run($"DROP DATABASE IF EXISTS \"{new NpgsqlConnectionStringBuilder(connectionString).Database}\" WITH (FORCE)");

    private static void Run(string sql)
    {
        using var source = NpgsqlDataSource.Create(Cluster.ConnectionTo("postgres"));
        using var command = source.CreateCommand(sql);
        command.ExecuteNonQuery();
    }

    private static LocalCluster Start()
    {
        var root = Directory.CreateTempSubdirectory("giro-test-postgresql-").FullName;
        var cluster = LocalCluster.Create(Path.Combine(root, "data"));
        cluster.Start();
        return cluster;
    }
}

/// <summary>Ends the server after the last test: xunit takes whatever is done at the end of the process for a thread that hangs.</summary>
public sealed class PostgreSqlServerEnd : IDisposable
{
    public void Dispose() => PostgreSqlServer.End();
}

using System.Diagnostics;
using Giro.Storage.PostgreSql;

namespace Giro.Tests;

/// <summary>One real PostgreSQL for the tests of a process, with a data folder of its own on loopback, started when the first test asks and stopped with the process.</summary>
internal static class PostgreSqlServer
{
    private static readonly Lazy<LocalCluster> Started = new(Start);
    private static int _databases;

    public static LocalCluster Cluster => Started.Value;

    /// <summary>Makes an empty database and returns its connection string.</summary>
    public static string NewDatabase() => Cluster.CreateDatabase($"test_{Interlocked.Increment(ref _databases)}");

    private static LocalCluster Start()
    {
        var root = Directory.CreateTempSubdirectory("giro-test-postgresql-").FullName;
        var cluster = LocalCluster.Create(Path.Combine(root, "data"));
        cluster.Start();
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            // Nothing in it is wanted any more, and stopping in order writes all of it to disk first.
            cluster.Kill();
            cluster.Dispose();
            // Some hundred megabytes by now, and nobody waits for them to go.
            using var delete = Process.Start("rm", ["-rf", root]);
        };
        return cluster;
    }
}

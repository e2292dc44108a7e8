using Giro.Storage.PostgreSql;
using Npgsql;

namespace Giro.Storage.Tests.PostgreSql;

public sealed class LocalClusterTests
{
    [Fact]
    public void A_server_that_is_killed_comes_back_with_what_was_committed()
    {
        using var folder = new TempFolder();
        using var cluster = LocalCluster.Create(folder["data"]);
        cluster.Start();
        var database = cluster.CreateDatabase("giro");
        Run(database, "CREATE TABLE t (n bigint); INSERT INTO t VALUES (7)");
        cluster.Kill();
        Assert.Equal(0, cluster.ProcessId);
        cluster.Start();
        Assert.Equal(7L, Run(database, "SELECT n FROM t"));
    }

    private static object? Run(string connectionString, string sql)
    {
        using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }
}

using Giro.Storage.PostgreSql;
using Npgsql;

namespace Giro.Simulation.Tests.PostgreSql;

/// <summary>The primary dies for good and its synchronous standby is promoted. Nodes have a connection string with both.</summary>
[Collection(nameof(Chaos))]
public sealed class PromotedReplicaTests(ITestOutputHelper output)
{
    [Fact]
    public Task Nothing_acknowledged_is_lost_when_the_standby_is_promoted() => WithStandbyAsync(async (deployment, primary, standby, _) =>
    {
        await deployment.LoadForAsync(1_000, 2_000);
        await FailOverAsync(deployment, primary, standby);
    });

    /// <summary>
    /// The primary sends the standby nothing more, so that commits wait; then the connections of the leader break. Its last append is in the primary alone: taken for
    /// durable it would be acknowledged, shown it would be believed, and with the primary it is lost.
    /// </summary>
    [Fact]
    public Task A_row_that_only_the_primary_has_is_acknowledged_and_shown_to_no_one() => WithStandbyAsync(async (deployment, primary, standby, proxy) =>
    {
        await deployment.LoadForAsync(500, 1_000);
        var sender = deployment.Scalar<int>("SELECT pid FROM pg_stat_replication");
        using (var blocker = new NpgsqlConnection(primary.ConnectionTo("book") + ";Pooling=false"))
        {
            // The next append waits here with nothing written, until the standby can get no more of it.
            blocker.Open();
            using var transaction = blocker.BeginTransaction();
            using var command = new NpgsqlCommand("SELECT FROM giro.head FOR UPDATE", blocker);
            command.ExecuteNonQuery();
            await AppendWaitsAsync(deployment, "wait_event_type = 'Lock'");
            Signal("STOP", sender);
        }

        await AppendWaitsAsync(deployment, "wait_event = 'SyncRep'");
        proxy.CutAll();
        proxy.Admit();
        await Task.Delay(2_500);
        await FailOverAsync(deployment, primary, standby);
    });

    private static Task AppendWaitsAsync(Deployment deployment, string how) => Deployment.UntilAsync($"an append waits: {how}", TimeSpan.FromSeconds(10), () =>
        Task.FromResult(deployment.Scalar<long>($"SELECT count(*) FROM pg_stat_activity WHERE {how} AND query LIKE '%INSERT INTO giro.journal%' AND pid <> pg_backend_pid()") == 1));

    private async Task FailOverAsync(Deployment deployment, LocalCluster primary, LocalCluster standby)
    {
        var before = LoadLog.Now;
        primary.Kill();
        deployment.Connection = standby.ConnectionTo("book");
        deployment.Execute("SELECT pg_promote()");
        var silence = await deployment.SilenceAsync(before, LoadLog.Now);
        await deployment.LoadForAsync(500, 1_000);
        await deployment.SettledAsync();
        ProofReport.Write(output, "SIGKILL of the primary, standby promoted at once", [silence]);
    }

    private async Task WithStandbyAsync(Func<Deployment, LocalCluster, LocalCluster, CuttingProxy, Task> scenario)
    {
        using var folder = new TempFolder();
        using var primary = LocalCluster.Create(folder["primary"]);
        primary.Start();
        primary.CreateDatabase("book");
        // The copy is made by PostgreSQL's own program, perhaps as another user.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_111_111);
        using var proxy = new CuttingProxy(primary.Port);
        using var standby = Clone(primary, folder["standby"]);
        standby.Start(("wal_receiver_status_interval", "1s"));
        RequireStandby(primary);
        await Deployment.RunAsync(primary.ConnectionTo("book"), output, async deployment =>
        {
            await deployment.BeginAsync(["north", "south"]);
            await scenario(deployment, primary, standby, proxy);
        }, connectionOf: _ => BothHosts(primary.ConnectionTo("book"), proxy.Port, standby.Port));
    }

    /// <summary>A base backup that follows the primary when it is started.</summary>
    private static LocalCluster Clone(LocalCluster primary, string dataFolder)
    {
        var server = new NpgsqlConnectionStringBuilder(primary.ConnectionTo("postgres"));
        PostgreSqlPrograms.Run("pg_basebackup", ["-R", "-X", "stream", "-c", "fast", "-D", dataFolder, "-h", server.Host!, "-p", $"{server.Port}", "-U", server.Username!],
            new Dictionary<string, string> { ["PGPASSWORD"] = server.Password! });
        return LocalCluster.Over(dataFolder, primary);
    }

    /// <summary>From here on a commit on the primary waits until the standby has it on disk.</summary>
    private static void RequireStandby(LocalCluster primary)
    {
        using var connection = new NpgsqlConnection(primary.ConnectionTo("postgres") + ";Pooling=false");
        connection.Open();
        foreach (var sql in (string[])["ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()"])
        {
            using var command = new NpgsqlCommand(sql, connection);
            command.ExecuteNonQuery();
        }

        var clock = System.Diagnostics.Stopwatch.StartNew();
        using var state = new NpgsqlCommand("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'", connection);
        while (state.ExecuteScalar() is not 1L)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), "the standby does not become synchronous");
            Thread.Sleep(20);
        }
    }

    private static string BothHosts(string connection, int primaryPort, int standbyPort) => new NpgsqlConnectionStringBuilder(connection)
    {
        Host = $"127.0.0.1:{primaryPort},127.0.0.1:{standbyPort}", TargetSessionAttributes = "primary", HostRecheckSeconds = 1, Timeout = 2,
    }.ConnectionString;

    private static void Signal(string signal, int process)
    {
        using var kill = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("kill", ["-s", signal, $"{process}"]) { UseShellExecute = false })!;
        kill.WaitForExit();
    }
}

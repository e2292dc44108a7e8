using Giro.Storage.PostgreSql;
using Npgsql;

namespace Giro.Simulation.Tests.PostgreSql;

/// <summary>The primary dies for good and its synchronous standby is promoted. Nodes have a connection string with both.</summary>
[Collection(nameof(Chaos))]
public sealed class PromotedReplicaTests(ITestOutputHelper output)
{
    [Fact]
    public Task Nothing_acknowledged_is_lost_when_the_standby_is_promoted() => WithStandbyAsync(async (deployment, primary, standby) =>
    {
        await deployment.LoadForAsync(1_000, 2_000);
        await FailOverAsync(deployment, primary, standby);
    });

    /// <summary>
    /// The standby stands still, so that commits wait; then the connections of the leader break. Its last append is then in the primary and can be seen there, but the
    /// standby does not have it: taken for durable it would be acknowledged, and lost with the primary.
    /// </summary>
    [Fact]
    public Task A_row_that_only_the_primary_has_is_acknowledged_to_no_one() => WithStandbyAsync(async (deployment, primary, standby) =>
    {
        await deployment.LoadForAsync(500, 1_000);
        var asleep = ProcessesOf(standby);
        Signal("STOP", asleep);
        try
        {
            await Task.Delay(300);
            var head = deployment.Scalar<long>("SELECT sequence FROM giro.head");
            // Ended while it waits for the standby, a commit is there for everyone to see.
            await Deployment.UntilAsync("an append waits for the standby", TimeSpan.FromSeconds(10), () => Task.FromResult(TerminateWaiting(primary) > 0));
            await Deployment.UntilAsync("its row can be seen", TimeSpan.FromSeconds(10), () => Task.FromResult(deployment.Scalar<long>("SELECT sequence FROM giro.head") > head));
            await Task.Delay(2_000);
            primary.Kill();
        }
        finally
        {
            Signal("CONT", asleep);
        }

        await FailOverAsync(deployment, primary, standby);
    });

    private static int TerminateWaiting(LocalCluster primary)
    {
        using var connection = new NpgsqlConnection(primary.ConnectionTo("book") + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND query LIKE '%giro.journal%'", connection);
        return (int)(long)command.ExecuteScalar()!;
    }

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

    private async Task WithStandbyAsync(Func<Deployment, LocalCluster, LocalCluster, Task> scenario)
    {
        using var folder = new TempFolder();
        using var primary = LocalCluster.Create(folder["primary"]);
        primary.Start();
        primary.CreateDatabase("book");
        // The copy is made by PostgreSQL's own program, perhaps as another user.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_111_111);
        using var standby = Clone(primary, folder["standby"]);
        standby.Start(("wal_receiver_status_interval", "1s"));
        RequireStandby(primary);
        await Deployment.RunAsync(primary.ConnectionTo("book"), output, async deployment =>
        {
            await deployment.BeginAsync(["north", "south"]);
            await scenario(deployment, primary, standby);
        }, connectionOf: _ => BothHosts(primary, standby));
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

    private static string BothHosts(LocalCluster primary, LocalCluster standby) => new NpgsqlConnectionStringBuilder(primary.ConnectionTo("book"))
    {
        Host = $"127.0.0.1:{primary.Port},127.0.0.1:{standby.Port}", TargetSessionAttributes = "primary", HostRecheckSeconds = 1, Timeout = 2,
    }.ConnectionString;

    /// <summary>The postmaster and its children, among them the one that receives the primary's log.</summary>
    private static List<int> ProcessesOf(LocalCluster cluster) =>
        [cluster.ProcessId, .. File.ReadAllText($"/proc/{cluster.ProcessId}/task/{cluster.ProcessId}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];

    private static void Signal(string signal, IEnumerable<int> processes)
    {
        using var kill = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("kill", ["-s", signal, .. processes.Select(id => $"{id}")]) { UseShellExecute = false })!;
        kill.WaitForExit();
    }
}

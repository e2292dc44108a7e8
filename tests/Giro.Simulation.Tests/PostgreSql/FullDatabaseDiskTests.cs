using System.Diagnostics;
using Giro.Storage.PostgreSql;
using Giro.Tests;

namespace Giro.Simulation.Tests.PostgreSql;

/// <summary>
/// The database's disk fills up under load. Where only a table cannot grow, the server says so; where its own log cannot, it ends itself. In both cases nothing is acknowledged
/// that is not durable, and with room on the disk (and the server started, if it has ended) the nodes go on by themselves.
/// </summary>
[Collection(nameof(Chaos))]
public sealed class FullDatabaseDiskTests(ITestOutputHelper output)
{
    private const int DiskMiB = 192;
    private const int LeftMiB = 4;

    [Fact]
    public async Task A_full_disk_of_the_database_costs_nothing_that_was_acknowledged()
    {
        using var folder = new TempFolder();
        // The disk is the data folder itself: the server's messages must have room elsewhere.
        using var disk = new SmallDisk(folder["data"], DiskMiB);
        using var cluster = LocalCluster.Create(folder["data"]);
        cluster.Start(("max_wal_size", "64MB"), ("min_wal_size", "32MB"), ("wal_init_zero", "on"));
        await Deployment.RunAsync(cluster.CreateDatabase("book"), output, async deployment =>
        {
            await deployment.BeginAsync(["north", "south"], clients: 4);
            await deployment.LoadForAsync(500, 1_000);
            FillUp(disk);
            var before = await SilentAsync(deployment);
            var hadEnded = cluster.ProcessId == 0;
            await Task.Delay(1_000);
            disk.Delete("ballast");
            if (cluster.ProcessId == 0) cluster.Start();
            var silence = await deployment.SilenceAsync(before, LoadLog.Now);
            output.WriteLine($"the server {(hadEnded ? "ended itself and was started again" : "said so and stayed")}; {silence.TotalSeconds:0.0} s of silence with the time that the disk was full");
            await deployment.LoadForAsync(500, 1_000);
            await deployment.SettledAsync();
        });
    }

    /// <summary>Leaves a few MiB, which the load uses up.</summary>
    private static void FillUp(SmallDisk disk)
    {
        using var file = File.Create(disk["ballast"]);
        var block = new byte[1 << 20];
        while (disk.FreeBytes > (long)LeftMiB << 20) file.Write(block);
    }

    /// <summary>Waits until nobody has been answered for a while; the moment after the last answer.</summary>
    private static async Task<long> SilentAsync(Deployment deployment)
    {
        var last = LoadLog.Now;
        await Deployment.UntilAsync("the disk is full", TimeSpan.FromSeconds(60), () =>
        {
            last = deployment.Log.LastBefore(LoadLog.Now)?.At ?? last;
            return Task.FromResult(Stopwatch.GetElapsedTime(last) > TimeSpan.FromSeconds(2));
        });
        return last;
    }
}

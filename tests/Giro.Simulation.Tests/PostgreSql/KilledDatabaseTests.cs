using Giro.Storage.PostgreSql;

namespace Giro.Simulation.Tests.PostgreSql;

/// <summary>PostgreSQL with all its processes is killed under load, and started again. Nobody tends to the nodes.</summary>
[Collection(nameof(Chaos))]
public sealed class KilledDatabaseTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Nodes_find_a_killed_database_again_by_themselves()
    {
        using var folder = new TempFolder();
        using var cluster = LocalCluster.Create(folder["data"]);
        cluster.Start();
        await Deployment.RunAsync(cluster.CreateDatabase("book"), output, async deployment =>
        {
            await deployment.BeginAsync(["north", "south"]);
            var (silences, absences) = (new List<TimeSpan>(), new List<TimeSpan>());
            for (var round = 0; round < Knobs.Rounds(3); round++)
            {
                await deployment.LoadForAsync(300, 1_500);
                var before = LoadLog.Now;
                cluster.Kill();
                // For a moment, or for longer than a lease.
                await Task.Delay(round % 3 == 2 ? 4_000 : 200);
                cluster.Start();
                absences.Add(System.Diagnostics.Stopwatch.GetElapsedTime(before));
                silences.Add(await deployment.SilenceAsync(before, LoadLog.Now));
            }

            await deployment.SettledAsync();
            ProofReport.Write(output, "SIGKILL of PostgreSQL, started again after 0.2 s or 4 s", silences);
            ProofReport.Write(output, "of these, until PostgreSQL had recovered", absences);
        });
    }
}

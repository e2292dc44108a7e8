using System.Net.Http.Json;

namespace Giro.Simulation.Tests.PostgreSql;

/// <summary>The lead is handed over under load, as before an upgrade.</summary>
[Collection(nameof(Chaos))]
public sealed class HandOverTests(ITestOutputHelper output)
{
    /// <summary>1 s is what users are promised; see <see cref="KilledLeaderTests"/>.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    [Fact]
    public Task A_planned_hand_over_costs_a_moment_and_no_entry() => Deployment.RunAsync(PostgreSqlServer.NewDatabase(), output, async deployment =>
    {
        await deployment.BeginAsync(["north", "south"]);
        var takeovers = new List<TimeSpan>();
        for (var round = 0; round < Knobs.Rounds(4); round++)
        {
            await deployment.LoadForAsync(300, 1_200);
            var leader = await deployment.LeaderAsync();
            var next = deployment.Nodes.Single(node => node != leader);
            var moment = LoadLog.Now;
            // To the one that is named, and to whoever takes it: there is only one other.
            using var answer = await deployment.Http.PostAsJsonAsync(leader.At("/v1/leadership/hand-over"), new { to = round % 2 == 0 ? next.Name : null });
            Assert.True(answer.IsSuccessStatusCode, $"the hand-over is answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            takeovers.Add(await deployment.TakeoverAsync(from: leader, moment));
            await deployment.SettledAsync();
            Assert.Same(next, await deployment.LeaderAsync());
        }

        ProofReport.Write(output, "planned hand-over", takeovers);
        Assert.True(takeovers.Max() < Longest, $"{takeovers.Max().TotalSeconds:0.0} s without a leader");
    });
}

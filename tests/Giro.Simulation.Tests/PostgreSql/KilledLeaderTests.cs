namespace Giro.Simulation.Tests.PostgreSql;

/// <summary>The leader is killed under load, again and again, and started anew as a follower.</summary>
[Collection(nameof(Chaos))]
public sealed class KilledLeaderTests(ITestOutputHelper output)
{
    /// <summary>5 s is what users are promised on a machine with cores to spare; here three processes and a database share two.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    [Fact]
    public Task After_a_killed_leader_another_answers_and_what_was_acknowledged_is_there_exactly_once() => Deployment.RunAsync(PostgreSqlServer.NewDatabase(), output, async deployment =>
    {
        await deployment.BeginAsync(["north", "south"]);
        var takeovers = new List<TimeSpan>();
        for (var left = Knobs.Rounds(4); left > 0; left--)
        {
            await deployment.LoadForAsync(200, 1_500);
            var leader = await deployment.LeaderAsync();
            leader.Kill();
            takeovers.Add(await deployment.TakeoverAsync(from: leader, LoadLog.Now));
            deployment.Start(leader.Name);
            await deployment.SettledAsync();
        }

        ProofReport.Write(output, "SIGKILL of the leader", takeovers);
        Assert.True(takeovers.Max() < Longest, $"{takeovers.Max().TotalSeconds:0.0} s without a leader");
    });

    [Fact]
    public Task Killed_and_started_at_once_it_may_lead_again_and_repeats_nothing() => Deployment.RunAsync(PostgreSqlServer.NewDatabase(), output, async deployment =>
    {
        await deployment.BeginAsync(["alone"]);
        var silences = new List<TimeSpan>();
        for (var left = Knobs.Rounds(2); left > 0; left--)
        {
            await deployment.LoadForAsync(200, 1_000);
            var leader = await deployment.LeaderAsync();
            var before = LoadLog.Now;
            leader.Kill();
            deployment.Start(leader.Name);
            silences.Add(await deployment.SilenceAsync(before, LoadLog.Now));
        }

        ProofReport.Write(output, "SIGKILL of the only node, started again", silences);
    });
}

using Npgsql;

namespace Giro.Simulation.Tests.PostgreSql;

/// <summary>The connection between the leader and PostgreSQL is cut while it appends, at each step of the way. A lost answer to a COMMIT is the one that matters.</summary>
[Collection(nameof(Chaos))]
public sealed class CutConnectionTests(ITestOutputHelper output)
{
    private static readonly TimeSpan LongerThanALease = TimeSpan.FromSeconds(4);

    private static readonly CutPoint[] Points =
        [CutPoint.BeforeStatement, CutPoint.InBind, CutPoint.BeforeSync, CutPoint.BeforeAnswer, CutPoint.InAnswer, CutPoint.BeforeReady, CutPoint.ClientOnly];

    [Fact]
    public Task A_commit_that_is_cut_at_any_step_counts_once() => ThroughProxiesAsync(async (deployment, proxies) =>
    {
        var silences = new List<TimeSpan>();
        for (var round = 0; round < Knobs.Rounds(1); round++)
        {
            foreach (var point in Points)
            {
                await deployment.LoadForAsync(100, 400);
                var proxy = proxies[(await deployment.LeaderAsync()).Name];
                silences.Add(await CutAsync(deployment, proxy, () => proxy.CutNext(point, hold: TimeSpan.FromMilliseconds(40 * (round % 3)))));
            }
        }

        ProofReport.Write(output, $"connection of the leader cut at one of {Points.Length} steps of an append", silences);
    });

    [Fact]
    public Task A_leader_that_does_not_come_back_to_its_commit_is_followed_by_another() => ThroughProxiesAsync(async (deployment, proxies) =>
    {
        var takeovers = new List<TimeSpan>();
        CutPoint[] points = [CutPoint.BeforeAnswer, CutPoint.BeforeSync];
        for (var round = 0; round < Knobs.Rounds(points.Length); round++)
        {
            await deployment.LoadForAsync(200, 800);
            var leader = await deployment.LeaderAsync();
            var proxy = proxies[leader.Name];
            var before = LoadLog.Now;
            await CutAsync(deployment, proxy, () => proxy.CutNext(points[round % points.Length], refuse: LongerThanALease), andAll: true);
            takeovers.Add(await deployment.TakeoverAsync(from: leader, before));
            await Task.Delay(LongerThanALease);
            proxy.Admit();
            await deployment.SettledAsync();
            Assert.NotSame(leader, await deployment.LeaderAsync());
        }

        ProofReport.Write(output, "leader cut off from PostgreSQL during a commit", takeovers);
    });

    /// <param name="deployment">Under load.</param><param name="proxy">Of the leader.</param><param name="arm">Makes the proxy cut the next append.</param>
    /// <param name="andAll">Whether the node is cut off altogether with it, until the proxy admits it again.</param>
    private static async Task<TimeSpan> CutAsync(Deployment deployment, CuttingProxy proxy, Action arm, bool andAll = false)
    {
        var (before, cuts) = (LoadLog.Now, proxy.Cuts);
        arm();
        await Deployment.UntilAsync("an append is cut", TimeSpan.FromSeconds(20), () => Task.FromResult(proxy.Cuts > cuts));
        var after = LoadLog.Now;
        if (andAll) proxy.CutAll();
        return andAll ? TimeSpan.Zero : await deployment.SilenceAsync(before, after);
    }

    private async Task ThroughProxiesAsync(Func<Deployment, IReadOnlyDictionary<string, CuttingProxy>, Task> scenario)
    {
        using var north = new CuttingProxy(PostgreSqlServer.Cluster.Port);
        using var south = new CuttingProxy(PostgreSqlServer.Cluster.Port);
        var proxies = new Dictionary<string, CuttingProxy> { ["north"] = north, ["south"] = south };
        var connection = PostgreSqlServer.NewDatabase();
        await Deployment.RunAsync(connection, output, async deployment =>
        {
            await deployment.BeginAsync([.. proxies.Keys]);
            await scenario(deployment, proxies);
        }, connectionOf: name => new NpgsqlConnectionStringBuilder(connection) { Port = proxies[name].Port }.ConnectionString);
    }
}

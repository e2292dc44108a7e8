using Giro.Server.Nodes;
using Giro.Storage.PostgreSql;

namespace Giro.Server.Tests;

/// <summary>A database that goes away and comes back.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task Without_the_database_nothing_is_acknowledged_and_a_follower_goes_on_reading()
    {
        var root = Directory.CreateTempSubdirectory("giro-outage-").FullName;
        try
        {
            using var cluster = LocalCluster.Create(Path.Combine(root, "data"));
            cluster.Start();
            await using var nodes = new TestNodes(cluster.CreateDatabase("giro"), TimeSpan.FromSeconds(1));
            var (leader, follower) = await nodes.StartTwo();
            Assert.Equal(200, (await nodes.PostCents(leader, "r1")).Status);
            await TestNodes.Until(async () => await nodes.Balance(follower) == "1");
            cluster.Stop();

            var refused = await nodes.PostCents(leader, "r2");
            Assert.Equal(503, refused.Status);
            Assert.Contains(refused.Code, new[] { "stepping_down", "database_unavailable" });
            Assert.NotNull(refused.RetryAfter);
            var read = await nodes.Get(follower, "v1/accounts/shop/1");
            Assert.Equal((200, "1", 3UL), (read.Status, read.Text("balanceMinor"), read.AsOf));
            Assert.Equal((503, "views_unavailable"), ((await nodes.Get(follower, "v1/statements/shop/1")) is var statement ? (statement.Status, statement.Code) : default));

            cluster.Start();
            await TestNodes.Until(async () => (await nodes.PostCents(leader, "r2")).Status == 200 || (await nodes.PostCents(follower, "r2")).Status == 200, patienceMs: 60_000);
            var successor = leader.Node.Role.Name == NodeRole.Leader ? leader : follower;
            Assert.Equal("2", await nodes.Balance(successor));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}

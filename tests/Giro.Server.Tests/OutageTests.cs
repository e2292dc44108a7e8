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

            // Nothing waits for its commit: the leader keeps its state and reads from it go on.
            cluster.Stop();
            await TestNodes.Until(() => Task.FromResult(leader.Node.Role.Name == NodeRole.Follower));
            foreach (var node in (GiroServer[])[leader, follower])
            {
                var read = await nodes.Get(node, "v1/accounts/shop/1");
                Assert.Equal((200, "1", 3UL), (read.Status, read.Text("balanceMinor"), read.AsOf));
                Assert.Equal(503, (await nodes.PostCents(leader, "r2")).Status);
            }

            Assert.Equal((503, "views_unavailable"), ((await nodes.Get(follower, "v1/statements/shop/1")) is var statement ? (statement.Status, statement.Code) : default));
            cluster.Start();
            leader = await PostToEither(nodes, "r2", leader, follower);
            Assert.Equal("2", await nodes.Balance(leader));

            // An entry that waits for its commit: the leader answers when its lease is over, and says that nothing is known.
            cluster.Stop();
            var refused = await nodes.PostCents(leader, "r3");
            Assert.Equal(503, refused.Status);
            Assert.Contains(refused.Code, new[] { "stepping_down", "database_unavailable" });
            Assert.NotNull(refused.RetryAfter);
            cluster.Start();
            leader = await PostToEither(nodes, "r3", leader, follower);
            Assert.Equal("3", await nodes.Balance(leader));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    /// <summary>Posts until one of them has acknowledged; returns that one.</summary>
    private static async Task<GiroServer> PostToEither(TestNodes nodes, string reference, params GiroServer[] servers)
    {
        GiroServer? leader = null;
        await TestNodes.Until(
            async () =>
            {
                foreach (var server in servers)
                {
                    if ((await nodes.PostCents(server, reference)).Status == 200) leader = server;
                }

                return leader is not null;
            },
            patienceMs: 60_000);
        return leader!;
    }
}

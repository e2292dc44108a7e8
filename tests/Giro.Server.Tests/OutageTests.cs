using System.Diagnostics;
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
            GiroServer[] both = [leader, follower];
            Assert.Equal(200, (await nodes.PostCents(leader, "r1")).Status);
            await TestNodes.Until(async () => await nodes.Balance(follower) == "1");

            // Nothing waits for its commit: the leader keeps its state and reads from it go on.
            cluster.Stop();
            await TestNodes.Until(() => Task.FromResult(leader.Node.Role.Name == NodeRole.Follower));
            foreach (var node in both)
            {
                var read = await nodes.Get(node, "v1/accounts/shop/1");
                Assert.Equal((200, "1", 3UL), (read.Status, read.Text("balanceMinor"), read.AsOf));
                // A follower names the leader that it has seen for as long as that one's lease can last.
                await TestNodes.Until(async () => (await nodes.PostCents(node, "r2")) is var refusal && (refusal.Status, refusal.Code) == (503, "no_leader"), patienceMs: 5_000);
            }

            Assert.Equal((503, "views_unavailable"), ((await nodes.Get(follower, "v1/statements/shop/1")) is var statement ? (statement.Status, statement.Code) : default));
            cluster.Start();
            leader = await PostToEither(nodes, "r2", both);
            Assert.Equal("2", await nodes.Balance(leader));

            // An entry that waits for its commit: the leader answers when its lease is over, and says that nothing is known.
            cluster.Stop();
            var refused = await nodes.PostCents(leader, "r3");
            Assert.Equal(503, refused.Status);
            Assert.Contains(refused.Code, new[] { "stepping_down", "database_unavailable" });
            Assert.NotNull(refused.RetryAfter);
            cluster.Start();
            leader = await PostToEither(nodes, "r3", both);
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
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var answers = new List<string>();
            foreach (var server in servers)
            {
                var answer = await nodes.PostCents(server, reference);
                if (answer.Status == 200) return server;
                answers.Add($"{server.Node.Name} is {server.Node.Role.Name} and says {answer.Status} {answer.Code}{(server.Ended.Exception is { } ended ? $", ended by {ended.InnerException}" : "")}");
            }

            var changes = string.Join("\n", nodes.Changes.Select(change => $"{change.Node} {change.Change}"));
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"{string.Join("; ", answers)}\n{changes}");
            await Task.Delay(5);
        }
    }
}

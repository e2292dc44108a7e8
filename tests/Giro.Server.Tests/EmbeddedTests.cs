using System.Net;
using Giro.Server.Nodes;
using Giro.Storage;

namespace Giro.Server.Tests;

/// <summary>A book in a folder: one process has it, and leads.</summary>
public sealed class EmbeddedTests
{
    [Fact]
    public async Task It_leads_alone_and_finds_everything_again()
    {
        await using var nodes = new TestNodes("", TimeSpan.FromSeconds(3));
        var first = await nodes.Start("n1");
        await nodes.WaitFor(first, NodeRole.Leader);
        await nodes.OpenAccounts(first);
        Assert.Equal("accepted 4", (await nodes.PostCents(first, "r1")).Results);
        Assert.Equal((409, "single_node"), ((await nodes.Post(first, "v1/leadership/hand-over", """{"to":"n2"}""")) is var reply ? (reply.Status, reply.Code) : default));
        var second = await nodes.Start("n1");
        Assert.EndsWith("the book is open in another process; only one may write", (await Assert.ThrowsAsync<BookInUseException>(() => second.Ended)).Message, StringComparison.Ordinal);
        await nodes.Stop(second);
        await nodes.Stop(first);

        var again = await nodes.Start("n1");
        await nodes.WaitFor(again, NodeRole.Leader);
        Assert.Equal("accepted 4 again, accepted 5", (await nodes.PostCents(again, "r1", "r2")).Results);
        Assert.Equal("2", await nodes.Balance(again));
        await TestNodes.Until(async () => (await nodes.Get(again, "v1/statements/shop/1")).Text("closingMinor") == "2");
    }

    [Fact]
    public async Task It_listens_on_loopback_only()
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => GiroServer.Start(new ServerOptions { Store = BookStore.In("nowhere"), Listen = new IPEndPoint(IPAddress.Any, 0) }));
        Assert.StartsWith("0.0.0.0 can be reached from outside of this machine, and nobody is asked who he is yet: listen on 127.0.0.1 or [::1]", refused.Message, StringComparison.Ordinal);
    }
}

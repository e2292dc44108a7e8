using Giro.Ledger.Entries;
using Giro.Ledger.Writer;
using Giro.Server.Nodes;
using Giro.Storage.PostgreSql.Archive;

namespace Giro.Server.Tests;

/// <summary>The leader archives by the policy in store.json.</summary>
public sealed class ArchiveTests
{
    private static readonly DateOnly Monday = new(2026, 11, 9);

    [Fact]
    public async Task The_leader_archives_what_the_policy_does_not_keep_after_each_advance_of_the_date()
    {
        await using var nodes = Nodes(keepDays: 2);
        var (leader, follower) = await nodes.StartTwo();
        await nodes.PostCents(leader, "r1");
        await Advance(leader, Monday.AddDays(2));
        await nodes.PostCents(leader, "r2");
        Assert.Empty(ArchiveRun.List(leader.Node.Store));
        await Advance(leader, Monday.AddDays(3));
        await TestNodes.Until(() => Task.FromResult(!nodes.Archived.IsEmpty));
        var notice = Assert.Single(nodes.Archived);
        Assert.StartsWith("archived ", notice.Text, StringComparison.Ordinal);
        Assert.Contains(" of 2026-11-09 to 2026-11-09 with 2 rows", notice.Text, StringComparison.Ordinal);
        Assert.False(notice.Failed);
        var archived = Assert.Single(ArchiveRun.List(leader.Node.Store));
        Assert.Equal(("history", Monday, Monday, true), (archived.Header.Table, archived.From, archived.To, archived.IsThere));

        // Whoever leads next goes on with it, and giving the lead away does not wait.
        Assert.Equal(200, (await nodes.Post(leader, "v1/leadership/hand-over", """{"to":"n2"}""")).Status);
        await nodes.WaitFor(follower, NodeRole.Leader);
        await Advance(follower, Monday.AddDays(5));
        await TestNodes.Until(() => Task.FromResult(ArchiveRun.List(leader.Node.Store).Count == 2));
        Assert.Equal("2", await nodes.Balance(follower));
    }

    [Fact]
    public async Task What_fails_is_told_and_without_a_policy_nothing_is_archived()
    {
        await using var nodes = Nodes(keepDays: 1);
        var leader = await nodes.Start("n1");
        await nodes.WaitFor(leader, NodeRole.Leader);
        await nodes.OpenAccounts(leader);
        await nodes.PostCents(leader, "r1");
        // A file stands where the folder would be.
        await File.WriteAllTextAsync(ArchiveRun.FolderOf(leader.Node.Store), "", TestContext.Current.CancellationToken);
        await Advance(leader, Monday.AddDays(3));
        await TestNodes.Until(() => Task.FromResult(!nodes.Archived.IsEmpty));
        Assert.True(nodes.Archived.TryPeek(out var notice) && notice.Failed);
        Assert.StartsWith("archiving failed: ", notice.Text, StringComparison.Ordinal);
        Assert.Equal("1", await nodes.Balance(leader));

        await nodes.Stop(leader);
        nodes.KeepDays = null;
        Assert.Single(nodes.Archived);
        var next = await nodes.Start("n2");
        await nodes.WaitFor(next, NodeRole.Leader);
        await Advance(next, Monday.AddDays(9));
        await Task.Delay(1_500, TestContext.Current.CancellationToken);
        Assert.Single(nodes.Archived);
        Assert.Empty(ArchiveRun.List(next.Node.Store));
    }

    private static TestNodes Nodes(int keepDays) =>
        new(PostgreSqlServer.NewDatabase(), TimeSpan.FromSeconds(3)) { KeepDays = keepDays, Book = new BookOptions { FirstBusinessDate = Monday } };

    private static async Task Advance(GiroServer server, DateOnly to)
    {
        var submission = new Submission();
        submission.AdvanceDate(EntryId.FromReference($"day/{to:yyyy-MM-dd}"), to);
        await server.Node.Role.AsLeader().Execute([submission]);
    }
}

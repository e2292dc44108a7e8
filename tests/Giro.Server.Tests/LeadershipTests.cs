using System.Diagnostics;
using Giro.Ledger.Journal;
using Giro.Ledger.Writer;
using Giro.Server.Nodes;
using Giro.Storage;
using Npgsql;

namespace Giro.Server.Tests;

/// <summary>Two nodes of one book on a real PostgreSQL.</summary>
public sealed class LeadershipTests(ITestOutputHelper output)
{
    [Fact]
    public async Task One_leads_and_the_other_follows_reads_and_sends_writers_to_the_leader()
    {
        await using var nodes = new TestNodes(PostgreSqlServer.NewDatabase(), TimeSpan.FromSeconds(3));
        var (leader, follower) = await nodes.StartTwo();
        var posted = await nodes.PostCents(leader, "r1", "r2");
        Assert.Equal((200, "accepted 4, accepted 5", 3UL), (posted.Status, posted.Results, posted.AsOf));
        Assert.Equal("accepted 4 again", (await nodes.PostCents(leader, "r1")).Results);

        var refused = await nodes.PostCents(follower, "r3");
        Assert.Equal((421, "not_leader", leader.Address.GetLeftPart(UriPartial.Authority)), (refused.Status, refused.Code, refused.Text("leader")));
        var read = await nodes.Get(follower, $"v1/accounts/shop/1?minSequence={posted.AsOf}");
        Assert.Equal("""{"path":"shop/1","class":"liability","currency":"EUR","state":"open","balanceMinor":"2","availableMinor":"2","asOfSequence":3}""", read.Body.GetRawText());
        Assert.Equal("""{"reference":"r2","number":5,"asOfSequence":3}""", (await nodes.Get(follower, "v1/entries/r2")).Body.GetRawText());
        Assert.Equal((404, "not_found"), ((await nodes.Get(follower, "v1/entries/r3")).Status, (await nodes.Get(follower, "v1/entries/r3")).Code));
        Assert.Equal("""{"node":"n2","role":"follower","term":1,"asOfSequence":3,"lagRows":0}""", (await nodes.Get(follower, "health/ready")).Body.GetRawText());
        var health = await nodes.Get(leader, "health/ready");
        Assert.Equal(("leader", "1", 3UL), (health.Text("role"), health.Text("term"), health.AsOf));
        await TestNodes.Until(async () => (await nodes.Get(follower, "v1/statements/shop/1")) is { Status: 200, AsOf: >= 3 } statement && statement.Text("closingMinor") == "2");
        Assert.Equal((421, "not_leader"), ((await nodes.Post(follower, "v1/leadership/hand-over", """{"to":null}""")).Status, "not_leader"));
    }

    [Fact]
    public async Task A_row_that_does_not_come_is_waited_for_and_then_said()
    {
        await using var nodes = new TestNodes(PostgreSqlServer.NewDatabase(), TimeSpan.FromSeconds(3));
        var (_, follower) = await nodes.StartTwo();
        var clock = Stopwatch.StartNew();
        var reply = await nodes.Get(follower, "v1/accounts/shop/1?minSequence=99");
        Assert.Equal((503, "sequence_not_reached", 1), (reply.Status, reply.Code, reply.RetryAfter));
        Assert.InRange(clock.ElapsedMilliseconds, 4_000, 20_000);
    }

    [Fact]
    public async Task Handing_over_under_load_loses_nothing_doubles_nothing_and_takes_less_than_a_second()
    {
        const int HandOvers = 8;
        await using var nodes = new TestNodes(PostgreSqlServer.NewDatabase(), TimeSpan.FromSeconds(3));
        var (leader, follower) = await nodes.StartTwo();
        var gaps = new List<long>();
        int entries;
        await using (var load = new EntryLoad(nodes, 4, leader, follower))
        {
            var moments = new List<long>();
            await TestNodes.Until(() => Task.FromResult(load.Entries > 200));
            for (var i = 1; i <= HandOvers; i++)
            {
                moments.Add(Stopwatch.GetTimestamp());
                // Now by name, now to whoever comes.
                var reply = await nodes.Post(leader, "v1/leadership/hand-over", i % 2 == 0 ? """{"to":null}""" : $$"""{"to":"{{follower.Name}}"}""");
                Assert.Equal((200, $"{i}"), (reply.Status, reply.Text("term")));
                await nodes.WaitFor(follower, NodeRole.Leader);
                (leader, follower) = (follower, leader);
                await nodes.WaitFor(follower, NodeRole.Follower);
                var before = load.Entries;
                await TestNodes.Until(() => Task.FromResult(load.Entries > before + 100));
            }

            moments.Add(Stopwatch.GetTimestamp());
            await load.DisposeAsync();
            for (var i = 0; i < HandOvers; i++) gaps.Add(load.LongestGapMs(moments[i], moments[i + 1]));
            entries = load.Entries;
            var numbers = load.Acknowledged.SelectMany(request => request.Numbers).ToList();
            Assert.Equal(numbers.Count, numbers.Distinct().Count());
            output.WriteLine($"{entries} entries, refusals: {string.Join(", ", load.Refusals.Select(refusal => $"{refusal.Key} {refusal.Value}"))}");
        }

        gaps.Sort();
        output.WriteLine($"from the last acknowledged before a hand-over to the first after it: p50 {gaps[HandOvers / 2]} ms, max {gaps[^1]} ms of {HandOvers}");
        Assert.InRange(gaps[HandOvers / 2], 0, 999);
        // Once in a while another process has the processor for long; a lease that had to run out instead would take three seconds.
        Assert.InRange(gaps[^1], 0, 2_400);
        await AssertSound(nodes, leader, follower, entries);
    }

    [Fact]
    public async Task A_leader_whose_renewals_are_blocked_answers_no_one_and_another_takes_over_when_it_can()
    {
        await using var nodes = new TestNodes(PostgreSqlServer.NewDatabase(), TimeSpan.FromSeconds(1));
        var (first, second) = await nodes.StartTwo();
        await nodes.PostCents(first, "r1");
        await using (var stranger = nodes.OpenStranger())
        await using (var transaction = await stranger.BeginTransactionAsync())
        {
            await Run(stranger, "SELECT * FROM giro.lease FOR UPDATE");
            await TestNodes.Until(async () => (await nodes.PostCents(first, "r2")).Status == 503);
            await nodes.WaitFor(first, NodeRole.Follower);
            await TestNodes.Until(async () => (await nodes.PostCents(second, "r2")).Code == "no_leader");
            var refused = await nodes.PostCents(first, "r2");
            Assert.Equal((503, "no_leader", 1), (refused.Status, refused.Code, refused.RetryAfter));
            // Reads go on, true for the row that they name.
            Assert.Equal("200 200", $"{(await nodes.Get(first, "v1/accounts/shop/1")).Status} {(await nodes.Get(second, "v1/accounts/shop/1")).Status}");
            await transaction.RollbackAsync();
        }

        var clock = Stopwatch.StartNew();
        await TestNodes.Until(async () => (await nodes.PostCents(first, "r2")).Status == 200 || (await nodes.PostCents(second, "r2")).Status == 200);
        Assert.InRange(clock.ElapsedMilliseconds, 0, 5_000);
        await nodes.WaitFor(first.Node.Role.Name == NodeRole.Leader ? second : first, NodeRole.Follower);
        var (leader, follower) = first.Node.Role.Name == NodeRole.Leader ? (first, second) : (second, first);
        Assert.Equal(2UL, leader.Node.Role.Term);
        await AssertSound(nodes, leader, follower, entries: 2);
    }

    [Fact]
    public async Task A_leader_that_was_deposed_writes_nothing_and_steps_down()
    {
        await using var nodes = new TestNodes(PostgreSqlServer.NewDatabase(), TimeSpan.FromSeconds(3));
        var (old, successor) = await nodes.StartTwo();
        await nodes.PostCents(old, "r1");
        await using (var stranger = nodes.OpenStranger()) await Run(stranger, "UPDATE giro.lease SET until = clock_timestamp() - interval '1 second', handover_to = 'n2'");
        // The old one believes that it leads until its next renewal; the journal knows better.
        await nodes.WaitFor(successor, NodeRole.Leader);
        var late = await nodes.PostCents(old, "r2");
        Assert.NotEqual(200, late.Status);
        Assert.Contains(late.Code, new[] { "stepping_down", "not_leader" });
        await nodes.WaitFor(old, NodeRole.Follower);
        Assert.Equal((200, "accepted 5"), ((await nodes.PostCents(successor, "r2")) is var reply ? (reply.Status, reply.Results) : default));
        Assert.Equal(2UL, successor.Node.Role.Term);
        await AssertSound(nodes, successor, old, entries: 2);
        Assert.Equal(["leader", "stopping", "follower"], nodes.Changes.Where(change => change.Node == "n1").Select(change => change.Change.Role).SkipWhile(role => role != "leader"));
    }

    [Fact]
    public async Task A_node_that_ends_in_order_gives_the_lead_back_at_once()
    {
        await using var nodes = new TestNodes(PostgreSqlServer.NewDatabase(), TimeSpan.FromSeconds(20));
        var (leader, follower) = await nodes.StartTwo();
        var posted = await nodes.PostCents(leader, "r1");
        var clock = Stopwatch.StartNew();
        var stopped = nodes.Stop(leader);
        await TestNodes.Until(async () => (await nodes.PostCents(follower, "r2")).Status == 200, patienceMs: 5_000);
        output.WriteLine($"{clock.ElapsedMilliseconds} ms from the signal to the first acknowledged of the successor");
        await stopped;
        Assert.Equal("2", await nodes.Balance(follower));
        Assert.Equal(3UL, posted.AsOf);
    }

    [Fact]
    public async Task A_damaged_row_stops_a_node_and_is_named()
    {
        await using var nodes = new TestNodes(PostgreSqlServer.NewDatabase(), TimeSpan.FromSeconds(3));
        var (leader, _) = await nodes.StartTwo();
        await nodes.PostCents(leader, "r1");
        await using (var stranger = nodes.OpenStranger()) await Run(stranger, "UPDATE giro.journal SET payload = set_byte(payload, 100, get_byte(payload, 100) # 1) WHERE sequence = 2");
        var third = await nodes.Start("n3");
        var corrupt = await Assert.ThrowsAsync<JournalCorruptException>(() => third.Ended);
        Assert.Equal("journal row 2: does not have the hash that was stored with it", corrupt.Message);
        Assert.Equal((503, "stopping"), ((await nodes.Get(third, "health/ready")) is var health ? (health.Status, health.Text("role")) : default));
    }

    /// <summary>Every entry once on both nodes, and the journal alone says the same.</summary>
    private static async Task AssertSound(TestNodes nodes, GiroServer leader, GiroServer follower, int entries)
    {
        var (sequence, hash) = await leader.Node.Query(reader => (reader.Sequence, reader.StateHash()));
        Assert.Equal($"{entries}", await nodes.Balance(leader));
        Assert.Equal($"{entries}", await nodes.Balance(follower, sequence));
        Assert.Equal((sequence, hash), await follower.Node.Query(reader => (reader.Sequence, reader.StateHash())));
        using var journal = leader.Node.Store.OpenJournalReadOnly();
        using var replayed = WarmBook.Open(journal, new BookOptions());
        Assert.Equal((sequence, hash, (ulong)entries + 3, null), replayed.Query(reader => (reader.Sequence, reader.StateHash(), reader.LastNumber, reader.CurrencyOutOfBalance())));
    }

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

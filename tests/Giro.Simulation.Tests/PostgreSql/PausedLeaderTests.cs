using System.Net;
using System.Net.Http.Json;

namespace Giro.Simulation.Tests.PostgreSql;

/// <summary>
/// A leader stands still for longer than its lease (a machine that was suspended, a long pause of the disk), and goes on as if nothing had been. It does not know
/// that another leads: requests that came in meanwhile lie in its sockets, batches in its memory.
/// </summary>
[Collection(nameof(Chaos))]
public sealed class PausedLeaderTests(ITestOutputHelper output)
{
    private static readonly TimeSpan LongerThanALease = TimeSpan.FromSeconds(4);

    [Fact]
    public Task A_leader_that_slept_through_its_lease_writes_nothing_and_answers_no_one() => Deployment.RunAsync(PostgreSqlServer.NewDatabase(), output, async deployment =>
    {
        await deployment.BeginAsync(["north", "south"]);
        var takeovers = new List<TimeSpan>();
        for (var round = 0; round < Knobs.Rounds(2); round++)
        {
            await deployment.LoadForAsync(300, 1_200);
            var old = await deployment.LeaderAsync();
            var moment = LoadLog.Now;
            old.Pause();
            var asleep = Task.Delay(LongerThanALease);
            takeovers.Add(await deployment.TakeoverAsync(from: old, moment));
            await asleep;
            // These lie in the old leader's sockets before it wakes, and must never be answered with 200.
            using var prober = new Prober(old, $"never/{round}");
            prober.Begin(4);
            await Task.Delay(200);
            old.Resume();
            await prober.GoOnForAsync(TimeSpan.FromSeconds(2));
            Assert.True(prober.Refused > 0, "the old leader was not asked");
            Assert.Empty(prober.Accepted);
            await deployment.SettledAsync();
            Assert.NotSame(old, await deployment.LeaderAsync());
            output.WriteLine($"the old leader refused {prober.Refused} requests and dropped {prober.Dropped}");
        }

        ProofReport.Write(output, "SIGSTOP of the leader for longer than its lease", takeovers);
        AssertEachWroteInItsTime(deployment, Knobs.Rounds(2));
    });

    /// <summary>Rows of one leader follow those of another, once for each takeover. The probes were never noted as sent: the reckoning finds them if one was written.</summary>
    private void AssertEachWroteInItsTime(Deployment deployment, int takeovers)
    {
        var writers = deployment.Writers();
        output.WriteLine(string.Join(", ", writers.Select(writer => $"{writer.Node} rows {writer.First}-{writer.Last}")));
        Assert.Equal(takeovers + 1, writers.Count);
    }

    /// <summary>Posts entries to one node only, without following it anywhere.</summary>
    private sealed class Prober(ServeProcess node, string prefix) : IDisposable
    {
        private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
        private readonly List<Task> _requests = [];
        private int _refused, _dropped, _next;

        public int Refused => _refused;

        public int Dropped => _dropped;

        public System.Collections.Concurrent.ConcurrentQueue<string> Accepted { get; } = [];

        public void Begin(int requests)
        {
            for (; requests > 0; requests--) _requests.Add(PostAsync());
        }

        public async Task GoOnForAsync(TimeSpan time)
        {
            for (var clock = System.Diagnostics.Stopwatch.StartNew(); clock.Elapsed < time;)
            {
                Begin(1);
                await Task.Delay(20);
            }

            await Task.WhenAll(_requests);
        }

        private async Task PostAsync()
        {
            var entry = new SentEntry($"{prefix}/{Interlocked.Increment(ref _next)}", "load/EUR/0", "load/EUR/1", 1);
            try
            {
                using var answer = await _http.PostAsJsonAsync(node.At("/v1/entries"), LoadClient.Body([entry]));
                if (answer.StatusCode is HttpStatusCode.MisdirectedRequest or HttpStatusCode.ServiceUnavailable) Interlocked.Increment(ref _refused);
                else Accepted.Enqueue($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
            {
                Interlocked.Increment(ref _dropped);
            }
        }

        public void Dispose() => _http.Dispose();
    }
}

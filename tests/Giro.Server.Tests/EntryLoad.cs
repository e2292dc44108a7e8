using System.Collections.Concurrent;
using System.Diagnostics;

namespace Giro.Server.Tests;

/// <summary>
/// Clients that post cents and never give up: whatever goes wrong, the same references are sent again, to whoever is said to lead. So in the end every reference that was
/// sent was acknowledged, and each must count once.
/// </summary>
internal sealed class EntryLoad : IAsyncDisposable
{
    private const int EntriesPerRequest = 5;

    private readonly TestNodes _nodes;
    private readonly Uri[] _addresses;
    private readonly Task[] _clients;
    private volatile bool _ending;

    public EntryLoad(TestNodes nodes, int clients, params GiroServer[] servers)
    {
        _nodes = nodes;
        _addresses = Array.ConvertAll(servers, server => server.Address);
        _clients = [.. Enumerable.Range(0, clients).Select(client => Task.Run(() => Run(client)))];
    }

    /// <summary>When each request was acknowledged, in ticks of the stopwatch, with its entries' numbers.</summary>
    public ConcurrentBag<(long At, ulong[] Numbers)> Acknowledged { get; } = [];

    public ConcurrentDictionary<string, int> Refusals { get; } = new();

    public int Entries => Acknowledged.Sum(request => request.Numbers.Length);

    /// <summary>The longest time without an acknowledgement between two moments, in milliseconds.</summary>
    public long LongestGapMs(long from, long to)
    {
        var times = Acknowledged.Select(request => request.At).Order().ToList();
        var longest = 0L;
        for (var i = 1; i < times.Count; i++)
        {
            if (times[i] >= from && times[i - 1] <= to) longest = Math.Max(longest, times[i] - times[i - 1]);
        }

        return longest * 1000 / Stopwatch.Frequency;
    }

    private async Task Run(int client)
    {
        var address = _addresses[client % _addresses.Length];
        for (var request = 0; !_ending; request++)
        {
            var body = Calls.Cents([.. Enumerable.Range(0, EntriesPerRequest).Select(i => $"c{client}-{request}-{i}")]);
            while (true)
            {
                var reply = await Try(address, body);
                if (reply?.Status == 200)
                {
                    Acknowledged.Add((Stopwatch.GetTimestamp(), [.. reply.Body.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("number").GetUInt64())]));
                    break;
                }

                Refusals.AddOrUpdate(reply?.Code ?? "no answer", 1, (_, count) => count + 1);
                address = reply is { Code: "not_leader" } && reply.Text("leader") is { Length: > 0 } leader ? new Uri(leader) : _addresses[Random.Shared.Next(_addresses.Length)];
                await Task.Delay(5);
            }
        }
    }

    private async Task<Reply?> Try(Uri address, string body)
    {
        try
        {
            return await _nodes.Post(address, "v1/entries", body);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Ends when every client has its last answer.</summary>
    public async ValueTask DisposeAsync()
    {
        _ending = true;
        await Task.WhenAll(_clients);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Giro.Simulation.Tests.PostgreSql;

/// <summary>
/// One client of the service, as an integrator would write it: it posts batches to whoever leads, follows where it is sent, and sends a batch that it got no
/// answer to again with the same references until it is acknowledged. Now and then it repeats a batch that was acknowledged.
/// </summary>
internal sealed class LoadClient(string name, Func<IReadOnlyList<ServeProcess>> nodes, HttpClient http, LoadLog log, int seed)
{
    public const int AccountsOfEachCurrency = 12;
    private const int MostEntries = 40;
    private const int LeftAloneMs = 3_000;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(20);
    private static readonly string[] Currencies = ["EUR", "CNY"];

    private readonly Random _random = new(seed);
    private ServeProcess? _target;
    private readonly Dictionary<string, long> _silentUntil = [];
    private int _turn = seed & 1;
    private int _next;

    /// <summary>The accounts of the load: path, class and currency.</summary>
    public static IEnumerable<(string Path, string Class, string Currency)> Accounts =>
        from currency in Currencies
        from i in Enumerable.Range(0, AccountsOfEachCurrency)
        select (Path(currency, i), i % 2 == 0 ? "asset" : "liability", currency);

    private static string Path(string currency, int i) => $"load/{currency}/{i}";

    /// <summary>Posts until it is told to stop; then a batch on its way is seen to its end, for as long as patience lasts.</summary>
    public async Task RunAsync(CancellationToken stop, CancellationToken giveUp)
    {
        while (!stop.IsCancellationRequested)
        {
            var batch = NewBatch();
            log.Send(batch);
            if (await DeliverAsync(batch, giveUp) && _random.Next(12) == 0) await DeliverAsync(batch, giveUp, isRepeat: true);
            await Task.Delay(_random.Next(12), CancellationToken.None);
        }
    }

    private List<SentEntry> NewBatch()
    {
        var batch = new List<SentEntry>();
        for (var left = _random.Next(1, MostEntries + 1); left > 0; left--)
        {
            var currency = Currencies[_random.Next(Currencies.Length)];
            var debit = _random.Next(AccountsOfEachCurrency);
            var credit = (debit + _random.Next(1, AccountsOfEachCurrency)) % AccountsOfEachCurrency;
            batch.Add(new SentEntry($"{name}/{_next++}", Path(currency, debit), Path(currency, credit), _random.Next(1, 100_000)));
        }

        return batch;
    }

    /// <returns>Whether it was acknowledged; if not, its outcome is unknown.</returns>
    private async Task<bool> DeliverAsync(List<SentEntry> batch, CancellationToken giveUp, bool isRepeat = false)
    {
        while (!giveUp.IsCancellationRequested)
        {
            var node = _target ?? Next();
            try
            {
                if (await PostAsync(node, batch, isRepeat, giveUp)) return true;
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
            {
                // Nobody answered: what became of the batch is known when it has been sent again.
                _target = null;
                _silentUntil[node.Name] = Environment.TickCount64 + LeftAloneMs;
            }

            await Task.Delay(BetweenTries, CancellationToken.None);
        }

        return false;
    }

    /// <summary>Each in its turn, but for one that did not answer: asking it again would cost the whole patience again.</summary>
    private ServeProcess Next()
    {
        var all = nodes();
        var answering = all.Where(node => !_silentUntil.TryGetValue(node.Name, out var until) || Environment.TickCount64 >= until).ToList();
        var among = answering.Count > 0 ? answering : all;
        return among[_turn++ % among.Count];
    }

    private async Task<bool> PostAsync(ServeProcess node, List<SentEntry> batch, bool isRepeat, CancellationToken giveUp)
    {
        using var answer = await http.PostAsJsonAsync(node.At("/v1/entries"), Body(batch), giveUp);
        var text = await answer.Content.ReadAsStringAsync(giveUp);
        switch (answer.StatusCode)
        {
            case HttpStatusCode.OK:
                _target = node;
                return Read(node, text, batch, isRepeat);
            case HttpStatusCode.MisdirectedRequest:
                _target = LeaderIn(text);
                return false;
            case HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests:
                _target = null;
                return false;
            default:
                log.Fault($"{node.Name} answered {(int)answer.StatusCode}: {text}");
                _target = null;
                return false;
        }
    }

    public static object Body(IEnumerable<SentEntry> batch) => new
    {
        entries = batch.Select(entry => new
        {
            reference = entry.Reference,
            kind = 1,
            legs = new[] { new { account = entry.DebitPath, amountMinor = $"{entry.AmountMinor}" }, new { account = entry.CreditPath, amountMinor = $"{-entry.AmountMinor}" } },
        }),
    };

    private bool Read(ServeProcess node, string text, List<SentEntry> batch, bool isRepeat)
    {
        using var json = JsonDocument.Parse(text);
        var numbers = new List<(string, ulong)>();
        foreach (var (result, entry) in json.RootElement.GetProperty("results").EnumerateArray().Zip(batch))
        {
            var isFine = result.GetProperty("reference").GetString() == entry.Reference && result.GetProperty("status").GetString() == "accepted"
                && (!isRepeat || result.GetProperty("isRepeat").GetBoolean());
            if (!isFine) log.Fault($"{node.Name} answered {entry.Reference}{(isRepeat ? " sent again" : "")} with {result}");
            else numbers.Add((entry.Reference, result.GetProperty("number").GetUInt64()));
        }

        if (numbers.Count != batch.Count) log.Fault($"{node.Name} answered {numbers.Count} of {batch.Count} entries");
        log.Acknowledge(node, json.RootElement.GetProperty("asOfSequence").GetUInt64(), numbers);
        return true;
    }

    /// <summary>The leader that a follower names, by its port; null when it knows none, or one that is no longer there.</summary>
    private ServeProcess? LeaderIn(string text)
    {
        using var json = JsonDocument.Parse(text);
        var address = json.RootElement.TryGetProperty("leader", out var leader) ? leader.GetString() : null;
        return address is null ? null : nodes().FirstOrDefault(node => address.TrimEnd('/').EndsWith($":{node.Port}", StringComparison.Ordinal));
    }
}

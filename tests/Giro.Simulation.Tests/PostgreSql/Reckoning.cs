using System.Text.Json;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Ledger.Writer;
using Giro.Storage;

namespace Giro.Simulation.Tests.PostgreSql;

/// <summary>
/// What must hold after every scenario: no node gave an answer that it may not give; what was acknowledged is in the journal exactly once under its number;
/// nothing is there twice and nothing that was never sent; the chain holds and the head is its end; every currency sums to zero; each balance that any node
/// showed at any time is the one of the journal row that the node named; all nodes say the same as a replay from the first row; views made anew are equal to the
/// stored ones.
/// </summary>
internal static class Reckoning
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    public static async Task OfAsync(Deployment deployment, ITestOutputHelper output)
    {
        var log = deployment.Log;
        Assert.True(log.Faults.Count == 0, string.Join('\n', log.Faults.Take(10)));
        var store = deployment.StoreBeside("auditor");
        using var journal = store.OpenJournalReadOnly();
        var facts = JournalFacts.Read(journal);
        CheckAcknowledged(facts, log);
        CheckShown(journal, log);
        var balances = CheckBalances(store, journal, facts, log, deployment);
        await NodesAreCurrentAsync(deployment, facts.Head.Sequence);
        await NodesSayAsync(deployment, facts.Head.Sequence, balances);
        await deployment.StopNodesAsync();
        Assert.Equal(facts.Head, journal.ReadHead());
        foreach (var check in BookVerification.Run(store, deep: true))
            Assert.True(check.Holds && !check.Detail.Contains("not compared", StringComparison.Ordinal), $"{check.Name}: {check.Detail}");
        var acknowledged = log.AcknowledgedCount;
        output.WriteLine($"{acknowledged:N0} entries acknowledged in {facts.Head.Sequence:N0} journal rows, {log.Sent.Count - acknowledged:N0} of unknown outcome, {log.Shown.Count:N0} balances shown");
        Assert.True(acknowledged > 100 && log.Shown.Count > 10, "the load was too light to prove much");
    }

    private static void CheckAcknowledged(JournalFacts facts, LoadLog log)
    {
        foreach (var (reference, number) in log.Acknowledged)
        {
            var found = facts.Numbers.GetValueOrDefault(EntryId.FromReference(reference));
            Assert.True(found == number, $"{reference} was acknowledged as {number} and is in the journal as {found}");
        }

        var idOf = facts.Numbers.ToDictionary(pair => pair.Value, pair => pair.Key);
        var sent = log.Sent;
        foreach (var number in facts.NumbersOfEntries) Assert.True(sent.ContainsKey(idOf[number]), $"entry {number} of the journal was never sent");
    }

    /// <summary>Reads the journal once more and holds each shown balance against the balance at the row that it was shown for.</summary>
    private static void CheckShown(IJournal journal, LoadLog log)
    {
        var shown = new Queue<ShownBalance>(log.Shown.OrderBy(answer => answer.AsOfSequence));
        var handles = new Dictionary<string, ulong>();
        var debits = new Dictionary<ulong, Int128>();
        using var rows = journal.Read(1);
        while (rows.TryRead(out var row))
        {
            var records = JournalRecords.Of(row.Payload.Span);
            while (records.MoveNext())
            {
                var record = records.Current;
                if (record.Header.Type == RecordType.OpenAccount) handles.Add(System.Text.Encoding.UTF8.GetString(record.Path), (ulong)handles.Count + 1);
                if (record.Header.Type != RecordType.Entry) continue;
                foreach (ref readonly var leg in record.Legs) debits[leg.Account] = debits.GetValueOrDefault(leg.Account) + leg.AmountMinor;
            }

            while (shown.TryPeek(out var answer) && answer.AsOfSequence == row.Sequence)
            {
                var balance = NormalSign(answer.Path) * debits.GetValueOrDefault(handles[answer.Path]);
                Assert.True(balance == answer.BalanceMinor, $"{answer.Node} showed {answer.Path} with {answer.BalanceMinor} as of row {row.Sequence}; it was {balance}");
                shown.Dequeue();
            }
        }

        Assert.True(shown.Count == 0, shown.TryPeek(out var beyond) ? $"{beyond.Node} showed {beyond.Path} as of row {beyond.AsOfSequence}, which is not in the journal" : "");
    }

    private static int NormalSign(string path) => LoadClient.Accounts.Single(account => account.Path == path).Class == "asset" ? 1 : -1;

    /// <summary>A replay from the first row against a sum of what was sent and is in the journal.</summary>
    private static Dictionary<string, Int128> CheckBalances(BookStore store, IJournal journal, JournalFacts facts, LoadLog log, Deployment deployment)
    {
        var expected = LoadClient.Accounts.ToDictionary(account => account.Path, _ => Int128.Zero);
        foreach (var (id, entry) in log.Sent)
        {
            if (!facts.Numbers.ContainsKey(id)) continue;
            expected[entry.DebitPath] += NormalSign(entry.DebitPath) * entry.AmountMinor;
            expected[entry.CreditPath] -= NormalSign(entry.CreditPath) * entry.AmountMinor;
        }

        using var scratch = new TempFolder();
        using var replayed = Book.Open(journal, new BookOptions { Folder = scratch.Path, SnapshotEveryRecords = 0 });
        Assert.Null(replayed.Query(reader => reader.CurrencyOutOfBalance()));
        Assert.Equal(expected, replayed.Query(reader => reader.Accounts()).Where(account => expected.ContainsKey(account.Path)).ToDictionary(account => account.Path, account => account.BalanceMinor));
        return expected;
    }

    private static Task NodesAreCurrentAsync(Deployment deployment, ulong head) => Deployment.UntilAsync($"every node has seen row {head}, and the views too", Patience, async () =>
    {
        var healths = await deployment.HealthAsync();
        return healths.TrueForAll(node => node.Health is { } health && health.AsOfSequence == head && (health.Role == "leader" ? health.ViewsSequence == head : health.Role == "follower"));
    });

    private static async Task NodesSayAsync(Deployment deployment, ulong head, Dictionary<string, Int128> balances)
    {
        var some = deployment.Log.Acknowledged.Where((_, i) => i % Math.Max(1, deployment.Log.AcknowledgedCount / 20) == 0).ToList();
        foreach (var node in deployment.Nodes)
        {
            foreach (var (path, balance) in balances)
            {
                using var account = await GetAsync(node.At($"/v1/accounts/{path}?minSequence={head}"));
                Assert.Equal(
                    (balance, head), (Int128.Parse(account.RootElement.GetProperty("balanceMinor").GetString()!), account.RootElement.GetProperty("asOfSequence").GetUInt64()));
            }

            foreach (var (reference, number) in some)
            {
                using var entry = await GetAsync(node.At($"/v1/entries/{reference}"));
                Assert.Equal(number, entry.RootElement.GetProperty("number").GetUInt64());
            }
        }

        async Task<JsonDocument> GetAsync(Uri address)
        {
            using var answer = await deployment.Http.GetAsync(address);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, $"{address} is answered {(int)answer.StatusCode}: {text}");
            return JsonDocument.Parse(text);
        }
    }
}

using System.Net;
using System.Text.Json;

namespace Giro.Simulation.Tests.PostgreSql;

/// <summary>
/// Asks any node for any balance, all through a scenario, half of the time not older than what was acknowledged last. Every answer is kept with the journal row
/// that it claims to be true for, and is held against the journal afterwards.
/// </summary>
internal sealed class ReadClient(Func<IReadOnlyList<ServeProcess>> nodes, HttpClient http, LoadLog log, int seed)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);
    private readonly string[] _paths = [.. LoadClient.Accounts.Select(account => account.Path)];
    private readonly Random _random = new(seed);

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var all = nodes();
            await AskAsync(all[_random.Next(all.Count)], _paths[_random.Next(_paths.Length)], _random.Next(2) == 0 ? log.LastSequence : 0);
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    /// <returns>Whether the node answered the question.</returns>
    public async Task<bool> AskAsync(ServeProcess node, string path, ulong minSequence)
    {
        try
        {
            using var answer = await http.GetAsync(node.At($"/v1/accounts/{path}{(minSequence == 0 ? "" : $"?minSequence={minSequence}")}"));
            if (answer.StatusCode != HttpStatusCode.OK) return false;
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            var shown = new ShownBalance(
                node.Name, path, Int128.Parse(json.RootElement.GetProperty("balanceMinor").GetString()!), json.RootElement.GetProperty("asOfSequence").GetUInt64());
            log.Show(shown);
            if (shown.AsOfSequence < minSequence) log.Fault($"{node.Name} was asked for {path} not before row {minSequence} and answered with row {shown.AsOfSequence}");
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            return false;
        }
    }
}

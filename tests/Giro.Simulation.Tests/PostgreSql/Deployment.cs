using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Giro.Storage;
using Giro.Storage.PostgreSql;
using Npgsql;

namespace Giro.Simulation.Tests.PostgreSql;

/// <summary>
/// A book on PostgreSQL with its nodes as processes and clients that post and read. After the scenario everything that was acknowledged is reckoned up with the
/// journal. Processes are ended by their ids whatever happens; when a scenario fails, what the nodes said is written out.
/// </summary>
internal sealed class Deployment : IAsyncDisposable
{
    /// <summary>How long a client waits for an answer: shorter than a lease, so that a leader that stands still is left before it is replaced.</summary>
    private static readonly TimeSpan ClientPatience = TimeSpan.FromSeconds(2);

    private readonly ITestOutputHelper _output;
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, ServeProcess> _nodes = [];
    private readonly List<ServeProcess> _ended = [];
    private readonly Lock _nodesLock = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(1), PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5) }) { Timeout = ClientPatience };
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _giveUp = new();
    private readonly List<Task> _clients = [];
    private readonly Func<string, string> _connectionOf;
    private readonly int _seed;

    private Deployment(string connection, Func<string, string>? connectionOf, long book, ITestOutputHelper output)
    {
        Connection = connection;
        Book = book;
        _connectionOf = connectionOf ?? (_ => connection);
        _output = output;
        _seed = Knobs.Seeds[0];
        output.WriteLine($"seed {_seed}");
    }

    /// <summary>To the database, for looking into it from outside.</summary>
    public string Connection { get; set; }

    public long Book { get; }

    public LoadLog Log { get; } = new();

    public HttpClient Http => _http;

    public Random Random => new(HashCode.Combine(_seed, Log.AcknowledgedCount));

    public IReadOnlyList<ServeProcess> Nodes
    {
        get
        {
            lock (_nodesLock) return [.. _nodes.Values];
        }
    }

    /// <summary>Runs a scenario and reckons up.</summary>
    /// <param name="connection">The database.</param><param name="output">Where the scenario writes.</param><param name="scenario">What happens.</param>
    /// <param name="connectionOf">The connection string that a node has; null when all have the same.</param><param name="book">The number of the book.</param>
    public static async Task RunAsync(
        string connection, ITestOutputHelper output, Func<Deployment, Task> scenario, Func<string, string>? connectionOf = null, long book = 1)
    {
        await using var deployment = new Deployment(connection, connectionOf, book, output);
        try
        {
            await scenario(deployment);
            await deployment.EndLoadAsync();
            await Reckoning.OfAsync(deployment, output);
            if (Knobs.Say) deployment.WriteWhatNodesSaid();
        }
        catch
        {
            deployment.WriteWhatNodesSaid();
            throw;
        }
    }

    /// <summary>A store of the same book in a folder of its own, for looking at it beside the nodes.</summary>
    public BookStore StoreBeside(string name)
    {
        var root = Directory.CreateDirectory(_folder[name]).FullName;
        new StoreSettings(Connection, Book, IsTest: true).Write(new BookFolder(root));
        return BookStore.In(root);
    }

    /// <summary>Starts nodes, or starts them again in their folders and on their ports.</summary>
    public void Start(params IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            var folder = Directory.CreateDirectory(_folder["node-" + name]).FullName;
            // The name that the node has in the database tells later who wrote which row.
            var connection = new NpgsqlConnectionStringBuilder(_connectionOf(name)) { ApplicationName = name };
            new StoreSettings(connection.ConnectionString, Book, IsTest: true).Write(new BookFolder(folder));
            lock (_nodesLock)
            {
                var port = ServeProcess.FreePort();
                if (_nodes.Remove(name, out var before))
                {
                    port = before.Port;
                    _ended.Add(before);
                }

                _nodes.Add(name, ServeProcess.Start(folder, name, port));
            }
        }
    }

    /// <summary>Starts nodes, waits for a leader, opens the accounts and lets clients loose.</summary>
    public async Task BeginAsync(IReadOnlyList<string> names, int clients = 3)
    {
        Start(names);
        var leader = await LeaderAsync();
        // A row remembers from which node it came; those that are there already do not.
        Execute("ALTER TABLE giro.journal ADD COLUMN IF NOT EXISTS written_by text");
        Execute("ALTER TABLE giro.journal ALTER COLUMN written_by SET DEFAULT current_setting('application_name')");
        await OpenAccountsAsync(leader);
        await SettledAsync();
        BeginLoad(clients);
    }

    public void BeginLoad(int clients = 3)
    {
        for (var i = 0; i < clients; i++)
        {
            var client = new LoadClient($"client-{_clients.Count}", () => Nodes, _http, Log, HashCode.Combine(_seed, i));
            _clients.Add(Task.Run(() => client.RunAsync(_stop.Token, _giveUp.Token)));
        }

        var reader = new ReadClient(() => Nodes, _http, Log, HashCode.Combine(_seed, clients));
        _clients.Add(Task.Run(() => reader.RunAsync(_stop.Token)));
    }

    public async Task OpenAccountsAsync(ServeProcess leader)
    {
        var body = new { accounts = LoadClient.Accounts.Select(account => new { path = account.Path, @class = account.Class, currency = account.Currency }) };
        await UntilAsync("the accounts are open", TimeSpan.FromSeconds(20), async () =>
        {
            using var answer = await _http.PostAsJsonAsync(leader.At("/v1/accounts"), body);
            if (answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created) return true;
            Assert.True(answer.StatusCode == HttpStatusCode.ServiceUnavailable, $"opening accounts is answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            return false;
        });
    }

    /// <summary>Lets the load go on for a while.</summary>
    public Task LoadForAsync(int fromMs, int toMs) => Task.Delay(Random.Next(fromMs, toMs));

    /// <summary>The node that says that it leads, when exactly one does.</summary>
    public async Task<ServeProcess> LeaderAsync(ServeProcess? notThis = null)
    {
        ServeProcess? found = null;
        await UntilAsync("one node leads", TimeSpan.FromSeconds(40), async () =>
        {
            var roles = await HealthAsync();
            var leaders = roles.Where(role => role.Health?.Role == "leader" && role.Node != notThis).ToList();
            found = leaders.Count == 1 ? leaders[0].Node : null;
            return found is not null;
        });
        return found!;
    }

    public async Task<List<(ServeProcess Node, NodeHealth? Health)>> HealthAsync()
    {
        var nodes = Nodes;
        foreach (var node in nodes) Assert.False(node.HasEnded, $"{node.Name} has ended by itself");
        var healths = await Task.WhenAll(nodes.Select(node => node.HealthAsync(_http)));
        return nodes.Zip(healths).ToList();
    }

    /// <summary>Waits until one node leads and every other follows, no more than a moment behind.</summary>
    public Task SettledAsync() => UntilAsync("one node leads and the others follow", TimeSpan.FromSeconds(40), async () =>
    {
        var roles = await HealthAsync();
        return roles.Count(role => role.Health?.Role == "leader") == 1 && roles.Count(role => role.Health?.Role == "follower") == roles.Count - 1;
    });

    /// <summary>From the last acknowledgement of a leader to the first of another process after a moment.</summary>
    public async Task<TimeSpan> TakeoverAsync(ServeProcess from, long moment)
    {
        await UntilAsync($"someone answers after {from.Name}", TimeSpan.FromSeconds(60), () => Task.FromResult(Log.FirstAfter(moment, notFrom: from) is not null));
        return Stopwatch.GetElapsedTime(Log.LastOf(from)?.At ?? moment, Log.FirstAfter(moment, notFrom: from)!.Value.At);
    }

    /// <summary>From the last acknowledgement before a moment to the first after another one, whoever gives them.</summary>
    public async Task<TimeSpan> SilenceAsync(long from, long until)
    {
        await UntilAsync("someone answers again", TimeSpan.FromSeconds(60), () => Task.FromResult(Log.FirstAfter(until, notFrom: null) is not null));
        return Stopwatch.GetElapsedTime(Log.LastBefore(from)?.At ?? from, Log.FirstAfter(until, notFrom: null)!.Value.At);
    }

    /// <summary>The nodes that wrote the journal, in order, each with its first and last row of a stretch.</summary>
    public List<(string Node, long First, long Last)> Writers()
    {
        using var connection = Open();
        using var command = new NpgsqlCommand("SELECT written_by, sequence FROM giro.journal WHERE book = $1 AND written_by IS NOT NULL ORDER BY sequence", connection) { Parameters = { new() { Value = Book } } };
        using var rows = command.ExecuteReader();
        var writers = new List<(string Node, long First, long Last)>();
        while (rows.Read())
        {
            var (node, sequence) = (rows.GetString(0), rows.GetInt64(1));
            if (writers.Count > 0 && writers[^1].Node == node) writers[^1] = (node, writers[^1].First, sequence);
            else writers.Add((node, sequence, sequence));
        }

        return writers;
    }

    public void Execute(string sql)
    {
        using var connection = Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    public T Scalar<T>(string sql)
    {
        using var connection = Open();
        using var command = new NpgsqlCommand(sql, connection);
        return (T)command.ExecuteScalar()!;
    }

    private NpgsqlConnection Open()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Connection) { Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }

    /// <summary>Ends the load: no new batches, and those on their way are sent until they are acknowledged.</summary>
    public async Task EndLoadAsync()
    {
        await _stop.CancelAsync();
        _giveUp.CancelAfter(TimeSpan.FromSeconds(40));
        await Task.WhenAll(_clients);
    }

    /// <summary>Asks nodes to end and waits until they have.</summary>
    public async Task StopNodesAsync()
    {
        foreach (var node in Nodes)
        {
            var code = await node.StopAsync(TimeSpan.FromSeconds(30));
            Assert.True(code == 0, $"{node.Name} ended with {code}");
        }
    }

    /// <summary>Waits until something holds.</summary>
    public static async Task UntilAsync(string what, TimeSpan patience, Func<Task<bool>> holds)
    {
        var clock = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(clock.Elapsed < patience, $"{what}: not within {patience.TotalSeconds:0} s");
            await Task.Delay(20);
        }
    }

    private void WriteWhatNodesSaid()
    {
        foreach (var node in _ended.Concat(Nodes)) _output.WriteLine($"--- {node.Name}, process {node.ProcessId}\n{node.Said}");
        foreach (var fault in Log.Faults.Take(20)) _output.WriteLine(fault);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _giveUp.CancelAsync();
        try
        {
            await Task.WhenAll(_clients);
        }
        finally
        {
            foreach (var node in _ended.Concat(Nodes)) node.Dispose();
            _http.Dispose();
            _stop.Dispose();
            _giveUp.Dispose();
            _folder.Dispose();
        }
    }
}

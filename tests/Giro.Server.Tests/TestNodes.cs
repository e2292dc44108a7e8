using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Giro.Ledger.Writer;
using Giro.Server.Nodes;
using Giro.Storage;
using Giro.Storage.PostgreSql;
using Giro.Storage.PostgreSql.Partitions;
using Npgsql;

namespace Giro.Server.Tests;

/// <summary>Nodes of one book on one database, in this process, each on a port of its own and with a folder of its own.</summary>
internal sealed class TestNodes(string database, TimeSpan ttl) : IAsyncDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("giro-nodes-").FullName;
    private readonly List<GiroServer> _servers = [];

    public ConcurrentQueue<(string Node, RoleChange Change)> Changes { get; } = new();

    public ConcurrentQueue<ArchiveNotice> Archived { get; } = new();

    /// <summary>For how many days nodes that are started keep partitions.</summary>
    public int? KeepDays { get; set; }

    public BookOptions Book { get; init; } = new();

    public HttpClient Client { get; } = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Starts a node; on PostgreSQL, or in its folder alone for an empty connection string.</summary>
    public async Task<GiroServer> Start(string name)
    {
        var folder = new BookFolder(Path.Combine(_root, name));
        Directory.CreateDirectory(folder.Root);
        if (database.Length > 0) new StoreSettings(database, IsTest: true, Partitions: KeepDays is { } days ? new PartitionPolicy { KeepDays = days } : null).Write(folder);
        var server = await GiroServer.Start(new ServerOptions
        {
            Store = BookStore.In(folder.Root), Listen = new IPEndPoint(IPAddress.Loopback, 0), Name = name, LeaseTtl = ttl, OnRoleChange = change => Changes.Enqueue((name, change)),
            OnArchive = Archived.Enqueue, Book = Book,
        });
        server.Join();
        _servers.Add(server);
        return server;
    }

    public async Task Stop(GiroServer server)
    {
        _servers.Remove(server);
        await server.DisposeAsync();
    }

    /// <summary>Starts nodes, the first as the leader.</summary>
    public async Task<(GiroServer Leader, GiroServer Follower)> StartTwo()
    {
        var first = await Start("n1");
        await WaitFor(first, NodeRole.Leader);
        var second = await Start("n2");
        await WaitFor(second, NodeRole.Follower);
        await this.OpenAccounts(first);
        return (first, second);
    }

    public async Task WaitFor(GiroServer server, string role) => await Until(() => Task.FromResult(server.Node.Role.Name == role || server.Ended.IsFaulted));

    public static async Task Until(Func<Task<bool>> condition, int patienceMs = 30_000)
    {
        for (var clock = Stopwatch.StartNew(); !await condition(); await Task.Delay(5)) Assert.True(clock.ElapsedMilliseconds < patienceMs, "it did not happen in time");
    }

    /// <summary>A session of somebody else's on the database.</summary>
    public NpgsqlConnection OpenStranger()
    {
        var connection = new NpgsqlConnection(database + ";Pooling=false");
        connection.Open();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers) await server.DisposeAsync();
        Client.Dispose();
        Directory.Delete(_root, recursive: true);
    }
}

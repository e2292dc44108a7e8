using System.Net;
using Giro.Server.Http;
using Giro.Server.Nodes;
using Giro.Storage.PostgreSql.Leadership;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Giro.Server;

/// <summary>One node: the front door over HTTP and the book behind it. Listens on loopback only, as nobody is asked who he is.</summary>
public sealed class GiroServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly BookNode _node;

    private GiroServer(WebApplication application, BookNode node, Uri address)
    {
        _application = application;
        _node = node;
        Address = address;
    }

    /// <summary>Where it listens, with the port that it got.</summary>
    public Uri Address { get; }

    public string Name => _node.Name;

    internal BookNode Node => _node;

    /// <summary>Ends when the node has stopped, and fails when it had to: a damaged journal, a folder that another process has.</summary>
    public Task Ended => _node.Ended;

    /// <summary>Listens, then starts the node; until that follows or leads, requests are answered that it is starting.</summary>
    /// <exception cref="ArgumentException">The address is not loopback.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<GiroServer> Start(ServerOptions options)
    {
        if (!IPAddress.IsLoopback(options.Listen.Address))
            throw new ArgumentException($"{options.Listen.Address} can be reached from outside of this machine, and nobody is asked who he is yet: listen on 127.0.0.1 or [::1]", nameof(options));
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, options.Listen));
        builder.Services.AddRoutingCore();
        var application = builder.Build();
        var node = new TaskCompletionSource<BookNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        application.Use(next => context => ProblemMiddleware.Invoke(context, next));
        application.UseRouting();
        Map(application, node.Task);
        await application.StartAsync();
        var address = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        var self = new LeaseHolder(options.Name ?? address.Authority, address.GetLeftPart(UriPartial.Authority), options.LeaseTtl);
        var started = new BookNode(options.Store, options.Book, self, options.OnRoleChange, options.OnArchive);
        node.SetResult(started);
        return new GiroServer(application, started, address);
    }

    /// <summary>Begins to follow, and to lead when nobody does. Apart from <see cref="Start"/>, so that the caller can say first where it listens.</summary>
    public void Join() => _node.Start();

    private static void Configure(KestrelServerOptions kestrel, IPEndPoint listen)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = RequestBody.MaxBytes;
        // HTTP/2 is for connections with TLS, where the two sides agree on it; without, Kestrel speaks HTTP/1.1.
        kestrel.Listen(listen, endpoint => endpoint.Protocols = HttpProtocols.Http1AndHttp2);
    }

    private static void Map(WebApplication application, Task<BookNode> node)
    {
        application.MapPost("/v1/entries", To(EntriesEndpoint.Post));
        application.MapGet("/v1/entries/{**reference}", To(EntriesEndpoint.Get));
        application.MapPost("/v1/accounts", To(AccountsEndpoint.Post));
        application.MapGet("/v1/accounts/{**path}", To(AccountsEndpoint.Get));
        application.MapGet("/v1/statements/{**path}", To(StatementsEndpoint.Get));
        application.MapPost("/v1/leadership/hand-over", To(NodeEndpoints.HandOver));
        application.MapGet("/health/live", To(NodeEndpoints.Live));
        application.MapGet("/health/ready", To(NodeEndpoints.Ready));

        RequestDelegate To(Func<BookNode, HttpContext, Task> endpoint) => async context => await endpoint(await node, context);
    }

    /// <summary>Answers what is under way, gives the lead back and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        // The lead first: whoever takes over need not wait for the last connection to close.
        await Task.Run(_node.Dispose);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _application.StopAsync(patience.Token);
        await _application.DisposeAsync();
    }
}

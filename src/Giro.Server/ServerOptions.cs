using System.Net;
using Giro.Ledger.Writer;
using Giro.Server.Nodes;
using Giro.Storage;
using Giro.Storage.PostgreSql.Leadership;

namespace Giro.Server;

/// <summary>What one node serves, and as whom.</summary>
public sealed record ServerOptions
{
    /// <summary>Where the book is kept. Its folder is this node's alone, also where the journal is in a database that all nodes share.</summary>
    public required BookStore Store { get; init; }

    /// <summary>A loopback address; port 0 for any that is free.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>Unique among the nodes of a book; null for the address.</summary>
    public string? Name { get; init; }

    /// <summary>How long a leader that says nothing more is waited for.</summary>
    public TimeSpan LeaseTtl { get; init; } = LeaseHolder.DefaultTtl;

    public BookOptions Book { get; init; } = new();

    /// <summary>Called on the node's thread at each change of its role.</summary>
    public Action<RoleChange>? OnRoleChange { get; init; }

    /// <summary>Called on a thread of its own with what was archived by policy while this node led, and with why that failed.</summary>
    public Action<ArchiveNotice>? OnArchive { get; init; }
}

using Giro.Ledger.Writer;
using Giro.Server.Http;
using Giro.Storage.PostgreSql.Leadership;

namespace Giro.Server.Nodes;

/// <summary>Follows the journal and answers reads from the warm state, each true for the row that it names; sends writers to the leader.</summary>
internal sealed class FollowerRole(WarmBook book, LeaseState lease) : NodeRole
{
    private LeaseState _lease = lease;

    /// <summary>As the database had it last.</summary>
    public LeaseState Lease
    {
        get => Volatile.Read(ref _lease);
        set => Volatile.Write(ref _lease, value);
    }

    public override string Name => Follower;

    public override ulong Term => Lease.Term;

    public override ulong Sequence => book.Sequence;

    public override ulong LagRows => Lease.HeadSequence is var head && head > Sequence ? head - Sequence : 0;

    public override Task<T> Query<T>(Func<BookReader, T> read) => Task.FromResult(book.Query(read));

    public override LeaderRole AsLeader() => throw new ProblemException(Lease is { IsHeld: true, HandedTo: "" } held
        ? new Problem(421, "not_leader", $"This node follows. {held.Holder} leads the book.", Leader: held.Address)
        : new Problem(503, "no_leader", "No node leads the book at the moment. Nothing was done.", RetryAfterSeconds: 1));
}

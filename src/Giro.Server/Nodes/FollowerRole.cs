using Giro.Ledger.Writer;
using Giro.Server.Http;
using Giro.Storage.PostgreSql.Leadership;

namespace Giro.Server.Nodes;

/// <summary>Follows the journal and answers reads from the warm state, each true for the row that it names; sends writers to the leader.</summary>
/// <param name="book">The warm state.</param><param name="lease">As the database has it.</param>
/// <param name="ttl">After so long without another look at the lease nobody is named as the leader any more.</param>
internal sealed class FollowerRole(WarmBook book, LeaseState lease, TimeSpan ttl) : NodeRole
{
    private LeaseState _lease = lease;
    private long _seenAtMs = Environment.TickCount64;

    /// <summary>As the database had it last.</summary>
    public LeaseState Lease
    {
        get => Volatile.Read(ref _lease);
        set
        {
            Volatile.Write(ref _lease, value);
            Volatile.Write(ref _seenAtMs, Environment.TickCount64);
        }
    }

    public override string Name => Follower;

    public override ulong Term => Lease.Term;

    public override ulong Sequence => book.Sequence;

    public override ulong LagRows => Lease.HeadSequence is var head && head > Sequence ? head - Sequence : 0;

    public override Task<T> Query<T>(Func<BookReader, T> read) => Task.FromResult(book.Query(read));

    /// <summary>A leader may go while the database cannot be asked.</summary>
    private bool IsFresh => Environment.TickCount64 - Volatile.Read(ref _seenAtMs) < ttl.Ticks / TimeSpan.TicksPerMillisecond;

    public override LeaderRole AsLeader() => throw new ProblemException(Lease is { IsHeld: true, HandedTo: "" } held && IsFresh
        ? new Problem(421, "not_leader", $"This node follows. {held.Holder} leads the book.", Leader: held.Address)
        : new Problem(503, "no_leader", "No node leads the book at the moment. Nothing was done.", RetryAfterSeconds: 1));
}

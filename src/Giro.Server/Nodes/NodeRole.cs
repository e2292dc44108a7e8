using Giro.Ledger.Writer;
using Giro.Server.Http;

namespace Giro.Server.Nodes;

/// <summary>What a node is at the moment, and so what it can answer. Its members are called from any thread.</summary>
internal abstract class NodeRole
{
    public const string Starting = "starting";
    public const string Follower = "follower";
    public const string Leader = "leader";
    public const string Stopping = "stopping";

    public abstract string Name { get; }

    public abstract ulong Term { get; }

    /// <summary>The last journal row that queries see.</summary>
    public abstract ulong Sequence { get; }

    /// <summary>Journal rows that there are and that its state does not have yet.</summary>
    public virtual ulong LagRows => 0;

    /// <summary>The last journal row in the views that it keeps up; null where it keeps none.</summary>
    public virtual ulong? ViewsSequence => null;

    /// <summary>Reads the state.</summary>
    /// <exception cref="ProblemException">It cannot be answered in this role.</exception>
    /// <exception cref="BookStoppedException">The role has just changed; ask the next one.</exception>
    public abstract Task<T> Query<T>(Func<BookReader, T> read);

    /// <summary>This role as the leader's.</summary>
    /// <exception cref="ProblemException">It is not; says who is.</exception>
    public abstract LeaderRole AsLeader();
}

/// <summary>Between roles: it answers nothing.</summary>
internal sealed class IdleRole(string name, ulong term, ulong sequence) : NodeRole
{
    public override string Name => name;

    public override ulong Term => term;

    public override ulong Sequence => sequence;

    public override Task<T> Query<T>(Func<BookReader, T> read) => throw new ProblemException(Why());

    public override LeaderRole AsLeader() => throw new ProblemException(Why());

    private Problem Why() => name == Starting
        ? new Problem(503, "starting", "This node is reading the journal and answers when it has caught up.", RetryAfterSeconds: 1)
        : Problem.SteppingDown("This node has ceased to lead and answers nothing until it follows. Nothing was done.");
}

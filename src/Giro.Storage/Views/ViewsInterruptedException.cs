using Npgsql;

namespace Giro.Storage.Views;

/// <summary>
/// Writing views was interrupted, and nothing of what was under way is in them: another process keeps them up now, or the database cannot be reached. A projector that
/// threw it is of no more use; another one goes on from the checkpoint.
/// </summary>
public sealed class ViewsInterruptedException(string message, bool hasSuccessor, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>Whether another process has taken the views over.</summary>
    public bool HasSuccessor { get; } = hasSuccessor;

    internal static ViewsInterruptedException Elsewhere(string name, ulong sequence) =>
        new($"{name}: the views do not stand at row {sequence} any more; another process keeps them up, and this one stops doing so", hasSuccessor: true);

    /// <summary>A session that was ended by command was ended by the successor (<c>ViewLock</c>).</summary>
    internal static ViewsInterruptedException From(NpgsqlException e, string name) => e is PostgresException { SqlState: PostgresErrorCodes.AdminShutdown }
        ? new($"{name}: the session that writes the views was ended: another process keeps them up now, or the server is shut down", hasSuccessor: true, e)
        : new($"{name}: the views cannot be written: {e.Message}", hasSuccessor: false, e);
}

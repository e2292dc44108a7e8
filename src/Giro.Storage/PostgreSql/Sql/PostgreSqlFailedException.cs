using Giro.Storage.Sql;
using Npgsql;

namespace Giro.Storage.PostgreSql.Sql;

/// <summary>What PostgreSQL said, with its SQLSTATE, or that it cannot be heard any more. Never with values of rows.</summary>
public sealed class PostgreSqlFailedException : SqlFailedException
{
    internal PostgreSqlFailedException(string database, string message, string sqlState, bool isConnectionLost, Exception? inner = null)
        : base($"{database}: {message}", inner)
    {
        SqlState = sqlState;
        IsConnectionLost = isConnectionLost;
    }

    /// <summary>Five characters of PostgreSQL's appendix A; empty where the server said nothing.</summary>
    public string SqlState { get; }

    public override bool IsConstraint => SqlState.StartsWith("23", StringComparison.Ordinal);

    /// <summary>disk_full.</summary>
    public override bool IsFull => SqlState == PostgresErrorCodes.DiskFull;

    /// <summary>
    /// The connection is gone, and with it the transaction. Where that happened while a COMMIT was under way nobody knows what became of it: whoever wrote begins
    /// again from what is in the database.
    /// </summary>
    public bool IsConnectionLost { get; }

    internal static PostgreSqlFailedException From(NpgsqlException e, string database, string sql)
    {
        var text = OneLine(sql);
        return e is PostgresException said
            ? new PostgreSqlFailedException(database, $"{said.MessageText} (SQLSTATE {said.SqlState}) at: {text}", said.SqlState, IsEnd(said.SqlState), e)
            : new PostgreSqlFailedException(database, $"the connection is lost: {e.Message}, at: {text}", "", isConnectionLost: true, e);
    }

    /// <summary>The server ends the connection: shutdown, crash of another process of it, an administrator's command; or it is the connection that failed.</summary>
    private static bool IsEnd(string sqlState) => sqlState.StartsWith("57P0", StringComparison.Ordinal) || sqlState.StartsWith("08", StringComparison.Ordinal);

    private static string OneLine(string sql)
    {
        const int most = 200;
        var line = string.Join(' ', sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= most ? line : line[..most] + "...";
    }
}

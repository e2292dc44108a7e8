using Giro.Ledger.Journal;
using Npgsql;
using NpgsqlTypes;

namespace Giro.Storage.PostgreSql.Journal;

/// <summary>What became of an append whose answer did not come.</summary>
internal enum AppendOutcome
{
    /// <summary>The database could not be asked for as long as there was patience.</summary>
    Unknown = 0,

    /// <summary>The rows are there, and on every machine that a commit waits for.</summary>
    Durable = 1,

    /// <summary>The rows are not there and nobody is left who could still write them.</summary>
    NotWritten = 2,

    /// <summary>Another writer has the book.</summary>
    Lost = 3,
}

/// <summary>
/// Finds out what became of an append. Three steps, in this order:
/// <list type="number">
/// <item>Every server process that may still work on it is ended and waited for. Until it is gone, a row that is not there may still come. One that has committed and
/// waits for the synchronous standby is waited for only.</item>
/// <item>Head and row are read. Our hash at our sequence means written; a head before it in our term means not written; anything else is another writer.</item>
/// <item>A row that is there is confirmed by a commit of its own. A row can be seen before it is on the synchronous standby (somebody broke the wait for it off, or
/// the server has just recovered); a later commit returns only when everything before it is there too.</item>
/// </list>
/// A connection that leads to another server after a failover finds no such process there: the old server's commits are on a timeline that has ended.
/// </summary>
internal sealed class OutcomeResolution(PostgreSqlDatabase database, long term, ulong expectedSequence, JournalRow last)
{
    private readonly List<Backend> _suspects = [];

    /// <summary>Adds a server process that may be at work on the append.</summary>
    public void Suspect(Backend backend)
    {
        if (backend.ProcessId != 0) _suspects.Add(backend);
    }

    /// <summary>Reconnects until there is an answer or no patience left.</summary>
    /// <param name="wait">The patience.</param><param name="connection">Ready to append again; null when the outcome is unknown.</param>
    /// <param name="failure">The last failure, for the message.</param>
    public AppendOutcome Read(ReconnectWait wait, out AppendConnection? connection, ref Exception failure)
    {
        do
        {
            AppendConnection? fresh = null;
            try
            {
                fresh = AppendConnection.Open(database);
                if (!fresh.IsStandby && AreGone(fresh.Connection, wait))
                {
                    var outcome = Look(fresh.Connection, wait);
                    if (outcome == AppendOutcome.Durable) Confirm(fresh.Connection);
                    if (fresh.Warning is { } warning) throw new JournalUnavailableException(warning);
                    connection = fresh;
                    return outcome;
                }

                failure = new JournalUnavailableException(fresh.IsStandby ? "the server that answers is a standby" : "the server does not end the process of the lost connection", failure);
            }
            catch (Exception e) when (JournalFailures.IsOfConnection(e))
            {
                failure = e;
            }
            catch (PostgresException e)
            {
                fresh?.Dispose();
                throw JournalFailures.OfAppend(e, expectedSequence);
            }

            fresh?.Dispose();
        }
        while (wait.Pause());
        connection = null;
        return AppendOutcome.Unknown;
    }

    /// <summary>Ends the suspects and waits until the server lists them no more; it does so only after their transactions have ended.</summary>
    private bool AreGone(NpgsqlConnection connection, ReconnectWait wait)
    {
        for (var pauseMs = 1; _suspects.Count > 0; pauseMs = Math.Min(pauseMs * 2, 100))
        {
            _suspects.RemoveAll(suspect => IsGone(connection, suspect, wait));
            if (_suspects.Count == 0) break;
            if (wait.IsOver) return false;
            Thread.Sleep(pauseMs);
        }

        return true;
    }

    /// <summary>
    /// One that waits for the synchronous standby has committed and is left to wait: ended, it would let everybody see a row that the standby does not have, and followers
    /// would show what is lost with this server.
    /// </summary>
    private static bool IsGone(NpgsqlConnection connection, Backend suspect, ReconnectWait wait)
    {
        const string End =
            "SELECT CASE WHEN wait_event = 'SyncRep' THEN false ELSE pg_terminate_backend(pid) END FROM pg_stat_activity WHERE pid = $1 AND backend_start = $2";
        using var end = new NpgsqlCommand(End, connection)
        {
            CommandTimeout = wait.RemainingSeconds,
            Parameters = { new() { NpgsqlDbType = NpgsqlDbType.Integer, Value = suspect.ProcessId }, new() { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = suspect.StartedAt } },
        };
        return end.ExecuteScalar() is null;
    }

    private AppendOutcome Look(NpgsqlConnection connection, ReconnectWait wait)
    {
        const string Head =
            """
            SELECT head.sequence, head.term, journal.hash
            FROM giro.head LEFT JOIN giro.journal ON journal.book = head.book AND journal.sequence = $2
            WHERE head.book = $1
            """;
        using var select = new NpgsqlCommand(Head, connection)
        {
            CommandTimeout = wait.RemainingSeconds, Parameters = { JournalTables.Number(database.Book), JournalTables.Number((long)last.Sequence) },
        };
        using var reader = select.ExecuteReader();
        if (!reader.Read()) return AppendOutcome.Lost;
        var sequence = unchecked((ulong)reader.GetInt64(0));
        if (!reader.IsDBNull(2)) return IsOurs(reader.GetFieldValue<byte[]>(2)) && sequence >= last.Sequence ? AppendOutcome.Durable : AppendOutcome.Lost;
        return sequence == expectedSequence - 1 && reader.GetInt64(1) == term ? AppendOutcome.NotWritten : AppendOutcome.Lost;
    }

    /// <summary>The hash covers the payload with time, numbers and the row before.</summary>
    private bool IsOurs(byte[] hash) => hash.Length == BatchHeader.HashSize && Hash256.From(hash) == last.Hash;

    /// <summary>Without a time-out, as every commit.</summary>
    private void Confirm(NpgsqlConnection connection)
    {
        using var update = new NpgsqlCommand("UPDATE giro.head SET term = term WHERE book = $1", connection) { Parameters = { JournalTables.Number(database.Book) } };
        update.ExecuteNonQuery();
    }
}

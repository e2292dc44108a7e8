using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Giro.Ledger.Journal;
using Giro.Storage.PostgreSql.Journal;
using Giro.Storage.PostgreSql.Sql;
using Npgsql;

namespace Giro.Storage.PostgreSql.Leadership;

/// <summary>
/// The statements on the lease of a book. Each is one statement in autocommit: one message, and no transaction that a paused client could leave open. Only the
/// database's clock is asked. A lock that somebody else holds is waited for a short time; a COMMIT that waits for a standby is waited for as long as it takes.
/// </summary>
internal sealed class LeaseTable(PostgreSqlDatabase database, LeaseHolder holder) : IDisposable
{
    public const string Kind = "leader";

    private static readonly TimeSpan WritersPatience = TimeSpan.FromSeconds(5);

    private NpgsqlConnection? _connection;

    /// <summary>
    /// Takes the lease when it is free or was handed to this holder, and writes the new term into the journal's head. That takes the lock on the head's row, so it comes after
    /// an append under way and before every later one, which then finds another term.
    /// </summary>
    /// <returns>The term, or null when another has the lease.</returns>
    public ulong? TryAcquire() => Run(
        """
        WITH taken AS (
            INSERT INTO giro.lease AS held (book, term, holder, address, until, handover_to)
            VALUES ($1, 1 + coalesce((SELECT term FROM giro.head WHERE book = $1), 0), $2, $3, clock_timestamp() + $4 * interval '1 microsecond', '')
            ON CONFLICT (book) DO UPDATE
            SET term = held.term + 1, holder = excluded.holder, address = excluded.address, until = clock_timestamp() + $4 * interval '1 microsecond', handover_to = ''
            WHERE held.until <= clock_timestamp() OR held.handover_to = $2
            RETURNING term)
        INSERT INTO giro.head (book, sequence, hash, term) SELECT $1, 0, decode(repeat('00', 32), 'hex'), term FROM taken
        ON CONFLICT (book) DO UPDATE SET term = excluded.term
        RETURNING term
        """,
        command => command.ExecuteScalar() is long term ? (ulong)term : (ulong?)null,
        holder.Name, holder.Address, holder.TtlUs);

    /// <summary>
    /// Ends the sessions that still write records of the book, and waits until they are gone: they belong to who led before, perhaps to a process that is stopped. A later
    /// transaction of such a process finds another term and writes nothing.
    /// </summary>
    /// <returns>Whether nobody else writes now.</returns>
    public bool EndWriters() => Run(
        """
        SELECT count(pg_terminate_backend(pid)) FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND pid <> pg_backend_pid() AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND (classid::bigint << 32 | objid::bigint) = $2
        """,
        command =>
        {
            for (var clock = Stopwatch.StartNew(); clock.Elapsed < WritersPatience; Thread.Sleep(2))
            {
                if (command.ExecuteScalar() is 0L) return true;
            }

            return false;
        },
        PostgreSqlConnection.LockOf(database.Book));

    /// <summary>Prolongs the lease of a term. False when it has run out, was handed over or belongs to another term.</summary>
    public bool Renew(ulong term) => Run(
        "UPDATE giro.lease SET until = clock_timestamp() + $3 * interval '1 microsecond' WHERE book = $1 AND term = $2 AND handover_to = '' AND until > clock_timestamp()",
        IsDone, (long)term, holder.TtlUs);

    /// <summary>Gives the lease back: anybody may take it now.</summary>
    public bool Release(ulong term) => Run("UPDATE giro.lease SET until = clock_timestamp(), handover_to = '' WHERE book = $1 AND term = $2", IsDone, (long)term);

    /// <summary>Gives the lease to a node: that one may take it now, and anybody once it has run out.</summary>
    public bool HandOver(ulong term, string to) => Run(
        "UPDATE giro.lease SET until = clock_timestamp() + $4 * interval '1 microsecond', handover_to = $3 WHERE book = $1 AND term = $2",
        IsDone, (long)term, to, holder.TtlUs);

    public LeaseState Read() => Run(
        """
        SELECT lease.term, lease.holder, lease.address, lease.until > clock_timestamp(), lease.until, lease.handover_to, coalesce(head.sequence, 0)
        FROM giro.lease AS lease LEFT JOIN giro.head AS head ON head.book = lease.book
        WHERE lease.book = $1
        """,
        command =>
        {
            using var reader = command.ExecuteReader();
            return reader.Read()
                ? new LeaseState((ulong)reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetBoolean(3), reader.GetDateTime(4), reader.GetString(5), (ulong)reader.GetInt64(6))
                : LeaseState.None;
        });

    private static bool IsDone(NpgsqlCommand command) => command.ExecuteNonQuery() == 1;

    [SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "the statements are the constants above")]
    private T Run<T>(string sql, Func<NpgsqlCommand, T> run, params ReadOnlySpan<object> parameters)
    {
        try
        {
            using var command = new NpgsqlCommand(sql, Connection());
            command.Parameters.Add(new NpgsqlParameter { Value = database.Book });
            foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
            return run(command);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or TimeoutException or IOException)
        {
            Close();
            throw new JournalUnavailableException($"{database.Name}: the lease cannot be asked for: {e.Message}", e);
        }
    }

    private NpgsqlConnection Connection()
    {
        if (_connection is not null) return _connection;
        var connection = database.Open();
        try
        {
            // A node follows the journal before it leads, so a new book has one from here on, empty as it is.
            JournalTables.Prepare(connection, database, term: 0);
            PostgreSqlMigrations.Apply(connection, Kind);
            using var settings = new NpgsqlCommand($"SET lock_timeout = {Math.Max(50, holder.Quarter.Ticks / TimeSpan.TicksPerMillisecond)}", connection);
            settings.ExecuteNonQuery();
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        return _connection = connection;
    }

    private void Close()
    {
        _connection?.Dispose();
        _connection = null;
    }

    public void Dispose() => Close();
}

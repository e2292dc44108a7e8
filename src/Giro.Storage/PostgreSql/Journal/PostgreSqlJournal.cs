using Giro.Ledger.Journal;
using Npgsql;

namespace Giro.Storage.PostgreSql.Journal;

/// <summary>
/// The journal of a book in PostgreSQL. An append is one statement that moves the head and inserts the rows, or does neither; it commits by itself, so no
/// transaction is ever left open by a client that was paused. What keeps a second writer out: the head moves only from the row before, and only in the term
/// under which this writer has the book. What became of an append whose connection was lost is read, never guessed (<see cref="OutcomeResolution"/>).
/// See docs/adr/0012.
/// </summary>
internal sealed class PostgreSqlJournal : IJournal
{
    public const string Kind = "journal";

    private readonly PostgreSqlDatabase _database;
    private readonly ReadConnections _reading;
    private readonly TimeSpan _patience;
    private readonly long _term;
    private readonly bool _readOnly;
    private readonly CancellationTokenSource _abandoned = new();
    private AppendConnection? _writing;

    private PostgreSqlJournal(PostgreSqlDatabase database, long term, bool readOnly, bool fromReplica, TimeSpan patience)
    {
        _database = database;
        _reading = new ReadConnections(database, fromReplica, patience, _abandoned.Token);
        _term = term;
        _readOnly = readOnly;
        _patience = patience;
    }

    /// <summary>How long an append or a reader waits for a database that was lost, unless it is told otherwise.</summary>
    public static TimeSpan DefaultPatience { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether the book has a row, or has had one.</summary>
    /// <exception cref="JournalUnavailableException">The database cannot be asked now.</exception>
    public static bool Exists(PostgreSqlDatabase database)
    {
        using var connection = database.Open();
        try
        {
            return PostgreSqlMigrations.VersionOf(connection, Kind) != 0 && JournalTables.HasRows(connection, database.Book);
        }
        catch (NpgsqlException e)
        {
            throw JournalFailures.OfReading(e, 1);
        }
    }

    /// <summary>Opens the journal of the book for writing, making tables and head where they are not there.</summary>
    /// <param name="database">Where.</param>
    /// <param name="term">The term under which this process has the book; 0 where no leader was ever appointed.</param>
    /// <param name="patience">How long a lost database is waited for; null for <see cref="DefaultPatience"/>.</param>
    /// <exception cref="JournalCorruptException">The tables are not those of this program.</exception>
    /// <exception cref="JournalUnavailableException">The database cannot be reached or written now.</exception>
    public static PostgreSqlJournal Open(PostgreSqlDatabase database, long term = 0, TimeSpan? patience = null)
    {
        using (var connection = database.Open())
        {
            try
            {
                JournalTables.Prepare(connection, database, term);
            }
            catch (NpgsqlException e)
            {
                throw JournalFailures.OfOpening(e);
            }
        }

        return new PostgreSqlJournal(database, term, readOnly: false, fromReplica: false, patience ?? DefaultPatience);
    }

    /// <summary>Opens an existing journal for reading only.</summary>
    /// <param name="database">Where.</param><param name="fromReplica">Whether to read from the replica where there is one: rows come there a moment later.</param>
    /// <param name="patience">As for <see cref="Open"/>.</param>
    /// <exception cref="FileNotFoundException">The database has no journal of this book.</exception>
    public static PostgreSqlJournal OpenReadOnly(PostgreSqlDatabase database, bool fromReplica = false, TimeSpan? patience = null)
    {
        using (var connection = fromReplica ? database.OpenForReading() : database.Open())
        {
            try
            {
                JournalTables.CheckThere(connection, database);
            }
            catch (NpgsqlException e)
            {
                throw JournalFailures.OfReading(e, 1);
            }
        }

        return new PostgreSqlJournal(database, 0, readOnly: true, fromReplica, patience ?? DefaultPatience);
    }

    public JournalHead ReadHead() => _reading.Use(1, connection => JournalTables.ReadHead(connection, _database.Book));

    public void Append(ulong expectedSequence, ReadOnlySpan<JournalRow> rows)
    {
        if (_readOnly) throw new JournalUnavailableException($"{_database.Name}: opened for reading only");
        CheckOrder(expectedSequence, rows);
        // Nothing was sent yet: a database that cannot be reached here has not written the rows.
        _writing ??= AppendConnection.Open(_database);
        switch (Attempt(expectedSequence, rows, out var failure))
        {
            case AppendAttempt.Written:
                return;
            case AppendAttempt.Refused:
                throw new JournalConflictException(expectedSequence);
            default:
                Resolve(expectedSequence, rows, failure!);
                return;
        }
    }

    /// <summary>Returns when the rows are durable, once each, whatever became of the attempt before.</summary>
    private void Resolve(ulong expectedSequence, ReadOnlySpan<JournalRow> rows, Exception failure)
    {
        var wait = new ReconnectWait(_patience, _abandoned.Token);
        var resolution = new OutcomeResolution(_database, _term, expectedSequence, rows[^1]);
        while (true)
        {
            resolution.Suspect(Forget());
            var outcome = resolution.Read(wait, out _writing, ref failure);
            if (outcome == AppendOutcome.Durable) return;
            if (outcome == AppendOutcome.Lost) throw new JournalConflictException(expectedSequence);
            if (outcome == AppendOutcome.Unknown) throw JournalFailures.OfPatience(_database.Name, expectedSequence, _patience, failure);
            // Not written, and it cannot be any more.
            var attempt = Attempt(expectedSequence, rows, out var again);
            if (attempt == AppendAttempt.Written) return;
            if (attempt == AppendAttempt.Unknown) failure = again!;
            // After a refusal it is read once more whose row is there, patience or not.
            if (!wait.Pause() && attempt == AppendAttempt.Unknown) throw JournalFailures.OfPatience(_database.Name, expectedSequence, _patience, failure);
        }
    }

    /// <summary>One try. Throws where the server says that the statement was rolled back.</summary>
    private AppendAttempt Attempt(ulong expectedSequence, ReadOnlySpan<JournalRow> rows, out Exception? failure)
    {
        try
        {
            failure = null;
            var written = _writing!.Append(_term, expectedSequence, rows);
            if (written == 0) return AppendAttempt.Refused;
            if (_writing.Warning is null) return AppendAttempt.Written;
            failure = new JournalUnavailableException(_writing.Warning);
            return AppendAttempt.Unknown;
        }
        catch (PostgresException e) when (!JournalFailures.IsOfConnection(e))
        {
            throw JournalFailures.OfAppend(e, expectedSequence);
        }
        catch (Exception e) when (JournalFailures.IsOfConnection(e))
        {
            failure = e;
            return AppendAttempt.Unknown;
        }
    }

    /// <summary>Lets go of the connection for writing; what the server may still do for it is the resolution's concern.</summary>
    private Backend Forget()
    {
        var backend = _writing?.Backend ?? default;
        _writing?.Dispose();
        _writing = null;
        return backend;
    }

    public IJournalReader Read(ulong fromSequence) => new PostgreSqlJournalReader(_reading, _database.Book, fromSequence);

    public ulong? FindRow(ulong recordNumber) =>
        recordNumber is 0 or > long.MaxValue ? null : _reading.Use(1, connection => JournalTables.FindRow(connection, _database.Book, recordNumber));

    private static void CheckOrder(ulong expectedSequence, ReadOnlySpan<JournalRow> rows)
    {
        if (rows.IsEmpty) throw new ArgumentException("there is no row to append", nameof(rows));
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i].Sequence != expectedSequence + (ulong)i)
                throw new ArgumentException($"row {rows[i].Sequence} stands where row {expectedSequence + (ulong)i} must be", nameof(rows));
        }
    }

    /// <summary>
    /// Waits for a lost database no longer: an append or a reader that does fails now. For a leader that has lost the book and must not take half a minute to
    /// notice; from any thread.
    /// </summary>
    public void Abandon() => _abandoned.Cancel();

    public void Dispose()
    {
        Abandon();
        _writing?.Dispose();
        _reading.Dispose();
        _abandoned.Dispose();
    }

    /// <summary>What one statement said.</summary>
    private enum AppendAttempt
    {
        Unknown = 0,

        Written = 1,

        /// <summary>The head is elsewhere, or the term is another's.</summary>
        Refused = 2,
    }
}

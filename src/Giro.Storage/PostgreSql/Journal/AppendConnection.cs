using System.Text;
using Giro.Ledger.Journal;
using Npgsql;
using NpgsqlTypes;

namespace Giro.Storage.PostgreSql.Journal;

/// <summary>The server's process behind a connection. A process number comes back after a while; with the time of its start it does not.</summary>
internal readonly record struct Backend(int ProcessId, DateTime StartedAt);

/// <summary>The connection that appends, with its statements prepared. Not thread-safe.</summary>
internal sealed class AppendConnection : IDisposable
{
    /// <summary>As many as a committer gathers; a larger append is prepared anew each time.</summary>
    private const int MaxPreparedRows = 8;

    /// <summary>
    /// What a role or a database may have set otherwise, and must not hold for an append: nothing may cut it short; a concurrent append must be seen as a head that
    /// has moved, not as a failure to serialize; and a plan is made once, not for each payload.
    /// </summary>
    private const string Settings =
        """
        SELECT set_config(name, value, false) FROM (VALUES
            ('statement_timeout', '0'), ('lock_timeout', '0'), ('idle_session_timeout', '0'), ('idle_in_transaction_session_timeout', '0'), ('transaction_timeout', '0'),
            ('default_transaction_isolation', 'read committed'), ('plan_cache_mode', 'force_generic_plan')) AS wanted (name, value)
        WHERE name IN (SELECT name FROM pg_settings)
        """;

    private readonly NpgsqlConnection _connection;
    private readonly long _book;
    private readonly AppendStatement?[] _prepared = new AppendStatement?[MaxPreparedRows + 1];

    private AppendConnection(NpgsqlConnection connection, long book)
    {
        _connection = connection;
        _book = book;
        _connection.Notice += (_, notice) => Warning ??= notice.Notice is { InvariantSeverity: "WARNING" } warning ? warning.MessageText : null;
        using (var settings = new NpgsqlCommand(Settings, connection)) settings.ExecuteNonQuery();
        using var self = new NpgsqlCommand("SELECT pid, backend_start, pg_is_in_recovery() FROM pg_stat_activity WHERE pid = pg_backend_pid()", connection);
        using var reader = self.ExecuteReader();
        if (!reader.Read()) throw new JournalUnavailableException("the server does not list this connection in pg_stat_activity");
        Backend = new Backend(reader.GetInt32(0), reader.GetDateTime(1));
        IsStandby = reader.GetBoolean(2);
    }

    /// <summary>The server's process that works for this connection.</summary>
    public Backend Backend { get; }

    /// <summary>Whether the server is a standby, which nobody can write to and which may be behind.</summary>
    public bool IsStandby { get; }

    /// <summary>
    /// What the server warned of during the last append. It does so when the wait for a synchronous standby was broken off: the rows are committed then, but
    /// perhaps on one machine only.
    /// </summary>
    public string? Warning { get; private set; }

    public NpgsqlConnection Connection => _connection;

    /// <exception cref="JournalUnavailableException">The database cannot be reached now.</exception>
    public static AppendConnection Open(PostgreSqlDatabase database)
    {
        var connection = database.OpenForAppending();
        try
        {
            return new AppendConnection(connection, database.Book);
        }
        catch (Exception e)
        {
            connection.Dispose();
            if (JournalFailures.IsOfConnection(e)) throw new JournalUnavailableException($"{database.Name} was lost as soon as it was reached: {e.Message}", e);
            throw;
        }
    }

    /// <returns>How many rows were written: all, or none where the head or the term is not what was expected.</returns>
    public int Append(long term, ulong expectedSequence, ReadOnlySpan<JournalRow> rows)
    {
        Warning = null;
        if (rows.Length > MaxPreparedRows)
        {
            using var large = new AppendStatement(_connection, rows.Length);
            return large.Run(_book, term, expectedSequence, rows);
        }

        return (_prepared[rows.Length] ??= new AppendStatement(_connection, rows.Length)).Run(_book, term, expectedSequence, rows);
    }

    public void Dispose()
    {
        foreach (var statement in _prepared) statement?.Dispose();
        _connection.Dispose();
    }

    /// <summary>
    /// The statement for so many rows. Each payload is a parameter of its own, which the server hands to the table as it came in; as an element of an array it would be
    /// copied twice more, through a file when rows are large.
    /// </summary>
    private sealed class AppendStatement : IDisposable
    {
        private readonly NpgsqlCommand _command;
        private readonly NpgsqlParameter<long>[] _numbers;
        private readonly NpgsqlParameter<ReadOnlyMemory<byte>>[] _payloads;
        private readonly byte[][] _hashes;

        public AppendStatement(NpgsqlConnection connection, int rows)
        {
            _command = new NpgsqlCommand(Text(rows), connection);
            var numbers = new List<NpgsqlParameter<long>>();
            _payloads = new NpgsqlParameter<ReadOnlyMemory<byte>>[rows];
            _hashes = new byte[rows + 1][];
            for (var i = 0; i < 4; i++) AddNumber();
            AddHash(0);
            for (var row = 0; row < rows; row++)
            {
                for (var i = 0; i < 3; i++) AddNumber();
                AddHash(row + 1);
                _payloads[row] = new NpgsqlParameter<ReadOnlyMemory<byte>> { NpgsqlDbType = NpgsqlDbType.Bytea };
                _command.Parameters.Add(_payloads[row]);
            }

            _numbers = [.. numbers];
            _command.Prepare();

            void AddNumber()
            {
                numbers.Add(new NpgsqlParameter<long> { NpgsqlDbType = NpgsqlDbType.Bigint });
                _command.Parameters.Add(numbers[^1]);
            }

            void AddHash(int at)
            {
                _hashes[at] = new byte[BatchHeader.HashSize];
                _command.Parameters.Add(new NpgsqlParameter<byte[]> { NpgsqlDbType = NpgsqlDbType.Bytea, TypedValue = _hashes[at] });
            }
        }

        public int Run(long book, long term, ulong expectedSequence, ReadOnlySpan<JournalRow> rows)
        {
            var number = 0;
            _numbers[number++].TypedValue = book;
            _numbers[number++].TypedValue = (long)expectedSequence - 1;
            _numbers[number++].TypedValue = term;
            _numbers[number++].TypedValue = (long)rows[^1].Sequence;
            Copy(rows[^1].Hash, _hashes[0]);
            for (var i = 0; i < rows.Length; i++)
            {
                ref readonly var row = ref rows[i];
                _numbers[number++].TypedValue = (long)row.Sequence;
                _numbers[number++].TypedValue = row.TimeUs;
                _numbers[number++].TypedValue = BitConverter.ToInt64(row.Payload.Span[BatchHeader.FirstNumberOffset..]);
                Copy(row.Hash, _hashes[i + 1]);
                _payloads[i].TypedValue = row.Payload;
            }

            return _command.ExecuteNonQuery();
        }

        private static void Copy(in Hash256 hash, byte[] to) => ((ReadOnlySpan<byte>)hash).CopyTo(to);

        private static string Text(int rows)
        {
            var text = new StringBuilder(
                """
                WITH moved AS (UPDATE giro.head SET sequence = $4, hash = $5 WHERE book = $1 AND sequence = $2 AND term = $3 RETURNING book)
                INSERT INTO giro.journal (book, sequence, time_us, first_number, hash, payload)
                SELECT $1, row.* FROM (VALUES 
                """);
            for (var row = 0; row < rows; row++)
            {
                var first = 6 + (row * 5);
                text.Append(row == 0 ? "" : ", ").Append($"(${first}, ${first + 1}, ${first + 2}, ${first + 3}, ${first + 4})");
            }

            return text.Append(") AS row WHERE EXISTS (SELECT FROM moved)").ToString();
        }

        public void Dispose() => _command.Dispose();
    }
}

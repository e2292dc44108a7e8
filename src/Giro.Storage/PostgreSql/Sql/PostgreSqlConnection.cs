using System.Data;
using Giro.Storage.Sql;
using Npgsql;

namespace Giro.Storage.PostgreSql.Sql;

/// <summary>
/// One connection to PostgreSQL that behaves as one to SQLite does.
/// <list type="bullet">
/// <item>A write transaction takes a lock of the book first, so that writers follow each other, and reads committed rows: each statement after the lock sees what
/// the writer before has committed. (A snapshot for the whole transaction would be taken before the lock is granted.) A single statement that writes takes the same lock.</item>
/// <item><see cref="SqlStatement.Run"/> within a write transaction is queued and goes out with others before anything is read, counted or committed; it may fail there.</item>
/// <item>After the lock the term in the journal's head is compared with that of this process: who was deposed meanwhile writes nothing. Whoever takes the lead ends the
/// sessions that still have the lock (Leadership/LeaseTable), so between two leaders nothing is written by the first after the second has begun.</item>
/// <item>An error ends the transaction: after it nothing but <see cref="RollBack"/> is of use, and <see cref="Commit"/> refuses.</item>
/// <item>A connection that is lost stays lost until the end of its transaction; then the next use opens another. A COMMIT during which it was lost fails: whether it was
/// done only the database knows, and every stage begins again from what is there.</item>
/// </list>
/// </summary>
internal sealed class PostgreSqlConnection : SqlConnection
{
    /// <summary>Statements that differ, kept in translation; more are translated each time. The stores have some 150.</summary>
    private const int MostTexts = 512;

    /// <summary>Of the advisory lock of a book's records: 'recs' in the upper 32 bits, the number of the book in the lower ones. Two books never have the same.</summary>
    private const long LockKey = 0x7265_6373L << 32;

    private readonly Func<NpgsqlConnection> _open;
    private readonly Func<long> _term;
    private readonly string _name;
    private readonly Dictionary<string, PostgreSqlText> _texts = [];
    private readonly PostgreSqlQueue _queue = new();
    private NpgsqlConnection _connection;
    private PostgreSqlStatement? _reading;
    private TransactionKind _transaction;
    private bool _hasFailed;
    private int _changes;

    /// <param name="open">Opens a connection, now and again when one was lost.</param>
    /// <param name="book">The number of the book.</param>
    /// <param name="name">Of the database, for messages.</param>
    /// <param name="term">The term that this process leads the book in; 0, as without it, where no leader was appointed.</param>
    public PostgreSqlConnection(Func<NpgsqlConnection> open, long book, string name, Func<long>? term = null)
    {
        _open = open;
        _term = term ?? (() => 0);
        _name = name;
        Book = book;
        _connection = open();
    }

    private enum TransactionKind
    {
        None,
        Write,
        Read,
    }

    public override long Book { get; }

    public override int Changes
    {
        get
        {
            Flush();
            return _changes;
        }
    }

    internal bool IsWriting => _transaction == TransactionKind.Write;

    public override SqlStatement Prepare(string sql) => new PostgreSqlStatement(this, TextOf(sql));

    public override void Execute(string sql)
    {
        var connection = Raw();
        try
        {
            using var command = new NpgsqlCommand(sql, connection);
            _changes = Math.Max(0, command.ExecuteNonQuery());
        }
        catch (NpgsqlException e) when (e is not NpgsqlOperationInProgressException)
        {
            throw Failed(e, sql);
        }
    }

    /// <exception cref="BookLostException">Another process leads the book now.</exception>
    public override void BeginWrite()
    {
        Begin(TransactionKind.Write, $"BEGIN; SET LOCAL lock_timeout = '60s'; SELECT pg_advisory_xact_lock({LockOf(Book)}); SET LOCAL lock_timeout = 0");
        try
        {
            CheckTerm();
        }
        catch
        {
            RollBack();
            throw;
        }
    }

    /// <summary>The key of the lock that the writers of a book's records take.</summary>
    internal static long LockOf(long book) => LockKey ^ book;

    private void CheckTerm()
    {
        var own = _term();
        if (own == 0) return;
        try
        {
            using var select = new NpgsqlCommand($"SELECT term FROM giro.head WHERE book = {Book}", _connection);
            if (select.ExecuteScalar() is long term && term != own) throw new BookLostException(_name, own, term);
        }
        catch (NpgsqlException e)
        {
            throw Failed(e, "the term of the book is read");
        }
    }

    public override void BeginRead() => Begin(TransactionKind.Read, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");

    public override void Commit()
    {
        if (_transaction == TransactionKind.None) throw new InvalidOperationException("there is no transaction");
        try
        {
            if (_transaction == TransactionKind.Write)
            {
                Flush();
                // PostgreSQL answers the COMMIT of a failed transaction with ROLLBACK and no error.
                if (_hasFailed) throw new PostgreSqlFailedException(_name, "the transaction has failed before and cannot be committed", "", isConnectionLost: !IsOpen);
            }

            if (IsOpen) SendCommit();
        }
        finally
        {
            if (_hasFailed && IsOpen) TakeBack();
            End();
        }
    }

    public override void RollBack()
    {
        try
        {
            _queue.Clear();
            if (_transaction != TransactionKind.None && IsOpen) Execute("ROLLBACK");
        }
        finally
        {
            End();
        }
    }

    /// <summary>The connection itself, for what goes faster without statements of both databases. Everything that was queued is done before.</summary>
    internal NpgsqlConnection Raw()
    {
        Flush();
        return Ready();
    }

    internal PostgreSqlFailedException Failed(NpgsqlException e, string sql)
    {
        _hasFailed = _transaction != TransactionKind.None;
        return PostgreSqlFailedException.From(e, _name, sql);
    }

    /// <summary>Begins to read rows of a statement; whatever was read before is put aside.</summary>
    internal NpgsqlDataReader Read(PostgreSqlStatement statement, NpgsqlCommand command, PostgreSqlText text)
    {
        var connection = Raw();
        command.Connection = connection;
        try
        {
            if (text.Uses++ > 0) command.Prepare();
            var reader = command.ExecuteReader();
            _reading = statement;
            return reader;
        }
        catch (NpgsqlException e) when (e is not NpgsqlOperationInProgressException)
        {
            throw Failed(e, text.Source);
        }
    }

    internal void EndOfReading(PostgreSqlStatement statement, int changes)
    {
        if (ReferenceEquals(_reading, statement)) _reading = null;
        if (changes >= 0) _changes = changes;
    }

    internal void Run(PostgreSqlText text, NpgsqlParameter[] parameters, int bytes)
    {
        if (_transaction == TransactionKind.None && _term() != 0)
        {
            RunAlone(text, parameters, bytes);
            return;
        }

        _queue.Add(text, parameters, bytes);
        if (_transaction != TransactionKind.Write || _queue.IsFull) Flush();
    }

    /// <summary>Sends what is queued. Outside of a transaction the lock of the book goes before it, and both are one transaction of the server.</summary>
    private void Flush()
    {
        if (_queue.Count == 0) return;
        var connection = Ready();
        try
        {
            _changes = _queue.Send(connection, _transaction == TransactionKind.None ? $"SELECT pg_advisory_xact_lock({LockOf(Book)})" : null);
        }
        catch (NpgsqlException e) when (e is not NpgsqlOperationInProgressException)
        {
            throw Failed(e, _queue.FailedSql(e));
        }
        finally
        {
            _queue.Clear();
        }
    }

    /// <summary>A statement without a transaction around it gets one, so that the term is checked under the lock.</summary>
    private void RunAlone(PostgreSqlText text, NpgsqlParameter[] parameters, int bytes)
    {
        BeginWrite();
        try
        {
            _queue.Add(text, parameters, bytes);
            Flush();
            var changes = _changes;
            Commit();
            _changes = changes;
        }
        catch
        {
            if (_transaction != TransactionKind.None) RollBack();
            throw;
        }
    }

    private bool IsOpen => _connection.State == ConnectionState.Open;

    /// <summary>A connection on which nothing is under way.</summary>
    private NpgsqlConnection Ready()
    {
        _reading?.PutAside();
        _reading = null;
        if (IsOpen) return _connection;
        if (_transaction != TransactionKind.None) throw new PostgreSqlFailedException(_name, "the connection was lost within this transaction, which is not done", "", isConnectionLost: true);
        _connection.Dispose();
        _connection = _open();
        return _connection;
    }

    private void Begin(TransactionKind kind, string sql)
    {
        if (_transaction != TransactionKind.None) throw new InvalidOperationException("there is a transaction already");
        _hasFailed = false;
        try
        {
            Execute(sql);
            _transaction = kind;
        }
        catch (PostgreSqlFailedException)
        {
            if (IsOpen) TakeBack();
            throw;
        }
    }

    private void SendCommit()
    {
        try
        {
            Execute("COMMIT");
        }
        catch (PostgreSqlFailedException e) when (e.IsConnectionLost)
        {
            throw new PostgreSqlFailedException(
                _name, "the connection was lost while a transaction was committed; whether it was, only the database knows: begin again from what is there", e.SqlState, isConnectionLost: true, e);
        }
    }

    /// <summary>Leaves a transaction that has failed; the error that made it fail is on its way to the caller.</summary>
    private void TakeBack()
    {
        try
        {
            using var command = new NpgsqlCommand("ROLLBACK", _connection);
            command.ExecuteNonQuery();
        }
        catch (NpgsqlException)
        {
            _connection.Close();
        }
    }

    private void End()
    {
        _queue.Clear();
        _transaction = TransactionKind.None;
        _hasFailed = false;
    }

    private PostgreSqlText TextOf(string sql)
    {
        if (_texts.TryGetValue(sql, out var text)) return text;
        text = PostgreSqlText.Of(sql);
        if (_texts.Count < MostTexts) _texts.Add(sql, text);
        return text;
    }

    public override void Dispose()
    {
        _reading = null;
        _connection.Dispose();
    }
}

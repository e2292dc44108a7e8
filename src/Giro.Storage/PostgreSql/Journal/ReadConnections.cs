using System.Data;
using Giro.Ledger.Journal;
using Npgsql;

namespace Giro.Storage.PostgreSql.Journal;

/// <summary>
/// Connections for reading, apart from the one that appends. One is used for a question and then kept for the next, as making one costs more than most questions.
/// Between questions a reader holds nothing on the server. A database that is lost is waited for: reading again harms nobody. Thread-safe.
/// </summary>
internal sealed class ReadConnections(PostgreSqlDatabase database, bool fromReplica, TimeSpan patience, CancellationToken abandoned) : IDisposable
{
    private const int MaxIdle = 4;
    private readonly Lock _lock = new();
    private readonly Stack<NpgsqlConnection> _idle = [];
    private bool _isDisposed;

    /// <param name="sequence">The row that damage is to be reported for.</param><param name="read">May be run again from the start.</param>
    /// <exception cref="JournalCorruptException">The server says that what it read is damaged.</exception>
    /// <exception cref="JournalUnavailableException">The database failed, or did not come back.</exception>
    public T Use<T>(ulong sequence, Func<NpgsqlConnection, T> read)
    {
        ReconnectWait? wait = null;
        while (true)
        {
            try
            {
                return Once(read);
            }
            catch (Exception e) when (JournalFailures.IsPassing(e))
            {
                wait ??= new ReconnectWait(patience, abandoned);
                if (!wait.Pause()) throw JournalFailures.OfReading(e, sequence);
            }
            catch (NpgsqlException e)
            {
                throw JournalFailures.OfReading(e, sequence);
            }
        }
    }

    private T Once<T>(Func<NpgsqlConnection, T> read)
    {
        var connection = Take();
        try
        {
            var result = read(connection);
            Return(connection);
            return result;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private NpgsqlConnection Take()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            while (_idle.TryPop(out var connection))
            {
                if (connection.State == ConnectionState.Open) return connection;
                connection.Dispose();
            }
        }

        return fromReplica ? database.OpenForReading() : database.Open();
    }

    private void Return(NpgsqlConnection connection)
    {
        lock (_lock)
        {
            if (!_isDisposed && _idle.Count < MaxIdle)
            {
                _idle.Push(connection);
                return;
            }
        }

        connection.Dispose();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            while (_idle.TryPop(out var connection)) connection.Dispose();
        }
    }
}

using Npgsql;

namespace Giro.Storage.PostgreSql.Journal;

/// <summary>A book taken for this process: a lock of the session, which ends with the connection.</summary>
internal static class BookLock
{
    /// <summary>So that a book's lock is no other advisory lock: the upper half of the key says 'giro'.</summary>
    private const long KeyBase = 0x6769_726FL << 32;

    /// <exception cref="BookInUseException">Another process has it.</exception>
    public static IDisposable Take(PostgreSqlDatabase database)
    {
        var connection = database.Open();
        try
        {
            using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection) { Parameters = { JournalTables.Number(KeyBase + database.Book) } };
            return command.ExecuteScalar() is true ? connection : throw new BookInUseException(database.Name);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}

using System.Diagnostics;
using Giro.Storage.Views;
using Npgsql;

namespace Giro.Storage.PostgreSql.Views;

/// <summary>
/// The lock that a session has while it writes the views of a book. Who opens a projector has taken the book before, so a session that still has the lock is of a process
/// that has lost it: paused in the middle of a transaction it would hold up its successor for ever, so it is ended.
/// </summary>
internal static class ViewLock
{
    /// <summary>'view' in the upper 32 bits, the number of the book in the lower ones.</summary>
    private const long Key = 0x7669_6577L << 32;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <param name="connection">Gets the lock until it is closed.</param><param name="name">Of the database, for messages.</param><param name="book">The number of the book.</param>
    /// <param name="fromOthers">Whether a session that has it is ended; else it is waited for a while.</param>
    /// <exception cref="ViewsInterruptedException">Another session keeps it.</exception>
    public static void Take(NpgsqlConnection connection, string name, long book, bool fromOthers)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            using (var take = new NpgsqlCommand($"SELECT pg_try_advisory_lock({Key | book})", connection))
            {
                if (take.ExecuteScalar() is true) return;
            }

            if (clock.Elapsed > Patience) throw new ViewsInterruptedException($"{name}: another session writes the views", hasSuccessor: true);
            if (fromOthers) EndOthers(connection, book);
            Thread.Sleep(20);
        }
    }

    private static void EndOthers(NpgsqlConnection connection, long book)
    {
        using var end = new NpgsqlCommand($"""
            SELECT pg_terminate_backend(pid) FROM pg_locks
            WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid() AND classid = {Key >> 32} AND objid = {book} AND objsubid = 1
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """, connection);
        end.ExecuteNonQuery();
    }
}

using System.Net.Sockets;
using Giro.Ledger.Journal;
using Npgsql;

namespace Giro.Storage.PostgreSql.Journal;

/// <summary>What failures of PostgreSQL mean for a journal, and how they are said.</summary>
internal static class JournalFailures
{
    /// <summary>
    /// Whether the statement was rolled back for certain: the server said ERROR. After FATAL and PANIC its process is gone, perhaps in the middle of a commit, and nothing
    /// is certain.
    /// </summary>
    public static bool IsRolledBack(PostgresException e) => e.InvariantSeverity == "ERROR";

    /// <summary>Whether the connection or the server is gone, rather than the statement wrong.</summary>
    public static bool IsOfConnection(Exception e) => e switch
    {
        PostgresException server => !IsRolledBack(server) || IsPassingState(server.SqlState),
        JournalUnavailableException or NpgsqlException or IOException or SocketException or TimeoutException => true,
        // What Npgsql says to the next use of a connection that it found broken.
        InvalidOperationException or ObjectDisposedException => true,
        _ => false,
    };

    /// <summary>Whether reading again after a while may go well.</summary>
    public static bool IsPassing(Exception e) => e is JournalUnavailableException || (e is NpgsqlException or IOException or SocketException or TimeoutException && IsOfConnection(e));

    /// <summary>57014 cancelled by somebody, 57P01..03 shutting down or starting, 53300 too many connections, 40001 a standby's conflict with recovery, 25006 not promoted yet.</summary>
    private static bool IsPassingState(string state) => state is "57014" or "57P01" or "57P02" or "57P03" or "53300" or "40001" or "25006";

    public static Exception OfAppend(PostgresException e, ulong sequence) => e.SqlState switch
    {
        PostgresErrorCodes.UniqueViolation => new JournalConflictException(sequence),
        _ => new JournalUnavailableException($"the journal cannot be written{Because(e)}: {e.MessageText}", e),
    };

    public static Exception OfOpening(NpgsqlException e) => IsDamage(e)
        ? new JournalCorruptException(1, $"cannot be opened: {TextOf(e)}", e)
        : new JournalUnavailableException($"the journal cannot be opened{Because(e)}: {TextOf(e)}", e);

    /// <summary>What a failure to read means: the bytes are wrong, or they cannot be reached now.</summary>
    public static Exception OfReading(Exception e, ulong sequence) => IsDamage(e)
        ? new JournalCorruptException(Math.Max(1, sequence), $"cannot be read: {TextOf(e)}", e)
        : new JournalUnavailableException($"the journal cannot be read{Because(e)}: {TextOf(e)}", e);

    public static JournalUnavailableException OfPatience(string name, ulong sequence, TimeSpan patience, Exception e) =>
        new($"row {sequence} could not be written to {name}, which was waited for {patience.TotalSeconds:0.###} s{Because(e)}; whether it is there is read when the book is opened again: {TextOf(e)}", e);

    /// <summary>Class XX is corruption that the server found itself; 58P01 a data file that is not there; 42P01 and 42703 tables that are not those of the journal.</summary>
    private static bool IsDamage(Exception e) => e is PostgresException { SqlState: "XX001" or "XX002" or "58P01" or "42P01" or "42703" };

    private static string Because(Exception e) => (e as PostgresException ?? e.InnerException as PostgresException)?.SqlState switch
    {
        PostgresErrorCodes.DiskFull => ", the disk is full",
        PostgresErrorCodes.ReadOnlySqlTransaction => ", the database is read-only",
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => ", the server is shutting down",
        PostgresErrorCodes.CannotConnectNow => ", the server is starting or stopping",
        PostgresErrorCodes.TooManyConnections => ", the server has no connection left",
        _ => "",
    };

    private static string TextOf(Exception e) => e is PostgresException server ? server.MessageText : e.Message;
}

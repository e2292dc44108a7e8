using System.Text.RegularExpressions;
using Giro.Ledger.Journal;
using Npgsql;

namespace Giro.Storage.PostgreSql;

/// <summary>The database that a book's settings name. Opens connections; each belongs to whoever asked for it and is not pooled.</summary>
internal sealed partial class PostgreSqlDatabase(StoreSettings settings)
{
    /// <summary>All of Giro's tables stand in this schema.</summary>
    public const string Schema = "giro";

    public long Book => settings.Book;

    public StoreSettings Settings => settings;

    /// <summary>Host, port, database and book; never a password.</summary>
    public string Name => NameOf(settings.Connection);

    /// <summary>Opens a connection to the primary.</summary>
    /// <exception cref="JournalUnavailableException">It cannot be reached now, or refuses.</exception>
    public NpgsqlConnection Open() => Open(settings.Connection);

    /// <summary>Opens a connection to the read replica, or to the primary where there is none.</summary>
    public NpgsqlConnection OpenForReading() => Open(settings.ReadConnection ?? settings.Connection);

    /// <summary>Opens a connection to the primary whose buffer takes a batch in few pieces.</summary>
    public NpgsqlConnection OpenForAppending() => Open(settings.Connection, writeBufferBytes: 256 << 10);

    private NpgsqlConnection Open(string connectionString, int? writeBufferBytes = null)
    {
        try
        {
            var connection = new NpgsqlConnection(Complete(connectionString, writeBufferBytes));
            try
            {
                connection.Open();
                return connection;
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is NpgsqlException or System.Net.Sockets.SocketException or TimeoutException)
        {
            throw new JournalUnavailableException($"{NameOf(connectionString)} cannot be opened: {e.Message}", e);
        }
    }

    /// <summary>
    /// No command times out: a client that gives up on a COMMIT does not know what became of it. Dead peers are found by TCP.
    /// </summary>
    private static string Complete(string connectionString, int? writeBufferBytes)
    {
        var builder = Parse(connectionString);
        if (writeBufferBytes is { } bytes) builder.WriteBufferSize = bytes;
        builder.Pooling = false;
        builder.CommandTimeout = 0;
        builder.SearchPath = Schema;
        builder.TcpKeepAlive = true;
        builder.TcpKeepAliveTime = 2;
        builder.TcpKeepAliveInterval = 1;
        builder.ApplicationName ??= "giro";
        builder.IncludeFailedBatchedCommand = true;
        if (builder.Host?.Contains(',', StringComparison.Ordinal) == true)
        {
            // Of several servers only the primary will do, unless somebody wants another; and a standby that was just promoted must not be remembered as one.
            builder.TargetSessionAttributes ??= "primary";
            builder.HostRecheckSeconds = 1;
        }

        return builder.ConnectionString;
    }

    private static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(Variable().Replace(connectionString, match => Environment.GetEnvironmentVariable(match.Groups["name"].Value)
                ?? throw new StoreSettingsException($"the connection string names the variable {match.Groups["name"].Value}, which is not set")));
        }
        catch (ArgumentException e)
        {
            throw new StoreSettingsException($"the connection string cannot be used: {e.Message}", e);
        }
    }

    private string NameOf(string connectionString)
    {
        var builder = Parse(connectionString);
        return $"PostgreSQL {builder.Host}:{builder.Port}/{builder.Database} book {settings.Book}";
    }

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();
}

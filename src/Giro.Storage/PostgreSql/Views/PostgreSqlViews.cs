using Giro.Ledger.Journal;
using Giro.Storage.PostgreSql.Archive;
using Giro.Storage.PostgreSql.Sql;
using Giro.Storage.Views;
using Npgsql;

namespace Giro.Storage.PostgreSql.Views;

/// <summary>
/// The views of a book on PostgreSQL. A generation is one making of them; readers see the one that <c>view_generation</c> names in their snapshot, so that views that were made
/// anew come into place by the change of one row, whatever partitions the rows stand in, and nobody waits.
/// </summary>
internal sealed class PostgreSqlViews(PostgreSqlDatabase database) : ViewsDatabase
{
    internal const string Kind = "views";

    /// <summary>Tables with rows of a generation.</summary>
    private static readonly string[] Tables = ["view_checkpoint", "batches", "days", "accounts", "balances", "history", "carried_balances", "ids", "links", "value_shifts"];

    /// <summary>Of the server, for the last projector's session; none has -1.</summary>
    private int _processId = -1;

    public override string Name => database.Name;

    public override bool Exists
    {
        get
        {
            using var connection = database.OpenForReading();
            return PostgreSqlMigrations.VersionOf(connection, Kind) > 0 && Generation(connection) > 0;
        }
    }

    public override ViewReader Read() => Read(generation: null);

    public override string Rebuild(IJournal journal, Action<ulong>? progress = null)
    {
        using var connection = database.Open();
        Prepare(connection);
        var current = Generation(connection);
        var next = Math.Max(current, Newest(connection)) + 1;

        // What an interrupted making left is nobody's.
        DeleteAllBut(connection, current);
        using (var projector = Open(next, from: null)) ViewRebuild.Project(journal, projector, progress);
        string hash;
        using (var reader = Read(next)) hash = reader.ContentHash();
        Execute(connection, "INSERT INTO view_generation VALUES ($1, $2) ON CONFLICT (book) DO UPDATE SET generation = $2", database.Book, next);
        DeleteAllBut(connection, next);
        return hash;
    }

    internal override IViewProjector OpenProjector() => OpenProjector(from: null);

    internal override IViewProjector ReopenProjector() => OpenProjector(_processId);

    private PostgreSqlViewProjector OpenProjector(int? from)
    {
        try
        {
            long generation;
            using (var connection = database.Open())
            {
                Prepare(connection);
                Execute(connection, "INSERT INTO view_generation VALUES ($1, 1) ON CONFLICT (book) DO NOTHING", database.Book);
                generation = Generation(connection);
            }

            return Open(generation, from);
        }
        catch (NpgsqlException e)
        {
            throw new JournalUnavailableException($"{database.Name}: the views cannot be opened: {e.Message}", e);
        }
    }

    private PostgreSqlViewProjector Open(long generation, int? from)
    {
        var connection = database.Open();
        try
        {
            ViewLock.Take(connection, database.Name, database.Book, from);
            _processId = connection.ProcessID;
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        return new PostgreSqlViewProjector(database, connection, generation);
    }

    private ViewReader Read(long? generation)
    {
        var connection = new PostgreSqlConnection(generation is null ? database.OpenForReading : database.Open, database.Book, database.Name);
        try
        {
            if (PostgreSqlMigrations.VersionOf(connection.Raw(), Kind) == 0) throw None();
            connection.BeginRead();

            // Before the snapshot is taken: from here on no partition leaves the table until this reader ends.
            connection.Execute("LOCK TABLE ONLY history IN ACCESS SHARE MODE");
            var current = generation ?? Generation(connection.Raw());
            if (current == 0) throw None();
            return new ViewReader(new PostgreSqlViewTables(connection, current));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private FileNotFoundException None() => new($"{database.Name}: there are no views here; giro views rebuild makes them from the journal");

    internal static void Prepare(NpgsqlConnection connection)
    {
        PostgreSqlMigrations.Apply(connection, "partitions");
        PostgreSqlMigrations.Apply(connection, ArchiveCatalog.Kind);
        PostgreSqlMigrations.Apply(connection, Kind);
    }

    /// <summary>The generation that readers of a book see; 0 where there is none, or no views of any book yet.</summary>
    internal static long Generation(NpgsqlConnection connection, long book) => PostgreSqlMigrations.VersionOf(connection, Kind) == 0 ? 0 : Shown(connection, book);

    private long Generation(NpgsqlConnection connection) => Shown(connection, database.Book);

    private static long Shown(NpgsqlConnection connection, long book) => Number(connection, "SELECT generation FROM view_generation WHERE book = $1", book);

    private long Newest(NpgsqlConnection connection) => Number(connection, "SELECT max(generation) FROM view_checkpoint WHERE book = $1", database.Book);

    private void DeleteAllBut(NpgsqlConnection connection, long generation)
    {
        foreach (var table in Tables) Execute(connection, $"DELETE FROM {table} WHERE book = $1 AND generation <> $2", database.Book, generation);

        // Files of views that are no more are of no use; those of tables without generations (0) are.
        Execute(connection, "DELETE FROM archive WHERE book = $1 AND generation NOT IN (0, $2)", database.Book, generation);
    }

    private static long Number(NpgsqlConnection connection, string sql, long book)
    {
        using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = book } } };
        return command.ExecuteScalar() as long? ?? 0;
    }

    private static void Execute(NpgsqlConnection connection, string sql, params ReadOnlySpan<long> values)
    {
        using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = value });
        command.ExecuteNonQuery();
    }
}

using Giro.Ledger.Journal;
using Giro.Storage.PostgreSql;
using Giro.Storage.Sqlite;
using Npgsql;

namespace Giro.Storage;

/// <summary>Where a book is kept, in what versions, how far and how large.</summary>
/// <param name="Kind">embedded or postgresql.</param>
/// <param name="Server">What the server says that it is; null for a folder.</param>
/// <param name="Versions">Of the tables of each kind; 0 where there are none yet.</param>
/// <param name="Head">The last row of the journal; null where there is no journal.</param>
/// <param name="Sizes">Bytes of each file, or of each kind of table with its indexes, over all books of the database.</param>
public sealed record StoreFacts(
    string Kind, string Name, long Book, string? Server, IReadOnlyList<(string Kind, int Version, int Newest)> Versions, JournalHead? Head, IReadOnlyList<(string Name, long Bytes)> Sizes)
{
    private static readonly string[] Kinds = ["journal", "records", "views", "leader"];

    public static StoreFacts Of(BookStore store) => store is PostgreSqlStore onServer ? OfServer(onServer) : OfFolder(store);

    /// <summary>The number behind the highest of a book that the database has.</summary>
    /// <exception cref="StoreSettingsException">The connection string cannot be used.</exception>
    /// <exception cref="JournalUnavailableException">The database cannot be reached.</exception>
    public static long FreeBook(string connectionString)
    {
        using var connection = new PostgreSqlDatabase(new StoreSettings(connectionString)).Open();
        if (PostgreSqlMigrations.VersionOf(connection, "journal") == 0) return 1;
        using var command = new NpgsqlCommand("SELECT coalesce(max(book), 0) + 1 FROM giro.head", connection);
        return (long)command.ExecuteScalar()!;
    }

    private static StoreFacts OfFolder(BookStore store)
    {
        var files = new[] { ("journal", store.Folder.Journal), ("records", store.Folder.Records), ("views", store.Folder.Views) };
        var versions = new List<(string, int, int)>();
        foreach (var (kind, path) in files.Where(file => File.Exists(file.Item2)))
        {
            using var file = new SqliteFile(path, readOnly: true);
            versions.Add((kind, Migrations.HasVersionTable(file) ? Migrations.VersionOf(file, kind) : 0, Migrations.Newest(kind)));
        }

        return new StoreFacts(
            "embedded", store.Name, 1, null, versions, HeadOf(store),
            [.. files.Where(file => File.Exists(file.Item2)).Select(file => (Path.GetFileName(file.Item2), SizeOf(file.Item2)))]);
    }

    private static StoreFacts OfServer(PostgreSqlStore store)
    {
        using var connection = store.Database.Open();
        var versions = Kinds.Where(PostgreSqlMigrations.Has).Select(kind => (kind, PostgreSqlMigrations.VersionOf(connection, kind), PostgreSqlMigrations.Newest(kind))).ToList();
        var sizes = new List<(string, long)>();
        using (var command = new NpgsqlCommand(
            """
            SELECT c.relname, sum(pg_total_relation_size(coalesce(i.inhrelid, c.oid)))::bigint FROM pg_class c LEFT JOIN pg_inherits i ON i.inhparent = c.oid
            WHERE c.relnamespace = to_regnamespace($1) AND c.relkind IN ('r', 'p') AND NOT c.relispartition GROUP BY c.relname ORDER BY 2 DESC, 1
            """, connection) { Parameters = { new() { Value = PostgreSqlDatabase.Schema } } })
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read()) sizes.Add((reader.GetString(0), reader.GetInt64(1)));
        }

        return new StoreFacts("postgresql", store.Name, store.Database.Book, "PostgreSQL " + connection.ServerVersion, versions, HeadOf(store), sizes);
    }

    private static JournalHead? HeadOf(BookStore store)
    {
        if (!store.HasJournal) return null;
        using var journal = store.OpenJournalReadOnly();
        return journal.ReadHead();
    }

    private static long SizeOf(string path) => new[] { path, path + "-wal" }.Where(File.Exists).Sum(file => new FileInfo(file).Length);
}

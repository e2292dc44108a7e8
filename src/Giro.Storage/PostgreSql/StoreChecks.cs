using Giro.Ledger.Journal;
using Npgsql;

namespace Giro.Storage.PostgreSql;

/// <summary>What is asked of a database before a book in it is opened: that its settings are safe, and that the book has arrived there whole.</summary>
internal static class StoreChecks
{
    /// <exception cref="UnsafeSettingsException">The server can lose what was acknowledged.</exception>
    /// <exception cref="JournalUnavailableException">The book is still being moved there.</exception>
    public static void BeforeWriting(PostgreSqlDatabase database)
    {
        using var connection = database.Open();
        SafeSettings.Check(connection, database.Settings);
        RefuseArriving(connection, database);
    }

    /// <exception cref="JournalUnavailableException">The book is still being moved there.</exception>
    public static void BeforeReading(PostgreSqlDatabase database)
    {
        using var connection = database.Open();
        RefuseArriving(connection, database);
    }

    private static void RefuseArriving(NpgsqlConnection connection, PostgreSqlDatabase database)
    {
        if (!database.MayBeArriving && ArrivingBook.SourceOf(connection, database.Book) is { } source)
            throw new JournalUnavailableException($"{database.Name} is incomplete: it is being moved there from {source}. Run giro migrate-store again to finish; {source} is still whole");
    }
}

/// <summary>A row that stands in the database while a book is being moved into it, so that nobody takes half a book for a whole one.</summary>
internal static class ArrivingBook
{
    private const string Kind = "store";

    /// <summary>From where the book comes; null when it is here whole, or not here at all.</summary>
    public static string? SourceOf(NpgsqlConnection connection, long book)
    {
        if (PostgreSqlMigrations.VersionOf(connection, Kind) == 0) return null;
        using var command = new NpgsqlCommand("SELECT source FROM giro.arriving_book WHERE book = $1", connection) { Parameters = { new() { Value = book } } };
        return command.ExecuteScalar() as string;
    }

    /// <summary>Marks the book as incomplete, for good until <see cref="Arrived"/>.</summary>
    public static void Begin(NpgsqlConnection connection, long book, string source)
    {
        PostgreSqlMigrations.Apply(connection, Kind);
        using var command = new NpgsqlCommand("INSERT INTO giro.arriving_book (book, source) VALUES ($1, $2) ON CONFLICT (book) DO UPDATE SET source = excluded.source", connection)
        {
            Parameters = { new() { Value = book }, new() { Value = source } },
        };
        command.ExecuteNonQuery();
    }

    public static void Arrived(NpgsqlConnection connection, long book)
    {
        using var command = new NpgsqlCommand("DELETE FROM giro.arriving_book WHERE book = $1", connection) { Parameters = { new() { Value = book } } };
        command.ExecuteNonQuery();
    }
}

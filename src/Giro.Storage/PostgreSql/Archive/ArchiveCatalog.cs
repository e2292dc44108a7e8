using Giro.Storage.PostgreSql.Partitions;
using Npgsql;

namespace Giro.Storage.PostgreSql.Archive;

/// <summary>Rows of a partition that stand in a file: a row of the table <c>archive</c>.</summary>
internal sealed record ArchivedPartition(
    long Book, string Table, PartitionSlot Slot, long Generation, string File, long Rows, long FirstNumber, long LastNumber, byte[] ContentHash, byte[] FileHash)
{
    /// <param name="isAway">What is thrown when the file is not there.</param>
    public ArchiveReader Open(Func<ArchivedPartition, Exception, IOException> isAway)
    {
        try
        {
            return new ArchiveReader(File);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw isAway(this, e);
        }
    }

    /// <summary>What is said when its file is not there.</summary>
    /// <param name="what">What the file holds.</param>
    public string IsAway(string what) =>
        $"the {what} of {Slot.First:yyyy-MM-dd}{(Slot.IsOfMonth ? $" to {Slot.Last:yyyy-MM-dd}" : "")} are archived in {File}, which cannot be read here; put it there, or bring it back with giro archive attach";
}

/// <summary>The table <c>archive</c>.</summary>
internal static class ArchiveCatalog
{
    public const string Kind = "archive";

    private const string Columns = "book, table_name, slot, generation, file, row_count, first_number, last_number, content_hash, file_hash";

    /// <summary>What is archived of a book, by table and slot. Of views those of the generation that is read alone.</summary>
    public static List<ArchivedPartition> Of(NpgsqlConnection connection, long book, long generation) => Read(
        connection, $"SELECT {Columns} FROM giro.archive WHERE book = $1 AND (generation = 0 OR generation = $2) ORDER BY table_name, slot", book, generation);

    public static List<ArchivedPartition> Of(NpgsqlConnection connection, long book, string table, long generation) => Read(
        connection, $"SELECT {Columns} FROM giro.archive WHERE book = $1 AND table_name = $3 AND generation = $2 ORDER BY slot", book, generation, table);

    /// <summary>What is archived of a partition, of all books.</summary>
    public static List<ArchivedPartition> Of(NpgsqlConnection connection, string table, PartitionSlot slot) => Read(
        connection, $"SELECT {Columns} FROM giro.archive WHERE slot = $1 AND table_name = $2 ORDER BY book, generation", slot.Value, table);

    public static void Put(NpgsqlConnection connection, ArchivedPartition archived)
    {
        using var command = new NpgsqlCommand($"""
            INSERT INTO giro.archive ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (book, table_name, slot, generation)
            DO UPDATE SET file = $5, row_count = $6, first_number = $7, last_number = $8, content_hash = $9, file_hash = $10
            """, connection);
        foreach (var value in (object[])[archived.Book, archived.Table, archived.Slot.Value, archived.Generation, archived.File, archived.Rows, archived.FirstNumber, archived.LastNumber, archived.ContentHash, archived.FileHash])
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        command.ExecuteNonQuery();
    }

    public static void Delete(NpgsqlConnection connection, long book, string table, long slot, long generation)
    {
        using var command = new NpgsqlCommand("DELETE FROM giro.archive WHERE book = $1 AND table_name = $2 AND slot = $3 AND generation = $4", connection);
        foreach (var value in (object[])[book, table, slot, generation]) command.Parameters.Add(new NpgsqlParameter { Value = value });
        command.ExecuteNonQuery();
    }

    private static List<ArchivedPartition> Read(NpgsqlConnection connection, string sql, params ReadOnlySpan<object> values)
    {
        using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        var found = new List<ArchivedPartition>();
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            found.Add(new ArchivedPartition(
                row.GetInt64(0), row.GetString(1), new PartitionSlot(row.GetInt64(2)), row.GetInt64(3), row.GetString(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7),
                row.GetFieldValue<byte[]>(8), row.GetFieldValue<byte[]>(9)));
        }

        return found;
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Giro.Storage.PostgreSql.Partitions;

namespace Giro.Storage.PostgreSql;

/// <summary>
/// <c>store.json</c> in a book's folder, which says on which PostgreSQL the book is kept. Connection strings are Npgsql's; ${NAME} in them stands for a variable
/// of the environment, so that a password need not stand in the file.
/// </summary>
/// <param name="Connection">The primary: journal, records and views are written there.</param>
/// <param name="Book">The number of the book in that database, from 1.</param>
/// <param name="ReadConnection">A replica for statements and reports; null to read from the primary.</param>
/// <param name="IsTest">Whether settings that can lose what was acknowledged are only warned of.</param>
/// <param name="Partitions">How large tables are cut; null for the defaults.</param>
public sealed record StoreSettings(string Connection, long Book = 1, string? ReadConnection = null, bool IsTest = false, PartitionPolicy? Partitions = null)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Null where there is no such file: the book is kept in the folder itself.</summary>
    /// <exception cref="StoreSettingsException">It cannot be used.</exception>
    public static StoreSettings? Read(BookFolder folder)
    {
        if (!File.Exists(folder.Store)) return null;
        try
        {
            var settings = JsonSerializer.Deserialize<StoreSettings>(File.ReadAllText(folder.Store), Format);
            if (string.IsNullOrWhiteSpace(settings?.Connection)) throw new StoreSettingsException($"{folder.Store}: connection is missing");
            if (settings.Book < 1) throw new StoreSettingsException($"{folder.Store}: book is {settings.Book}; books are numbered from 1");
            settings.Partitions?.Check(folder.Store);
            return settings;
        }
        catch (JsonException e)
        {
            throw new StoreSettingsException($"{folder.Store}, line {e.LineNumber + 1}: {e.Message}", e);
        }
    }

    public void Write(BookFolder folder) => File.WriteAllText(folder.Store, JsonSerializer.Serialize(this, Format) + "\n");
}

/// <summary>The store of a book is not described well enough to be opened.</summary>
public sealed class StoreSettingsException(string message, Exception? inner = null) : Exception(message, inner);

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Giro.Storage.PostgreSql.Partitions;
using Npgsql;

namespace Giro.Storage.PostgreSql;

/// <summary>
/// <c>store.json</c> in a book's folder, which says on which PostgreSQL the book is kept; or, in a folder that has neither that file nor a journal, the variable
/// GIRO_STORE with a connection string (and GIRO_BOOK with the book's number). Connection strings are Npgsql's; ${NAME} in them stands for a variable
/// of the environment, so that a password need not stand in the file.
/// </summary>
/// <param name="Connection">The primary: journal, records and views are written there.</param>
/// <param name="Book">The number of the book in that database, from 1.</param>
/// <param name="ReadConnection">A replica for statements and reports; null to read from the primary.</param>
/// <param name="IsTest">Whether settings that can lose what was acknowledged are only warned of.</param>
/// <param name="Partitions">How large tables are cut; null for the defaults.</param>
public sealed partial record StoreSettings(string Connection, long Book = 1, string? ReadConnection = null, bool IsTest = false, PartitionPolicy? Partitions = null)
{
    /// <summary>The variable with a connection string for folders that say nothing themselves.</summary>
    public const string Variable = "GIRO_STORE";

    /// <summary>The variable with the book's number beside it.</summary>
    public const string BookVariable = "GIRO_BOOK";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false, AllowDuplicateProperties = false,
        // A password may have any character; the file is for people, not for HTML.
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Null where the book is kept in the folder itself.</summary>
    /// <exception cref="StoreSettingsException">They cannot be used; names file, line and field, or the variable.</exception>
    public static StoreSettings? Read(BookFolder folder) => Read(folder, Environment.GetEnvironmentVariable);

    internal static StoreSettings? Read(BookFolder folder, Func<string, string?> variable)
    {
        if (File.Exists(folder.Store)) return ReadFile(folder.Store);
        if (File.Exists(folder.Journal) || variable(Variable) is not { Length: > 0 } connection) return null;
        var book = variable(BookVariable) is { Length: > 0 } number
            ? long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : throw new StoreSettingsException($"{BookVariable} is '{number}', not a number")
            : 1;
        CheckBook(BookVariable, book);
        CheckConnection($"the variable {Variable}", connection);
        return new StoreSettings(connection, book);
    }

    public void Write(BookFolder folder)
    {
        Directory.CreateDirectory(folder.Root);
        var temporary = folder.Store + ".new";
        File.WriteAllText(temporary, JsonSerializer.Serialize(this, Format) + "\n");
        // It may hold a password.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(temporary, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Move(temporary, folder.Store, overwrite: true);
        Ledger.FolderSync.Flush(folder.Root);
    }

    /// <summary>The connection string with its variables in their places.</summary>
    /// <exception cref="StoreSettingsException">A variable is not set, or the string is not one of Npgsql's.</exception>
    internal static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        var complete = Reference().Replace(connectionString, match => Environment.GetEnvironmentVariable(match.Groups["name"].Value)
            ?? throw new StoreSettingsException($"the connection string names the variable {match.Groups["name"].Value}, which is not set"));
        if (complete.Contains("://", StringComparison.Ordinal) && complete.StartsWith("postgres", StringComparison.OrdinalIgnoreCase))
            throw new StoreSettingsException("the connection string is an address; write it as Host=...;Port=...;Database=...;Username=...;Password=...");
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(complete);
            return string.IsNullOrEmpty(builder.Host) ? throw new StoreSettingsException("the connection string names no Host") : builder;
        }
        catch (ArgumentException e)
        {
            // What Npgsql says may quote a piece of a password that holds a semicolon, so its words stay out.
            var what = e.InnerException is FormatException or OverflowException ? "a value in it is of the wrong kind" : "it has a keyword that Npgsql does not know, or a value with ; or = that is not in quotes";
            throw new StoreSettingsException($"the connection string cannot be used: {what}. It is a list such as Host=db1;Port=5432;Database=giro;Username=giro;Password=\"...\"");
        }
    }

    private static StoreSettings ReadFile(string path)
    {
        var text = File.ReadAllText(path);
        StoreSettings? settings;
        try
        {
            settings = JsonSerializer.Deserialize<StoreSettings>(text, Format);
        }
        catch (JsonException e)
        {
            throw new StoreSettingsException($"{path}, line {(e.LineNumber ?? 0) + 1}{Field(e.Path)}: {Fault(e, text)}");
        }

        if (string.IsNullOrWhiteSpace(settings?.Connection)) throw new StoreSettingsException($"{path}: connection is missing");
        CheckBook($"{path}, line {LineOf(text, "book")}, book", settings.Book);
        CheckConnection($"{path}, line {LineOf(text, "connection")}, connection", settings.Connection);
        if (settings.ReadConnection is { } read) CheckConnection($"{path}, line {LineOf(text, "readConnection")}, readConnection", read);
        settings.Partitions?.Check(path);
        return settings;
    }

    private static string Field(string? path) => path is null or "$" or "" ? "" : ", " + path.TrimStart('$').TrimStart('.');

    private static string Fault(JsonException e, string text) => e.Message switch
    {
        _ when text.AsSpan().Trim().IsEmpty => "the file is empty",
        var said when said.Contains("could not be mapped", StringComparison.Ordinal) => "there is no such field; there are " + string.Join(", ", typeof(StoreSettings).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))),
        var said when said.Contains("uplicate", StringComparison.Ordinal) => "the field stands there twice",
        var said when said.Contains("could not be converted", StringComparison.Ordinal) => "the value is of the wrong type",
        _ => "this is not JSON",
    };

    private static void CheckBook(string place, long book)
    {
        if (book < 1) throw new StoreSettingsException($"{place} is {book}; books are numbered from 1");
    }

    private static void CheckConnection(string place, string connection)
    {
        try
        {
            _ = Parse(connection);
        }
        catch (StoreSettingsException e)
        {
            throw new StoreSettingsException($"{place}: {e.Message}");
        }
    }

    private static int LineOf(string text, string field)
    {
        var at = text.IndexOf($"\"{field}\"", StringComparison.Ordinal);
        return 1 + text.AsSpan(0, Math.Max(0, at)).Count('\n');
    }

    /// <summary>Without the connection strings: what is printed ends up in logs.</summary>
    public override string ToString() => $"book {Book}{(IsTest ? ", a test" : "")}";

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}

/// <summary>The store of a book is not described well enough to be opened.</summary>
public sealed class StoreSettingsException(string message, Exception? inner = null) : Exception(message, inner);

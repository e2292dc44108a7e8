using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Giro.Storage.Backup;
using Giro.Storage.PostgreSql;
using Giro.Storage.PostgreSql.Records;
using Giro.Storage.Sql;
using Giro.Storage.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace Giro.Storage.Migration;

/// <summary>A table of the records in both places: how many rows, and the hash of all they say in order of their key.</summary>
public sealed record CopiedTable(string Name, long SourceRows, string SourceHash, long TargetRows, string TargetHash)
{
    public bool IsEqual => SourceRows == TargetRows && SourceHash == TargetHash;
}

/// <summary>
/// The tables of the records, whatever they are: both databases have them under the same names with the same columns, so they are copied and compared without this
/// code knowing what they mean. The number of the book is the only thing that changes. Only clearing lines
/// have a column more there: their partition (<see cref="ClearingPlaces"/>).
/// </summary>
[SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "names of tables and columns are those of the schema")]
internal static class RecordTables
{
    private const string Book = "book";

    /// <summary>A table with its columns in order: those of the key first where rows are compared.</summary>
    private sealed record Table(string Name, IReadOnlyList<(string Name, bool IsKey, string Type)> Columns)
    {
        public IEnumerable<string> Key => Columns.Where(column => column.IsKey && column.Name != Book).Select(column => column.Name);

        public IEnumerable<string> Values => Columns.Where(column => column.Name != Book).Select(column => column.Name);
    }

    /// <summary>Whether any table of the database has a row of the book.</summary>
    public static bool HaveRows(NpgsqlConnection connection, long book) => InServer(connection).Any(table => HasRows(connection, table, book));

    /// <summary>Copies everything in one transaction, in the place of whatever an interrupted move has left.</summary>
    public static void Copy(SqliteFile source, NpgsqlConnection target, long book, ClearingPlaces places, IBackupProgress progress)
    {
        places.Prepare(source);
        using var transaction = target.BeginTransaction();
        foreach (var table in InFile(source).ToList())
        {
            if (HasRows(target, table.Name, book)) Empty(target, table.Name, book);
            CopyTable(source, target, table, book, table.Name == ClearingPlaces.Table ? places : null);
            progress.At(0);
        }

        places.WriteDays(target, source);
        PostgreSqlRecords.ContinueNumbers(target);
        transaction.Commit();
    }

    /// <summary>Reads every table in both places.</summary>
    public static IReadOnlyList<CopiedTable> Compare(SqlConnection source, SqlConnection target, IBackupProgress progress)
    {
        var compared = new List<CopiedTable>();
        foreach (var table in InFile((SqliteFile)source).ToList())
        {
            var (ours, theirs) = (HashOf(source, table), HashOf(target, table));
            compared.Add(new CopiedTable(table.Name, ours.Rows, ours.Hash, theirs.Rows, theirs.Hash));
            progress.At(0);
        }

        return compared;
    }

    private static IEnumerable<Table> InFile(SqliteFile file)
    {
        var names = new List<string>();
        using (var tables = file.Prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'giro' ORDER BY name"))
        {
            while (tables.Step()) names.Add(tables.Text(0));
        }

        foreach (var name in names)
        {
            var columns = new List<(string, bool, string)>();
            using var info = file.Prepare($"SELECT name, pk, type FROM pragma_table_info('{name}') ORDER BY pk = 0, pk, cid");
            while (info.Step()) columns.Add((info.Text(0), info.Int64(1) > 0, info.Text(2)));
            yield return new Table(name, columns);
        }
    }

    /// <summary>Tables of any kind that have the book in them, but for those of other concerns.</summary>
    private static List<string> InServer(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(
            """
            SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'book'
            WHERE c.relnamespace = to_regnamespace($1) AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname NOT IN ('arriving_book', 'head', 'lease') ORDER BY c.relname
            """, connection) { Parameters = { new() { Value = PostgreSqlDatabase.Schema } } };
        using var reader = command.ExecuteReader();
        var tables = new List<string>();
        while (reader.Read()) tables.Add(reader.GetString(0));
        return tables;
    }

    private static bool HasRows(NpgsqlConnection connection, string table, long book)
    {
        using var command = new NpgsqlCommand($"SELECT EXISTS (SELECT FROM {InSchema(table)} WHERE book = $1)", connection) { Parameters = { new() { Value = book } } };
        return command.ExecuteScalar() is true;
    }

    /// <summary>Triggers that keep what happened from being deleted are for those who work with the book, not for half a copy of it.</summary>
    private static void Empty(NpgsqlConnection connection, string table, long book)
    {
        var delete = $"DELETE FROM {InSchema(table)} WHERE book = {book}";
        using var command = new NpgsqlCommand(table == ClearingPlaces.Table ? delete : $"ALTER TABLE {InSchema(table)} DISABLE TRIGGER USER; {delete}; ALTER TABLE {InSchema(table)} ENABLE TRIGGER USER", connection);
        command.ExecuteNonQuery();
    }

    private static void CopyTable(SqliteFile source, NpgsqlConnection target, Table table, long book, ClearingPlaces? places)
    {
        var names = table.Values.ToList();
        using var rows = source.Prepare($"SELECT {string.Join(", ", names)} FROM {table.Name} WHERE book = 1");
        using var copy = target.BeginBinaryImport($"COPY {InSchema(table.Name)} (book, {(places is null ? "" : "slot, ")}{string.Join(", ", names)}) FROM STDIN (FORMAT BINARY)");
        var types = table.Columns.Where(column => column.Name != Book).Select(column => column.Type).ToList();
        while (rows.Step())
        {
            copy.StartRow();
            copy.Write(book, NpgsqlDbType.Bigint);
            // Their key is chunk and merchant, and so the first two columns.
            if (places is not null) copy.Write(places.SlotOf(rows.Int64(0), rows.Text(1)).Value, NpgsqlDbType.Bigint);
            for (var column = 0; column < names.Count; column++) Write(copy, rows, column, types[column]);
        }

        copy.Complete();
    }

    private static void Write(NpgsqlBinaryImporter copy, SqlStatement row, int column, string type)
    {
        switch (type)
        {
            case "INTEGER":
                copy.Write(row.Int64(column), NpgsqlDbType.Bigint);
                break;
            case "TEXT":
                copy.Write(row.Text(column), NpgsqlDbType.Text);
                break;
            case "BLOB":
                copy.Write(row.Blob(column).ToArray(), NpgsqlDbType.Bytea);
                break;
            default:
                throw new InvalidOperationException($"a column of the type {type} cannot be copied");
        }
    }

    private static (long Rows, string Hash) HashOf(SqlConnection connection, Table table)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var rows = connection.Prepare($"SELECT {string.Join(", ", table.Values)} FROM {table.Name} WHERE book = ?1 ORDER BY {string.Join(", ", table.Key)}");
        rows.Bind(1, connection.Book);
        var types = table.Columns.Where(column => column.Name != Book).Select(column => column.Type).ToList();
        var count = 0L;
        while (rows.Step())
        {
            count++;
            for (var column = 0; column < types.Count; column++)
            {
                if (types[column] == "INTEGER")
                {
                    sha.AppendData(MemoryMarshal.AsBytes<long>([rows.Int64(column)]));
                    continue;
                }

                var bytes = rows.Blob(column);
                sha.AppendData(MemoryMarshal.AsBytes<long>([bytes.Length]));
                sha.AppendData(bytes);
            }
        }

        return (count, Convert.ToHexStringLower(sha.GetHashAndReset()));
    }

    private static string InSchema(string table) => $"{PostgreSqlDatabase.Schema}.{table}";
}

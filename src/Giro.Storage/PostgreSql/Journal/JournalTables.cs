using Giro.Ledger.Journal;
using Npgsql;
using NpgsqlTypes;

namespace Giro.Storage.PostgreSql.Journal;

/// <summary>The tables <c>journal</c> and <c>head</c>, but for appending and for reading rows in order.</summary>
internal static class JournalTables
{
    /// <summary>Makes what is missing. A head is made only where there are no rows: one that was deleted is damage, which the chain's check finds.</summary>
    public static void Prepare(NpgsqlConnection connection, PostgreSqlDatabase database, long term)
    {
        CheckVersion(connection, database, mayBeOlder: true);
        PostgreSqlMigrations.Apply(connection, PostgreSqlJournal.Kind);
        using var insert = new NpgsqlCommand(
            "INSERT INTO giro.head (book, sequence, hash, term) SELECT $1, 0, $2, $3 WHERE NOT EXISTS (SELECT FROM giro.journal WHERE book = $1) ON CONFLICT (book) DO NOTHING", connection)
        {
            Parameters = { Number(database.Book), new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bytea, Value = new byte[BatchHeader.HashSize] }, Number(term) },
        };
        insert.ExecuteNonQuery();
    }

    public static void CheckThere(NpgsqlConnection connection, PostgreSqlDatabase database)
    {
        const string Known = "SELECT EXISTS (SELECT FROM giro.head WHERE book = $1) OR EXISTS (SELECT FROM giro.journal WHERE book = $1)";
        if (CheckVersion(connection, database, mayBeOlder: false) == 0 || !Has(connection, Known, Number(database.Book)))
            throw new FileNotFoundException($"{database.Name}: there is no journal here");
    }

    private static int CheckVersion(NpgsqlConnection connection, PostgreSqlDatabase database, bool mayBeOlder)
    {
        var version = PostgreSqlMigrations.VersionOf(connection, PostgreSqlJournal.Kind);
        // Tables come with their version in one transaction: where another process has just made them, the version can be seen now.
        if (version == 0 && Has(connection, "SELECT to_regclass('giro.journal') IS NOT NULL") && (version = PostgreSqlMigrations.VersionOf(connection, PostgreSqlJournal.Kind)) == 0)
            throw new JournalCorruptException(1, $"{database.Name} has tables of a journal without their version: it is not a journal of Giro");
        var newest = PostgreSqlMigrations.Newest(PostgreSqlJournal.Kind);
        if (version > newest || (version != 0 && version < newest && !mayBeOlder))
            throw new JournalCorruptException(1, $"{database.Name} has journal version {version}; this program reads version {newest}");
        return version;
    }

    public static bool HasRows(NpgsqlConnection connection, long book) =>
        Has(connection, "SELECT EXISTS (SELECT FROM giro.head WHERE book = $1 AND sequence <> 0) OR EXISTS (SELECT FROM giro.journal WHERE book = $1)", Number(book));

    public static JournalHead ReadHead(NpgsqlConnection connection, long book)
    {
        using var select = new NpgsqlCommand("SELECT sequence, hash FROM giro.head WHERE book = $1", connection) { Parameters = { Number(book) } };
        using var reader = select.ExecuteReader();
        if (!reader.Read()) return default;
        var (sequence, hash) = (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
        if (hash.Length != BatchHeader.HashSize) throw new JournalCorruptException((ulong)Math.Max(1, sequence), "is not what the head record names: the head record is damaged");
        return new JournalHead(unchecked((ulong)sequence), Hash256.From(hash));
    }

    /// <summary>The last row that starts at or before the record. Of its payload only the chunk with the batch's header is read.</summary>
    public static ulong? FindRow(NpgsqlConnection connection, long book, ulong recordNumber)
    {
        const string Last =
            """
            SELECT sequence, first_number, substring(payload FROM $3 FOR 4), coalesce((SELECT sequence FROM giro.head WHERE book = $1), 0)
            FROM giro.journal WHERE book = $1 AND first_number <= $2 ORDER BY first_number DESC LIMIT 1
            """;
        using var select = new NpgsqlCommand(Last, connection) { Parameters = { Number(book), Number((long)recordNumber), new() { NpgsqlDbType = NpgsqlDbType.Integer, Value = BatchHeader.RecordCountOffset + 1 } } };
        select.Prepare();
        using var reader = select.ExecuteReader();
        if (!reader.Read()) return null;
        var (sequence, firstNumber, count) = (unchecked((ulong)reader.GetInt64(0)), unchecked((ulong)reader.GetInt64(1)), reader.GetFieldValue<byte[]>(2));
        var isLast = sequence >= unchecked((ulong)reader.GetInt64(3));
        // A record that is in no row though rows come after it is a gap: whoever reads the row says so.
        return isLast && (count.Length != 4 || recordNumber - firstNumber >= BitConverter.ToUInt32(count)) ? null : sequence;
    }

    public static NpgsqlParameter Number(long value) => new NpgsqlParameter<long> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint };

    private static bool Has(NpgsqlConnection connection, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        return command.ExecuteScalar() is true;
    }
}

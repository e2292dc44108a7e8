using Giro.Storage.PostgreSql.Sql;
using Giro.Storage.Records;
using Giro.Storage.Sql;
using Npgsql;

namespace Giro.Storage.PostgreSql.Records;

/// <summary>Records on PostgreSQL, in the tables of sql/postgresql/records. Writers of a book take turns by a lock; those of another book do not wait.</summary>
/// <param name="database">Where they are.</param>
/// <param name="term">The term that this process leads the book in; 0 where no leader was appointed.</param>
/// <param name="readsFromReplica">Whether who only looks is given the read replica, where there is one: it is behind by what the replica is behind.</param>
internal sealed class PostgreSqlRecords(PostgreSqlDatabase database, Func<long>? term = null, bool readsFromReplica = false) : RecordsDatabase
{
    public const string Kind = "records";

    public override string Name => database.Name;

    public override bool Exists
    {
        get
        {
            using var connection = database.Open();
            if (PostgreSqlMigrations.VersionOf(connection, Kind) == 0) return false;
            using var select = new NpgsqlCommand("SELECT EXISTS (SELECT 1 FROM records WHERE book = $1)", connection) { Parameters = { new() { Value = database.Book } } };
            return select.ExecuteScalar() is true;
        }
    }

    internal override SqlConnection Open()
    {
        var sql = new PostgreSqlConnection(database.Open, database.Book, Name, term);
        try
        {
            Prepare(sql.Raw());
            return sql;
        }
        catch (NpgsqlException e)
        {
            sql.Dispose();
            throw PostgreSqlFailedException.From(e, Name, "the tables of records are made");
        }
        catch
        {
            sql.Dispose();
            throw;
        }
    }

    internal override SqlConnection OpenReadOnly()
    {
        if (!Exists) throw new FileNotFoundException($"{Name}: there are no records here: no rules were published and nothing was cleared", Name);
        return new PostgreSqlConnection(OpenToRead, database.Book, Name);
    }

    internal override ClearingWriter WriterOver(SqlConnection sql) => new PostgreSqlClearingWriter((PostgreSqlConnection)sql, database);

    internal override ClearingSlots SlotsOver(SqlConnection sql) => new PostgreSqlClearingSlots((PostgreSqlConnection)sql);

    /// <summary>After rows were copied into the tables with their numbers: goes on numbering behind the highest.</summary>
    internal static void ContinueNumbers(NpgsqlConnection connection)
    {
        foreach (var (table, column) in new[]
        {
            ("waiting_entry", "position"), ("payable_item", "item"), ("write_off", "number"), ("payout_hold", "number"), ("reconciliation_break", "number"), ("break_proposal", "number"),
        })
        {
            using var command = new NpgsqlCommand(
                $"SELECT setval(pg_get_serial_sequence('{PostgreSqlDatabase.Schema}.{table}', '{column}'), max({column})) FROM {PostgreSqlDatabase.Schema}.{table} HAVING max({column}) IS NOT NULL", connection);
            command.ExecuteNonQuery();
        }
    }

    private void Prepare(NpgsqlConnection connection)
    {
        PostgreSqlMigrations.Apply(connection, "partitions");
        PostgreSqlMigrations.Apply(connection, Kind);
        using var insert = new NpgsqlCommand("INSERT INTO records VALUES ($1) ON CONFLICT (book) DO NOTHING", connection) { Parameters = { new() { Value = database.Book } } };
        insert.ExecuteNonQuery();
    }

    private NpgsqlConnection OpenToRead()
    {
        var connection = readsFromReplica ? database.OpenForReading() : database.Open();
        try
        {
            using var command = new NpgsqlCommand("SET default_transaction_read_only = on", connection);
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}

using Npgsql;

namespace Giro.Storage.PostgreSql.Views;

/// <summary>Partitions of <c>ids</c>: 64 parts of 2^20 records in each, so some 262,144 rows and 1.6 GB of ids. Made beside the table and attached, which holds up nobody.</summary>
internal sealed class IdPartitions(PostgreSqlDatabase database)
{
    private const int PartsBits = 6;

    /// <summary>'part', as of all partitions.</summary>
    private const long LockKey = 0x7061_7274;

    private readonly HashSet<ulong> _made = [];

    public bool IsMade(ulong part) => _made.Contains(part >> PartsBits);

    public void Make(ulong part)
    {
        var block = part >> PartsBits;
        var name = $"{PostgreSqlDatabase.Schema}.ids_p{block}";
        using var connection = database.Open();
        using var transaction = connection.BeginTransaction();
        Execute(connection, $"SELECT pg_advisory_xact_lock({LockKey})");
        if (!Exists(connection, name))
        {
            Execute(connection, $"CREATE TABLE {name} (LIKE {PostgreSqlDatabase.Schema}.ids INCLUDING ALL)");
            Execute(connection, $"ALTER TABLE {PostgreSqlDatabase.Schema}.ids ATTACH PARTITION {name} FOR VALUES FROM ({block << PartsBits}) TO ({(block + 1) << PartsBits})");
        }

        transaction.Commit();
        _made.Add(block);
    }

    private static bool Exists(NpgsqlConnection connection, string name)
    {
        using var command = new NpgsqlCommand($"SELECT to_regclass('{name}') IS NOT NULL", connection);
        return command.ExecuteScalar() is true;
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}

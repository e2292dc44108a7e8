using Npgsql;

namespace Giro.Storage.PostgreSql;

/// <summary>Runs the numbered scripts under sql/postgresql/KIND that a database has not seen, all of a kind in one transaction.</summary>
internal static class PostgreSqlMigrations
{
    /// <summary>So that two processes that start at once do not run the same script. Any number will do; it is 'giro'.</summary>
    private const long LockKey = 0x6769_726F;

    private static readonly MigrationScripts Scripts = new("postgresql");

    public static void Apply(NpgsqlConnection connection, string kind)
    {
        if (VersionOf(connection, kind) == Newest(kind)) return;
        using var transaction = connection.BeginTransaction();
        Execute(connection, $"SELECT pg_advisory_xact_lock({LockKey})");
        Execute(connection, $"CREATE SCHEMA IF NOT EXISTS {PostgreSqlDatabase.Schema}");
        Execute(connection, $"CREATE TABLE IF NOT EXISTS {PostgreSqlDatabase.Schema}.migration (kind text PRIMARY KEY, version bigint NOT NULL)");
        var version = VersionOf(connection, kind);
        if (version > Newest(kind)) throw new InvalidDataException($"the tables of {kind} have version {version}, this program knows {Newest(kind)}: use the newer program");
        foreach (var script in Scripts.Of(kind).Where(script => script.Number > version)) Execute(connection, script.Read());
        using var command = new NpgsqlCommand($"INSERT INTO {PostgreSqlDatabase.Schema}.migration VALUES ($1, $2) ON CONFLICT (kind) DO UPDATE SET version = $2", connection)
        {
            Parameters = { new() { Value = kind }, new() { Value = (long)Newest(kind) } },
        };
        command.ExecuteNonQuery();
        transaction.Commit();
    }

    /// <summary>The newest version of a kind of tables that this program knows.</summary>
    public static int Newest(string kind) => Scripts.Newest(kind);

    /// <summary>Whether this program has tables of the kind.</summary>
    public static bool Has(string kind) => Scripts.Of(kind).Any();

    /// <summary>0 where there are none.</summary>
    public static int VersionOf(NpgsqlConnection connection, string kind)
    {
        using (var known = new NpgsqlCommand($"SELECT to_regclass('{PostgreSqlDatabase.Schema}.migration') IS NOT NULL", connection))
        {
            if (known.ExecuteScalar() is not true) return 0;
        }

        using var command = new NpgsqlCommand($"SELECT version FROM {PostgreSqlDatabase.Schema}.migration WHERE kind = $1", connection) { Parameters = { new() { Value = kind } } };
        return (int)(command.ExecuteScalar() as long? ?? 0);
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}

using Npgsql;

namespace Giro.Storage.PostgreSql.Partitions;

/// <summary>
/// The partitions of one table. They are made beside their parent and attached, and detached concurrently, as both leave readers and writers of the other partitions
/// alone (making one <c>PARTITION OF</c>, or a plain detach, waits for every reader of the table and lets nobody in meanwhile). Not thread-safe.
/// </summary>
/// <param name="database">Partitions are made on a connection of their own.</param>
/// <param name="parent">The name of the table, without its schema.</param>
internal sealed class PartitionTables(PostgreSqlDatabase database, string parent)
{
    /// <summary>'part': whoever makes or takes away a partition waits for others who do.</summary>
    private const long LockKey = 0x7061_7274;

    private readonly HashSet<long> _known = [];

    /// <summary>
    /// Makes the partitions that are not there, in a transaction of their own: they are there when this returns, whatever becomes of the caller's transaction. Costs
    /// nothing for those that this object has seen.
    /// </summary>
    public void Ensure(IEnumerable<PartitionSlot> slots)
    {
        var missing = slots.Where(slot => !_known.Contains(slot.Value)).Distinct().ToList();
        if (missing.Count == 0) return;
        using var connection = database.Open();
        Learn(connection);
        missing.RemoveAll(slot => _known.Contains(slot.Value));
        if (missing.Count == 0) return;
        using var transaction = connection.BeginTransaction();
        Execute(connection, $"SELECT pg_advisory_xact_lock({LockKey})");
        Learn(connection);
        foreach (var slot in missing.Where(slot => !_known.Contains(slot.Value)).OrderBy(slot => slot.Value))
        {
            var name = slot.NameIn(parent);
            Execute(connection, $"CREATE TABLE IF NOT EXISTS {In(name)} (LIKE {In(parent)} INCLUDING ALL)");
            Execute(connection, $"ALTER TABLE {In(parent)} ATTACH PARTITION {In(name)} FOR VALUES FROM ({slot.Value}) TO ({slot.Value + 1})");
        }

        transaction.Commit();
        _known.UnionWith(missing.Select(slot => slot.Value));
    }

    /// <summary>Those that are attached, in order, as a connection sees them now.</summary>
    public static IReadOnlyList<PartitionSlot> List(NpgsqlConnection connection, string parent)
    {
        var slots = new List<PartitionSlot>();
        using var select = new NpgsqlCommand(
            $"SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = to_regclass('{In(parent)}') AND NOT i.inhdetachpending", connection);
        using var row = select.ExecuteReader();
        while (row.Read())
        {
            if (PartitionSlot.FromName(parent, row.GetString(0)) is { } slot) slots.Add(slot);
        }

        slots.Sort((left, right) => left.Value.CompareTo(right.Value));
        return slots;
    }

    /// <summary>Takes a partition out of its table. Its rows are in a table of the same name until that is dropped.</summary>
    public void Detach(PartitionSlot slot)
    {
        using var connection = database.Open();
        _known.Remove(slot.Value);
        var name = slot.NameIn(parent);
        Execute(connection, $"SELECT pg_advisory_lock({LockKey})");
        // One that was begun and not ended, as its process was killed, is ended.
        if (Is(connection, $"EXISTS (SELECT 1 FROM pg_inherits WHERE inhrelid = to_regclass('{In(name)}') AND inhdetachpending)"))
            Execute(connection, $"ALTER TABLE {In(parent)} DETACH PARTITION {In(name)} FINALIZE");
        else if (Is(connection, "EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'citus')"))
            Execute(connection, $"ALTER TABLE {In(parent)} DETACH PARTITION {In(name)}");
        else
            Execute(connection, $"ALTER TABLE {In(parent)} DETACH PARTITION {In(name)} CONCURRENTLY");
    }

    /// <summary>Drops what was detached; a partition that is attached stays.</summary>
    /// <returns>False where there is nothing of the name.</returns>
    /// <exception cref="InvalidOperationException">It is attached.</exception>
    public bool Drop(PartitionSlot slot)
    {
        using var connection = database.Open();
        using var transaction = connection.BeginTransaction();
        Execute(connection, $"SELECT pg_advisory_xact_lock({LockKey})");
        var name = slot.NameIn(parent);
        if (Is(connection, $"EXISTS (SELECT 1 FROM pg_inherits WHERE inhrelid = to_regclass('{In(name)}'))")) throw new InvalidOperationException($"{name} is a partition of {parent}; it is detached before it is dropped");
        if (!Is(connection, $"to_regclass('{In(name)}') IS NOT NULL")) return false;
        Execute(connection, $"DROP TABLE {In(name)}");
        transaction.Commit();
        return true;
    }

    private void Learn(NpgsqlConnection connection)
    {
        _known.Clear();
        _known.UnionWith(List(connection, parent).Select(slot => slot.Value));
    }

    private static string In(string table) => $"{PostgreSqlDatabase.Schema}.{table}";

    private static bool Is(NpgsqlConnection connection, string condition)
    {
        using var command = new NpgsqlCommand($"SELECT {condition}", connection);
        return command.ExecuteScalar() is true;
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}

using Giro.Operations.Clearing;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Cycles;
using Giro.Storage.PostgreSql;
using Giro.Storage.PostgreSql.Partitions;
using Giro.Storage.PostgreSql.Records;
using Giro.Storage.PostgreSql.Sql;
using Giro.Storage.Records;
using Npgsql;

namespace Giro.Storage.Tests.PostgreSql.Records;

/// <summary>Which partitions clearing lines are in, and which of them are read.</summary>
public sealed class ClearingPartitionTests : IDisposable
{
    private static readonly DateOnly Monday = new(2026, 11, 30);
    private readonly string _connection = RecordsTemplate.NewDatabase();

    [Fact]
    public void A_large_merchant_has_partitions_a_day_and_the_others_share_those_of_a_month()
    {
        using (var store = new ClearingStore(new PostgreSqlRecords(Database())))
        {
            Clear(store, 1, Monday, 10, "L1", "M1", "M2", "M3");
            Clear(store, 2, Monday, 20, "L1", "M1", "M2", "M3");
            Clear(store, 3, Monday.AddDays(1), 30, "L1", "M1");
        }

        // By day and hash of the chunk; by month and hash of the merchant.
        Assert.Equal(
            """
            2 20261130 0 L1 10
            2 20261130 1 L1 20
            2 20261201 0 L1 30
            3 20261100 0 M1 10, M1 20, M3 10, M3 20
            3 20261100 1 M2 10, M2 20
            3 20261200 0 M1 30
            """,
            string.Join('\n', Rows()));

        // The days ahead are there already: two buckets for a large day, two for a month.
        Assert.Equal(
            [2_20261130_00000, 2_20261130_00001, 2_20261201_00000, 2_20261201_00001, 2_20261202_00000, 2_20261202_00001, 3_20261100_00000, 3_20261100_00001, 3_20261200_00000, 3_20261200_00001],
            Slots().Select(slot => slot.Value));
    }

    [Fact]
    public void A_merchants_lines_are_read_from_its_own_partitions_alone()
    {
        var records = new PostgreSqlRecords(Database());
        using (var store = new ClearingStore(records))
        {
            for (var i = 0; i < 8; i++) Clear(store, (ulong)(i + 1), Monday.AddDays(10 * i), (ulong)(10 * (i + 1)), "L1", "M1", "M2");
        }

        using var sql = (PostgreSqlConnection)records.Open();
        var slots = new PostgreSqlClearingSlots(sql);
        Assert.True(Slots().Count > 20);
        Assert.Equal(["3 202611 0", "3 202612 0", "3 202701 0", "3 202702 0"], Scanned(sql, $"merchant = 'M1'{slots.PartitionsOf("M1")}"));
        Assert.Equal(["3 202611 1", "3 202612 1", "3 202701 1", "3 202702 1"], Scanned(sql, $"merchant = 'M2'{slots.PartitionsOf("M2")}"));
        Assert.Equal(["3 202701 0"], Scanned(sql, $"merchant = 'M1' AND chunk <= 51{slots.PartitionsOf("M1", 51)}"));
        Assert.Equal(["2 20270109 0", "2 20270109 1"], Scanned(sql, $"merchant = 'L1' AND chunk <= 51{slots.PartitionsOf("L1", 51)}"));
        Assert.Empty(Scanned(sql, $"merchant = 'L1' AND chunk <= 9{slots.PartitionsOf("L1", 9)}"));
        Assert.All(Scanned(sql, $"chunk >= 80{slots.PartitionsFrom(85)}"), partition => Assert.True(string.CompareOrdinal(partition[2..], "202702") >= 0, partition));
    }

    [Fact]
    public void A_policy_that_changes_holds_from_the_next_date_on_and_all_lines_are_found()
    {
        var (before, after) = (Policy with { LargeMerchants = [], SmallBuckets = 1 }, Policy with { SmallBuckets = 5 });
        using (var store = new ClearingStore(new PostgreSqlRecords(Database(before)))) Clear(store, 1, Monday, 10, "L1", "M1", "M2");
        using (var store = new ClearingStore(new PostgreSqlRecords(Database(after))))
        {
            Clear(store, 2, Monday, 20, "L1", "M1", "M2");
            Clear(store, 3, Monday.AddDays(1), 30, "L1", "M1", "M2");
        }

        Assert.Equal(["3 20261100 0", "3 20261100 0", "2 20261201 0"], Rows("L1"));
        using var pending = new PendingLines(new PostgreSqlRecords(Database(after)));
        using var cleared = new ClearedLines(new PostgreSqlRecords(Database(after)));
        for (var i = 0UL; i < 3; i++)
        {
            var merchant = new[] { "L1", "M1", "M2" }[i];
            Assert.Equal([10 + i, 20 + i, 30 + i], pending.Of(merchant).Select(line => line.Number));
            for (var chunk = 10UL; chunk <= 30; chunk += 10) Assert.Single(cleared.LinesOf(chunk + i, merchant));
        }
    }

    /// <summary>The lines that a merchant had in a partition that was taken out are not there, and nobody trips over it.</summary>
    [Fact]
    public void A_partition_that_is_detached_is_not_read_any_more()
    {
        var records = new PostgreSqlRecords(Database());
        using (var store = new ClearingStore(records))
        {
            Clear(store, 1, Monday, 10, "M1");
            Clear(store, 2, Monday.AddDays(1), 20, "M1");
        }

        new PartitionTables(Database(), "clearing_lines").Detach(PartitionSlot.Of(PartitionClass.Small, Monday, PartitionSlots.BucketOf("M1", 2)));
        using var pending = new PendingLines(records);
        Assert.Equal(20UL, Assert.Single(pending.Of("M1")).Number);
    }

    private static PartitionPolicy Policy { get; } = new() { LargeMerchants = ["L1"], LargeBuckets = 2, SmallBuckets = 2, DaysAhead = 1 };

    public void Dispose() => PostgreSqlServer.Drop(_connection);

    private PostgreSqlDatabase Database(PartitionPolicy? policy = null) => new(new StoreSettings(_connection, Partitions: policy ?? Policy));

    private static void Clear(ClearingStore store, ulong sequence, DateOnly date, ulong number, params string[] merchants)
    {
        using var chunk = store.Begin(sequence);
        foreach (var (i, id) in merchants.Index()) chunk.Add(new ClearingLine(number + (ulong)i, 0, LineKind.Gross, LineAccount.Pending, Merchant(id), new CycleId(1, date, 1), 100, 1));
        chunk.Commit(sequence, number + 9, date);
    }

    private static Merchant Merchant(string id) => new(id[0] == 'L' ? 0 : id[1] - '0', id, id, "DE02120300000000202051", []);

    private List<PartitionSlot> Slots()
    {
        using var connection = Database().Open();
        return [.. PartitionTables.List(connection, "clearing_lines")];
    }

    /// <summary>The partitions that the planner does not leave out, such as <c>3 202611 0</c>: class, date, bucket.</summary>
    private static List<string> Scanned(PostgreSqlConnection sql, string condition)
    {
        using var explain = new NpgsqlCommand($"EXPLAIN (COSTS OFF) SELECT lines FROM clearing_lines WHERE book = 1 AND {condition}", sql.Raw());
        using var row = explain.ExecuteReader();
        var slots = new SortedSet<long>();
        while (row.Read())
        {
            var at = row.GetString(0).IndexOf(" on clearing_lines_p", StringComparison.Ordinal);
            if (at > 0) slots.Add(long.Parse(row.GetString(0)[(at + 20)..].Split(' ')[0]));
        }

        return [.. slots.Select(slot => Text(new PartitionSlot(slot)).Replace("00 ", " ", StringComparison.Ordinal))];
    }

    private static string Text(PartitionSlot slot) => $"{(int)slot.Class} {slot.Value / 100_000 % 100_000_000} {slot.Bucket}";

    /// <summary>What is in each partition: merchants and chunks.</summary>
    private IEnumerable<string> Rows()
    {
        using var connection = Database().Open();
        using var select = new NpgsqlCommand("SELECT slot, string_agg(merchant || ' ' || chunk, ', ' ORDER BY merchant, chunk) FROM clearing_lines WHERE book = 1 GROUP BY slot ORDER BY slot", connection);
        using var row = select.ExecuteReader();
        var rows = new List<string>();
        while (row.Read()) rows.Add($"{Text(new PartitionSlot(row.GetInt64(0)))} {row.GetString(1)}");
        return rows;
    }

    /// <summary>The slots of a merchant's rows, in the order of its chunks.</summary>
    private List<string> Rows(string merchant)
    {
        using var connection = Database().Open();
        using var select = new NpgsqlCommand($"SELECT slot FROM clearing_lines WHERE book = 1 AND merchant = '{merchant}' ORDER BY chunk", connection);
        using var row = select.ExecuteReader();
        var rows = new List<string>();
        while (row.Read()) rows.Add(Text(new PartitionSlot(row.GetInt64(0))));
        return rows;
    }
}

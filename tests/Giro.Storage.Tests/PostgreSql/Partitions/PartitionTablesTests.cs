using Giro.Storage.PostgreSql;
using Giro.Storage.PostgreSql.Partitions;
using Npgsql;

namespace Giro.Storage.Tests.PostgreSql.Partitions;

public sealed class PartitionTablesTests : IDisposable
{
    private static readonly DateOnly Day = new(2026, 11, 22);
    private readonly PostgreSqlDatabase _database = new(new StoreSettings(PostgreSqlServer.NewDatabase()));
    private readonly NpgsqlConnection _connection;

    public PartitionTablesTests()
    {
        _connection = _database.Open();
        PostgreSqlMigrations.Apply(_connection, "partitions");
        Run("CREATE TABLE giro.t (book bigint, slot bigint, n bigint, PRIMARY KEY (book, slot, n)) PARTITION BY RANGE (slot); CREATE INDEX t_by_n ON giro.t (book, n)");
    }

    [Fact]
    public void Partitions_are_made_once_whoever_asks_and_have_the_indexes_of_their_table()
    {
        var slots = Enumerable.Range(0, 8).Select(bucket => PartitionSlot.Of(PartitionClass.Large, Day, bucket)).ToList();
        Parallel.For(0, 4, _ => new PartitionTables(_database, "t").Ensure(slots));
        Assert.Equal(slots, PartitionTables.List(_connection, "t"));
        Assert.Equal(16L, Run("SELECT count(*) FROM pg_indexes WHERE schemaname = 'giro' AND tablename LIKE 't\\_p%'"));
        Run($"INSERT INTO t VALUES (1, {slots[3].Value}, 7)");
        Assert.Equal($"t_p{slots[3].Value}", Run("SELECT tableoid::regclass::text FROM t"));
    }

    [Fact]
    public void A_partition_is_made_while_others_read_and_write_in_open_transactions()
    {
        var tables = new PartitionTables(_database, "t");
        tables.Ensure([PartitionSlot.Of(PartitionClass.Small, Day)]);
        using var reader = _database.Open();
        using var reading = reader.BeginTransaction();
        using (var select = new NpgsqlCommand("SELECT count(*) FROM t", reader)) select.ExecuteScalar();
        Run($"BEGIN; INSERT INTO t VALUES (1, {PartitionSlot.Of(PartitionClass.Small, Day).Value}, 7)");
        tables.Ensure([PartitionSlot.Of(PartitionClass.Small, Day.AddMonths(1))]);
        Run($"INSERT INTO t VALUES (1, {PartitionSlot.Of(PartitionClass.Small, Day.AddMonths(1)).Value}, 8); COMMIT");
        Assert.Equal(2L, Run("SELECT count(*) FROM t"));
    }

    [Fact]
    public void A_partition_is_dropped_only_after_it_was_detached()
    {
        var tables = new PartitionTables(_database, "t");
        var (old, now) = (PartitionSlot.Of(PartitionClass.Daily, Day), PartitionSlot.Of(PartitionClass.Daily, Day.AddDays(1)));
        tables.Ensure([old, now]);
        Run($"INSERT INTO t VALUES (1, {old.Value}, 7), (1, {now.Value}, 8)");
        Assert.Throws<InvalidOperationException>(() => tables.Drop(old));
        tables.Detach(old);
        Assert.Equal([now], PartitionTables.List(_connection, "t"));
        Assert.Equal((8L, 7L), (Run("SELECT min(n) FROM t"), Run($"SELECT min(n) FROM {old.NameIn("t")}")));
        Assert.Equal((true, false), (tables.Drop(old), tables.Drop(old)));
        tables.Ensure([old, now]);
        Assert.Equal([old, now], PartitionTables.List(_connection, "t"));
    }

    [Fact]
    public void The_class_of_a_date_is_kept_when_the_policy_changes()
    {
        var wanted = new PartitionPolicy { SmallBuckets = 4 }.OfMerchants();
        var classes = PartitionClasses.Read(_connection, 1, "merchant");
        Assert.True(classes.Adopt(_connection, wanted, Day));
        Assert.False(classes.Adopt(_connection, wanted, Day.AddDays(1)));
        Assert.True(classes.Adopt(_connection, new PartitionPolicy { SmallBuckets = 8, LargeMerchants = ["M1"], LargeBuckets = 2 }.OfMerchants(), Day.AddDays(10)));
        Assert.True(classes.Adopt(_connection, new PartitionPolicy { SmallBuckets = 8 }.OfMerchants(), Day.AddDays(20)));
        foreach (var read in new[] { classes, PartitionClasses.Read(_connection, 1, "merchant") })
        {
            Assert.Equal(new PartitionTerm(PartitionClass.Small, 4), read.At("M1", Day.AddYears(-1)));
            Assert.Equal(new PartitionTerm(PartitionClass.Small, 4), read.At("M1", Day.AddDays(9)));
            Assert.Equal(new PartitionTerm(PartitionClass.Large, 2), read.At("M1", Day.AddDays(10)));
            Assert.Equal(new PartitionTerm(PartitionClass.Small, 8), read.At("M1", Day.AddDays(20)));
            Assert.Equal(new PartitionTerm(PartitionClass.Small, 8), read.At("M2", Day.AddDays(10)));
        }

        Assert.True(PartitionClasses.Read(_connection, 2, "merchant").IsEmpty);
        Assert.True(PartitionClasses.Read(_connection, 1, "account").IsEmpty);
    }

    /// <summary>M1 is small with 4 buckets until 2026-12-01, large until 2026-12-11, small with 8 buckets from then on.</summary>
    [Theory]
    [InlineData(3_20261100_00001, "small, another bucket of 4", false)]
    [InlineData(3_20261100_00000, "small, its bucket of 4", true)]
    [InlineData(2_20261130_00000, "large, before it was", false)]
    [InlineData(2_20261202_00000, "large", true)]
    [InlineData(2_20261211_00001, "large, the last day", true)]
    [InlineData(2_20261212_00000, "large, when it was not any more", false)]
    [InlineData(3_20261200_00000, "small, of 4, from the first of December", true)]
    [InlineData(3_20261200_00004, "small, its bucket of 8", true)]
    [InlineData(3_20270100_00004, "small, its bucket of 8", true)]
    [InlineData(3_20270100_00000, "small, its bucket of 4 no more", false)]
    [InlineData(1_20261122_00000, "of channels", false)]
    public void A_slot_can_hold_a_merchant_or_it_cannot(long slot, string why, bool canHold)
    {
        Assert.Equal((0, 4), (PartitionSlots.BucketOf("M1", 4), PartitionSlots.BucketOf("M1", 8)));
        var classes = PartitionClasses.Read(_connection, 1, "merchant");
        classes.Adopt(_connection, new PartitionPolicy { SmallBuckets = 4 }.OfMerchants(), Day);
        classes.Adopt(_connection, new PartitionPolicy { SmallBuckets = 8, LargeMerchants = ["M1"], LargeBuckets = 2 }.OfMerchants(), Day.AddDays(10));
        classes.Adopt(_connection, new PartitionPolicy { SmallBuckets = 8 }.OfMerchants(), Day.AddDays(20));
        Assert.True(canHold == classes.CanHold(new PartitionSlot(slot), "M1"), why);
    }

    public void Dispose() => _connection.Dispose();

    private object? Run(string sql)
    {
        using var command = new NpgsqlCommand(sql, _connection);
        return command.ExecuteScalar();
    }
}

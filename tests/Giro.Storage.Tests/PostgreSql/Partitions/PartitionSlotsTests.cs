using Giro.Storage.PostgreSql;
using Giro.Storage.PostgreSql.Partitions;

namespace Giro.Storage.Tests.PostgreSql.Partitions;

public sealed class PartitionSlotsTests
{
    [Theory]
    [InlineData(1, "2026-11-22", 0, 1_20261122_00000, "2026-11-22", "2026-11-22")]
    [InlineData(2, "2026-11-22", 3, 2_20261122_00003, "2026-11-22", "2026-11-22")]
    [InlineData(3, "2026-11-22", 12, 3_20261100_00012, "2026-11-01", "2026-11-30")]
    [InlineData(3, "2028-02-01", 0, 3_20280200_00000, "2028-02-01", "2028-02-29")]
    public void The_digits_of_a_slot_say_what_it_holds(int kind, string date, int bucket, long value, string first, string last)
    {
        var slot = PartitionSlot.Of((PartitionClass)kind, DateOnly.Parse(date), bucket);
        Assert.Equal((value, (PartitionClass)kind, bucket, DateOnly.Parse(first), DateOnly.Parse(last)), (slot.Value, slot.Class, slot.Bucket, slot.First, slot.Last));
        Assert.Equal($"history_p{value}", slot.NameIn("history"));
        Assert.Equal(slot, PartitionSlot.FromName("history", slot.NameIn("history")));
        Assert.Null(PartitionSlot.FromName("hist", slot.NameIn("history")));
    }

    /// <summary>They are in rows: another answer loses them.</summary>
    [Fact]
    public void Buckets_are_the_same_for_ever_and_about_as_full_as_each_other()
    {
        Assert.Equal([3, 3, 5, 3], new[] { "M1", "M2", "M000123", "Zürich" }.Select(key => PartitionSlots.BucketOf(key, 7)));
        Assert.Equal([0, 6, 1, 4], new ulong[] { 0, 1, 2, ulong.MaxValue }.Select(number => PartitionSlots.BucketOf(number, 7)));
        var keys = Enumerable.Range(0, 8000).GroupBy(i => PartitionSlots.BucketOf($"M{i:D6}", 8)).Select(bucket => bucket.Count()).ToList();
        var numbers = Enumerable.Range(0, 8000).GroupBy(i => PartitionSlots.BucketOf((ulong)i * 4096, 8)).Select(bucket => bucket.Count()).ToList();
        Assert.All(keys.Concat(numbers), count => Assert.InRange(count, 900, 1100));
        Assert.Equal((8, 8), (keys.Count, numbers.Count));
    }

    [Fact]
    public void Slots_of_dates_are_one_range_of_a_class()
    {
        var (first, last) = PartitionSlots.Between(PartitionClass.Small, new DateOnly(2026, 11, 30), new DateOnly(2026, 12, 1));
        Assert.Equal((3_20261100_00000, 3_20261200_99999), (first.Value, last.Value));
        (first, last) = PartitionSlots.Between(PartitionClass.Large, new DateOnly(2026, 11, 30), new DateOnly(2026, 11, 30));
        Assert.Equal((2_20261130_00000, 2_20261130_99999), (first.Value, last.Value));
    }

    [Fact]
    public void Days_ahead_reach_into_the_next_month()
    {
        var policy = new PartitionPolicy { LargeMerchants = ["M1"], LargeBuckets = 2, SmallBuckets = 1, DaysAhead = 1 };
        Assert.Equal(
            [2_20261130_00000, 2_20261130_00001, 2_20261201_00000, 2_20261201_00001, 3_20261100_00000, 3_20261200_00000],
            PartitionSlots.Ahead(policy, new DateOnly(2026, 11, 30), PartitionClass.Large, PartitionClass.Small).Select(slot => slot.Value));
        Assert.Equal([3_20261100_00000], PartitionSlots.Ahead(policy with { LargeMerchants = [], DaysAhead = 0 }, new DateOnly(2026, 11, 30), PartitionClass.Large, PartitionClass.Small).Select(slot => slot.Value));
    }

    [Fact]
    public void The_policy_is_read_from_the_settings_and_checked()
    {
        using var folder = new TempFolder();
        var book = new BookFolder(folder.Path);
        File.WriteAllText(book.Store, """{"connection":"Host=x","partitions":{"largeMerchants":["M1"],"largeBuckets":8,"keepDays":400}}""");
        var policy = StoreSettings.Read(book)!.Partitions!;
        Assert.Equal(("M1", 8, 4, 400), (Assert.Single(policy.LargeMerchants), policy.LargeBuckets, policy.SmallBuckets, policy.KeepDays));
        File.WriteAllText(book.Store, """{"connection":"Host=x","partitions":{"smallBuckets":0}}""");
        Assert.Contains("partitions.smallBuckets is 0", Assert.Throws<StoreSettingsException>(() => StoreSettings.Read(book)).Message, StringComparison.Ordinal);
    }
}

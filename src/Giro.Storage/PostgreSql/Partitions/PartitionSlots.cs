using System.Globalization;
using System.Text;

namespace Giro.Storage.PostgreSql.Partitions;

/// <summary>What a partition holds. The numbers are in the rows and never reused.</summary>
internal enum PartitionClass
{
    None = 0,

    /// <summary>Accounts of channels and of the house: a partition a day.</summary>
    Daily = 1,

    /// <summary>Very large merchants: some partitions a day, by hash of the order.</summary>
    Large = 2,

    /// <summary>All other merchants: some partitions a month, by hash of the merchant.</summary>
    Small = 3,
}

/// <summary>
/// The number of a partition, which every row of it carries; its digits say what it holds:
/// <code>
/// 2 20261122 00003      class, business date (of a month: day 00), bucket
/// </code>
/// </summary>
internal readonly record struct PartitionSlot(long Value)
{
    private const long OfDate = 100_000;
    private const long OfClass = OfDate * 100_000_000;

    public PartitionClass Class => (PartitionClass)(Value / OfClass);

    public int Bucket => (int)(Value % OfDate);

    private long Date => Value / OfDate % 100_000_000;

    public bool IsOfMonth => Date % 100 == 0;

    /// <summary>The first business date that it can hold.</summary>
    public DateOnly First => new((int)(Date / 10_000), (int)(Date / 100 % 100), IsOfMonth ? 1 : (int)(Date % 100));

    /// <summary>The last business date that it can hold.</summary>
    public DateOnly Last => IsOfMonth ? First.AddMonths(1).AddDays(-1) : First;

    /// <param name="bucket">From 0; 0 for a class that has none.</param>
    public static PartitionSlot Of(PartitionClass kind, DateOnly date, int bucket = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bucket);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bucket, OfDate);
        var number = (((date.Year * 100L) + date.Month) * 100) + (kind == PartitionClass.Small ? 0 : date.Day);
        return new PartitionSlot(((long)kind * OfClass) + (number * OfDate) + bucket);
    }

    /// <summary>Such as <c>clearing_lines_p22026112200003</c>.</summary>
    public string NameIn(string parent) => string.Create(CultureInfo.InvariantCulture, $"{parent}_p{Value}");

    /// <summary>Null for a name that is none of the parent's partitions.</summary>
    public static PartitionSlot? FromName(string parent, string name) =>
        name.StartsWith(parent + "_p", StringComparison.Ordinal) && long.TryParse(name.AsSpan(parent.Length + 2), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? new PartitionSlot(value) : null;
}

/// <summary>Which slots there are for dates, keys and numbers.</summary>
internal static class PartitionSlots
{
    /// <summary>The bucket of a merchant or account. In rows for ever: FNV-1a over UTF-8, 64 bits, its halves folded.</summary>
    public static int BucketOf(string key, int buckets)
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var octet in Encoding.UTF8.GetBytes(key)) hash = unchecked((hash ^ octet) * 0x100000001B3UL);
        return (int)((hash ^ (hash >> 32)) % (uint)buckets);
    }

    /// <summary>The bucket of what is numbered: an order, a chunk. In rows for ever: multiplied by 2^64 / golden ratio, upper half.</summary>
    public static int BucketOf(ulong number, int buckets) => (int)((unchecked(number * 0x9E3779B97F4A7C15UL) >> 32) % (uint)buckets);

    /// <summary>The first and last slot of a class that can hold rows of some dates.</summary>
    public static (PartitionSlot First, PartitionSlot Last) Between(PartitionClass kind, DateOnly first, DateOnly last) =>
        (PartitionSlot.Of(kind, first), new PartitionSlot(PartitionSlot.Of(kind, last).Value + 99_999));

    /// <summary>What will be written to from a date on, for as many days as the policy says.</summary>
    public static IEnumerable<PartitionSlot> Ahead(PartitionPolicy policy, DateOnly first, params PartitionClass[] classes)
    {
        var slots =
            from kind in classes
            where kind != PartitionClass.Large || policy.LargeMerchants.Count > 0
            from day in Enumerable.Range(0, policy.DaysAhead + 1)
            from bucket in Enumerable.Range(0, kind switch { PartitionClass.Large => policy.LargeBuckets, PartitionClass.Small => policy.SmallBuckets, _ => 1 })
            select PartitionSlot.Of(kind, first.AddDays(day), bucket);
        return slots.Distinct();
    }
}

namespace Giro.Storage.PostgreSql.Partitions;

/// <summary>
/// How the tables that grow without end are cut, from <c>partitions</c> in <c>store.json</c>. The defaults suit a book of some million payments a day; a
/// change holds from the next business date on, and what was written before stays where it is.
/// </summary>
public sealed record PartitionPolicy
{
    /// <summary>Merchants so large that each day has partitions for them.</summary>
    public IReadOnlyList<string> LargeMerchants { get; init; } = [];

    /// <summary>Partitions of a day for the large merchants together; what belongs to an order is in one of them.</summary>
    public int LargeBuckets { get; init; } = 4;

    /// <summary>Partitions of a month for all other merchants together; each merchant is in one of them.</summary>
    public int SmallBuckets { get; init; } = 4;

    /// <summary>For how many days partitions are made ahead, so that no writer has to.</summary>
    public int DaysAhead { get; init; } = 3;

    /// <summary>Days after which a partition is archived; null for never.</summary>
    public int? KeepDays { get; init; }

    /// <exception cref="StoreSettingsException">A number is out of range.</exception>
    internal void Check(string file)
    {
        Check(file, "partitions.largeBuckets", LargeBuckets, 1, 256);
        Check(file, "partitions.smallBuckets", SmallBuckets, 1, 256);
        Check(file, "partitions.daysAhead", DaysAhead, 0, 31);
        if (KeepDays is { } days) Check(file, "partitions.keepDays", days, 1, 36_600);
    }

    /// <summary>The class of every merchant that is named, and, under the empty name, of all others.</summary>
    internal Dictionary<string, PartitionTerm> OfMerchants()
    {
        var terms = LargeMerchants.Distinct().ToDictionary(merchant => merchant, _ => new PartitionTerm(PartitionClass.Large, LargeBuckets));
        terms.Add(PartitionClasses.AllOthers, new PartitionTerm(PartitionClass.Small, SmallBuckets));
        return terms;
    }

    private static void Check(string file, string name, int value, int least, int most)
    {
        if (value < least || value > most) throw new StoreSettingsException($"{file}: {name} is {value}; it can be {least} to {most}");
    }
}

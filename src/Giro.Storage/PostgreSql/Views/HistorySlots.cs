using Giro.Storage.PostgreSql.Partitions;
using Npgsql;

namespace Giro.Storage.PostgreSql.Views;

/// <summary>Whose legs an account's are, and where those of the last asked business date stand.</summary>
internal sealed class HistoryPlace(string? merchant)
{
    /// <summary>Null for channels and the house.</summary>
    public string? Merchant => merchant;

    public int Date { get; set; } = -1;

    public PartitionTerm Term { get; set; }

    /// <summary>The slot of that date, unless the order decides.</summary>
    public PartitionSlot Slot { get; set; }
}

/// <summary>
/// In which partition of <c>history</c> a pack stands. Accounts of a merchant, <c>merchant/ID/...</c>, go by the class of the merchant on the business date; all others are
/// the house's or a channel's, which have a partition a day. A pack of a very large merchant goes by its first record: its legs are of orders that follow each other, so no one
/// order's hash would do for all of them, and the hash of the first spreads packs as evenly. A merchant's day is in all buckets of that day in either case.
/// </summary>
internal sealed class HistorySlots
{
    public const string Table = "history";

    private const string MerchantPrefix = "merchant/";

    private readonly PartitionClasses _classes;
    private readonly PartitionPolicy _policy;
    private readonly PartitionTables? _tables;
    private readonly HashSet<long> _made = [];

    private HistorySlots(PartitionClasses classes, PartitionPolicy policy, PartitionTables? tables) => (_classes, _policy, _tables) = (classes, policy, tables);

    /// <summary>As they are in a snapshot of the database.</summary>
    public static HistorySlots ForReading(NpgsqlConnection connection, long book) => new(PartitionClasses.Read(connection, book, Table), new PartitionPolicy(), tables: null);

    /// <summary>Puts the policy in force from the next business date on, as the present one has rows already, and makes the partitions that will be needed.</summary>
    /// <param name="database">Where partitions are made.</param><param name="connection">Of the projector, which alone writes history of the book.</param>
    /// <param name="businessDate">Of the views, a day number; 0 where they are empty.</param>
    public static HistorySlots ForWriting(PostgreSqlDatabase database, NpgsqlConnection connection, int businessDate)
    {
        var policy = database.Settings.Partitions ?? new PartitionPolicy();
        var classes = PartitionClasses.Read(connection, database.Book, Table);
        if (classes.IsEmpty || businessDate > 0) classes.Adopt(connection, policy.OfMerchants(), DateOnly.FromDayNumber(businessDate + 1));
        var slots = new HistorySlots(classes, policy, new PartitionTables(database, Table));
        if (businessDate > 0) slots.MakeAhead(DateOnly.FromDayNumber(businessDate));
        return slots;
    }

    public static HistoryPlace PlaceOf(string path)
    {
        if (!path.StartsWith(MerchantPrefix, StringComparison.Ordinal)) return new HistoryPlace(merchant: null);
        var end = path.IndexOf('/', MerchantPrefix.Length);
        return new HistoryPlace(end < 0 ? path[MerchantPrefix.Length..] : path[MerchantPrefix.Length..end]);
    }

    /// <summary>The slot of a pack.</summary>
    public PartitionSlot Of(HistoryPlace place, int businessDate, ulong firstNumber)
    {
        MoveTo(place, businessDate);
        return place.Term.Class == PartitionClass.Large
            ? PartitionSlot.Of(PartitionClass.Large, DateOnly.FromDayNumber(businessDate), PartitionSlots.BucketOf(firstNumber, place.Term.Buckets))
            : place.Slot;
    }

    /// <summary>The slots that packs of a business date can be in.</summary>
    public IEnumerable<PartitionSlot> All(HistoryPlace place, int businessDate)
    {
        MoveTo(place, businessDate);
        if (place.Term.Class != PartitionClass.Large) return [place.Slot];
        return Enumerable.Range(0, place.Term.Buckets).Select(bucket => PartitionSlot.Of(PartitionClass.Large, DateOnly.FromDayNumber(businessDate), bucket));
    }

    public bool IsMade(PartitionSlot slot) => _made.Contains(slot.Value);

    public void Make(IReadOnlyList<PartitionSlot> slots)
    {
        _tables!.Ensure(slots);
        _made.UnionWith(slots.Select(slot => slot.Value));
    }

    /// <summary>Makes the partitions of a business date and of those that follow it, so that no flush has to.</summary>
    public void MakeAhead(DateOnly businessDate) => Make([.. PartitionSlots.Ahead(_policy, businessDate, PartitionClass.Daily, PartitionClass.Large, PartitionClass.Small)]);

    private void MoveTo(HistoryPlace place, int businessDate)
    {
        if (place.Date == businessDate) return;
        var date = DateOnly.FromDayNumber(businessDate);
        place.Term = place.Merchant is null ? new PartitionTerm(PartitionClass.Daily, 1) : _classes.At(place.Merchant, date);
        place.Slot = place.Term.Class switch
        {
            PartitionClass.Large => default,
            PartitionClass.Small => PartitionSlot.Of(PartitionClass.Small, date, PartitionSlots.BucketOf(place.Merchant!, place.Term.Buckets)),
            _ => PartitionSlot.Of(PartitionClass.Daily, date),
        };
        place.Date = businessDate;
    }
}

using Npgsql;

namespace Giro.Storage.PostgreSql.Partitions;

/// <summary>How something is cut: into which class, and how many buckets that has for it.</summary>
internal readonly record struct PartitionTerm(PartitionClass Class, int Buckets);

/// <summary>
/// The table <c>partition_class</c> of a book: which class a merchant or account had on which date. A row holds from its date on; who is not named has the
/// class of the row with an empty key.
/// </summary>
internal sealed class PartitionClasses
{
    /// <summary>The key of the rows for all that are not named.</summary>
    public const string AllOthers = "";

    private readonly long _book;
    private readonly string _kind;

    /// <summary>By key, newest first. A bucket count of 0 sends the key back to all others.</summary>
    private readonly Dictionary<string, List<(DateOnly From, PartitionTerm Term)>> _rows = [];

    private PartitionClasses(long book, string kind)
    {
        _book = book;
        _kind = kind;
    }

    /// <param name="kind">What the keys are: merchant, account.</param>
    public static PartitionClasses Read(NpgsqlConnection connection, long book, string kind)
    {
        var classes = new PartitionClasses(book, kind);
        using var select = new NpgsqlCommand("SELECT key, from_date, class, buckets FROM giro.partition_class WHERE book = $1 AND kind = $2 ORDER BY key, from_date DESC", connection)
        {
            Parameters = { new() { Value = book }, new() { Value = kind } },
        };
        using var row = select.ExecuteReader();
        while (row.Read()) classes.Of(row.GetString(0)).Add((ToDate(row.GetInt64(1)), new PartitionTerm((PartitionClass)row.GetInt64(2), (int)row.GetInt64(3))));
        return classes;
    }

    /// <summary>Whether nothing was ever adopted, so that nothing was ever written.</summary>
    public bool IsEmpty => _rows.Count == 0;

    /// <summary>Where rows of a date are written.</summary>
    public PartitionTerm At(string key, DateOnly date)
    {
        var own = InForce(key, date);
        if (own.Buckets > 0) return own;
        var others = InForce(AllOthers, date);
        return others.Buckets > 0 ? others : throw new InvalidDataException($"no class of partitions is said for {_kind} '{key}' on {date:yyyy-MM-dd}");
    }

    /// <summary>Whether a partition can hold rows of a key; of a class by order every bucket can.</summary>
    public bool CanHold(PartitionSlot slot, string key)
    {
        // Within the dates of a slot the term can change only where a row begins.
        var dates = Dates(key).Concat(Dates(AllOthers)).Where(date => date > slot.First && date <= slot.Last).Append(slot.First);
        return dates.Any(date => At(key, date) is var term && term.Class == slot.Class && (term.Class != PartitionClass.Small || PartitionSlots.BucketOf(key, term.Buckets) == slot.Bucket));
    }

    /// <summary>
    /// Puts what the settings want in force from a date on that has no rows yet; the first time, for ever before it too. In the caller's transaction, if it has one.
    /// </summary>
    /// <param name="wanted">By key; <see cref="AllOthers"/> must be there.</param>
    /// <returns>Whether anything has changed.</returns>
    public bool Adopt(NpgsqlConnection connection, IReadOnlyDictionary<string, PartitionTerm> wanted, DateOnly from)
    {
        var since = IsEmpty ? DateOnly.MinValue : from;
        var changes = wanted.Where(pair => InForce(pair.Key, DateOnly.MaxValue) != pair.Value).Select(pair => (pair.Key, Term: pair.Value)).ToList();
        changes.AddRange(_rows.Keys.Where(key => !wanted.ContainsKey(key) && InForce(key, DateOnly.MaxValue).Buckets > 0).Select(key => (key, new PartitionTerm(PartitionClass.Small, 0))));
        foreach (var (key, term) in changes)
        {
            using var insert = new NpgsqlCommand("INSERT INTO giro.partition_class VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (book, kind, key, from_date) DO UPDATE SET class = $5, buckets = $6", connection)
            {
                Parameters =
                {
                    new() { Value = _book }, new() { Value = _kind }, new() { Value = key }, new() { Value = ToNumber(since) }, new() { Value = (long)term.Class }, new() { Value = (long)term.Buckets },
                },
            };
            insert.ExecuteNonQuery();
            var rows = Of(key);
            rows.RemoveAll(row => row.From == since);
            rows.Insert(0, (since, term));
        }

        return changes.Count > 0;
    }

    private PartitionTerm InForce(string key, DateOnly date)
    {
        if (!_rows.TryGetValue(key, out var rows)) return default;
        foreach (var (from, term) in rows)
        {
            if (from <= date) return term;
        }

        return default;
    }

    private IEnumerable<DateOnly> Dates(string key) => _rows.TryGetValue(key, out var rows) ? rows.Select(row => row.From) : [];

    private List<(DateOnly From, PartitionTerm Term)> Of(string key)
    {
        if (!_rows.TryGetValue(key, out var rows)) _rows.Add(key, rows = []);
        return rows;
    }

    private static long ToNumber(DateOnly date) => date == DateOnly.MinValue ? 0 : (((date.Year * 100L) + date.Month) * 100) + date.Day;

    private static DateOnly ToDate(long number) => number == 0 ? DateOnly.MinValue : new DateOnly((int)(number / 10_000), (int)(number / 100 % 100), (int)(number % 100));
}

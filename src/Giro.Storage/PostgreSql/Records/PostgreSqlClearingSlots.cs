using System.Globalization;
using Giro.Storage.PostgreSql.Archive;
using Giro.Storage.PostgreSql.Partitions;
using Giro.Storage.PostgreSql.Sql;
using Giro.Storage.Records;

namespace Giro.Storage.PostgreSql.Records;

/// <summary>
/// Finds the partitions of clearing lines: from those that there are, the class that a merchant had, and the first chunk of each date. What was archived is read from its
/// files; what is in both places counts once.
/// </summary>
internal sealed class PostgreSqlClearingSlots(PostgreSqlConnection sql) : ClearingSlots(sql)
{
    public override void BeginRead()
    {
        base.BeginRead();
        try
        {
            // Before the snapshot is taken: from here on no partition leaves the table until this reader ends.
            sql.Execute($"LOCK TABLE ONLY {PostgreSqlClearingWriter.Table} IN ACCESS SHARE MODE");
        }
        catch
        {
            sql.RollBack();
            throw;
        }
    }

    public override LineCount Count()
    {
        var (archived, count) = (Archived(), new LineCount());
        using (var select = sql.Prepare("SELECT slot, chunk, lines FROM clearing_lines WHERE book = ?1"))
        {
            select.Bind(1, sql.Book);
            while (select.Step())
            {
                archived.See(select.Int64(0), select.Int64(1));
                count.Add(select.Blob(2));
            }
        }

        archived.AddTotals(count);
        return count;
    }

    public override IEnumerable<byte[]> Of(string merchantId)
    {
        BeginRead();
        try
        {
            var holds = HoldersOf(merchantId);
            var files = Archived().Files(holds);
            var live = Live(merchantId, Condition(holds));
            foreach (var row in files.Count == 0 ? live : OrderedMerge.Of([live, .. files.Select(file => ArchivedLines.Read(file, merchantId))])) yield return row.Lines;
        }
        finally
        {
            sql.Commit();
        }
    }

    public override byte[]? LastUpTo(string merchantId, ulong number)
    {
        BeginRead();
        try
        {
            var holds = HoldersOf(merchantId, number);
            var last = LiveUpTo(merchantId, number, Condition(holds));
            if (last is { } found && Holds(found, number)) return found.Lines;
            foreach (var file in Archived().Files(holds).Where(file => (ulong)file.FirstNumber <= number))
            {
                foreach (var row in ArchivedLines.Read(file, merchantId))
                {
                    if ((ulong)row.Chunk <= number && row.Chunk > (last?.Chunk ?? 0)) last = row;
                }
            }

            return last?.Lines;
        }
        finally
        {
            sql.Commit();
        }
    }

    public override IEnumerable<(string MerchantId, byte[] Lines)> After(ulong number)
    {
        var holds = HoldersFrom(number);
        var files = Archived().Files(holds);
        var seen = new HashSet<(long Chunk, string MerchantId)>();
        foreach (var row in LiveAfter(number, Condition(holds)))
        {
            if (files.Count > 0) seen.Add((row.Chunk, row.MerchantId));
            yield return (row.MerchantId, row.Lines);
        }

        foreach (var row in files.SelectMany(file => ArchivedLines.Read(file)))
        {
            if (!seen.Contains((row.Chunk, row.MerchantId))) yield return (row.MerchantId, row.Lines);
        }
    }

    /// <summary>The partitions of a merchant on all dates, as a condition that is added to a query.</summary>
    internal string PartitionsOf(string merchantId) => Condition(HoldersOf(merchantId));

    /// <summary>Those of a merchant on the date of a record.</summary>
    internal string PartitionsOf(string merchantId, ulong number) => Condition(HoldersOf(merchantId, number));

    /// <summary>Those of all merchants from the date of a record on.</summary>
    internal string PartitionsFrom(ulong number) => Condition(HoldersFrom(number));

    private ArchivedLines Archived() => new(sql.Raw(), sql.Book);

    private Func<PartitionSlot, bool> HoldersOf(string merchantId)
    {
        var classes = PartitionClasses.Read(sql.Raw(), sql.Book, PostgreSqlClearingWriter.Kind);
        return slot => !classes.IsEmpty && classes.CanHold(slot, merchantId);
    }

    private Func<PartitionSlot, bool> HoldersOf(string merchantId, ulong number)
    {
        var date = DateOf(number);
        if (date == DateOnly.MinValue) return _ => false;
        var holds = HoldersOf(merchantId);
        return slot => slot.First <= date && slot.Last >= date && holds(slot);
    }

    private Func<PartitionSlot, bool> HoldersFrom(ulong number)
    {
        var date = DateOf(number);
        return slot => slot.Last >= date;
    }

    /// <summary>Constants, so that the planner leaves out all other partitions.</summary>
    private string Condition(Func<PartitionSlot, bool> holds)
    {
        var slots = PartitionTables.List(sql.Raw(), PostgreSqlClearingWriter.Table).Where(holds);
        var list = string.Join(", ", slots.Select(slot => slot.Value.ToString(CultureInfo.InvariantCulture)));
        return list.Length == 0 ? " AND false" : $" AND slot IN ({list})";
    }

    private static bool Holds(ClearingRow row, ulong number)
    {
        foreach (var line in new PackedLines(row.Lines))
        {
            if (line.Number == number) return true;
        }

        return false;
    }

    /// <summary>The business date of the chunk that a record is in; the first of all dates before the first chunk.</summary>
    private DateOnly DateOf(ulong number)
    {
        using var select = sql.Prepare("SELECT date FROM clearing_day WHERE book = ?1 AND first_chunk <= ?2 ORDER BY first_chunk DESC LIMIT 1");
        return select.Bind(1, sql.Book).Bind(2, (long)Math.Min(number, long.MaxValue)).Step() ? RecordDates.ToDate(select.Int64(0)) : DateOnly.MinValue;
    }
}

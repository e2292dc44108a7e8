using System.Globalization;
using Giro.Storage.PostgreSql.Partitions;
using Giro.Storage.PostgreSql.Sql;
using Giro.Storage.Records;

namespace Giro.Storage.PostgreSql.Records;

/// <summary>Finds the partitions of clearing lines: from those that there are, the class that a merchant had, and the first chunk of each date.</summary>
internal sealed class PostgreSqlClearingSlots(PostgreSqlConnection sql) : ClearingSlots
{
    public override string Of(string merchantId) => Condition(slot => true, merchantId);

    public override string Of(string merchantId, ulong number)
    {
        var date = DateOf(number);
        return date == DateOnly.MinValue ? Condition([]) : Condition(slot => slot.First <= date && slot.Last >= date, merchantId);
    }

    public override string From(ulong number)
    {
        var date = DateOf(number);
        return Condition(PartitionTables.List(sql.Raw(), PostgreSqlClearingWriter.Table).Where(slot => slot.Last >= date));
    }

    private string Condition(Func<PartitionSlot, bool> isOfDate, string merchantId)
    {
        var connection = sql.Raw();
        var classes = PartitionClasses.Read(connection, sql.Book, PostgreSqlClearingWriter.Kind);
        return Condition(PartitionTables.List(connection, PostgreSqlClearingWriter.Table).Where(slot => isOfDate(slot) && !classes.IsEmpty && classes.CanHold(slot, merchantId)));
    }

    /// <summary>Constants, so that the planner leaves out all other partitions.</summary>
    private static string Condition(IEnumerable<PartitionSlot> slots)
    {
        var list = string.Join(", ", slots.Select(slot => slot.Value.ToString(CultureInfo.InvariantCulture)));
        return list.Length == 0 ? " AND false" : $" AND slot IN ({list})";
    }

    /// <summary>The business date of the chunk that a record is in; the first of all dates before the first chunk.</summary>
    private DateOnly DateOf(ulong number)
    {
        using var select = sql.Prepare("SELECT date FROM clearing_day WHERE book = ?1 AND first_chunk <= ?2 ORDER BY first_chunk DESC LIMIT 1");
        return select.Bind(1, sql.Book).Bind(2, (long)Math.Min(number, long.MaxValue)).Step() ? RecordDates.ToDate(select.Int64(0)) : DateOnly.MinValue;
    }
}

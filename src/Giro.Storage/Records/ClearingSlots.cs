using Giro.Storage.Sql;

namespace Giro.Storage.Records;

/// <summary>
/// Reads clearing lines where they are. A file has all of them in one table; PostgreSQL has them in partitions, of which it reads those that can hold what is asked for, and
/// in the files of partitions that were archived.
/// </summary>
internal class ClearingSlots(SqlConnection sql)
{
    /// <summary>Begins a transaction that sees one state of the database, lines that are archived meanwhile included.</summary>
    public virtual void BeginRead() => sql.BeginRead();

    /// <summary>Counts every line anew, in a transaction of <see cref="BeginRead"/>.</summary>
    public virtual LineCount Count()
    {
        var count = new LineCount();
        using var select = sql.Prepare("SELECT lines FROM clearing_lines WHERE book = ?1");
        select.Bind(1, sql.Book);
        while (select.Step()) count.Add(select.Blob(0));
        return count;
    }

    /// <summary>The rows of a merchant, in the order of their chunks. In a transaction of their own, so for one merchant at a time.</summary>
    public virtual IEnumerable<byte[]> Of(string merchantId) => Live(merchantId, "").Select(row => row.Lines);

    /// <summary>The row in which a record's lines of a merchant are, if it has any: the last one that begins at or before it, on the date of the record. Null for none.</summary>
    public virtual byte[]? LastUpTo(string merchantId, ulong number) => LiveUpTo(merchantId, number, "")?.Lines;

    /// <summary>Rows with all lines of records after one, and a few before, in the caller's transaction.</summary>
    public virtual IEnumerable<(string MerchantId, byte[] Lines)> After(ulong number) => LiveAfter(number, "").Select(row => (row.MerchantId, row.Lines));

    /// <param name="merchantId">The merchant.</param><param name="partitions">A condition that is added.</param>
    protected IEnumerable<ClearingRow> Live(string merchantId, string partitions)
    {
        using var select = sql.Prepare($"SELECT chunk, lines FROM clearing_lines WHERE book = ?1 AND merchant = ?2{partitions} ORDER BY chunk");
        select.Bind(1, sql.Book).Bind(2, merchantId);
        while (select.Step()) yield return new ClearingRow(select.Int64(0), merchantId, select.Blob(1).ToArray());
    }

    /// <summary>A row begins with the number of its transaction's first record, and transactions follow each other: the record is in the last row that begins at or before it.</summary>
    protected ClearingRow? LiveUpTo(string merchantId, ulong number, string partitions)
    {
        using var select = sql.Prepare($"SELECT chunk, lines FROM clearing_lines WHERE book = ?1 AND merchant = ?2 AND chunk <= ?3{partitions} ORDER BY chunk DESC LIMIT 1");
        return select.Bind(1, sql.Book).Bind(2, merchantId).Bind(3, (long)number).Step() ? new ClearingRow(select.Int64(0), merchantId, select.Blob(1).ToArray()) : null;
    }

    protected IEnumerable<ClearingRow> LiveAfter(ulong number, string partitions)
    {
        using var select = sql.Prepare($"""
            SELECT chunk, merchant, lines FROM clearing_lines
            WHERE book = ?1{partitions} AND chunk >= (SELECT coalesce(max(chunk), 0) FROM clearing_lines WHERE book = ?1{partitions} AND chunk <= ?2)
            """);
        select.Bind(1, sql.Book).Bind(2, number >= long.MaxValue ? long.MaxValue : (long)number + 1);
        while (select.Step()) yield return new ClearingRow(select.Int64(0), select.Text(1), select.Blob(2).ToArray());
    }
}

/// <summary>A row of clearing lines: what a merchant has in one transaction.</summary>
/// <param name="Chunk">The number of the transaction's first record.</param><param name="Lines">As in <see cref="PackedLines"/>.</param>
internal readonly record struct ClearingRow(long Chunk, string MerchantId, byte[] Lines) : IComparable<ClearingRow>
{
    /// <summary>Those of one merchant, in order.</summary>
    public int CompareTo(ClearingRow other) => Chunk.CompareTo(other.Chunk);
}

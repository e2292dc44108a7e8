using System.Globalization;
using Giro.Operations.Clearing;
using Giro.Operations.DayEnd;
using Giro.Operations.Institution;
using Giro.Storage.Records;
using Npgsql;

namespace Giro.Storage.PostgreSql.Archive;

/// <summary>What the lines of each archived partition of clearing lines come to (the table <c>archived_total</c>), so that all lines are counted without their files.</summary>
internal sealed class ArchivedTotals : KeptFigures
{
    private const string Insert = """
        INSERT INTO giro.archived_total (book, slot, kind, account, line_count, payment_count, amount)
        SELECT $1, $2, kind, account, line_count, payment_count, amount::numeric
        FROM unnest($3, $4, $5, $6, $7) t (kind, account, line_count, payment_count, amount) ORDER BY kind, account
        """;

    private readonly LineCount _count = new();
    private int _lines;

    public override void Begin(ArchiveReader reader) => _lines = reader.ColumnOf("lines");

    public override void Add(ArchiveReader reader) => _count.Add(reader.Bytes(_lines));

    public override void Write(NpgsqlConnection connection, ArchivedPartition archived)
    {
        // A partition that was attached again with rows that came late is archived another time.
        Delete(connection, archived.Book, archived.Slot.Value);
        var groups = _count.Groups.ToList();
        using var command = new NpgsqlCommand(Insert, connection);
        foreach (var value in (object[])
        [
            archived.Book, archived.Slot.Value, Longs(group => (long)group.Key.Kind), Longs(group => (long)group.Key.Account), Longs(group => group.Value.Lines.Count),
            Longs(group => group.Value.Payments), groups.Select(group => group.Value.Lines.SumMinor.ToString(CultureInfo.InvariantCulture)).ToArray(),
        ])
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        command.ExecuteNonQuery();

        long[] Longs(Func<KeyValuePair<LineGroup, CountedLines>, long> value) => [.. groups.Select(value)];
    }

    public static void Delete(NpgsqlConnection connection, long book, long slot)
    {
        using var command = new NpgsqlCommand("DELETE FROM giro.archived_total WHERE book = $1 AND slot = $2", connection) { Parameters = { new() { Value = book }, new() { Value = slot } } };
        command.ExecuteNonQuery();
    }

    /// <summary>Those of a book by slot. Partitions that were archived before there were totals have none.</summary>
    public static Dictionary<long, LineCount> Of(NpgsqlConnection connection, long book)
    {
        var totals = new Dictionary<long, LineCount>();
        if (PostgreSqlMigrations.VersionOf(connection, ArchiveCatalog.Kind) < 2) return totals;
        using var select = new NpgsqlCommand("SELECT slot, kind, account, line_count, payment_count, amount::text FROM giro.archived_total WHERE book = $1", connection)
        {
            Parameters = { new() { Value = book } },
        };
        using var row = select.ExecuteReader();
        while (row.Read())
        {
            if (!totals.TryGetValue(row.GetInt64(0), out var count)) totals.Add(row.GetInt64(0), count = new LineCount());
            count.Add(
                new LineGroup((LineKind)row.GetInt64(1), (LineAccount)row.GetInt64(2)),
                new CountedLines(new Figure(row.GetInt64(3), Int128.Parse(row.GetString(5), CultureInfo.InvariantCulture)), row.GetInt64(4)));
        }

        return totals;
    }
}

using Giro.Storage.PostgreSql;
using Giro.Storage.PostgreSql.Partitions;
using Giro.Storage.PostgreSql.Records;
using Giro.Storage.Records;
using Giro.Storage.Sqlite;
using Npgsql;

namespace Giro.Storage.Migration;

/// <summary>
/// In which partition clearing lines go that come from a file, which has none: by the business date of their chunk and the class of their merchant, as if they had
/// been written there when they were cleared.
/// </summary>
internal sealed class ClearingPlaces
{
    public const string Table = PostgreSqlClearingWriter.Table;

    private readonly PostgreSqlDatabase _database;

    /// <summary>The first record of each business date, in order.</summary>
    private readonly List<(long FirstNumber, DateOnly Date)> _days = [];
    private PartitionClasses? _classes;

    /// <param name="views">Of the folder, which know when each date began.</param>
    public ClearingPlaces(PostgreSqlDatabase database, SqliteFile views)
    {
        _database = database;
        using var days = views.Prepare("SELECT first_number, business_date FROM days WHERE book = 1 ORDER BY first_number");
        while (days.Step()) _days.Add((days.Int64(0), DateOnly.FromDayNumber((int)days.Int64(1))));
    }

    /// <summary>Makes the partitions, on a connection of their own; so before the transaction that fills them.</summary>
    public void Prepare(SqliteFile records)
    {
        using (var connection = _database.Open())
        {
            _classes = PartitionClasses.Read(connection, _database.Book, PostgreSqlClearingWriter.Kind);
            // What is copied is the first that this book has there, so one class holds for all of it.
            if (_days.Count > 0) _classes.Adopt(connection, (_database.Settings.Partitions ?? new PartitionPolicy()).OfMerchants(), _days[0].Date);
        }

        var slots = new HashSet<PartitionSlot>();
        using var rows = records.Prepare($"SELECT chunk, merchant FROM {Table} WHERE book = 1");
        while (rows.Step()) slots.Add(SlotOf(rows.Int64(0), rows.Text(1)));
        new PartitionTables(_database, Table).Ensure(slots.OrderBy(slot => slot.Value));
    }

    public PartitionSlot SlotOf(long chunk, string merchant)
    {
        var date = DateOf(chunk);
        var term = _classes!.At(merchant, date);
        return PartitionSlot.Of(term.Class, date, term.Class == PartitionClass.Large ? PartitionSlots.BucketOf((ulong)chunk, term.Buckets) : PartitionSlots.BucketOf(merchant, term.Buckets));
    }

    /// <summary>Writes down the first chunk of each date, which a file does not keep.</summary>
    public void WriteDays(NpgsqlConnection connection, SqliteFile records)
    {
        using (var delete = new NpgsqlCommand($"DELETE FROM giro.clearing_day WHERE book = {_database.Book}", connection)) delete.ExecuteNonQuery();
        var last = DateOnly.MinValue;
        using var chunks = records.Prepare($"SELECT DISTINCT chunk FROM {Table} WHERE book = 1 ORDER BY chunk");
        while (chunks.Step())
        {
            var date = DateOf(chunks.Int64(0));
            if (date == last) continue;
            last = date;
            using var insert = new NpgsqlCommand("INSERT INTO giro.clearing_day VALUES ($1, $2, $3)", connection)
            {
                Parameters = { new() { Value = _database.Book }, new() { Value = RecordDates.ToNumber(date) }, new() { Value = chunks.Int64(0) } },
            };
            insert.ExecuteNonQuery();
        }
    }

    private DateOnly DateOf(long number)
    {
        var at = _days.FindLastIndex(day => day.FirstNumber <= number);
        return at >= 0 ? _days[at].Date : throw new InvalidDataException($"record {number} has no business date in the views of the folder");
    }
}

using System.Text;
using Giro.Storage.PostgreSql.Partitions;
using Giro.Storage.Records;
using Npgsql;

namespace Giro.Storage.PostgreSql.Archive;

/// <summary>
/// Clearing lines of a book that stand in archive files, for one reader: in a transaction that has locked the table before its snapshot, so that a partition is recorded here
/// whenever it is not in the table any more. Between recorded and detached its rows are in both places.
/// </summary>
internal sealed class ArchivedLines
{
    private readonly NpgsqlConnection _connection;
    private readonly long _book;
    private readonly Dictionary<long, ArchivedPartition> _files;

    /// <summary>Partitions whose rows were counted in the table.</summary>
    private readonly HashSet<long> _seen = [];

    public ArchivedLines(NpgsqlConnection connection, long book)
    {
        (_connection, _book) = (connection, book);
        _files = PostgreSqlMigrations.VersionOf(connection, ArchiveCatalog.Kind) == 0
            ? []
            : ArchiveCatalog.Of(connection, book, ArchivedTable.ClearingLines.Name, generation: 0).ToDictionary(archived => archived.Slot.Value);
    }

    public List<ArchivedPartition> Files(Func<PartitionSlot, bool> canHold) => [.. _files.Values.Where(file => canHold(file.Slot))];

    /// <summary>Says that a row was seen in the table: what is recorded of its partition is not counted then. A row behind all that is recorded came later and says nothing.</summary>
    public void See(long slot, long chunk)
    {
        if (_files.Count > 0 && _files.TryGetValue(slot, out var file) && chunk <= file.LastNumber) _seen.Add(slot);
    }

    /// <summary>Adds what the partitions come to whose rows were not seen in the table.</summary>
    /// <exception cref="LinesArchivedException">One was archived before totals were kept, and its file is not there.</exception>
    public void AddTotals(LineCount count)
    {
        if (_files.Count == _seen.Count) return;
        var totals = ArchivedTotals.Of(_connection, _book);
        foreach (var (slot, file) in _files)
        {
            if (_seen.Contains(slot)) continue;
            if (totals.TryGetValue(slot, out var total))
            {
                count.Add(total);
                continue;
            }

            foreach (var row in Read(file)) count.Add(row.Lines);
        }
    }

    /// <summary>The rows of a file, in the order of their chunks.</summary>
    /// <param name="file">The file.</param><param name="merchantId">Of this merchant alone; null for all.</param>
    /// <exception cref="LinesArchivedException">It is not there.</exception>
    /// <exception cref="ArchiveDamagedException">It does not hold what was recorded.</exception>
    public static IEnumerable<ClearingRow> Read(ArchivedPartition file, string? merchantId = null)
    {
        using var reader = file.Open((one, e) => new LinesArchivedException(one, e));
        var (chunk, merchant, lines) = (reader.ColumnOf("chunk"), reader.ColumnOf("merchant"), reader.ColumnOf("lines"));
        var wanted = merchantId is null ? null : Encoding.UTF8.GetBytes(merchantId);
        while (reader.Next())
        {
            if (wanted is null || reader.Bytes(merchant).SequenceEqual(wanted))
                yield return new ClearingRow(reader.Int64(chunk), merchantId ?? Encoding.UTF8.GetString(reader.Bytes(merchant)), reader.Bytes(lines).ToArray());
        }

        if (!reader.ContentHash.AsSpan().SequenceEqual(file.ContentHash)) throw new ArchiveDamagedException(file.File, "its rows are not those that were recorded");
    }
}

/// <summary>Clearing lines that were asked for are archived in a file that is not there.</summary>
public sealed class LinesArchivedException : IOException
{
    internal LinesArchivedException(ArchivedPartition archived, Exception inner)
        : base(archived.IsAway("clearing lines"), inner) => Path = archived.File;

    /// <summary>Where the file was written.</summary>
    public string Path { get; }
}

using System.Diagnostics;
using System.Security.Cryptography;
using Giro.Storage.PostgreSql.Partitions;
using Giro.Storage.PostgreSql.Views;
using Npgsql;

namespace Giro.Storage.PostgreSql.Archive;

/// <summary>What has been done of archiving a partition; at each of these a process may end.</summary>
internal enum ArchiveStage
{
    /// <summary>Files are written under names of their own.</summary>
    Written,

    /// <summary>They were read back and are in their places.</summary>
    Placed,

    /// <summary>The table <c>archive</c> says so. From here on readers look into the files, and find what is in both places once.</summary>
    Recorded,

    /// <summary>The partition is out of its table, and what it holds was compared with the files.</summary>
    Detached,

    Dropped,
}

/// <summary>
/// Archives partitions. In this order: write, read back, put in place, record, detach, compare with what was recorded, drop. A partition whose rows changed after they were written
/// is attached again, and archived another time. Not in one transaction: a plain detach would hold up every reader of the table, and a concurrent one cannot be part of a
/// transaction; so readers are told first (<see cref="ArchiveStage.Recorded"/>), and the last steps can be made up for from what the database says.
/// </summary>
internal sealed class PartitionArchiver : IDisposable
{
    /// <summary>'arch': one process archives at a time.</summary>
    private const long LockKey = 0x6172_6368;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly PostgreSqlDatabase _database;
    private readonly NpgsqlConnection _connection;
    private readonly string _folder;

    public PartitionArchiver(PostgreSqlDatabase database, string folder)
    {
        (_database, _folder) = (database, folder);
        _connection = database.Open();
        try
        {
            PostgreSqlViews.Prepare(_connection);
            // The server notices a moment later that a process has ended.
            for (var clock = Stopwatch.StartNew(); Scalar($"SELECT pg_try_advisory_lock({LockKey})") is not true; Thread.Sleep(20))
            {
                if (clock.Elapsed > Patience) throw new IOException($"{database.Name}: another process is archiving");
            }

            Directory.CreateDirectory(folder);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>Called at each stage, so that tests can end there.</summary>
    public Action<ArchiveStage>? Reached { get; init; }

    /// <summary>The first business date that a policy keeps; null where it keeps all.</summary>
    public DateOnly? KeptFrom(PartitionPolicy? policy) =>
        policy?.KeepDays is { } days && BusinessDate(_database.Book) is { } today ? today.AddDays(-days) : null;

    /// <summary>Ends what an interrupted run left: partitions that are out of their table and not dropped.</summary>
    public IEnumerable<ArchivedSlot> EndInterrupted()
    {
        foreach (var table in Tables())
        {
            foreach (var slot in Detached(table.Name))
            {
                var archived = ArchiveCatalog.Of(_connection, table.Name, slot);
                if (archived.Count > 0) yield return End(table, slot, archived);
            }
        }
    }

    public IEnumerable<ArchivedSlot> Archive(DateOnly before, bool dryRun)
    {
        foreach (var table in Tables())
        {
            foreach (var slot in PartitionTables.List(_connection, table.Name).Where(slot => slot.Last < before))
                yield return Archive(table, slot, dryRun);
        }
    }

    private ArchivedSlot Archive(ArchivedTable table, PartitionSlot slot, bool dryRun)
    {
        List<ArchivedPartition> archived;
        var kept = new List<KeptFigures>();
        using (var snapshot = _connection.BeginTransaction(System.Data.IsolationLevel.RepeatableRead))
        {
            var owners = Owners(table, slot.NameIn(table.Name));
            if (Obstacle(table, owners, slot) is { } left) return Left(table, slot, owners.Sum(owner => owner.Rows), left);
            if (dryRun) return new ArchivedSlot(table.Name, slot.Value, slot.First, slot.Last, owners.Sum(owner => owner.Rows), [], Left: null);
            archived = owners.ConvertAll(owner => Write(table, slot, owner));
            Reached?.Invoke(ArchiveStage.Written);
            kept.AddRange(archived.Select(_ => KeptFigures.For(table)));
            archived = [.. archived.Zip(kept, ReadBack)];
            Reached?.Invoke(ArchiveStage.Placed);
        }

        using (var transaction = _connection.BeginTransaction())
        {
            foreach (var (one, figures) in archived.Zip(kept))
            {
                ArchiveCatalog.Put(_connection, one);
                figures.Write(_connection, one);
            }

            transaction.Commit();
        }

        Reached?.Invoke(ArchiveStage.Recorded);
        return End(table, slot, archived);
    }

    /// <summary>Detaches, compares and drops a partition that is recorded as archived.</summary>
    private ArchivedSlot End(ArchivedTable table, PartitionSlot slot, List<ArchivedPartition> archived)
    {
        var tables = new PartitionTables(_database, table.Name);
        var rows = archived.Sum(one => one.Rows);
        foreach (var one in archived)
        {
            if (!ArchiveFile.HashOf(one.File).AsSpan().SequenceEqual(one.FileHash)) throw new ArchiveDamagedException(one.File, "it does not have the hash that was recorded; nothing was dropped");
        }

        if (IsAttached(table.Name, slot)) tables.Detach(slot);
        if (!IsWhatWasWritten(table, slot, archived, rows))
        {
            tables.Ensure([slot]);
            return Left(table, slot, rows, "rows were added while it was archived; it is in its table, and is archived the next time");
        }

        Reached?.Invoke(ArchiveStage.Detached);
        tables.Drop(slot);
        Reached?.Invoke(ArchiveStage.Dropped);
        return new ArchivedSlot(table.Name, slot.Value, slot.First, slot.Last, rows, archived.ConvertAll(one => one.File), Left: null);
    }

    private ArchivedPartition Write(ArchivedTable table, PartitionSlot slot, Owner owner)
    {
        var columns = Columns(table.Name);
        var header = new ArchiveHeader(owner.Book, table.Name, owner.Generation, slot.Value, columns, owner.Rows, owner.FirstNumber, owner.LastNumber);
        var path = Path.Combine(_folder, $"{slot.NameIn(table.Name)}_book{owner.Book}{(table.HasGeneration ? $"_{owner.Generation}" : "")}.giroarchive");
        using var rows = Rows(table, slot, columns, owner.Book, owner.Generation);
        var hash = ArchiveFile.Write(path + ".part", header, rows);
        return new ArchivedPartition(owner.Book, table.Name, slot, owner.Generation, path, owner.Rows, owner.FirstNumber, owner.LastNumber, hash, []);
    }

    /// <summary>Reads a file that was written from its first byte to its last, and puts it in its place.</summary>
    private static ArchivedPartition ReadBack(ArchivedPartition written, KeptFigures kept)
    {
        var temporary = written.File + ".part";
        using (var reader = new ArchiveReader(temporary))
        {
            kept.Begin(reader);
            while (reader.Next()) kept.Add(reader);
            if (!reader.ContentHash.AsSpan().SequenceEqual(written.ContentHash) || reader.Count != written.Rows) throw new ArchiveDamagedException(temporary, "what was read back is not what was written");
        }

        var archived = written with { FileHash = ArchiveFile.HashOf(temporary) };
        ArchiveFile.Place(temporary, written.File, archived.FileHash);
        return archived;
    }

    /// <summary>Whether the partition holds, row for row, what the files do.</summary>
    private bool IsWhatWasWritten(ArchivedTable table, PartitionSlot slot, List<ArchivedPartition> archived, long rows)
    {
        if ((long)Scalar($"SELECT count(*) FROM giro.{slot.NameIn(table.Name)}")! != rows) return false;
        return archived.TrueForAll(one =>
        {
            using var stream = Rows(table, slot, Columns(table.Name), one.Book, one.Generation);
            return SHA256.HashData(stream).AsSpan().SequenceEqual(one.ContentHash);
        });
    }

    private Stream Rows(ArchivedTable table, PartitionSlot slot, IReadOnlyList<string> columns, long book, long generation) => _connection.BeginRawBinaryCopy(
        $"COPY (SELECT {string.Join(", ", columns)} FROM giro.{slot.NameIn(table.Name)} WHERE book = {book}{(table.HasGeneration ? $" AND generation = {generation}" : "")} ORDER BY {table.OrderBy}) TO STDOUT (FORMAT BINARY)");

    /// <summary>Why a partition cannot be archived; null when it can.</summary>
    private string? Obstacle(ArchivedTable table, List<Owner> owners, PartitionSlot slot)
    {
        var recorded = ArchiveCatalog.Of(_connection, table.Name, slot);
        foreach (var owner in owners)
        {
            if (BusinessDate(owner.Book) is not { } today || today <= slot.Last) return $"book {owner.Book} is at {BusinessDate(owner.Book):yyyy-MM-dd} and may still write to it";
            if (table == ArchivedTable.ClearingLines && !IsCleared(owner.Book, slot.Last)) return $"the clearing of book {owner.Book} is behind its views and may still write to it";
            if (owner.Generation != 0 && owner.Generation != PostgreSqlViews.Generation(_connection, owner.Book)) return $"the views of book {owner.Book} are being made anew";

            // The file of the same name would be written over.
            if (recorded.Find(one => one.Book == owner.Book && one.Generation == owner.Generation) is { } before && (owner.Rows < before.Rows || owner.FirstNumber > before.FirstNumber))
                return $"other rows of it are in {before.File}; bring them back first with giro archive attach";
        }

        return null;
    }

    /// <summary>Whether clearing has taken in a record of a later date: its transactions follow each other, so it writes nothing of this one any more.</summary>
    private bool IsCleared(long book, DateOnly date) => Scalar($"""
        SELECT c.last_number >= (
            SELECT min(d.first_number) FROM giro.days d JOIN giro.view_generation g ON g.book = d.book AND g.generation = d.generation
            WHERE d.book = {book} AND d.business_date > {date.DayNumber})
        FROM giro.checkpoint c WHERE c.book = {book} AND c.consumer = 'clearing'
        """) is true;

    private List<Owner> Owners(ArchivedTable table, string partition)
    {
        var generation = table.HasGeneration ? "generation" : "0::bigint";
        using var command = new NpgsqlCommand($"SELECT book, {generation} AS g, count(*), min({table.Number}), max({table.Number}) FROM giro.{partition} GROUP BY book, g ORDER BY book, g", _connection);
        using var row = command.ExecuteReader();
        var owners = new List<Owner>();
        while (row.Read()) owners.Add(new Owner(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)));
        return owners;
    }

    private IEnumerable<ArchivedTable> Tables() => ArchivedTable.All.Where(table => Scalar($"SELECT to_regclass('giro.{table.Name}') IS NOT NULL") is true);

    /// <summary>Tables with the name of a partition that are none, or are about to be none.</summary>
    private List<PartitionSlot> Detached(string table)
    {
        using var command = new NpgsqlCommand($"""
            SELECT c.relname FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
            WHERE c.relnamespace = 'giro'::regnamespace AND c.relkind = 'r' AND c.relname LIKE '{table.Replace("_", "\\_")}\_p%' AND (i.inhrelid IS NULL OR i.inhdetachpending)
            """, _connection);
        using var row = command.ExecuteReader();
        var slots = new List<PartitionSlot>();
        while (row.Read())
        {
            if (PartitionSlot.FromName(table, row.GetString(0)) is { } slot) slots.Add(slot);
        }

        return slots;
    }

    private bool IsAttached(string table, PartitionSlot slot) => Scalar($"SELECT count(*) > 0 FROM pg_inherits WHERE inhrelid = to_regclass('giro.{slot.NameIn(table)}')") is true;

    private List<string> Columns(string table)
    {
        using var command = new NpgsqlCommand($"SELECT attname FROM pg_attribute WHERE attrelid = 'giro.{table}'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum", _connection);
        using var row = command.ExecuteReader();
        var columns = new List<string>();
        while (row.Read()) columns.Add(row.GetString(0));
        return columns;
    }

    /// <summary>The business date that the views of a book are at.</summary>
    private DateOnly? BusinessDate(long book) =>
        Scalar($"SELECT max(business_date) FROM giro.days d JOIN giro.view_generation g ON g.book = d.book AND g.generation = d.generation WHERE d.book = {book}") is long date ? DateOnly.FromDayNumber((int)date) : null;

    private object? Scalar(string sql)
    {
        using var command = new NpgsqlCommand(sql, _connection);
        return command.ExecuteScalar();
    }

    private static ArchivedSlot Left(ArchivedTable table, PartitionSlot slot, long rows, string reason) => new(table.Name, slot.Value, slot.First, slot.Last, rows, [], reason);

    public void Dispose() => _connection.Dispose();

    private readonly record struct Owner(long Book, long Generation, long Rows, long FirstNumber, long LastNumber);
}

using Giro.Storage.PostgreSql.Sql;
using Giro.Storage.PostgreSql.Views;
using Npgsql;

namespace Giro.Storage.PostgreSql.Archive;

/// <summary>What became of a partition, or would: archived to files, or left alone for a reason.</summary>
/// <param name="Table">The table.</param><param name="Slot">Its partition, by number.</param><param name="From">Its first business date.</param><param name="To">Its last.</param>
/// <param name="Rows">Rows of all books in it.</param><param name="Files">Where they are now; none where there was nothing to keep.</param>
/// <param name="Left">Why it was left alone; null when it was archived, or would be.</param>
public sealed record ArchivedSlot(string Table, long Slot, DateOnly From, DateOnly To, long Rows, IReadOnlyList<string> Files, string? Left);

/// <summary>An archive file that the database knows.</summary>
/// <param name="Header">What it holds.</param><param name="From">The first business date of its partition.</param><param name="To">The last.</param>
/// <param name="Path">Where it was written.</param><param name="IsThere">Whether it is there now.</param>
public sealed record KnownArchive(ArchiveHeader Header, DateOnly From, DateOnly To, string Path, bool IsThere);

/// <summary>
/// Takes old partitions out of the database into files, brings them back, lists them. A partition holds rows of all books of the database; it leaves for all of them together,
/// with a file for each. Interrupted anywhere it can be run again: nothing is dropped before its files were read back and found to be what the partition holds.
/// </summary>
public static class ArchiveRun
{
    /// <summary>Whether the book's store has partitions: it is on PostgreSQL.</summary>
    public static bool IsPossible(BookStore store) => store is PostgreSqlStore;

    /// <summary>Where a book's archive files are, unless another folder is said.</summary>
    public static string FolderOf(BookStore store) => Path.Combine(store.Root, "archive");

    /// <summary>Whether store.json says for how long the book's partitions are kept (partitions.keepDays).</summary>
    public static bool HasPolicy(BookStore store) => store is PostgreSqlStore { Database.Settings.Partitions.KeepDays: not null };

    /// <summary>Archives the partitions whose last business date is before a date, oldest first.</summary>
    /// <param name="store">The book, on PostgreSQL.</param>
    /// <param name="before">The date; null for what the policy keeps (partitions.keepDays in store.json), and nothing where that says nothing.</param>
    /// <param name="dryRun">Whether it only says what it would do.</param><param name="folder">Where files go; null for <see cref="FolderOf"/>.</param>
    /// <param name="progress">Told of each partition when it is done.</param><param name="cancellation">Asks it to return after the partition that is under way.</param>
    public static IReadOnlyList<ArchivedSlot> Run(
        BookStore store, DateOnly? before = null, bool dryRun = false, string? folder = null, Action<ArchivedSlot>? progress = null, CancellationToken cancellation = default)
    {
        var database = DatabaseOf(store);
        var done = new List<ArchivedSlot>();
        return OnServer(store, () =>
        {
            using var archiver = new PartitionArchiver(database, Path.GetFullPath(folder ?? FolderOf(store)));
            if (!dryRun) Done(archiver.EndInterrupted());
            if (cancellation.IsCancellationRequested) return done;
            if ((before ?? archiver.KeptFrom(database.Settings.Partitions)) is { } first) Done(archiver.Archive(first, dryRun));
            return done;
        });

        void Done(IEnumerable<ArchivedSlot> slots)
        {
            foreach (var slot in slots)
            {
                done.Add(slot);
                progress?.Invoke(slot);
                if (cancellation.IsCancellationRequested) return;
            }
        }
    }

    /// <summary>The archive files of the book that are in force, by table and date.</summary>
    public static IReadOnlyList<KnownArchive> List(BookStore store)
    {
        using var connection = DatabaseOf(store).OpenForReading();
        if (PostgreSqlMigrations.VersionOf(connection, ArchiveCatalog.Kind) == 0) return [];
        return ArchiveCatalog.Of(connection, DatabaseOf(store).Book, PostgreSqlViews.Generation(connection, DatabaseOf(store).Book)).ConvertAll(archived => new KnownArchive(
            new ArchiveHeader(archived.Book, archived.Table, archived.Generation, archived.Slot.Value, [], archived.Rows, archived.FirstNumber, archived.LastNumber),
            archived.Slot.First, archived.Slot.Last, archived.File, File.Exists(archived.File)));
    }

    /// <summary>Puts the rows of a file back into their table, and forgets that they were archived. The file stays.</summary>
    /// <exception cref="ArchiveDamagedException">The file is not what was written.</exception>
    /// <exception cref="InvalidDataException">The file is of another book, or of views that were made anew since.</exception>
    public static ArchiveHeader Attach(BookStore store, string file) => OnServer(store, () => ArchiveAttachment.Run(DatabaseOf(store), file));

    /// <exception cref="PostgreSqlFailedException">The server refused or could not be heard; what was begun is ended by the next run.</exception>
    private static T OnServer<T>(BookStore store, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (NpgsqlException e)
        {
            throw PostgreSqlFailedException.From(e, store.Name, "archiving");
        }
    }

    private static PostgreSqlDatabase DatabaseOf(BookStore store) =>
        store is PostgreSqlStore onServer ? onServer.Database : throw new InvalidOperationException($"{store.Name}: a book in its folder has no partitions");
}

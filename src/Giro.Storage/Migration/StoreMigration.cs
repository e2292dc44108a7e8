using System.Diagnostics;
using Giro.Ledger;
using Giro.Ledger.Journal;
using Giro.Storage.Backup;
using Giro.Storage.PostgreSql;
using Giro.Storage.Sqlite;
using Giro.Storage.Views;
using Npgsql;

namespace Giro.Storage.Migration;

/// <summary>What a move has proved; nothing was changed in the folder unless all of it holds.</summary>
/// <param name="Figures">Of the journal on PostgreSQL.</param><param name="Tables">Each table of the records, as it stands in both places.</param>
/// <param name="OldFiles">Where the files are now that were the book.</param>
public sealed record MigrationResult(string Target, BookFigures Figures, IReadOnlyList<VerifiedCheck> Checks, IReadOnlyList<CopiedTable> Tables, string? OldFiles)
{
    public bool Holds => Checks.All(check => check.Holds);
}

/// <summary>The book cannot be moved as it was asked for; nothing was changed.</summary>
public sealed class MigrationRefusedException(string message) : Exception(message);

/// <summary>
/// Moves a book from its folder to PostgreSQL. Until the last step the folder is the book: the copy carries a mark that keeps everybody from opening it, and an
/// interrupted move is simply started again. It goes on with the journal where it stopped, and copies the records anew.
/// <code>
///   mark the target -> journal, chain verified -> records, one transaction -> views from the journal -> proofs
///     -> store.json -> take the mark away -> move the old files aside
/// </code>
/// </summary>
public static class StoreMigration
{
    /// <summary>The folder, within the book's, that the old files are moved to.</summary>
    public const string OldFiles = "embedded-before-migration";

    /// <param name="root">The book's folder. No process may have the book.</param><param name="settings">Where it goes.</param>
    /// <exception cref="MigrationRefusedException">There is no book in the folder, or the target holds one.</exception>
    /// <exception cref="BookInUseException">A process has the book.</exception>
    public static MigrationResult Run(string root, StoreSettings settings, IBackupProgress progress)
    {
        var folder = new BookFolder(root);
        var source = new EmbeddedStore(folder);
        if (!source.HasJournal)
            throw new MigrationRefusedException(File.Exists(folder.Store) ? $"{root}: the book is on PostgreSQL already" : $"{root}: there is no book here (no journal.db)");
        // What a process leaves in the target's folder, a lock for instance, is not the source's.
        var scratch = Directory.CreateTempSubdirectory("giro-migrate-");
        try
        {
            using var free = source.Take();
            var target = new PostgreSqlStore(new BookFolder(scratch.FullName), settings, mayBeArriving: true);
            using var connection = target.Database.Open();
            Begin(connection, target, root);
            using var taken = target.Take();
            return Move(source, target, connection, progress);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    /// <summary>Marks the target, unless it holds a book that did not come from an interrupted move.</summary>
    private static void Begin(NpgsqlConnection connection, PostgreSqlStore target, string root)
    {
        var book = target.Database.Book;
        var source = $"{Path.GetFullPath(root)} on {Environment.MachineName}";
        var arriving = ArrivingBook.SourceOf(connection, book);
        if (arriving is not null && arriving != source) throw new MigrationRefusedException($"{target.Name}: a book from {arriving} is being moved there; give another --book");
        if (arriving is null && (target.HasJournal || RecordTables.HaveRows(connection, book))) throw new MigrationRefusedException($"{target.Name} holds a book; give another --book");
        ArrivingBook.Begin(connection, book, source);
    }

    private static MigrationResult Move(EmbeddedStore source, PostgreSqlStore target, NpgsqlConnection connection, IBackupProgress progress)
    {
        using var from = source.OpenJournal();
        using var to = target.OpenJournal();
        var head = from.ReadHead();
        progress.Stage("journal", head.Sequence);
        var clock = Stopwatch.StartNew();
        var copied = JournalCopy.Run(from, to, head.Sequence, progress: progress.At);
        var checks = new List<VerifiedCheck> { new("head", copied == head && to.ReadHead() == head, $"{head.Sequence:N0} rows, {head.Hash}", clock.Elapsed) };
        progress.Stage("views of the folder", 0);
        var old = ViewsHash(source, from);
        clock.Restart();
        var tables = CopyRecords(source, target, progress);
        checks.Add(new VerifiedCheck("records", tables.All(table => table.IsEqual), $"{tables.Count} tables, {tables.Sum(table => table.SourceRows):N0} rows", clock.Elapsed));
        progress.Stage("views from the journal", head.Sequence);
        clock.Restart();
        var views = target.Views.Rebuild(to, progress.At);
        checks.Add(new VerifiedCheck("views", views == old, $"content {views[..16]}, in the folder {old[..16]}", clock.Elapsed));
        progress.Stage("trial balance", 0);
        clock.Restart();
        var figures = BookFigures.Of(to);
        var differences = figures.DifferencesTo(BookFigures.Of(from));
        checks.Add(new VerifiedCheck("ledger", differences.Count == 0, differences.Count == 0 ? $"{figures.LastNumber:N0} records, state {figures.StateHash[..16]}, trial balance" : string.Join("; ", differences), clock.Elapsed));
        var result = new MigrationResult(target.Name, figures, checks, tables, null);
        return result.Holds ? result with { OldFiles = Finish(source.Folder, target, connection) } : result;
    }

    private static IReadOnlyList<CopiedTable> CopyRecords(EmbeddedStore source, PostgreSqlStore target, IBackupProgress progress)
    {
        if (!source.Records.Exists) return [];
        progress.Stage("records", 0);
        // Opening makes the tables, and brings those of the folder to this program's version.
        using var from = (SqliteFile)source.Records.Open();
        target.Records.Open().Dispose();
        using (var views = new SqliteFile(source.Folder.Views, readOnly: true))
        using (var connection = target.Database.Open())
            RecordTables.Copy(from, connection, target.Database.Book, new ClearingPlaces(target.Database, views), progress);
        progress.Stage("records, compared", 0);
        using var to = target.Records.OpenReadOnly();
        return RecordTables.Compare(from, to, progress);
    }

    private static string ViewsHash(EmbeddedStore source, IJournal journal)
    {
        if (!source.Views.Exists) return source.Views.Rebuild(journal);
        ViewRebuild.CatchUp(journal, source.Views);
        using var views = source.Views.Read();
        return views.ContentHash();
    }

    /// <summary>From store.json on the book is on PostgreSQL; until the mark is gone nobody opens it there, and this can be done again.</summary>
    private static string Finish(BookFolder folder, PostgreSqlStore target, NpgsqlConnection connection)
    {
        target.Database.Settings.Write(folder);
        ArrivingBook.Arrived(connection, target.Database.Book);
        var old = Path.Combine(folder.Root, OldFiles);
        Directory.CreateDirectory(old);
        foreach (var database in (string[])[folder.Journal, folder.Records, folder.Views])
        {
            foreach (var path in (string[])[database, database + "-wal", database + "-shm", database + "-journal"])
            {
                if (File.Exists(path)) File.Move(path, Path.Combine(old, Path.GetFileName(path)));
            }
        }

        FolderSync.Flush(folder.Root);
        return old;
    }
}

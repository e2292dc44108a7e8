using Giro.Storage.Sqlite;

namespace Giro.Storage.Backup;

/// <summary>
/// Backs up a book in its folder while it is written. The journal is copied row by row, as nothing is ever changed in it: only what is new since the last time,
/// into one copy for all generations. The records are copied before the journal, so they may be behind it and are never ahead.
/// <code>
///   FOLDER/journal.db              all rows up to the newest generation's, and perhaps some of an interrupted one
///   FOLDER/000001/manifest.json    head, trial balance, hashes of the files beside it
///   FOLDER/000001/records.db       clearing, settlement, reconciliation, rules
///   FOLDER/000001/files/           institution.json and whatever else people keep in the book's folder
/// </code>
/// </summary>
internal static class EmbeddedBackup
{
    public const string Journal = "journal.db";
    public const string Records = "records.db";

    public static BackupManifest Run(EmbeddedStore store, string target, TimeProvider time, IBackupProgress progress)
    {
        using var folder = new BackupFolder(target, BackupManifest.Embedded);
        using var source = store.OpenJournalReadOnly();
        var files = new List<BackupFile>();
        ulong? recordsSequence = null;
        if (store.Records.Exists)
        {
            progress.Stage("records", 0);
            files.Add(CopyRecords(store.Folder.Records, folder.Current));
            // Whatever clearing or settlement wrote into the copy came from rows that are in the journal by now.
            recordsSequence = source.ReadHead().Sequence;
        }

        progress.Stage("files", 0);
        files.AddRange(folder.CopyFiles(store.Folder));
        var last = source.ReadHead().Sequence;
        using var copy = SqliteJournal.Open(Path.Combine(folder.Root, Journal));
        progress.Stage("journal", last);
        JournalCopy.Run(source, copy, last, progress: progress.At);
        progress.Stage("trial balance", 0);
        var manifest = new BackupManifest(
            BackupManifest.CurrentFormat, BackupManifest.Embedded, folder.Generation, time.GetUtcNow(), store.Root, BookFigures.Of(copy, last), recordsSequence, files);
        folder.Finish(manifest);
        return manifest;
    }

    /// <summary>One state of the file, as one transaction sees it; in write-ahead mode that holds up nobody.</summary>
    private static BackupFile CopyRecords(string records, string target)
    {
        var path = Path.Combine(target, Records);
        using (var file = new SqliteFile(records, readOnly: true))
        using (var copy = file.Prepare("VACUUM INTO ?1")) copy.Bind(1, path).Run();
        BackupFolder.Sync(path);
        return BackupManifest.Describe(path, Records);
    }
}

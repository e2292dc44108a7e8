using System.Diagnostics;
using Giro.Ledger;
using Giro.Ledger.Journal;
using Giro.Ledger.Writer;
using Giro.Storage.Sqlite;

namespace Giro.Storage.Backup;

/// <summary>
/// Restores a book into a new folder: the journal's rows up to the one that is asked for, and the newest copy of the records that knows of no later row. Clearing
/// catches up from the journal when the book is opened; what settlement decided in between it decides again, under the same ids.
/// </summary>
internal static class EmbeddedRestore
{
    /// <param name="ledgerOnly">Restores the journal alone where no copy of the records is old enough.</param>
    public static RestoreResult Run(string backup, IReadOnlyList<BackupManifest> generations, string folder, RestoreTarget target, bool ledgerOnly, IBackupProgress progress)
    {
        var unfinished = Path.TrimEndingDirectorySeparator(folder) + ".unfinished";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        Directory.CreateDirectory(unfinished);
        var clock = Stopwatch.StartNew();
        progress.Stage("journal", generations[^1].Figures.Sequence);
        var head = CopyJournal(Path.Combine(backup, EmbeddedBackup.Journal), Path.Combine(unfinished, EmbeddedBackup.Journal), generations[^1].Figures.Sequence, target, progress);
        var checks = new List<VerifiedCheck> { new("chain", true, $"{BackupFolder.Number(head.Sequence)} rows, head {head.Hash}", clock.Elapsed) };
        var from = ledgerOnly ? generations[0] : RecordsFor(generations, head.Sequence);
        clock.Restart();
        progress.Stage("records and files", 0);
        from.CheckFiles(backup);
        CopyFiles(from, backup, unfinished, withRecords: !ledgerOnly);
        checks.Add(new VerifiedCheck("files", true, $"{from.Files.Count} with the hashes of generation {from.Generation}", clock.Elapsed));
        progress.Stage("trial balance", 0);
        using (var journal = SqliteJournal.OpenReadOnly(Path.Combine(unfinished, EmbeddedBackup.Journal)))
        {
            checks.AddRange(Compare(journal, head.Sequence, generations));
            var figures = BookFigures.Of(journal);
            checks.Add(OfBalance(figures));
            var result = new RestoreResult(from.Generation, figures, ledgerOnly ? null : from.RecordsSequence, checks, [$"giro verify --data {folder}", "the views are made from the journal when something first asks for them"]);
            DeleteEmptyRollback(unfinished);
            FolderSync.Flush(unfinished);
            Directory.Move(unfinished, folder);
            return result;
        }
    }

    private static JournalHead CopyJournal(string from, string to, ulong newest, RestoreTarget target, IBackupProgress progress)
    {
        if (!File.Exists(from)) throw new BackupDamagedException(from, "is missing");
        try
        {
            using var source = SqliteJournal.OpenReadOnly(from);
            // A backup that was interrupted may have brought rows that no manifest speaks of; they are whole all the same.
            var end = target is RestoreTarget.Newest ? newest : source.ReadHead().Sequence;
            if (source.ReadHead().Sequence < newest) throw new BackupDamagedException(from, $"ends with row {source.ReadHead().Sequence}, and row {newest} was written");
            if (target is RestoreTarget.Row row && row.Sequence > end) throw new BackupRefusedException($"the backup ends with row {BackupFolder.Number(end)}; row {BackupFolder.Number(row.Sequence)} is not in it");
            using var copy = SqliteJournal.Open(to);
            Func<JournalRow, bool>? goesOn = target is RestoreTarget.Moment moment ? next => next.TimeUs <= MicrosecondTime.From(moment.Time) : null;
            var head = JournalCopy.Run(source, copy, target is RestoreTarget.Row last ? last.Sequence : end, goesOn, progress.At);
            return head.Sequence > 0 ? head : throw new BackupRefusedException("the first row of the journal was written after that time");
        }
        catch (JournalCorruptException e)
        {
            throw new BackupDamagedException(from, e.Message, e);
        }
    }

    /// <summary>What SQLite leaves beside a journal that nothing is to be taken back of.</summary>
    private static void DeleteEmptyRollback(string folder)
    {
        var left = new FileInfo(Path.Combine(folder, EmbeddedBackup.Journal + "-journal"));
        if (left is { Exists: true, Length: 0 }) left.Delete();
    }

    /// <summary>The newest generation whose records know of no row after the last that is restored.</summary>
    private static BackupManifest RecordsFor(IReadOnlyList<BackupManifest> generations, ulong sequence) =>
        generations.LastOrDefault(generation => (generation.RecordsSequence ?? 0) <= sequence)
        ?? throw new BackupRefusedException(
            $"no copy of the records is old enough: the oldest knows of row {BackupFolder.Number(generations[0].RecordsSequence ?? 0)}. Restore to that row or a later one, or the journal alone with --ledger-only");

    private static void CopyFiles(BackupManifest from, string backup, string target, bool withRecords)
    {
        var folder = BackupManifest.FolderOf(backup, from.Generation);
        foreach (var file in from.Files)
        {
            if (file.Path == EmbeddedBackup.Records && !withRecords) continue;
            var to = Path.Combine(target, file.Path.StartsWith("files/", StringComparison.Ordinal) ? file.Path["files/".Length..] : file.Path);
            if (!Path.GetFullPath(to).StartsWith(Path.GetFullPath(target) + Path.DirectorySeparatorChar, StringComparison.Ordinal)) throw new BackupDamagedException(Path.Combine(folder, BackupManifest.Name), $"names a file outside of the backup: {file.Path}");
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(Path.Combine(folder, file.Path), to);
            BackupFolder.Sync(to);
        }
    }

    /// <summary>Each backup wrote down what its journal came to; the newest one that the restored journal reaches is worked out again.</summary>
    internal static IEnumerable<VerifiedCheck> Compare(IJournal journal, ulong last, IReadOnlyList<BackupManifest> generations)
    {
        var clock = Stopwatch.StartNew();
        if (generations.LastOrDefault(generation => generation.Figures.Sequence <= last) is not { } written) yield break;
        var differences = BookFigures.Of(journal, written.Figures.Sequence).DifferencesTo(written.Figures);
        yield return new VerifiedCheck(
            "as backed up", differences.Count == 0,
            differences.Count == 0 ? $"head, state and trial balance after row {BackupFolder.Number(written.Figures.Sequence)} are those of generation {written.Generation}" : string.Join("; ", differences), clock.Elapsed);
    }

    internal static VerifiedCheck OfBalance(BookFigures figures) => new(
        "trial balance", figures.Totals.All(total => total.DebitMinor == total.CreditMinor),
        $"{figures.Totals.Sum(total => total.Accounts)} accounts, debits equal credits in {figures.Totals.Count} {(figures.Totals.Count == 1 ? "currency" : "currencies")}", TimeSpan.Zero);
}

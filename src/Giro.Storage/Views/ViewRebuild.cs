using Giro.Ledger.Journal;
using Giro.Storage.Sqlite;

namespace Giro.Storage.Views;

/// <summary>Makes views from a journal, anew or from their checkpoint on.</summary>
public static class ViewRebuild
{
    /// <summary>Builds the views in a new file beside the old one and puts it in its place when it is complete. Returns their content hash.</summary>
    /// <param name="journal">The journal; its chain is verified on the way.</param>
    /// <param name="path">The views file.</param>
    /// <param name="progress">Called with each row's sequence.</param>
    public static string Rebuild(IJournal journal, string path, Action<ulong>? progress = null)
    {
        var temporary = path + ".rebuild";
        Delete(temporary);
        using (var projector = new ViewProjector(temporary)) Project(journal, projector, progress);
        string hash;
        using (var reader = new ViewReader(temporary)) hash = reader.ContentHash();
        Delete(path);
        File.Move(temporary, path);
        Delete(temporary);
        return hash;
    }

    /// <summary>Brings existing views up to the end of the journal.</summary>
    public static void CatchUp(IJournal journal, string path)
    {
        using var projector = new ViewProjector(path);
        CheckNotAhead(projector.Checkpoint, journal.ReadHead().Sequence);
        Project(journal, projector, progress: null);
    }

    /// <summary>The same for the views in a book's folder, unless a process has the book: then that process keeps them up.</summary>
    public static void CatchUpIfFree(BookFolder files)
    {
        try
        {
            using var free = EmbeddedBook.LockFolder(files);
            using var journal = SqliteJournal.OpenReadOnly(files.Journal);
            CatchUp(journal, files.Views);
        }
        catch (BookInUseException)
        {
            // Whoever has the book keeps them up.
        }
    }

    private static void Project(IJournal journal, ViewProjector projector, Action<ulong>? progress)
    {
        var verifier = projector.Checkpoint.Sequence == 0 ? JournalVerifier.FromStart() : null;
        using var reader = journal.Read(projector.Checkpoint.Sequence + 1);
        while (reader.TryRead(out var row))
        {
            verifier?.Check(row);
            projector.Apply(row);
            progress?.Invoke(row.Sequence);
        }

        projector.Flush();
        verifier?.CheckEnd(journal.ReadHead());
    }

    /// <exception cref="JournalCorruptException">The views have rows that the journal has lost.</exception>
    internal static void CheckNotAhead(JournalHead checkpoint, ulong lastSequence)
    {
        if (checkpoint.Sequence > lastSequence)
            throw new JournalCorruptException(lastSequence + 1, $"is missing: the views hold row {checkpoint.Sequence}, the journal ends with row {lastSequence}");
    }

    private static void Delete(string path)
    {
        foreach (var suffix in (ReadOnlySpan<string>)["", "-wal", "-shm"]) File.Delete(path + suffix);
    }
}

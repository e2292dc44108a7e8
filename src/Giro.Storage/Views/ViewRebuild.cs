using Giro.Ledger.Journal;

namespace Giro.Storage.Views;

/// <summary>Brings views up to a journal.</summary>
public static class ViewRebuild
{
    /// <summary>Brings existing views up to the end of the journal.</summary>
    public static void CatchUp(IJournal journal, ViewsDatabase views)
    {
        using var projector = views.OpenProjector();
        CheckNotAhead(projector.Checkpoint, journal.ReadHead().Sequence);
        Project(journal, projector, progress: null);
    }

    /// <summary>The same for the views of a book, unless a process has the book: then that process keeps them up.</summary>
    public static void CatchUpIfFree(BookStore store)
    {
        try
        {
            using var free = store.Take();
            using var journal = store.OpenJournalReadOnly();
            CatchUp(journal, store.Views);
        }
        catch (BookInUseException)
        {
            // Whoever has the book keeps them up.
        }
    }

    internal static void Project(IJournal journal, IViewProjector projector, Action<ulong>? progress)
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
}

using Giro.Ledger.Journal;
using Giro.Storage.Sqlite;

namespace Giro.Storage.Views;

/// <summary>Where the views of a book are kept.</summary>
public abstract class ViewsDatabase
{
    /// <summary>Where they are, for messages.</summary>
    public abstract string Name { get; }

    public abstract bool Exists { get; }

    /// <summary>Opens a reader that sees one state: that of its opening.</summary>
    /// <exception cref="FileNotFoundException">There are no views.</exception>
    public abstract ViewReader Read();

    /// <summary>Makes the views anew beside the old ones and puts them in their place when they are complete. Returns their content hash.</summary>
    /// <param name="journal">The journal; its chain is verified on the way.</param>
    /// <param name="progress">Called with each row's sequence.</param>
    public abstract string Rebuild(IJournal journal, Action<ulong>? progress = null);

    /// <summary>Opens the one projector that writes them, making them where there are none.</summary>
    internal abstract IViewProjector OpenProjector();

    /// <summary>Opens it again after it was interrupted, if no other process has taken the views over meanwhile.</summary>
    /// <exception cref="ViewsInterruptedException">Another has, or the database cannot be reached yet.</exception>
    internal virtual IViewProjector ReopenProjector() => OpenProjector();

    public static ViewsDatabase InFile(string path) => new SqliteViews(path);
}

/// <summary>
/// Folds journal rows into views. Rows gather in memory and are written in large transactions sorted by account, each with its checkpoint;
/// a crash loses what was not committed, and the next start reads it from the journal again: every record counts exactly once.
/// Not thread-safe.
/// </summary>
internal interface IViewProjector : IDisposable
{
    /// <summary>The last row that is committed in the views.</summary>
    JournalHead Checkpoint { get; }

    /// <summary>Legs and ids that were read and are not written yet.</summary>
    int PendingCount { get; }

    /// <summary>Takes the next row of the journal.</summary>
    /// <exception cref="InvalidDataException">The row does not follow the last one; the views are of another journal.</exception>
    void Apply(in JournalRow row);

    /// <summary>Writes what is pending and commits it with the checkpoint.</summary>
    void Flush();
}

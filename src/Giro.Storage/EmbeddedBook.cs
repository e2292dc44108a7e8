using Giro.Ledger.Journal;
using Giro.Ledger.Writer;
using Giro.Storage.Sqlite;
using Giro.Storage.Views;

namespace Giro.Storage;

/// <summary>
/// A book in a folder, the embedded default: <c>journal.db</c> is the truth; <c>views.db</c>, <c>snapshots/</c> and <c>ids/</c> can be deleted and are
/// rebuilt; <c>records.db</c> holds clearing, settlement and reconciliation. One process at a time owns the folder (<c>book.lock</c>).
/// </summary>
public sealed class EmbeddedBook : IDisposable
{
    private readonly FileStream _lock;

    private EmbeddedBook(BookFolder folder, FileStream @lock, SqliteJournal journal, Book book, ViewFollower? views)
    {
        Views = views;
        Folder = folder;
        _lock = @lock;
        Journal = journal;
        Book = book;
    }

    public BookFolder Folder { get; }

    public IJournal Journal { get; }

    public Book Book { get; }

    /// <summary>The views, kept up with the book; null when it was opened without.</summary>
    public ViewFollower? Views { get; }

    /// <summary>Opens a reader of the views that sees everything posted so far.</summary>
    public ViewReader ReadViews()
    {
        (Views ?? throw new InvalidOperationException("the book was opened without views")).WaitUntilCurrent();
        return new ViewReader(Folder.Views);
    }

    /// <summary>Opens the book in a folder, or makes a new one there.</summary>
    /// <param name="folder">The folder.</param><param name="options">How to run it.</param><param name="withViews">Whether account history is kept up.</param>
    /// <exception cref="BookInUseException">Another process has it open.</exception>
    /// <exception cref="JournalCorruptException">The journal is damaged.</exception>
    public static EmbeddedBook Open(string folder, BookOptions options, bool withViews = true)
    {
        Directory.CreateDirectory(folder);
        var paths = new BookFolder(folder);
        var @lock = LockFolder(paths);
        SqliteJournal? journal = null;
        Book? book = null;
        try
        {
            if (!paths.HasJournal && paths.HasSnapshot) throw new JournalCorruptException(1, $"is missing: {paths.Journal} is not there, but a snapshot of it is");
            journal = SqliteJournal.Open(paths.Journal, checkPages: options.VerifyWholeChainOnOpen);
            book = Book.Open(journal, options with { Folder = folder });
            return new EmbeddedBook(paths, @lock, journal, book, withViews ? new ViewFollower(book, paths.Views) : null);
        }
        catch
        {
            book?.Dispose();
            journal?.Dispose();
            @lock.Dispose();
            throw;
        }
    }

    /// <summary>Takes the folder for this process until the result is disposed. The lock goes with the process, however it ends.</summary>
    /// <exception cref="BookInUseException">Another process has it.</exception>
    public static FileStream LockFolder(BookFolder folder)
    {
        var path = folder.Lock;
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new BookInUseException(Path.GetDirectoryName(path)!, e);
        }
    }

    public void Dispose()
    {
        // The views take in what the book finishes last.
        Book.Dispose();
        Views?.Dispose();
        Journal.Dispose();
        _lock.Dispose();
    }
}

/// <summary>Where a book's files are.</summary>
public sealed record BookFolder(string Root)
{
    public string Journal => Path.Combine(Root, "journal.db");

    public string Views => Path.Combine(Root, "views.db");

    public string Records => Path.Combine(Root, "records.db");

    public string Lock => Path.Combine(Root, "book.lock");

    public bool HasJournal => File.Exists(Journal);

    /// <summary>Whether a snapshot was taken here, so that there has been a journal.</summary>
    public bool HasSnapshot => Directory.Exists(Path.Combine(Root, "snapshots")) && Directory.EnumerateFiles(Path.Combine(Root, "snapshots"), "*.snapshot").Any();
}

public sealed class BookInUseException(string folder, Exception inner)
    : IOException($"{folder}: the book is open in another process; only one may write", inner);

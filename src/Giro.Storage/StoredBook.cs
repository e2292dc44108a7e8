using Giro.Ledger.Journal;
using Giro.Ledger.Writer;
using Giro.Storage.Views;

namespace Giro.Storage;

/// <summary>A book opened for writing by this process alone, with its journal and its views.</summary>
public sealed class StoredBook : IDisposable
{
    private readonly IDisposable _taken;

    private StoredBook(BookStore store, IDisposable taken, IJournal journal, Book book, ViewFollower? views)
    {
        Views = views;
        Store = store;
        _taken = taken;
        Journal = journal;
        Book = book;
    }

    public BookStore Store { get; }

    public IJournal Journal { get; }

    public Book Book { get; }

    /// <summary>The views, kept up with the book; null when it was opened without.</summary>
    public ViewFollower? Views { get; }

    /// <summary>Opens a reader of the views that sees everything posted so far.</summary>
    public ViewReader ReadViews()
    {
        (Views ?? throw new InvalidOperationException("the book was opened without views")).WaitUntilCurrent();
        return Store.Views.Read();
    }

    /// <inheritdoc cref="Open(BookStore, BookOptions, bool)"/>
    /// <param name="folder">The book's folder.</param>
    /// <param name="options">How to run it.</param><param name="withViews">Whether account history is kept up.</param>
    public static StoredBook Open(string folder, BookOptions options, bool withViews = true) => Open(BookStore.In(folder), options, withViews);

    /// <summary>Opens a book, or makes a new one.</summary>
    /// <param name="store">Where it is kept.</param><param name="options">How to run it.</param><param name="withViews">Whether account history is kept up.</param>
    /// <exception cref="BookInUseException">Another process has it open.</exception>
    /// <exception cref="JournalCorruptException">The journal is damaged.</exception>
    public static StoredBook Open(BookStore store, BookOptions options, bool withViews = true)
    {
        var taken = store.Take();
        IJournal? journal = null;
        Book? book = null;
        try
        {
            journal = store.OpenJournal(checkWhole: options.VerifyWholeChainOnOpen);
            book = Book.Open(journal, options with { Folder = store.Root });
            return new StoredBook(store, taken, journal, book, withViews ? new ViewFollower(book, store.Views) : null);
        }
        catch
        {
            book?.Dispose();
            journal?.Dispose();
            taken.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        // The views take in what the book finishes last.
        Book.Dispose();
        Views?.Dispose();
        Journal.Dispose();
        _taken.Dispose();
    }
}

using Giro.Ledger.Journal;
using Giro.Storage.PostgreSql;
using Giro.Storage.PostgreSql.Leadership;
using Giro.Storage.Records;
using Giro.Storage.Sqlite;
using Giro.Storage.Views;

namespace Giro.Storage;

/// <summary>
/// Where a book is kept: in its folder, the embedded default, or on PostgreSQL when the folder has a <c>store.json</c> that says so. The folder is there in
/// both cases: snapshots and old ids, which can be made anew from the journal, the institution's file and files of channels and banks.
/// </summary>
public abstract class BookStore
{
    private protected BookStore(BookFolder folder) => Folder = folder;

    public BookFolder Folder { get; }

    public string Root => Folder.Root;

    /// <summary>Where the journal is, for messages. Never with a password.</summary>
    public abstract string Name { get; }

    public abstract bool HasJournal { get; }

    /// <summary>Clearing, settlement, reconciliation, rules and alerts.</summary>
    public abstract RecordsDatabase Records { get; }

    public abstract ViewsDatabase Views { get; }

    /// <param name="folder">The book's folder.</param>
    /// <exception cref="StoreSettingsException">Its <c>store.json</c> cannot be used.</exception>
    public static BookStore In(string folder)
    {
        var files = new BookFolder(folder);
        return StoreSettings.Read(files) is { } settings ? new PostgreSqlStore(files, settings) : new EmbeddedStore(files);
    }

    /// <summary>Opens the journal for writing, making it where there is none.</summary>
    /// <param name="checkWhole">Whether all that the store can check by itself is checked before anything is written.</param>
    /// <exception cref="JournalCorruptException">It is damaged.</exception>
    /// <exception cref="JournalUnavailableException">It cannot be opened now.</exception>
    public abstract IJournal OpenJournal(bool checkWhole = true);

    /// <summary>Opens the journal beside whoever writes it.</summary>
    public abstract IJournal OpenJournalReadOnly();

    /// <summary>Takes the book for this process until the result is disposed. It goes with the process, however that ends.</summary>
    /// <exception cref="BookInUseException">Another process has it.</exception>
    public abstract IDisposable Take();

    /// <summary>Asks who leads the book, for one of several processes that may. Null where only one process can have the book: that one takes it and leads.</summary>
    public abstract BookLeadership? OpenLeadership(LeaseHolder holder);
}

/// <summary>Where a book's files are.</summary>
public sealed record BookFolder(string Root)
{
    public string Journal => Path.Combine(Root, "journal.db");

    public string Views => Path.Combine(Root, "views.db");

    public string Records => Path.Combine(Root, "records.db");

    public string Lock => Path.Combine(Root, "book.lock");

    /// <summary>Says that the book is on PostgreSQL, and on which.</summary>
    public string Store => Path.Combine(Root, "store.json");

    /// <summary>Takes the folder for this process, which then is the only one that writes snapshots and old ids there. Goes with the process, however that ends.</summary>
    /// <exception cref="BookInUseException">Another process has it.</exception>
    public IDisposable Take()
    {
        Directory.CreateDirectory(Root);
        try
        {
            return new FileStream(Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(Lock))
        {
            throw new BookInUseException(Root, e);
        }
    }

    /// <summary>Whether a snapshot was taken here, so that there has been a journal.</summary>
    public bool HasSnapshot => Directory.Exists(Path.Combine(Root, "snapshots")) && Directory.EnumerateFiles(Path.Combine(Root, "snapshots"), "*.snapshot").Any();
}

public sealed class BookInUseException(string book, Exception? inner = null, string by = "another process")
    : IOException($"{book}: the book is open in {by}; only one may write", inner);

/// <summary>This process led the book and was deposed; another leads it now.</summary>
public sealed class BookLostException(string book, long ownTerm, long term)
    : IOException($"{book}: another process leads it now, in term {term}; this one had term {ownTerm} and has written nothing since");

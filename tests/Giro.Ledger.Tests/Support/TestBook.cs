using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;

namespace Giro.Ledger.Tests.Support;

/// <summary>A book over a <see cref="MemoryJournal"/>, with a clock that stands still, a fixed seed and 2026-03-02 as its first business date.</summary>
internal sealed class TestBook : IDisposable
{
    public static readonly DateOnly FirstDate = new(2026, 3, 2);

    public TestBook(Func<BookOptions, BookOptions>? change = null, MemoryJournal? journal = null, ManualTime? time = null)
    {
        Time = time ?? new ManualTime();
        Journal = journal ?? new MemoryJournal();
        var options = new BookOptions { Time = Time, WakesForExpiry = false, FeedRows = 64, Name = "test", Seed = 42, FirstBusinessDate = FirstDate, IdTableBits = 10 };
        Options = change is null ? options : change(options);
        Book = Book.Open(Journal, Options);
    }

    public BookOptions Options { get; }

    public ManualTime Time { get; }

    public MemoryJournal Journal { get; }

    public Book Book { get; private set; }

    public string StateHash => Book.Query(reader => reader.StateHash());

    public static EntryId Id(string reference) => EntryId.FromReference(reference);

    /// <summary>Executes what <paramref name="add"/> puts into one submission.</summary>
    public CommandResult[] Do(Action<Submission> add)
    {
        var submission = new Submission();
        add(submission);
        return Book.Execute(submission).ToArray();
    }

    public CommandResult One(Action<Submission> add) => Do(add).Single();

    public ulong Open(string path, AccountClass accountClass = AccountClass.Liability, string currency = "EUR", AccountLimits? limits = null)
    {
        var result = One(s => s.OpenAccount(path, accountClass, Currency.FromCode(currency), limits ?? AccountLimits.None));
        Assert.Equal(Status.Accepted, result.Status);
        return result.Account;
    }

    public CommandResult Post(string reference, ulong debit, ulong credit, long amountMinor) =>
        One(s => s.Post(Id(reference), 1, [Leg.Debit(debit, amountMinor), Leg.Credit(credit, amountMinor)]));

    public AccountView Account(string path) => Book.Query(reader => reader.Account(path))!;

    /// <summary>Closes the book and opens it again from its journal (and its folder, when it has one).</summary>
    public void Reopen(Func<BookOptions, BookOptions>? change = null)
    {
        Book.Dispose();
        Book = Book.Open(Journal, change is null ? Options : change(Options));
    }

    /// <summary>A warm book over the same journal, with a folder of its own or none.</summary>
    public WarmBook Follow(string? folder = null) => WarmBook.Open(Journal, Options with { Folder = folder });

    /// <summary>The book steps down and the warm one goes on as the writer. Returns the state that stepped down.</summary>
    public WarmBook Succeed(WarmBook successor)
    {
        var before = Book.StepDown(Journal) ?? throw new InvalidOperationException("the book had failed");
        Book = successor.Promote(Journal);
        return before;
    }

    /// <summary>Debits equal credits, and a book made from nothing but the journal has the same state.</summary>
    public void AssertSound()
    {
        Assert.Null(Book.Query(reader => reader.CurrencyOutOfBalance()));
        var live = StateHash;
        using var again = new TestBook(options => options with { MaxAccounts = Options.MaxAccounts, MaxOpenHolds = Options.MaxOpenHolds, Seed = Options.Seed }, Journal.Copy(), Time);
        Assert.Equal(live, again.StateHash);
    }

    public void Dispose()
    {
        // A test that fails while the journal is paused must not hang in closing.
        Journal.Resume();
        Book.Dispose();
    }
}

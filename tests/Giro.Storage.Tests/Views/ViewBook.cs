using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;
using Giro.Storage.Views;

namespace Giro.Storage.Tests.Views;

/// <summary>A book in a folder of its own with views somewhere, and short words for what the tests post.</summary>
internal sealed class ViewBook : IDisposable
{
    public static readonly DateOnly FirstDay = new(2026, 11, 9);

    private readonly Submission _submission = new();
    private StoredBook? _open;
    private ViewFollower? _follower;

    /// <param name="views">Where its views are; by default in the folder.</param>
    public ViewBook(ViewsDatabase? views = null)
    {
        Root = Directory.CreateTempSubdirectory("giro-views-").FullName;
        Views = views ?? ViewsDatabase.InFile(Path.Combine(Root, "views.db"));
        Open();
    }

    public string Root { get; }

    public ViewsDatabase Views { get; }

    public ViewFollower Follower => _follower!;

    public ManualClock Clock { get; } = new(new DateTimeOffset(2026, 11, 9, 8, 0, 0, TimeSpan.Zero));

    public StoredBook Embedded => _open!;

    public void Open()
    {
        var book = StoredBook.Open(Root, new BookOptions { FirstBusinessDate = FirstDay, Time = Clock, Seed = 7 }, withViews: false);
        try
        {
            _follower = new ViewFollower(book.Book, Views);
            _open = book;
        }
        catch
        {
            book.Dispose();
            throw;
        }
    }

    public void Close()
    {
        // The book's last rows first, then the views that take them in, then the journal they are in.
        _open?.Book.Dispose();
        _follower?.Dispose();
        _open?.Dispose();
        (_open, _follower) = (null, null);
    }

    /// <summary>A reader that sees all that was posted.</summary>
    public ViewReader ReadViews()
    {
        Follower.WaitUntilCurrent();
        return Views.Read();
    }

    public ulong Account(string path, AccountClass accountClass, string currency = "EUR")
    {
        _submission.Clear();
        _submission.OpenAccount(path, accountClass, Currency.FromCode(currency), AccountLimits.None);
        return Run().Account;
    }

    /// <summary>Debits one account and credits another.</summary>
    public CommandResult Pay(string reference, ulong debit, ulong credit, long amountMinor, DateOnly? valueDate = null)
    {
        _submission.Clear();
        _submission.Post(EntryId.FromReference(reference), 1, [Leg.Debit(debit, amountMinor), Leg.Credit(credit, amountMinor)], valueDate: valueDate);
        return Run();
    }

    public CommandResult Do(Action<Submission> add)
    {
        _submission.Clear();
        add(_submission);
        return Run();
    }

    public void Advance(DateOnly to) => Do(submission => submission.AdvanceDate(EntryId.FromReference($"day/{to:yyyy-MM-dd}"), to));

    private CommandResult Run()
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        var result = Embedded.Book.Execute(_submission)[0];
        Assert.Equal(Status.Accepted, result.Status);
        return result;
    }

    public void Dispose()
    {
        Close();
        Directory.Delete(Root, recursive: true);
    }
}

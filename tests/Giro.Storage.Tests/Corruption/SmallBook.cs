using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Ledger.Writer;
using Giro.Storage.Sqlite;

namespace Giro.Storage.Tests.Corruption;

/// <summary>A book with one of everything in a journal of a few kilobytes, so that every byte of it can be damaged.</summary>
internal static class SmallBook
{
    public const int PageSize = 512;

    /// <summary>The ids of everything in the book that has one.</summary>
    public static IReadOnlyList<EntryId> History { get; } =
        [.. new[] { "top-up", "hold", "capture", "payment", "fee", "fee-back", "limits", "day", "last" }.Select(Id)];

    /// <summary>Small tables, so that opening the book some ten thousand times takes little.</summary>
    public static BookOptions Options(string? folder = null) =>
        new() { Folder = folder, Time = new ManualTime(), Name = "small", FirstBusinessDate = new DateOnly(2026, 1, 5), Seed = 42, IdTableBits = 6 };

    /// <param name="journalPath">A file that is not there yet.</param>
    /// <param name="folder">Where snapshots go; null for none.</param>
    /// <param name="afterRow">Called after each row.</param>
    public static void Write(string journalPath, string? folder = null, Action<Book, ulong>? afterRow = null)
    {
        using var journal = SqliteJournal.Open(journalPath, PageSize);
        using var book = Book.Open(journal, Options(folder));
        Run(book, afterRow);
    }

    /// <summary>Fills a new book.</summary>
    public static void Run(Book book, Action<Book, ulong>? afterRow = null)
    {
        afterRow?.Invoke(book, 1);
        foreach (var step in Steps(book))
        {
            var submission = new Submission();
            step(submission);
            foreach (var result in book.Execute(submission)) Assert.Equal(Status.Accepted, result.Status);
            afterRow?.Invoke(book, book.Feed.LastSequence);
        }
    }

    /// <summary>Posts one entry more. False when the book refused to acknowledge it, which it may when its file is damaged.</summary>
    public static bool Append(string journalPath)
    {
        using var journal = SqliteJournal.Open(journalPath);
        using var book = Book.Open(journal, Options());
        try
        {
            var submission = new Submission();
            submission.Post(More, 1, [Leg.Debit(1, 2), Leg.Credit(2, 2)]);
            return book.Execute(submission)[0].IsAccepted;
        }
        catch (BookStoppedException e) when (e.InnerException is JournalUnavailableException)
        {
            return false;
        }
    }

    /// <summary>Whether what <see cref="Append"/> posted is there, with all that was before it.</summary>
    public static bool HasAppended(string journalPath)
    {
        using var journal = SqliteJournal.Open(journalPath);
        using var book = Book.Open(journal, Options());
        return book.Find(More) is not null && History.All(id => book.Find(id) is not null);
    }

    private static readonly EntryId More = EntryId.FromReference("more");

    private static IEnumerable<Action<Submission>> Steps(Book book)
    {
        var czk = Currency.FromCode("CZK");
        const ulong Cash = 1, Wallet = 2, Fees = 3;
        yield return submission =>
        {
            submission.OpenAccount("bank/cash", AccountClass.Asset, czk, AccountLimits.None);
            submission.OpenAccount("wallet/1", AccountClass.Liability, czk, AccountLimits.NotNegative, "{\"name\":\"A\"}"u8);
            submission.OpenAccount("income/fees", AccountClass.Income, czk, AccountLimits.None);
        };
        yield return submission => submission.Post(Id("top-up"), 1, [Leg.Debit(Cash, 100_000), Leg.Credit(Wallet, 100_000)], "card"u8);
        yield return submission => submission.Hold(Id("hold"), 2, [Leg.Debit(Wallet, 700), Leg.Credit(Fees, 700)], expiresAt: null);
        yield return submission => submission.Capture(Id("capture"), Id("hold"), [Leg.Debit(Wallet, 300), Leg.Credit(Fees, 300)]);
        yield return submission =>
        {
            submission.Post(Id("payment"), 3, [Leg.Debit(Wallet, 5_000), Leg.Credit(Cash, 5_000)], chainNext: true);
            submission.Post(Id("fee"), 4, [Leg.Debit(Wallet, 50), Leg.Credit(Fees, 50)]);
        };
        var original = book.Find(Id("fee"))!.Bytes;
        yield return submission => submission.Reverse(Id("fee-back"), Id("fee"), original);
        yield return submission => submission.SetLimits(Id("limits"), Wallet, new AccountLimits(-1_000, 1_000_000));
        yield return submission => submission.AdvanceDate(Id("day"), new DateOnly(2026, 1, 6));
        yield return submission => submission.Post(Id("last"), 1, [Leg.Debit(Cash, 1), Leg.Credit(Wallet, 1)], new byte[400], valueDate: new DateOnly(2026, 1, 4));
    }

    private static EntryId Id(string reference) => EntryId.FromReference(reference);
}

using System.Globalization;
using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;
using Giro.Storage.Backup;

namespace Giro.Storage.Tests.Backup;

/// <summary>A book of four accounts in two currencies, posted to entry by entry, each in a row of its own.</summary>
internal sealed class LedgerPage : IDisposable
{
    /// <summary>Rows before the first entry: the opening of the book, and the accounts.</summary>
    public const ulong FirstRows = 2;

    private readonly Submission _submission = new();

    public LedgerPage(BookStore store, TimeProvider? time = null)
    {
        Opened = StoredBook.Open(store, new BookOptions { Name = "page", FirstBusinessDate = new DateOnly(2026, 11, 9), Time = time ?? TimeProvider.System, Seed = 9 });
        if (Opened.Book.Query(reader => reader.AccountCount) > 0) return;
        _submission.OpenAccount("bank/cash", AccountClass.Asset, Currency.FromCode("EUR"), AccountLimits.None);
        _submission.OpenAccount("wallet/ann", AccountClass.Liability, Currency.FromCode("EUR"), AccountLimits.None);
        _submission.OpenAccount("bank/yen", AccountClass.Asset, Currency.FromCode("JPY"), AccountLimits.None);
        _submission.OpenAccount("wallet/jun", AccountClass.Liability, Currency.FromCode("JPY"), AccountLimits.None);
        Run();
    }

    public StoredBook Opened { get; }

    public ulong LastSequence => Opened.Book.Feed.LastSequence;

    /// <summary>Entry n moves n cents from Ann's wallet's bank account to her, every third one so many yen to Jun.</summary>
    public void Post(int n)
    {
        _submission.Clear();
        var (debit, credit) = n % 3 == 0 ? (3UL, 4UL) : (1UL, 2UL);
        _submission.Post(EntryId.FromReference($"entry-{n}"), 1, [Leg.Debit(debit, n), Leg.Credit(credit, n)]);
        Run();
    }

    public void Post(int from, int to)
    {
        for (var n = from; n <= to; n++) Post(n);
    }

    /// <summary>The totals after entries 1 to n: of the numbers that three does not divide in cents, and of the others in yen.</summary>
    public static string TotalsAfter(int n)
    {
        var yen = Enumerable.Range(1, n).Where(entry => entry % 3 == 0).Sum();
        var cents = Enumerable.Range(1, n).Where(entry => entry % 3 != 0).Sum();
        return $"EUR 2 {cents} {cents} | JPY 2 {yen} {yen}";
    }

    public static string TotalsOf(BookFigures figures) =>
        string.Join(" | ", figures.Totals.Select(total => string.Create(CultureInfo.InvariantCulture, $"{total.Currency} {total.Accounts} {total.DebitMinor} {total.CreditMinor}")));

    private void Run()
    {
        foreach (var result in Opened.Book.Execute(_submission)) Assert.Equal(Status.Accepted, result.Status);
    }

    public void Dispose() => Opened.Dispose();
}

using Giro.Ledger.Currencies;
using Giro.Ledger.Journal;
using Giro.Ledger.Writer;
using Giro.Operations.DayEnd;

namespace Giro.Storage.Backup;

/// <summary>All accounts of a currency together, in minor units. Debits equal credits, or the ledger is wrong.</summary>
public sealed record CurrencyTotals(string Currency, int Accounts, Int128 DebitMinor, Int128 CreditMinor);

/// <summary>
/// What a journal comes to after one of its rows, worked out from the first row: two journals with equal figures are the same journal with the same balances.
/// </summary>
/// <param name="Sequence">The row.</param><param name="Hash">Its hash, which stands for all rows before it.</param><param name="Time">When it was written.</param>
/// <param name="LastNumber">The number of the last record; they are numbered from 1 without a gap.</param>
/// <param name="StateHash">Over accounts, balances, limits and open holds.</param>
public sealed record BookFigures(
    ulong Sequence, string Hash, DateTimeOffset Time, ulong LastNumber, string StateHash, DateOnly BusinessDate, IReadOnlyList<CurrencyTotals> Totals)
{
    /// <summary>Replays the journal, verifying its chain, up to a row or to its head.</summary>
    /// <exception cref="JournalCorruptException">It is damaged before that row.</exception>
    public static BookFigures Of(IJournal journal, ulong? last = null)
    {
        var head = last ?? journal.ReadHead().Sequence;
        if (head == 0) throw new JournalCorruptException(1, "is missing: the journal is empty");
        using var prefix = JournalPrefix.Of(journal, head);
        var scratch = Directory.CreateTempSubdirectory("giro-figures-");
        try
        {
            // A warm book: one that was opened for writing would let holds expire while we look.
            using var book = WarmBook.Open(prefix, new BookOptions { Folder = scratch.FullName, SnapshotEveryRecords = 0 });
            return book.Query(reader =>
            {
                var balance = TrialBalance.Of(reader.BusinessDate, reader.Accounts());
                return new BookFigures(
                    head, prefix.ReadHead().Hash.ToString(), MicrosecondTime.ToTime(prefix.LastTimeUs), reader.LastNumber, reader.StateHash(), reader.BusinessDate,
                    [.. balance.Currencies.Select(currency => new CurrencyTotals(currency.Code, AccountsOf(balance, currency), balance.DebitMinor(currency), balance.CreditMinor(currency)))]);
            });
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    /// <summary>What is not the same in another book, in words; empty when they are equal.</summary>
    public IReadOnlyList<string> DifferencesTo(BookFigures other)
    {
        var found = new List<string>();
        Compare("row", Sequence, other.Sequence);
        Compare("hash", Hash, other.Hash);
        Compare("time", Time, other.Time);
        Compare("records", LastNumber, other.LastNumber);
        Compare("state", StateHash, other.StateHash);
        Compare("business date", BusinessDate, other.BusinessDate);
        Compare("trial balance", string.Join("; ", Totals), string.Join("; ", other.Totals));
        return found;

        void Compare<T>(string what, T ours, T theirs)
        {
            if (!Equals(ours, theirs)) found.Add($"{what}: {ours} and {theirs}");
        }
    }

    private static int AccountsOf(TrialBalance balance, Currency currency) => balance.Rows.Where(row => row.Currency == currency).Sum(row => row.Accounts);
}

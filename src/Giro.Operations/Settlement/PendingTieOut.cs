using System.Diagnostics;
using System.Runtime.InteropServices;
using Giro.Ledger.Writer;
using Giro.Operations.Institution;

namespace Giro.Operations.Settlement;

/// <summary>
/// The standing tie-out: for each merchant, the pending account in the ledger equals the clearing lines that are not settled. Both are taken as of one record
/// of the journal, so intake may go on meanwhile. Entries that settlement has decided on and that wait count as posted.
/// </summary>
public sealed class PendingTieOut(Book book, PaymentInstitution institution, InstitutionAccounts accounts, IObligationStore store, IWaitingEntryStore waiting)
{
    private const int PollMs = 2;

    /// <param name="wait">How long clearing may take to reach the ledger's last record, which it never has while intake goes on.</param>
    /// <returns>The merchants that differ; null when clearing has not reached that record in time: then there is nothing to compare.</returns>
    public IReadOnlyList<PendingDifference>? Check(TimeSpan wait = default)
    {
        var decided = waiting.Waiting();
        var (asOf, balances, coming) = book.Query(reader => (
            reader.LastNumber,
            institution.Merchants.Select(merchant => reader.BalanceMinor(accounts.Pending(merchant))).ToArray(),
            Coming(reader, decided)));
        var started = Stopwatch.GetTimestamp();
        while (store.ClearedNumber < asOf)
        {
            if (Stopwatch.GetElapsedTime(started) >= wait) return null;
            Thread.Sleep(PollMs);
        }

        var unsettled = store.UnsettledLines(asOf);
        var differences = new List<PendingDifference>();
        foreach (var merchant in institution.Merchants)
        {
            var ledgerMinor = balances[merchant.Ordinal] - coming.GetValueOrDefault(accounts.Pending(merchant));
            var clearingMinor = unsettled.GetValueOrDefault(merchant.Id);
            if (ledgerMinor != clearingMinor) differences.Add(new PendingDifference(merchant.Id, ledgerMinor, clearingMinor, asOf));
        }

        return differences;
    }

    /// <summary>By account, what entries that wait will debit it less what they will credit. One that is in the ledger, and not known to be, does not count.</summary>
    internal static Dictionary<ulong, Int128> Coming(BookReader reader, IEnumerable<WaitingEntry> entries)
    {
        var coming = new Dictionary<ulong, Int128>();
        foreach (var leg in entries.Where(entry => reader.NumberOf(entry.EntryId) == 0).SelectMany(entry => entry.Legs)) CollectionsMarshal.GetValueRefOrAddDefault(coming, leg.Account, out _) += leg.AmountMinor;
        return coming;
    }
}

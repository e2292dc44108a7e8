using Giro.Ledger.Writer;
using Giro.Operations.Institution;

namespace Giro.Operations.Settlement;

/// <summary>
/// The standing tie-out: for each merchant, the pending account in the ledger equals the clearing lines that are not settled. Both are taken as of one record
/// of the journal, so intake may go on meanwhile.
/// </summary>
public sealed class PendingTieOut(Book book, PaymentInstitution institution, InstitutionAccounts accounts, IObligationStore store)
{
    /// <returns>The merchants that differ; null when clearing has not reached the ledger's last record yet: then there is nothing to compare.</returns>
    public IReadOnlyList<PendingDifference>? Check()
    {
        Obligation[] unposted = [.. store.InState(ObligationState.Due), .. store.InState(ObligationState.Blocked)];
        var (asOf, balances, posted) = book.Query(reader => (
            reader.LastNumber,
            institution.Merchants.Select(merchant => reader.Account(accounts.Pending(merchant)).BalanceMinor).ToArray(),
            unposted.Where(obligation => reader.NumberOf(obligation.EntryId) != 0).ToArray()));
        if (store.ClearedNumber < asOf) return null;

        // Posted by an earlier attempt that stopped before it wrote so down.
        if (posted.Length > 0) store.SetState(posted, ObligationState.Payable);
        var unsettled = store.UnsettledLines(asOf);
        var differences = new List<PendingDifference>();
        foreach (var merchant in institution.Merchants)
        {
            var clearingMinor = unsettled.GetValueOrDefault(merchant.Id);
            if (balances[merchant.Ordinal] != clearingMinor) differences.Add(new PendingDifference(merchant.Id, balances[merchant.Ordinal], clearingMinor));
        }

        return differences;
    }
}

using Giro.Ledger.Writer;
using Giro.Operations.Institution;

namespace Giro.Operations.Settlement;

/// <summary>
/// Goes down the waterfall again for what is short and was left open: money may have become payable since, or the days of carrying forward are over. Once for each
/// business date, and before each payout run. Repeating it changes nothing: what is covered is not open any more.
/// </summary>
public sealed class ShortfallRun(Book book, PaymentInstitution institution, InstitutionAccounts accounts, IObligationStore store, IWaitingEntryStore waiting)
{
    private readonly SettlementPosting _posting = new(book, waiting);
    private readonly ObligationSettlement _settlement = new(book, institution, accounts, store);

    /// <returns>Entries that the ledger will not take now.</returns>
    public IReadOnlyList<RefusedEntry> Run(DateOnly businessDate)
    {
        var stuck = _posting.Post().Select(refused => refused.Entry.MerchantId).ToHashSet();
        _settlement.Decide([.. store.OpenShortfalls().Where(obligation => !stuck.Contains(obligation.MerchantId))], businessDate);
        return _posting.Post();
    }
}

using Giro.Ledger.Entries;
using Giro.Ledger.Writer;
using Giro.Operations.Institution;

namespace Giro.Operations.Settlement;

/// <summary>
/// Gives back the parts of rolling reserves whose date has come: Dr reserve, Cr payable, what a waterfall has left of them. Each part is released once, with an id
/// made of the obligation that gave it. Due for payment on the date of the run.
/// </summary>
public sealed class ReserveRelease(Book book, PaymentInstitution institution, InstitutionAccounts accounts, IObligationStore store, IWaitingEntryStore waiting)
{
    private readonly SettlementPosting _posting = new(book, waiting);

    /// <returns>How many parts were released, what they come to, and entries that the ledger will not take now.</returns>
    public (int Count, long SumMinor, IReadOnlyList<RefusedEntry> Refused) Run(DateOnly businessDate)
    {
        var stuck = _posting.Post().Select(refused => refused.Entry.MerchantId).ToHashSet();
        var lots = store.DueLots(businessDate).Where(lot => !stuck.Contains(lot.MerchantId)).ToList();
        using (var unit = store.Begin())
        {
            foreach (var lot in lots) Release(unit, lot, businessDate);
            unit.Commit();
        }

        return (lots.Count, lots.Sum(lot => lot.OpenMinor), _posting.Post());
    }

    private void Release(IObligationUnit unit, ReserveLot lot, DateOnly businessDate)
    {
        var merchant = institution.FindMerchant(lot.MerchantId) ?? throw new InvalidDataException($"a reserve names the merchant {lot.MerchantId}, which there is not");
        var reference = "reserve-release/" + lot.Reference;
        unit.Release(lot);
        unit.Add(new PayableItem(merchant.Id, reference, lot.OpenMinor, businessDate));
        unit.Queue(new WaitingEntry(
            merchant.Id, reference, EntryKind.ReserveRelease,
            [Leg.Debit(accounts.RollingReserve(merchant), lot.OpenMinor), Leg.Credit(accounts.Payable(merchant), lot.OpenMinor)],
            $$"""{"merchant":"{{merchant.Id}}","of":"{{lot.Reference}}","releaseDate":"{{lot.ReleaseDate:yyyy-MM-dd}}"}"""));
    }
}

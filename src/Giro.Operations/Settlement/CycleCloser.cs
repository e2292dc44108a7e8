using System.Text;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Cycles;

namespace Giro.Operations.Settlement;

/// <summary>Numbers are reported and never reused.</summary>
public enum CycleCloseStatus : byte
{
    None = 0,
    Closed = 1,

    /// <summary>It had been closed; obligations that were still due or blocked were tried again.</summary>
    ClosedBefore = 2,

    /// <summary>Clearing is behind the ledger; try again when it has caught up. Nothing was done.</summary>
    ClearingBehind = 3,
}

/// <param name="Differences">Merchants whose tie-out differs; their obligations are blocked.</param>
public sealed record CycleCloseResult(CycleCloseStatus Status, IReadOnlyList<PendingDifference> Differences);

/// <summary>
/// Closes cycles: obligations from the cycle totals, and for each that is above zero the entry Dr pending, Cr payable. Repeating it changes nothing: the cycle is
/// closed once, and the entries' ids are made of cycle and merchant.
/// </summary>
public sealed class CycleCloser(
    Book book, PaymentInstitution institution, InstitutionAccounts accounts, IObligationStore store, TimeProvider time)
{
    private readonly PendingTieOut _tieOut = new(book, institution, accounts, store);
    private readonly EntryPosting _posting = new(book);

    /// <param name="merchantId">For a cycle that closes by merchant; else null, for all.</param>
    public CycleCloseResult Close(CycleId cycle, string? merchantId = null)
    {
        if (_tieOut.Check() is not { } differences) return new CycleCloseResult(CycleCloseStatus.ClearingBehind, []);
        var settlementDate = institution.ScheduleOf(cycle).SettlementDate(cycle, book.Query(reader => reader.BusinessDate));
        var isNew = store.TryClose(cycle, settlementDate, time.GetUtcNow(), merchantId);
        var differing = differences.ToDictionary(difference => difference.MerchantId);
        var due = store.Of(cycle).Where(obligation => (merchantId ?? obligation.MerchantId) == obligation.MerchantId && obligation.State is (ObligationState.Due or ObligationState.Blocked)).ToList();
        foreach (var obligation in due.Where(obligation => differing.ContainsKey(obligation.MerchantId)))
        {
            var difference = differing[obligation.MerchantId];
            store.SetState([obligation], ObligationState.Blocked, $"pending is {difference.LedgerMinor} in the ledger and {difference.ClearingMinor} in clearing");
        }

        Post([.. due.Where(obligation => !differing.ContainsKey(obligation.MerchantId))]);
        return new CycleCloseResult(isNew ? CycleCloseStatus.Closed : CycleCloseStatus.ClosedBefore, differences);
    }

    private void Post(Obligation[] obligations)
    {
        foreach (var obligation in obligations)
        {
            var merchant = institution.FindMerchant(obligation.MerchantId) ?? throw new InvalidDataException($"an obligation names the merchant {obligation.MerchantId}, which there is not");
            _posting.Post(
                obligation.EntryId,
                EntryKind.Obligation,
                [Leg.Debit(accounts.Pending(merchant), obligation.AmountMinor), Leg.Credit(accounts.Payable(merchant), obligation.AmountMinor)],
                Encoding.UTF8.GetBytes($$"""{"cycle":"{{obligation.Cycle}}","merchant":"{{merchant.Id}}"}"""));
        }

        var results = _posting.Finish();
        store.SetState([.. obligations.Where((_, i) => results[i].IsAccepted)], ObligationState.Payable);
        for (var i = 0; i < obligations.Length; i++)
        {
            if (!results[i].IsAccepted) store.SetState([obligations[i]], ObligationState.Blocked, $"the ledger answered {results[i].Status}");
        }
    }
}

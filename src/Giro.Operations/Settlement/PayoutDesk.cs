using Giro.Ledger.Writer;
using Giro.Operations.Institution;

namespace Giro.Operations.Settlement;

/// <summary>Numbers are reported and never reused.</summary>
public enum DeskStatus : byte
{
    None = 0,
    Done = 1,

    /// <summary>A second person has to approve.</summary>
    Proposed = 2,

    /// <summary>It was done before; nothing changes.</summary>
    Repeat = 3,

    Unknown = 4,

    /// <summary>The payout is in a state from which this does not lead.</summary>
    NotAllowed = 5,

    /// <summary>Who proposed or reissued a payout cannot approve it.</summary>
    SamePerson = 6,

    /// <summary>Nothing is left of the money: a waterfall has taken it.</summary>
    NothingLeft = 7,

    /// <summary>The merchant is below zero.</summary>
    BelowZero = 8,

    NoRate = 9,
}

/// <param name="EndToEndId">Of the payout that it is about; of the new one after a reissue.</param>
/// <param name="Reason">In words, where it was not done; else empty.</param>
public readonly record struct DeskResult(DeskStatus Status, string EndToEndId = "", string Reason = "");

/// <summary>What persons do with payouts: approve, decline, hold back, and reissue to another account.</summary>
public sealed class PayoutDesk(
    Book book, PaymentInstitution institution, InstitutionAccounts accounts, IObligationStore obligations, IPayoutStore store, IWaitingEntryStore entries,
    IReadOnlyCollection<RateTable>? rates = null)
{
    private readonly SettlementPosting _posting = new(book, entries);
    private readonly PayoutTransitions _transitions = new(institution, accounts);
    private readonly PayoutDraft _draft = new(institution, rates ?? []);

    /// <summary>
    /// Says yes. One person is enough up to the policy's amount; above it the first yes is a proposal and another person's the approval. A reissue was proposed
    /// by who reissued it.
    /// </summary>
    public DeskResult Approve(string endToEndId, string by)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        _ = _posting.Post();
        if (store.Find(endToEndId) is not { } payout) return Unknown(endToEndId);
        if (payout.State == PayoutState.Created && payout.ProposedBy.Length > 0 && MerchantReceivables.Person(by) == MerchantReceivables.Person(payout.ProposedBy))
            return new DeskResult(DeskStatus.SamePerson, endToEndId, $"{by} proposed it");
        using var unit = store.Begin();
        if (payout.State == PayoutState.Created && payout.ProposedBy.Length == 0 && payout.HomeMinor > institution.PayoutApproval.OnePersonUpToMinor)
        {
            unit.Save(payout with { ProposedBy = by });
            unit.Commit();
            return new DeskResult(DeskStatus.Proposed, endToEndId);
        }

        var result = payout.ProposedBy.Length > 0
            ? _transitions.Move(unit, payout, PayoutState.Approved, ("maker", payout.ProposedBy), ("checker", by))
            : _transitions.Move(unit, payout, PayoutState.Approved, ("by", by));
        return Finish(unit, result);
    }

    /// <summary>Says no to a payout that the bank was not told of; the money is payable again, and the next run makes a new payout of it.</summary>
    public DeskResult Decline(string endToEndId, string by, string why)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        _ = _posting.Post();
        if (store.Find(endToEndId) is not { } payout) return Unknown(endToEndId);
        using var unit = store.Begin();
        return Finish(unit, _transitions.Move(unit, payout, PayoutState.Declined, ("by", by), ("reason", why)));
    }

    /// <summary>
    /// Makes a new payout of the money of one that was rejected or returned, to the account given, with a link both ways. Pays what a waterfall has left of it.
    /// It waits for another person's approval, since it changes where money goes.
    /// </summary>
    public DeskResult Reissue(string endToEndId, string iban, string by, DateOnly businessDate)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        ArgumentException.ThrowIfNullOrWhiteSpace(iban);
        _ = new ShortfallRun(book, institution, accounts, obligations, entries).Run(businessDate);
        if (store.Find(endToEndId) is not { } payout) return Unknown(endToEndId);
        switch (PayoutStates.Judge(payout.State, payout.Past, PayoutState.Reissued))
        {
            case TransitionVerdict.Repeat: return new DeskResult(DeskStatus.Repeat, endToEndId);
            case TransitionVerdict.Done: break;
            default: return new DeskResult(DeskStatus.NotAllowed, endToEndId, $"payout {endToEndId} is {payout.State} and cannot become {PayoutState.Reissued}");
        }

        var merchant = institution.FindMerchant(payout.MerchantId)!;
        if (store.ItemToReplace(endToEndId) is not { } item) return new DeskResult(DeskStatus.NothingLeft, endToEndId, "nothing is left of its money");
        if (book.Query(reader => reader.Account(accounts.Pending(merchant)).BalanceMinor) < 0) return new DeskResult(DeskStatus.BelowZero, endToEndId, $"merchant {merchant.Id} is below zero");
        if (!_draft.TryRate(merchant, businessDate, out var rate, out var missing)) return new DeskResult(DeskStatus.NoRate, endToEndId, missing);
        using (var unit = store.Begin())
        {
            var id = unit.NextEndToEndId(businessDate);
            var reissue = _draft.Of(merchant, id, id, new PayoutPart(iban, item.OpenMinor), businessDate, rate) with { Replaces = endToEndId, ProposedBy = by };
            _transitions.Reissue(unit, payout, item, id, by);
            _transitions.Create(unit, reissue, rate);
            unit.Consume(item, id);
            unit.Commit();
            _ = _posting.Post();
            return new DeskResult(DeskStatus.Done, id);
        }
    }

    /// <summary>Keeps a merchant's payouts back, those that are made and not yet instructed too.</summary>
    public void Hold(PayoutHold hold)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(hold.By);
        ArgumentException.ThrowIfNullOrWhiteSpace(hold.Why);
        using var unit = store.Begin();
        unit.Add(hold);
        unit.Commit();
    }

    /// <returns>How many holds of the merchant were released.</returns>
    public int Release(string merchantId, string by)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        var holds = store.Holds().Where(hold => hold.MerchantId == merchantId).ToList();
        using var unit = store.Begin();
        foreach (var hold in holds) unit.Release(hold, by);
        unit.Commit();
        return holds.Count;
    }

    private DeskResult Finish(IPayoutUnit unit, TransitionResult result)
    {
        unit.Commit();
        _ = _posting.Post();
        return new DeskResult(
            result.Verdict switch
            {
                TransitionVerdict.Done => DeskStatus.Done,
                TransitionVerdict.Repeat => DeskStatus.Repeat,
                _ => DeskStatus.NotAllowed,
            },
            result.Payout.EndToEndId, result.Reason);
    }

    private static DeskResult Unknown(string endToEndId) => new(DeskStatus.Unknown, endToEndId, $"there is no payout {endToEndId}");
}

using Giro.Ledger.Writer;
using Giro.Operations.Institution.Cycles;
using Giro.Operations.Institution;

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
/// <param name="Refused">Entries that the ledger will not take now; they wait.</param>
public sealed record CycleCloseResult(CycleCloseStatus Status, IReadOnlyList<PendingDifference> Differences, IReadOnlyList<RefusedEntry> Refused);

/// <summary>
/// Closes cycles: obligations from the cycle totals, and what becomes of each (see <see cref="Proceeds"/> and <see cref="Cover"/>). Repeating it changes nothing:
/// the cycle is closed once, each obligation is decided on once, and the entries' ids are made of cycle and merchant.
/// </summary>
public sealed class CycleCloser(
    Book book, PaymentInstitution institution, InstitutionAccounts accounts, IObligationStore store, IWaitingEntryStore waiting, TimeProvider time)
{
    private readonly SettlementPosting _posting = new(book, waiting);
    private readonly PendingTieOut _tieOut = new(book, institution, accounts, store, waiting);
    private readonly ObligationSettlement _settlement = new(book, institution, accounts, store);

    /// <summary>How long a close may wait for clearing to catch up with the ledger: some time where intake goes on meanwhile, none where nothing is running.</summary>
    public TimeSpan ClearingWait { get; init; }

    /// <summary>Is told of differences; null where nobody listens.</summary>
    public TieOutAlarm? Alarm { get; init; }

    /// <param name="merchantId">For a cycle that closes by merchant; else null, for all.</param>
    public CycleCloseResult Close(CycleId cycle, string? merchantId = null)
    {
        if (_tieOut.Check(ClearingWait) is not { } differences) return new CycleCloseResult(CycleCloseStatus.ClearingBehind, [], []);
        Alarm?.Raise(differences);
        var stuck = _posting.Post().ToDictionary(refused => refused.Entry.MerchantId);
        var businessDate = book.Query(reader => reader.BusinessDate);
        var isNew = store.TryClose(cycle, institution.ScheduleOf(cycle).SettlementDate(cycle, businessDate), businessDate, time.GetUtcNow(), merchantId);
        var differing = differences.ToDictionary(difference => difference.MerchantId);
        var clear = new List<Obligation>();
        var blocked = new List<Obligation>();
        foreach (var obligation in store.Undecided(cycle))
        {
            if (differing.TryGetValue(obligation.MerchantId, out var difference))
                blocked.Add(obligation with { State = ObligationState.Blocked, Note = $"pending is {difference.LedgerMinor} in the ledger and {difference.ClearingMinor} in clearing" });
            else if (stuck.TryGetValue(obligation.MerchantId, out var refused))
                blocked.Add(obligation with { State = ObligationState.Blocked, Note = refused.ToString() });
            else clear.Add(obligation);
        }

        Block(blocked);
        _settlement.Decide(clear, businessDate);
        return new CycleCloseResult(isNew ? CycleCloseStatus.Closed : CycleCloseStatus.ClosedBefore, differences, _posting.Post());
    }

    private void Block(List<Obligation> obligations)
    {
        if (obligations.Count == 0) return;
        using var unit = store.Begin();
        foreach (var obligation in obligations) unit.Save(obligation);
        unit.Commit();
    }
}

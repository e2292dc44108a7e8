using Giro.Ledger.Writer;
using Giro.Operations.Institution;
using Giro.Operations.Settlement;

namespace Giro.Operations.Reconciliation.Breaks;

/// <summary>
/// Puts breaks that are past their time on suspense: where their money has moved it stands there already, for the others an entry puts it there. Each once; run again
/// it changes nothing.
/// </summary>
public sealed class BreakDeadlineRun(Book book, PaymentInstitution institution, InstitutionAccounts accounts, IBreakStore store, IWaitingEntryStore waiting)
{
    private readonly SettlementPosting _posting = new(book, waiting);
    private readonly BreakEntries _entries = new(institution, accounts);

    /// <returns>The breaks whose time was over, as they are now.</returns>
    public IReadOnlyList<Break> Run(DateOnly businessDate)
    {
        _ = _posting.Post();
        var suspended = new List<Break>();
        using (var unit = store.Begin())
        {
            foreach (var late in store.Breaks(new BreakQuery()).Where(@break => @break.DueOn < businessDate && @break.State != BreakState.InSuspense && HasMoney(@break)))
            {
                var hasMoved = late.SuspenseMinor != 0;
                var moved = _entries.Suspend(unit, late) with { State = BreakState.InSuspense };
                unit.Save(moved, new BreakEvent(
                    BreakEventType.Suspended, "deadline", businessDate,
                    $"was due on {late.DueOn:yyyy-MM-dd}; {(hasMoved ? "its money stands on suspense since it moved" : "its amount goes to suspense")}"));
                suspended.Add(moved);
            }

            unit.Commit();
        }

        _ = _posting.Post();
        return suspended;
    }

    /// <summary>What a bank has only announced moves nothing, nor does a difference in state.</summary>
    private bool HasMoney(Break @break) =>
        @break.OpenMinor != 0 && (@break.SuspenseMinor != 0 || @break.Item.Length > 0 || institution.FindSource(@break.Source)?.Kind == SourceKind.ChannelBill);
}

using Giro.Operations.Institution;
using Giro.Operations.Settlement;

namespace Giro.Operations.Reconciliation.Runs;

/// <summary>
/// Brings the entries of a part to what its latest run wants. What is there as wanted stays; what is wanted otherwise or no more is turned round by an entry of its own,
/// and entered anew under the next version. Nothing is ever taken out of the ledger.
/// </summary>
internal sealed class RunPostings(IReconciliationStore store, IReconciliationUnit unit)
{
    public void Apply(ReconciliationRun run, IReadOnlyList<RunPosting> wanted)
    {
        var inForce = store.PostingsInForce(run.Part).ToDictionary(posting => posting.Slot);
        foreach (var posting in wanted)
        {
            if (inForce.Remove(posting.Slot, out var known))
            {
                if (known.Kind == posting.Kind && known.Legs.SequenceEqual(posting.Legs)) continue;
                Reverse(known, run);
            }

            var entered = posting with { Version = unit.NextVersion(posting.Slot) };
            unit.Add(run.Part, run.Number, entered);
            unit.Queue(new WaitingEntry(entered.Queue, entered.Reference, entered.Kind, entered.Legs, entered.Attributes));
        }

        foreach (var known in inForce.Values.OrderBy(posting => posting.Slot, StringComparer.Ordinal)) Reverse(known, run);
    }

    private void Reverse(RunPosting posting, ReconciliationRun run)
    {
        unit.Reverse(posting, run.Number);
        unit.Queue(new WaitingEntry(posting.Queue, posting.ReversalReference, EntryKind.BookingReversed, posting.ReversedLegs, posting.Attributes));
    }
}

using System.Text;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;
using Giro.Operations.Institution;

namespace Giro.Operations.Settlement;

/// <summary>
/// An entry that settlement has decided on: written down in the transaction of the decision, posted afterwards, and forgotten when the ledger has it.
/// </summary>
/// <param name="MerchantId">Entries of a merchant are posted in order; one that is refused keeps the later ones waiting.</param>
/// <param name="Reference">The entry's id is made of it, so posting it again changes nothing.</param>
/// <param name="Attributes">JSON.</param>
public sealed record WaitingEntry(string MerchantId, string Reference, EntryKind Kind, IReadOnlyList<Leg> Legs, string Attributes)
{
    /// <summary>Place in the order of decisions; given by the store.</summary>
    public long Position { get; init; }

    public EntryId EntryId => EntryId.FromReference(Reference);
}

/// <summary>Entries that are decided and not known to be in the ledger. One thread at a time.</summary>
public interface IWaitingEntryStore : IDisposable
{
    /// <summary>In the order of decisions.</summary>
    IReadOnlyList<WaitingEntry> Waiting();

    /// <summary>The ledger has them.</summary>
    void Remove(IReadOnlyCollection<WaitingEntry> entries);
}

/// <summary>An entry that the ledger will not take now, such as one on a frozen account.</summary>
public sealed record RefusedEntry(WaitingEntry Entry, Status Status)
{
    public override string ToString() => $"{Entry.Reference}: the ledger answered {Status}";
}

/// <summary>
/// Posts what waits. Each run of settlement begins and ends with it, and that is the whole of crash safety: a decision and its entries are one transaction of the
/// records, so they are there together or not at all; entries that were decided are posted by this run or the next one, and the ledger knows an id
/// that it has seen.
/// </summary>
public sealed class SettlementPosting(Book book, IWaitingEntryStore store)
{
    /// <summary>Well below a second, so that clearing is not kept from writing for long.</summary>
    private const int InOneTransaction = 10_000;

    private readonly EntryPosting _posting = new(book);

    /// <returns>What the ledger refused; it waits, with the later entries of the same merchant, and is tried again by each run.</returns>
    public IReadOnlyList<RefusedEntry> Post()
    {
        var waiting = new List<Queue<WaitingEntry>>();
        foreach (var entries in store.Waiting().GroupBy(entry => entry.MerchantId)) waiting.Add(new Queue<WaitingEntry>(entries));
        var refused = new List<RefusedEntry>();
        while (waiting.Count > 0)
        {
            foreach (var entries in waiting)
            {
                var entry = entries.Peek();
                Leg[] legs = [.. entry.Legs];
                _posting.Post(entry.EntryId, entry.Kind, legs, Encoding.UTF8.GetBytes(entry.Attributes));
            }

            var results = _posting.Finish();
            var done = new List<WaitingEntry>(waiting.Count);
            for (var i = 0; i < waiting.Count; i++)
            {
                if (results[i].IsAccepted)
                {
                    done.Add(waiting[i].Dequeue());
                    continue;
                }

                refused.Add(new RefusedEntry(waiting[i].Peek(), results[i].Status));
                waiting[i].Clear();
            }

            foreach (var some in done.Chunk(InOneTransaction)) store.Remove(some);
            waiting.RemoveAll(entries => entries.Count == 0);
        }

        return refused;
    }
}

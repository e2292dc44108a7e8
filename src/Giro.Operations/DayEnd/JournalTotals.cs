using Giro.Ledger.Journal;
using Giro.Operations.Institution;

namespace Giro.Operations.DayEnd;

/// <summary>What a walk over the whole journal finds: the chain verified row by row, and the entries counted by kind from their bytes.</summary>
public sealed class JournalTotals
{
    private readonly Dictionary<EntryKind, (long Count, Int128 DebitMinor, Int128 ReceivableMinor)> _kinds = [];
    private readonly HashSet<ulong> _receivables;

    private JournalTotals(IEnumerable<ulong> receivables) => _receivables = [.. receivables];

    /// <summary>Rows whose hash and place in the chain are right.</summary>
    public ulong VerifiedRows { get; private set; }

    public long Records { get; private set; }

    public string HeadHash { get; private set; } = "";

    public long CountOf(EntryKind kind) => _kinds.GetValueOrDefault(kind).Count;

    /// <summary>Sum of the debits of all entries of a kind.</summary>
    public Int128 DebitMinorOf(EntryKind kind) => _kinds.GetValueOrDefault(kind).DebitMinor;

    /// <summary>What all entries of a kind have added to what channels owe us: debits less credits.</summary>
    public Int128 ReceivableMinorOf(EntryKind kind) => _kinds.GetValueOrDefault(kind).ReceivableMinor;

    /// <param name="receivables">The handles of the channels' accounts, for <see cref="ReceivableMinorOf"/>; empty where nobody asks.</param>
    /// <exception cref="JournalCorruptException">Names the first row that is wrong.</exception>
    public static JournalTotals Read(IJournal journal, IEnumerable<ulong> receivables)
    {
        var totals = new JournalTotals(receivables);
        var verifier = JournalVerifier.FromStart();
        using var reader = journal.Read(1);
        while (reader.TryRead(out var row))
        {
            verifier.Check(row);
            foreach (var record in JournalRecords.Of(row.Payload.Span)) totals.Add(record);
        }

        verifier.CheckEnd(journal.ReadHead());
        totals.VerifiedRows = verifier.Head.Sequence;
        totals.HeadHash = verifier.Head.Hash.ToString();
        return totals;
    }

    private void Add(in RecordBody record)
    {
        Records++;
        if (record.Header.Type != RecordType.Entry) return;
        ref var kind = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_kinds, (EntryKind)record.Header.Kind, out _);
        kind.Count++;
        foreach (var leg in record.Legs)
        {
            kind.DebitMinor += long.Max(0, leg.AmountMinor);
            if (_receivables.Contains(leg.Account)) kind.ReceivableMinor += leg.AmountMinor;
        }
    }
}

using Giro.Ledger.Entries;
using Giro.Ledger.Journal;

namespace Giro.Simulation.Tests;

/// <summary>What a journal says, read on its own: the chain verified, each id once with its number, and the sum of the legs of each account.</summary>
internal sealed class JournalFacts
{
    private readonly List<ulong> _numbersOfEntries = [];

    public Dictionary<EntryId, ulong> Numbers { get; } = [];

    /// <summary>Debits less credits.</summary>
    public Dictionary<ulong, Int128> DebitBalances { get; } = [];

    public JournalHead Head { get; private set; }

    /// <summary>The numbers of posted entries, in order.</summary>
    public IReadOnlyList<ulong> NumbersOfEntries => _numbersOfEntries;

    public static JournalFacts Read(IJournal journal)
    {
        var facts = new JournalFacts();
        var verifier = JournalVerifier.FromStart();
        using var reader = journal.Read(1);
        while (reader.TryRead(out var row))
        {
            verifier.Check(row);
            var records = JournalRecords.Of(row.Payload.Span);
            while (records.MoveNext()) facts.Add(records.Number, records.Current);
            Assert.Equal(verifier.NextNumber, records.Number + 1);
        }

        verifier.CheckEnd(journal.ReadHead());
        facts.Head = verifier.Head;
        return facts;
    }

    private void Add(ulong number, in RecordBody record)
    {
        var id = new EntryId(record.Header.Id);
        if (id.Value != 0) Assert.True(Numbers.TryAdd(id, number), $"{id} is in the journal twice");
        if (record.Header.Type == RecordType.Entry) _numbersOfEntries.Add(number);
        if (record.Header.Type is not (RecordType.Entry or RecordType.Capture or RecordType.Reversal)) return;
        foreach (ref readonly var leg in record.Legs) DebitBalances[leg.Account] = DebitBalances.GetValueOrDefault(leg.Account) + leg.AmountMinor;
    }
}

using System.Runtime.InteropServices;
using Giro.Ledger.Accounts;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Operations.Institution;

namespace Giro.Simulation.Tests.Day;

/// <summary>An entry of the journal: by account path, debits less credits.</summary>
internal sealed record DayEntry(ulong Number, EntryId Id, EntryKind Kind, IReadOnlyDictionary<string, long> Legs, string Attributes)
{
    /// <summary>What it adds to the credit side of an account.</summary>
    public long CreditMinor(string path) => -Legs.GetValueOrDefault(path);
}

/// <summary>The entries of a journal and what they come to, read from its rows alone.</summary>
internal sealed class DayJournal
{
    private readonly List<string> _paths = [""];

    public Dictionary<EntryId, DayEntry> ById { get; } = [];

    /// <summary>In order.</summary>
    public List<DayEntry> Entries { get; } = [];

    /// <summary>By path, credits less debits.</summary>
    public Dictionary<string, long> CreditMinor { get; } = [];

    public static DayJournal Read(IJournal journal)
    {
        var read = new DayJournal();
        using var reader = journal.Read(1);
        while (reader.TryRead(out var row))
        {
            var records = JournalRecords.Of(row.Payload.Span);
            while (records.MoveNext()) read.Take(records.Number, records.Current);
        }

        return read;
    }

    /// <summary>An entry that must be there.</summary>
    public DayEntry One(string reference) =>
        ById.GetValueOrDefault(EntryId.FromReference(reference)) ?? throw new InvalidDataException($"the journal has no entry {reference}");

    public bool Has(string reference) => ById.ContainsKey(EntryId.FromReference(reference));

    public long Minor(string path) => CreditMinor.GetValueOrDefault(path);

    private void Take(ulong number, in RecordBody record)
    {
        if (record.Header.Type == RecordType.OpenAccount) _paths.Add(System.Text.Encoding.UTF8.GetString(record.Path));
        if (record.Header.Type != RecordType.Entry) return;
        var legs = new Dictionary<string, long>();
        foreach (ref readonly var leg in record.Legs)
        {
            var path = _paths[(int)leg.Account];
            legs[path] = legs.GetValueOrDefault(path) + leg.AmountMinor;
            CollectionsMarshal.GetValueRefOrAddDefault(CreditMinor, path, out _) -= leg.AmountMinor;
        }

        Assert.Equal(0, legs.Values.Sum());
        var entry = new DayEntry(number, new EntryId(record.Header.Id), (EntryKind)record.Header.Kind, legs, System.Text.Encoding.UTF8.GetString(record.Attributes));
        Entries.Add(entry);
        Assert.True(ById.TryAdd(entry.Id, entry), $"entry {number} has the id of an earlier one: {entry.Attributes}");
    }
}

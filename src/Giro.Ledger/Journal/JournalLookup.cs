using System.Runtime.InteropServices;

namespace Giro.Ledger.Journal;

/// <summary>A record with the row it stands in.</summary>
/// <param name="Sequence">The row.</param><param name="TimeUs">When the row was written, microseconds since 1970 UTC.</param>
/// <param name="Number">The record's number in the book.</param><param name="Bytes">The record; parse it with <see cref="RecordBody.TryParse"/>.</param>
public sealed record FoundRecord(ulong Sequence, long TimeUs, ulong Number, byte[] Bytes)
{
    public RecordBody Body
    {
        get
        {
            _ = RecordBody.TryParse(Bytes, out var body);
            return body;
        }
    }
}

public static class JournalLookup
{
    /// <summary>The record with a number, or null when the journal ends before it.</summary>
    public static FoundRecord? Find(IJournal journal, ulong number)
    {
        if (journal.FindRow(number) is not { } sequence) return null;
        using var reader = journal.Read(sequence);
        if (!reader.TryRead(out var row)) return null;
        var records = JournalRecords.Of(row.Payload.Span);
        while (records.MoveNext())
        {
            if (records.Number == number) return new FoundRecord(row.Sequence, row.TimeUs, number, records.Current.Bytes.ToArray());
        }

        var first = MemoryMarshal.AsRef<BatchHeader>(row.Payload.Span).FirstNumber;
        throw new JournalCorruptException(sequence, $"starts with record {first} and does not hold record {number}, which the store says it does");
    }
}

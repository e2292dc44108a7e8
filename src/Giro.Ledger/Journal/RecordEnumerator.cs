using System.Runtime.InteropServices;
using Giro.Ledger.Entries;

namespace Giro.Ledger.Journal;

/// <summary>Walks the records of a payload: <c>foreach (var record in JournalRecords.Of(payload))</c>. Throws on a broken record.</summary>
public static class JournalRecords
{
    public static RecordEnumerator Of(ReadOnlySpan<byte> payload) => new(payload);
}

public ref struct RecordEnumerator(ReadOnlySpan<byte> payload)
{
    private readonly ReadOnlySpan<byte> _payload = payload;
    private int _at = BatchHeader.Size;
    private int _next = BatchHeader.Size;
    private ulong _number = MemoryMarshal.AsRef<BatchHeader>(payload).FirstNumber - 1;
    private RecordBody _current;

    public readonly RecordBody Current => _current;

    /// <summary>The current record's number in the book.</summary>
    public readonly ulong Number => _number;

    /// <summary>Where the current record starts in the payload.</summary>
    public readonly int Offset => _at;

    public readonly RecordEnumerator GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_next >= _payload.Length) return false;
        _at = _next;
        if (RecordBody.TryParse(_payload[_at..], out _current) != Status.Accepted)
            throw new JournalCorruptException(MemoryMarshal.AsRef<BatchHeader>(_payload).Sequence, $"has a broken record at byte {_at}");
        _next = _at + _current.Bytes.Length;
        _number++;
        return true;
    }
}

using Giro.Ledger.Journal;

namespace Giro.Storage.Backup;

/// <summary>The first rows of a journal, as a journal that ends there and cannot be written. What comes after them is as if it did not exist.</summary>
internal sealed class JournalPrefix : IJournal
{
    private readonly IJournal _journal;
    private readonly JournalHead _head;

    private JournalPrefix(IJournal journal, JournalHead head, long lastTimeUs)
    {
        _journal = journal;
        _head = head;
        LastTimeUs = lastTimeUs;
    }

    /// <summary>The time of the last row; 0 without one.</summary>
    public long LastTimeUs { get; }

    /// <param name="journal">The journal; it stays the caller's to close.</param><param name="last">The last row; 0 for none.</param>
    /// <exception cref="JournalCorruptException">There is no such row.</exception>
    public static JournalPrefix Of(IJournal journal, ulong last)
    {
        if (last == 0) return new JournalPrefix(journal, default, 0);
        using var reader = journal.Read(last);
        if (!reader.TryRead(out var row) || row.Sequence != last) throw new JournalCorruptException(last, "is missing");
        return new JournalPrefix(journal, new JournalHead(last, row.Hash), row.TimeUs);
    }

    public JournalHead ReadHead() => _head;

    public void Append(ulong expectedSequence, ReadOnlySpan<JournalRow> rows) => throw new JournalUnavailableException($"the rows up to {_head.Sequence} are only read here");

    public IJournalReader Read(ulong fromSequence) => new Reader(_journal.Read(fromSequence), _head.Sequence);

    public ulong? FindRow(ulong recordNumber) => _journal.FindRow(recordNumber) is { } sequence && sequence <= _head.Sequence ? sequence : null;

    public void Dispose()
    {
        // The journal is the caller's.
    }

    private sealed class Reader(IJournalReader reader, ulong last) : IJournalReader
    {
        public bool TryRead(out JournalRow row)
        {
            if (reader.TryRead(out row) && row.Sequence <= last) return true;
            row = default;
            return false;
        }

        public void Dispose() => reader.Dispose();
    }
}

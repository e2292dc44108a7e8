using Giro.Ledger.Journal;

namespace Giro.Ledger.Tests.Support;

/// <summary>
/// A journal in memory. It keeps copies, so nobody can change a row after it was appended except a test, through <see cref="Rows"/>. It can be
/// told to fail, to conflict, or to wait; so a test decides what a disk would do.
/// </summary>
internal sealed class MemoryJournal : IJournal
{
    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _open = new(true);
    private int _appends;

    /// <summary>The rows; a test damages them here.</summary>
    public List<JournalRow> Rows { get; } = [];

    /// <summary>What the store wrote down as its end.</summary>
    public JournalHead Head { get; set; }

    /// <summary>Thrown by the next append, which then stores nothing.</summary>
    public Exception? FailNext { get; set; }

    /// <summary>Whether the store cannot be read at the moment.</summary>
    public bool IsAway { get; set; }

    public int Appends => Volatile.Read(ref _appends);

    public MemoryJournal Copy()
    {
        lock (_lock)
        {
            var copy = new MemoryJournal { Head = Head };
            copy.Rows.AddRange(Rows.Select(row => row with { Payload = row.Payload.ToArray() }));
            return copy;
        }
    }

    /// <summary>Appends wait from now on, until <see cref="Resume"/>.</summary>
    public void Pause() => _open.Reset();

    public void Resume() => _open.Set();

    public JournalRow RowAt(ulong sequence)
    {
        lock (_lock) return Rows.Single(row => row.Sequence == sequence);
    }

    public JournalHead ReadHead()
    {
        lock (_lock) return Head;
    }

    public void Append(ulong expectedSequence, ReadOnlySpan<JournalRow> rows)
    {
        Interlocked.Increment(ref _appends);
        _open.Wait();
        lock (_lock)
        {
            if (FailNext is { } failure)
            {
                FailNext = null;
                throw failure;
            }

            if (expectedSequence != Head.Sequence + 1) throw new JournalConflictException(expectedSequence);
            foreach (ref readonly var row in rows) Rows.Add(row with { Payload = row.Payload.ToArray() });
            Head = new JournalHead(rows[^1].Sequence, rows[^1].Hash);
        }
    }

    public IJournalReader Read(ulong fromSequence) => new Reader(this, fromSequence);

    public ulong? FindRow(ulong recordNumber)
    {
        lock (_lock)
        {
            var row = Rows.LastOrDefault(row => row.FirstNumber() <= recordNumber);
            return row.Sequence == 0 ? null : row.Sequence;
        }
    }

    public void Dispose() => _open.Dispose();

    private sealed class Reader(MemoryJournal journal, ulong from) : IJournalReader
    {
        private int _at = -1;

        public bool TryRead(out JournalRow row)
        {
            lock (journal._lock)
            {
                if (journal.IsAway) throw new JournalUnavailableException("the store is away");
                if (_at < 0) _at = journal.Rows.FindIndex(candidate => candidate.Sequence >= from);
                var found = _at >= 0 && _at < journal.Rows.Count;
                row = found ? journal.Rows[_at++] : default;
                return found;
            }
        }

        public void Dispose()
        {
        }
    }
}

using System.Buffers;

namespace Giro.Ledger.Journal;

/// <summary>
/// Hands durable rows to followers in this process without reading them back. The latest rows are kept in a ring that is bounded in rows and in bytes: few rows
/// of a busy day, many of a quiet one. A follower that is further behind reads the journal until it has caught up. A follower may ask for patience: then
/// the committer waits while a row that this follower still needs would have to leave the ring, so intake slows down instead of views falling behind without end.
/// </summary>
public sealed class JournalFeed
{
    private readonly IJournal _journal;
    private readonly object _lock = new();
    private readonly FeedRow?[] _ring;
    private readonly long _maxBytes;
    private long _bytes;
    private ulong _oldest;
    private readonly List<JournalFollower> _followers = [];
    private bool _closing;
    private bool _closed;

    /// <param name="maxRows">In the ring.</param>
    /// <param name="maxBytes">Of their payloads together; one row may be larger.</param>
    internal JournalFeed(IJournal journal, ulong lastSequence, int maxRows, long maxBytes)
    {
        _journal = journal;
        _ring = new FeedRow?[maxRows];
        _maxBytes = maxBytes;
        _oldest = lastSequence + 1;
        LastSequence = lastSequence;
    }

    /// <summary>The last durable row.</summary>
    public ulong LastSequence { get; private set; }

    /// <summary>Whether the committer is waiting for a follower now.</summary>
    public bool IsSlowed { get; private set; }

    /// <param name="fromSequence">The first row wanted; from 1.</param>
    /// <param name="slowsIntake">Whether the committer waits when this follower is the whole ring behind.</param>
    public JournalFollower Follow(ulong fromSequence, bool slowsIntake)
    {
        ArgumentOutOfRangeException.ThrowIfZero(fromSequence);
        lock (_lock)
        {
            var follower = new JournalFollower(this, _journal, fromSequence, slowsIntake);
            _followers.Add(follower);
            return follower;
        }
    }

    internal void Publish(in JournalRow row)
    {
        lock (_lock)
        {
            while (!_closing && IsFull(row) && IsNeeded(_oldest))
            {
                IsSlowed = true;
                Monitor.Wait(_lock);
            }

            IsSlowed = false;
            while (IsFull(row)) DropOldest();
            if (_followers.Count == 0)
            {
                while (_oldest <= LastSequence) DropOldest();
                _oldest = row.Sequence + 1;
            }
            else
            {
                SlotOf(row.Sequence) = new FeedRow(row);
                _bytes += row.Payload.Length;
            }

            LastSequence = row.Sequence;
            Monitor.PulseAll(_lock);
        }
    }

    private ref FeedRow? SlotOf(ulong sequence) => ref _ring[sequence % (ulong)_ring.Length];

    /// <summary>Whether a row must leave the ring before this one can be in it.</summary>
    private bool IsFull(in JournalRow next) => _oldest <= LastSequence && (next.Sequence - _oldest >= (ulong)_ring.Length || _bytes + next.Payload.Length > _maxBytes);

    private void DropOldest()
    {
        ref var slot = ref SlotOf(_oldest++);
        if (slot is null) return;
        _bytes -= slot.Row.Payload.Length;
        slot.Release();
        slot = null;
    }

    private bool IsNeeded(ulong sequence)
    {
        foreach (var follower in _followers)
        {
            if (follower.SlowsIntake && follower.Next <= sequence && !follower.IsReadingJournal) return true;
        }

        return false;
    }

    /// <summary>Waits for the row; null when it is not in the ring (any more) or on time-out.</summary>
    internal FeedRow? Take(ulong sequence, int timeoutMs, out bool isDurable)
    {
        lock (_lock)
        {
            if (sequence > LastSequence && !_closed && timeoutMs != 0) Monitor.Wait(_lock, timeoutMs);
            isDurable = sequence <= LastSequence;
            if (!isDurable) return null;
            var row = SlotOf(sequence);
            if (row?.Row.Sequence != sequence) return null;
            row.Retain();
            return row;
        }
    }

    internal void Moved()
    {
        lock (_lock) Monitor.PulseAll(_lock);
    }

    internal void Remove(JournalFollower follower)
    {
        lock (_lock)
        {
            _followers.Remove(follower);
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>No follower is waited for any more; one that stopped reading cannot keep a book from closing, and reads the rest from the journal.</summary>
    internal void BeginClosing()
    {
        lock (_lock)
        {
            _closing = true;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>No row comes any more, so nobody needs to wait for one.</summary>
    internal void Close()
    {
        lock (_lock)
        {
            _closing = _closed = true;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>A row in pooled memory, returned to the pool when the ring and all followers have let go of it.</summary>
    internal sealed class FeedRow
    {
        private readonly byte[] _bytes;
        private int _holders = 1;

        public FeedRow(in JournalRow row)
        {
            _bytes = ArrayPool<byte>.Shared.Rent(row.Payload.Length);
            row.Payload.CopyTo(_bytes);
            Row = row with { Payload = _bytes.AsMemory(0, row.Payload.Length) };
        }

        public JournalRow Row { get; }

        public void Retain() => Interlocked.Increment(ref _holders);

        public void Release()
        {
            if (Interlocked.Decrement(ref _holders) == 0) ArrayPool<byte>.Shared.Return(_bytes);
        }
    }
}

/// <summary>One reader of a <see cref="JournalFeed"/>. Not thread-safe.</summary>
public sealed class JournalFollower : IDisposable
{
    private readonly JournalFeed _feed;
    private readonly IJournal _journal;
    private JournalFeed.FeedRow? _held;
    private IJournalReader? _reader;

    internal JournalFollower(JournalFeed feed, IJournal journal, ulong next, bool slowsIntake)
    {
        _feed = feed;
        _journal = journal;
        Next = next;
        SlowsIntake = slowsIntake;
        IsReadingJournal = next <= feed.LastSequence;
    }

    /// <summary>The row that comes next.</summary>
    public ulong Next { get; private set; }

    public ulong LagRows => _feed.LastSequence >= Next ? _feed.LastSequence - Next + 1 : 0;

    internal bool SlowsIntake { get; }

    /// <summary>Still catching up from the store; the committer does not wait for that.</summary>
    internal bool IsReadingJournal { get; private set; }

    /// <summary>The next row, waiting at most <paramref name="timeoutMs"/> for it. Its payload is valid until the next call.</summary>
    public bool TryNext(out JournalRow row, int timeoutMs)
    {
        _held?.Release();
        _held = _feed.Take(Next, IsReadingJournal ? 0 : timeoutMs, out var isDurable);
        if (IsReadingJournal && (_held is not null || !isDurable))
        {
            StopReadingJournal();
            if (_held is null) _held = _feed.Take(Next, timeoutMs, out isDurable);
        }

        if (_held is not null)
        {
            row = _held.Row;
        }
        else if (!isDurable)
        {
            row = default;
            return false;
        }
        else
        {
            IsReadingJournal = true;
            _reader ??= _journal.Read(Next);
            if (!_reader.TryRead(out row)) throw new JournalCorruptException(Next, "was acknowledged and is not in the journal");
        }

        Next++;
        _feed.Moved();
        return true;
    }

    /// <summary>It has caught up: from here on the rows come from the ring, and the committer waits where it was asked to.</summary>
    private void StopReadingJournal()
    {
        _reader?.Dispose();
        _reader = null;
        IsReadingJournal = false;
    }

    public void Dispose()
    {
        _held?.Release();
        _held = null;
        StopReadingJournal();
        _feed.Remove(this);
    }
}

using System.Security.Cryptography;
using Giro.Ledger.Journal;

namespace Giro.Ledger.Writer;

/// <summary>
/// Makes batches durable in order, on its own thread, several with one append when they are waiting, and answers their submissions.
/// </summary>
internal sealed class Committer
{
    private readonly IJournal _journal;
    private readonly BoundedQueue<Batch> _ready;
    private readonly BoundedQueue<Batch> _free;
    private readonly JournalFeed _feed;
    private readonly Action<Exception> _fail;
    private readonly Thread _thread;
    private readonly List<Batch> _group = [];
    private readonly JournalRow[] _rows = new JournalRow[8];
    private readonly object _durable = new();
    private JournalHead _head;
    private Exception? _failure;
    private long _allocated;

    public Committer(IJournal journal, JournalHead head, BoundedQueue<Batch> ready, BoundedQueue<Batch> free, JournalFeed feed, Action<Exception> fail)
    {
        _journal = journal;
        _head = head;
        _ready = ready;
        _free = free;
        _feed = feed;
        _fail = fail;
        _thread = new Thread(Commit) { Name = "giro-committer", IsBackground = true, Priority = ThreadPriority.AboveNormal };
    }

    public long AllocatedBytes => Volatile.Read(ref _allocated);

    /// <summary>The last durable row.</summary>
    public JournalHead Head
    {
        get
        {
            lock (_durable) return _head;
        }
    }

    public void Start() => _thread.Start();

    public void Join() => _thread.Join();

    public void Wake()
    {
        lock (_durable) Monitor.PulseAll(_durable);
    }

    /// <summary>Waits until the row is durable; returns the head, which is that row's when nothing was handed over since.</summary>
    public JournalHead WaitUntilDurable(ulong sequence)
    {
        lock (_durable)
        {
            while (_head.Sequence < sequence)
            {
                if (_failure is not null) throw new BookStoppedException(_failure);
                Monitor.Wait(_durable, 100);
            }

            return _head;
        }
    }

    private void Commit()
    {
        try
        {
            while (_ready.TryTake(out var batch, Timeout.Infinite))
            {
                _group.Add(batch);
                while (_group.Count < _rows.Length && _ready.TryTake(out batch, 0)) _group.Add(batch);
                Append();
                foreach (var done in _group)
                {
                    foreach (var submission in done.Submissions) submission.Complete(null);
                    done.Submissions.Clear();
                    _free.Add(done);
                }

                _group.Clear();
                Volatile.Write(ref _allocated, GC.GetAllocatedBytesForCurrentThread());
            }
        }
        catch (Exception e)
        {
            lock (_durable) _failure = e;
            _fail(e);
            while (_ready.TryTake(out var batch, 0)) _group.Add(batch);
            foreach (var batch in _group) batch.Fail(e);
        }
    }

    private void Append()
    {
        var count = 0;
        var head = _head;
        foreach (var batch in _group)
        {
            if (batch.Buffer.RecordCount == 0) continue;
            batch.Buffer.Header.PreviousHash = head.Hash;
            var payload = batch.Buffer.Bytes.AsMemory(0, batch.Buffer.Length);
            Hash256 hash = default;
            SHA256.HashData(payload.Span, hash);
            head = new JournalHead(batch.Sequence, hash);
            _rows[count++] = new JournalRow(batch.Sequence, batch.TimeUs, payload, hash);
        }

        if (count == 0) return;
        var rows = _rows.AsSpan(0, count);
        _journal.Append(rows[0].Sequence, rows);
        lock (_durable)
        {
            _head = head;
            Monitor.PulseAll(_durable);
        }

        foreach (ref readonly var row in rows) _feed.Publish(row);
    }
}

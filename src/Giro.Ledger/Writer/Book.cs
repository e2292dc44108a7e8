using Giro.Ledger.Entries;
using Giro.Ledger.Ids;
using Giro.Ledger.Journal;
using Giro.Ledger.Snapshots;
using Giro.Ledger.State;

namespace Giro.Ledger.Writer;

/// <summary>
/// A book: one journal with one writer. Submissions wait in a bounded queue; the writer's thread judges them in one total order and fills
/// a batch while the committer's thread makes the batch before durable; a submission is answered after that, never before.
/// <code>
///   Submit -> queue -> [writer: judge, change state, fill batch] -> [committer: hash, append, answer] -> Completed
/// </code>
/// Why it fails safely: the state may be ahead of the journal, but nothing of it is shown until the journal has it. When an append fails,
/// every waiting and later submission is answered with <see cref="BookStoppedException"/>, and the book is opened again from the journal.
/// </summary>
public sealed class Book : IDisposable
{
    private readonly IJournal _journal;
    private readonly BookOptions _options;
    private readonly LedgerState _state;
    private readonly SnapshotStore? _snapshots;
    private readonly BoundedQueue<Submission> _queue;
    private readonly BoundedQueue<Batch> _free;
    private readonly BoundedQueue<Batch> _ready;
    private readonly Committer _committer;
    private readonly Thread _writer;
    private readonly Lock _failureLock = new();

    /// <summary>Taken from the queue and did not fit into the batch. The writer's alone: another thread that failed it could fail it twice.</summary>
    private Submission? _parked;
    private bool _isDisposed;
    private ulong _lastSequence;
    private long _lastTimeUs;
    private ulong _snapshotNumber;

    private Book(IJournal journal, BookOptions options, OpenedState opened)
    {
        _journal = journal;
        _options = options;
        _state = opened.State;
        _snapshots = opened.Snapshots;
        _lastSequence = opened.Head.Sequence;
        _lastTimeUs = opened.LastTimeUs;
        _snapshotNumber = opened.SnapshotNumber;
        Recovery = opened.Report;
        Feed = new JournalFeed(journal, opened.Head.Sequence, options.FeedRows, options.FeedBytes);
        const int Batches = 4;
        _queue = new BoundedQueue<Submission>(options.QueueCapacity);
        _free = new BoundedQueue<Batch>(Batches);
        _ready = new BoundedQueue<Batch>(Batches);
        for (var i = 0; i < Batches; i++) _free.Add(new Batch());
        _committer = new Committer(journal, opened.Head, _ready, _free, Feed, Fail);
        _writer = new Thread(Write) { Name = "giro-writer", IsBackground = true, Priority = ThreadPriority.AboveNormal };
        _writer.Start();
        _committer.Start();
    }

    /// <summary>What opening the book found and did.</summary>
    public RecoveryReport Recovery { get; }

    /// <summary>Rows as they become durable, for views, clearing and replicas.</summary>
    public JournalFeed Feed { get; }

    /// <summary>Why the book stopped; null while it runs.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Submissions that wait for the writer.</summary>
    public int QueueLength => _queue.Count;

    /// <summary>Bytes that the writer's and the committer's thread have allocated since they started.</summary>
    public (long Writer, long Committer) AllocatedBytes => (Volatile.Read(ref _writerAllocated), _committer.AllocatedBytes);

    private long _writerAllocated;

    /// <summary>Opens the book in the journal, or makes a new one when the journal is empty.</summary>
    /// <exception cref="JournalCorruptException">The journal is damaged; the sequence is named and nothing was changed.</exception>
    public static Book Open(IJournal journal, BookOptions options) => new(journal, options, Recoverer.Open(journal, options));

    /// <summary>Goes on from a state that stands at the journal's end.</summary>
    internal static Book From(IJournal journal, BookOptions options, OpenedState opened) => new(journal, options, opened);

    /// <summary>Hands commands to the writer. False when the queue is full: try again later, nothing was done.</summary>
    /// <exception cref="BookStoppedException">The book has failed or was closed.</exception>
    public bool TrySubmit(Submission submission)
    {
        submission.Begin();
        if (_queue.TryAdd(submission)) return true;
        submission.Withdraw();
        if (_queue.IsClosed) throw Stopped();
        return false;
    }

    /// <summary>Hands commands to the writer, waiting for room in the queue.</summary>
    /// <exception cref="BookStoppedException">The book has failed or was closed.</exception>
    public void Submit(Submission submission)
    {
        submission.Begin();
        if (_queue.Add(submission)) return;
        submission.Withdraw();
        throw Stopped();
    }

    /// <summary>Submits and waits for the durable results.</summary>
    public ReadOnlySpan<CommandResult> Execute(Submission submission)
    {
        Submit(submission);
        submission.Wait();
        return submission.Results;
    }

    /// <summary>Reads the state after everything that was submitted before. What the reader sees is durable when this returns.</summary>
    public T Query<T>(Func<BookReader, T> read)
    {
        T result = default!;
        var submission = Submission.ForReading(reader => result = read(reader));
        Submit(submission);
        submission.Wait();
        return submission.ReadingFailure is not { } thrown ? result : throw new InvalidOperationException("the query failed: " + thrown.Message, thrown);
    }

    /// <summary>The durable record under an id, or null. Reads the journal on the caller's thread.</summary>
    public FoundRecord? Find(EntryId id)
    {
        var number = Query(reader => reader.NumberOf(id));
        return number == 0 ? null : JournalLookup.Find(_journal, number);
    }

    /// <summary>Takes a snapshot and waits until it is durable. Does nothing for a book without a folder.</summary>
    public void TakeSnapshot()
    {
        if (_snapshots is null) return;
        using var done = new ManualResetEventSlim();
        _snapshotRequests.Enqueue(done.Set);
        Execute(new Submission(0, 0));
        done.Wait();
        if (_snapshots.Failure is { } failure) throw new IOException("the snapshot could not be written: " + failure.Message, failure);
    }

    /// <summary>Makes holds expire whose time has come. The writer does so by itself unless <see cref="BookOptions.WakesForExpiry"/> is off.</summary>
    public void ExpireDueHolds() => Execute(new Submission(0, 0));

    private void Write()
    {
        Batch? batch = null;
        try
        {
            while (_free.TryTake(out batch, Timeout.Infinite))
            {
                batch.Clear();
                if (!Gather(batch)) break;
                Run(batch);
                if (!_ready.Add(batch)) break;
                batch = null;
            }
        }
        catch (Exception e)
        {
            Fail(e);
        }

        _ready.Close();
        if (Failure is null) return;
        batch?.Fail(Failure);
        _parked?.Complete(Failure);
        FailWaiting();
    }

    /// <summary>Waits for a first submission or for a hold to expire, then takes what else is waiting. False when the book was closed.</summary>
    private bool Gather(Batch batch)
    {
        var submission = _parked;
        _parked = null;
        if (submission is null && !_queue.TryTake(out submission, NextExpiryMs()))
        {
            // Once more: what came in between the time-out and the closing must be answered.
            if (_queue.IsClosed && !_queue.TryTake(out submission, 0)) return false;
        }

        while (submission is not null)
        {
            if (!batch.Fits(submission))
            {
                _parked = submission;
                break;
            }

            batch.Add(submission);
            if (!_queue.TryTake(out submission, 0)) break;
        }

        return true;
    }

    private int NextExpiryMs()
    {
        var at = _state.Holds.NextExpiryUs;
        return at == long.MaxValue || !_options.WakesForExpiry ? Timeout.Infinite : (int)Math.Clamp(((at - NowUs()) / 1000) + 1, 0, 60_000);
    }

    private long NowUs() => Math.Max(_lastTimeUs, MicrosecondTime.From(_options.Time.GetUtcNow()));

    private void Run(Batch batch)
    {
        // Here the state is what was handed to the committer, and nothing else: the place for a snapshot.
        if (IsSnapshotDue || !_snapshotRequests.IsEmpty) BeginSnapshot();
        _lastTimeUs = NowUs();
        _state.NowUs = _lastTimeUs;
        var firstNumber = _state.NextNumber;
        _state.ExpireHolds(batch.Buffer, batch.Room);
        foreach (var submission in batch.Submissions)
        {
            // Twice: a reversal remembers two ids, and so does a capture in full.
            _state.Ids.EnsureRoom(2 * submission.Count);
            CommandRunner.Run(_state, submission.Commands, submission.ResultsWriterOnly, batch.Buffer);
        }

        var currency = _state.CurrencyOutOfBalance();
        if (currency != 0)
            throw new InvalidOperationException($"debits and credits differ in currency {currency} after row {_lastSequence}: a defect of the ledger; nothing of this batch is acknowledged");
        if (batch.Buffer.RecordCount > 0)
        {
            batch.Sequence = ++_lastSequence;
            batch.TimeUs = _lastTimeUs;
            batch.Buffer.Header = new BatchHeader
            {
                Magic = BatchHeader.MagicValue,
                Format = BatchHeader.FormatVersion,
                Sequence = _lastSequence,
                TimeUs = _lastTimeUs,
                FirstNumber = firstNumber,
                RecordCount = batch.Buffer.RecordCount,
                RecordBytes = (uint)batch.Buffer.Records.Length,
            };
        }

        // Readers come last, so what they see is the state after a row and never one in the middle of it.
        foreach (var submission in batch.Submissions)
        {
            submission.Sequence = _lastSequence;
            if (submission.Reading is not null) submission.ReadWriterOnly(new BookReader(_state, _lastSequence));
        }

        Volatile.Write(ref _writerAllocated, GC.GetAllocatedBytesForCurrentThread());
    }

    private readonly System.Collections.Concurrent.ConcurrentQueue<Action> _snapshotRequests = new();

    private bool IsSnapshotDue =>
        _options.SnapshotEveryRecords != 0 && _snapshots is { IsBusy: false } && _state.NextNumber - _snapshotNumber > _options.SnapshotEveryRecords;

    /// <summary>Copies the state once everything before it is durable, and has it written in the background.</summary>
    private void BeginSnapshot()
    {
        var head = _committer.WaitUntilDurable(_lastSequence);
        _snapshotNumber = _state.NextNumber;
        var done = new List<Action>();
        while (_snapshotRequests.TryDequeue(out var request)) done.Add(request);
        _snapshots!.Begin(_state, head, _lastTimeUs, () => done.ForEach(request => request()));
    }

    private BookStoppedException Stopped() => new(Failure ?? new ObjectDisposedException(nameof(Book)));

    private void Fail(Exception failure)
    {
        lock (_failureLock)
        {
            if (Failure is not null) return;
            Failure = failure;
        }

        _queue.Close();
        _ready.Close();
        _free.Close();
        _committer.Wake();
        _options.OnFailure?.Invoke(failure);
        FailWaiting();
    }

    private void FailWaiting()
    {
        while (_queue.TryTake(out var submission, 0)) submission.Complete(Failure);
    }

    /// <summary>
    /// Lets the writer finish what was submitted, closes the book and gives its state back as a warm one, which follows whoever writes next. Null when the
    /// book has failed: its state may be ahead of the journal, so it is dropped and must be read again.
    /// </summary>
    /// <param name="journal">What the warm book reads; it may outlive the one that was written.</param>
    public WarmBook? StepDown(IJournal journal)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Close();
        if (Failure is null) return new WarmBook(journal, _options, _state, _snapshots, _committer.Head, _lastTimeUs, _snapshotNumber);
        DisposeState();
        return null;
    }

    /// <summary>Lets the writer finish what was submitted, and closes the book. The journal stays open; it is the caller's.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        Close();
        DisposeState();
    }

    private void Close()
    {
        _isDisposed = true;
        _queue.Close();
        Feed.BeginClosing();
        _writer.Join();
        _committer.Join();
        Feed.Close();
    }

    private void DisposeState()
    {
        _snapshots?.Dispose();
        _state.Dispose();
    }
}

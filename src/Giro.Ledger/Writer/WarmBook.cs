using Giro.Ledger.Journal;
using Giro.Ledger.Snapshots;
using Giro.Ledger.State;

namespace Giro.Ledger.Writer;

/// <summary>
/// A book that another process writes, followed row by row: the same state in the same memory as the writer's, ready to go on as the writer within milliseconds.
/// One thread calls <see cref="TryAdvance"/> and <see cref="Promote"/>; any may call <see cref="Query"/>.
/// Why it fails safely: a row is applied only when it continues the chain, so what it answers is true for the row that it names; a row that does not stops it for
/// good, and it can no more be promoted. It writes nothing to the journal before it is promoted.
/// </summary>
public sealed class WarmBook : IDisposable
{
    private readonly IJournal _journal;
    private readonly BookOptions _options;
    private readonly Replay _replay;
    private readonly JournalVerifier _verifier;
    private readonly Lock _lock = new();
    private IJournalReader? _reader;
    private ulong _sequence;
    private ulong _snapshotNumber;
    private bool _isClosed;

    private WarmBook(IJournal journal, BookOptions options, RecoveredState recovered)
    {
        _journal = journal;
        _options = options;
        _replay = recovered.Replay;
        _verifier = recovered.Verifier;
        _sequence = _verifier.Head.Sequence;
        _snapshotNumber = recovered.SnapshotNumber;
        Recovery = recovered.Report;
    }

    /// <summary>Goes on with the state of a book that was closed in order.</summary>
    internal WarmBook(IJournal journal, BookOptions options, LedgerState state, SnapshotStore? snapshots, JournalHead head, long lastTimeUs, ulong snapshotNumber)
        : this(journal, options, new RecoveredState(
            new Replay(options, state, snapshots, lastTimeUs), new JournalVerifier(head, state.NextNumber), snapshotNumber, new RecoveryReport(0, 0, 0, TimeSpan.Zero, [])))
    {
    }

    /// <summary>What opening found and did.</summary>
    public RecoveryReport Recovery { get; }

    /// <summary>The last row that was applied; 0 while the journal is empty.</summary>
    public ulong Sequence => Volatile.Read(ref _sequence);

    /// <summary>Why it stopped; null while it follows.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Opens the book as it stands in the journal now: newest snapshot, chain verified, rows replayed. The journal may be empty still.</summary>
    /// <param name="journal">Read only. It stays the caller's.</param>
    /// <param name="options">As for <see cref="Book.Open"/>. The folder must be this process's alone.</param>
    /// <exception cref="JournalCorruptException">The journal is damaged; the sequence is named.</exception>
    public static WarmBook Open(IJournal journal, BookOptions options) => new(journal, options, Recoverer.OpenToFollow(journal, options));

    /// <summary>Applies the next row when there is one. False at the present end.</summary>
    /// <exception cref="JournalCorruptException">The next row does not continue the chain; <see cref="Failure"/> from now on.</exception>
    /// <exception cref="JournalUnavailableException">The store cannot be read now; try again.</exception>
    public bool TryAdvance()
    {
        ThrowIfStopped();
        JournalRow row;
        try
        {
            _reader ??= _journal.Read(Sequence + 1);
            if (!_reader.TryRead(out row)) return false;
        }
        catch (Exception e)
        {
            CloseReader();
            if (e is JournalCorruptException) Failure = e;
            throw;
        }

        Apply(row);
        return true;
    }

    /// <summary>Reads the state as it is after row <see cref="BookReader.Sequence"/>.</summary>
    /// <exception cref="BookStoppedException">It has stopped, was promoted or closed, or there is no book in the journal yet.</exception>
    public T Query<T>(Func<BookReader, T> read)
    {
        lock (_lock)
        {
            ThrowIfStopped();
            return read(new BookReader(_replay.State ?? throw new BookStoppedException(new InvalidOperationException("the journal is empty; the book was not opened yet")), _sequence));
        }
    }

    /// <summary>
    /// Goes on as the writer, from this state, without replaying: reads the rest of the journal, checks that it ends where the store says, and starts the book. Into an
    /// empty journal it writes the first row. For whoever is the only one who may append now; this object is then closed.
    /// </summary>
    /// <param name="journal">The journal to be written. It stays the caller's.</param>
    /// <exception cref="JournalCorruptException">A row does not continue the chain, or the journal ends too early.</exception>
    /// <exception cref="JournalUnavailableException">The store cannot be read now; this object goes on following.</exception>
    public Book Promote(IJournal journal)
    {
        ThrowIfStopped();
        CloseReader();
        var stored = journal.ReadHead();
        using (var rest = journal.Read(Sequence + 1))
        {
            while (rest.TryRead(out var row)) Apply(row);
        }

        if (Sequence == 0 && stored.Sequence == 0)
        {
            stored = Recoverer.Begin(journal, _options);
            using var first = journal.Read(1);
            if (first.TryRead(out var row)) Apply(row);
        }

        CheckEnd(stored);
        lock (_lock)
        {
            _isClosed = true;
            return Book.From(journal, _options, new OpenedState(_replay.State!, _replay.Snapshots, stored, _replay.LastTimeUs, _snapshotNumber, Recovery));
        }
    }

    private void Apply(in JournalRow row)
    {
        try
        {
            // Hashing is most of the work, and readers need not wait for it.
            _verifier.Check(row);
            lock (_lock)
            {
                _replay.Apply(row);
                var currency = _replay.State!.CurrencyOutOfBalance();
                if (currency != 0) throw new JournalCorruptException(row.Sequence, $"leaves currency {currency} with debits and credits that differ");
                Volatile.Write(ref _sequence, row.Sequence);
                if (IsSnapshotDue) BeginSnapshot();
            }
        }
        catch (Exception e)
        {
            // Some of its records may have been applied: nobody may see this state any more.
            Failure = e;
            throw;
        }
    }

    private void CheckEnd(JournalHead stored)
    {
        try
        {
            _verifier.CheckEnd(stored);
        }
        catch (JournalCorruptException e)
        {
            Failure = e;
            throw;
        }
    }

    private bool IsSnapshotDue =>
        _options.SnapshotEveryRecords != 0 && _replay.Snapshots is { IsBusy: false } && _replay.State!.NextNumber - _snapshotNumber > _options.SnapshotEveryRecords;

    private void BeginSnapshot()
    {
        _snapshotNumber = _replay.State!.NextNumber;
        _replay.Snapshots!.Begin(_replay.State, _verifier.Head, _replay.LastTimeUs, () => { });
    }

    private void ThrowIfStopped()
    {
        if (Failure is not null) throw new BookStoppedException(Failure);
        if (Volatile.Read(ref _isClosed)) throw new BookStoppedException(new ObjectDisposedException(nameof(WarmBook)));
    }

    private void CloseReader()
    {
        _reader?.Dispose();
        _reader = null;
    }

    /// <summary>Forgets the state, unless a book goes on with it.</summary>
    public void Dispose()
    {
        CloseReader();
        lock (_lock)
        {
            if (_isClosed) return;
            _isClosed = true;
        }

        _replay.Snapshots?.Dispose();
        _replay.State?.Dispose();
    }
}

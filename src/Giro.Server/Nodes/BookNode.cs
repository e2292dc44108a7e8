using Giro.Ledger.Journal;
using Giro.Ledger.Writer;
using Giro.Server.Http;
using Giro.Storage;
using Giro.Storage.PostgreSql.Leadership;

namespace Giro.Server.Nodes;

/// <summary>
/// One of the processes that can lead a book. A thread of its own follows the journal until the lease is free, leads until it is lost or given away, and follows again:
/// <code>
///   starting -> follower -> (lease taken, rest of the journal read) leader -> stopping -> follower
/// </code>
/// On a store that only one process can have there is no lease, and it leads from the start.
/// </summary>
internal sealed class BookNode : IDisposable
{
    private const int PollMs = 25;
    private const int UnreachableMs = 250;

    /// <summary>How long a follower that is far behind applies rows before it looks at the lease again.</summary>
    private const int ApplyMs = 500;

    /// <summary>For requests that wait for their commit when leadership is given away; they get nothing that they did not have before.</summary>
    private static readonly TimeSpan DrainPatience = TimeSpan.FromMilliseconds(700);

    private readonly BookStore _store;
    private readonly BookOptions _options;
    private readonly LeaseHolder _self;
    private readonly Action<RoleChange>? _onChange;
    private readonly Action<ArchiveNotice>? _onArchive;
    private readonly ManualResetEventSlim _wake = new();
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile NodeRole _role = new IdleRole(NodeRole.Starting, 0, 0);
    private volatile bool _stopping;
    private HandOverRequest? _handOver;

    private BookLeadership? _leadership;
    private IJournal? _reading;
    private WarmBook? _warm;
    private ulong _leftTerm;
    private long _leftUntilMs;

    public BookNode(BookStore store, BookOptions options, LeaseHolder self, Action<RoleChange>? onChange, Action<ArchiveNotice>? onArchive = null)
    {
        _store = store;
        _options = options with { Folder = store.Root };
        _self = self;
        _onChange = onChange;
        _onArchive = onArchive;
        _thread = new Thread(Run) { Name = "giro-node", IsBackground = true, Priority = ThreadPriority.AboveNormal };
    }

    public NodeRole Role => _role;

    public string Name => _self.Name;

    public BookStore Store => _store;

    /// <summary>Ends when the node has stopped; fails when it had to: a damaged journal, a folder that another process has.</summary>
    public Task Ended => _ended.Task;

    public void Start() => _thread.Start();

    /// <summary>Reads the state in the present role, and in the next one where that is just changing.</summary>
    /// <exception cref="ProblemException">It cannot be answered now.</exception>
    public async Task<T> Query<T>(Func<BookReader, T> read)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await _role.Query(read);
            }
            catch (BookStoppedException)
            {
                if (attempt == 100) throw new ProblemException(new Problem(503, "starting", "This node has no book yet.", RetryAfterSeconds: 1));
                await Task.Delay(5);
            }
        }
    }

    /// <summary>Gives the lead to a node, or to any for null; ends when it is given.</summary>
    /// <exception cref="ProblemException">This node does not lead.</exception>
    public Task<RoleChange> HandOver(string? to)
    {
        var request = new HandOverRequest(to);
        if (Interlocked.CompareExchange(ref _handOver, request, null) is not null) throw new ProblemException(Problem.SteppingDown("A hand-over is under way."));
        _wake.Set();
        return request.Done.Task;
    }

    /// <summary>Answers what is under way, gives the lead back and ends.</summary>
    public void Stop()
    {
        _stopping = true;
        _wake.Set();
    }

    private void Run()
    {
        try
        {
            // One process writes snapshots and old ids of a folder.
            using var folder = _store.Folder.Take();
            using var leadership = _leadership = _store.OpenLeadership(_self);
            if (leadership is null) LeadAlone();
            else TakeTurns(leadership);
            _ended.SetResult();
        }
        catch (Exception e)
        {
            Become(new IdleRole(NodeRole.Stopping, _role.Term, _role.Sequence), e.Message);
            _ended.SetException(e);
        }
        finally
        {
            _warm?.Dispose();
            _reading?.Dispose();
            Interlocked.Exchange(ref _handOver, null)?.Refuse();
        }
    }

    private void TakeTurns(BookLeadership leadership)
    {
        while (!_stopping)
        {
            if (Follow(leadership) is not { } lease) continue;
            using (lease) Lead(lease);
        }
    }

    /// <summary>Follows until it has the lease. Null when it is to stop.</summary>
    private BookLease? Follow(BookLeadership leadership)
    {
        FollowerRole? role = null;
        // A state that was kept answers reads at once, also while the database is away.
        if (_warm is not null) Become(role = new FollowerRole(_warm, LeaseState.None with { Term = _role.Term }, _self.Ttl), null);
        while (!_stopping)
        {
            Interlocked.Exchange(ref _handOver, null)?.Refuse();
            var pauseMs = PollMs;
            try
            {
                var state = leadership.Read();
                _reading ??= _store.OpenJournalReadOnly();
                _warm ??= WarmBook.Open(_reading, _options);
                if (role is null) Become(role = new FollowerRole(_warm, state, _self.Ttl), null);
                role.Lease = state;
                if (state.HeadSequence > _warm.Sequence) Advance(_warm);
                if (state.HeadSequence > _warm.Sequence) pauseMs = 0;
                else if (state.IsFreeFor(_self.Name) && MayTake(state) && leadership.TryAcquire() is { } lease) return lease;
            }
            catch (JournalUnavailableException)
            {
                // What was read stays true for its row, so reads go on.
                pauseMs = UnreachableMs;
            }

            Pause(pauseMs);
        }

        return null;
    }

    private void Advance(WarmBook warm)
    {
        var until = Environment.TickCount64 + ApplyMs;
        while (!_stopping && warm.TryAdvance() && Environment.TickCount64 < until)
        {
        }
    }

    /// <summary>Who gave the lead away lets others take it first.</summary>
    private bool MayTake(LeaseState state) => state.Term != _leftTerm || Environment.TickCount64 >= _leftUntilMs;

    private void Lead(BookLease lease)
    {
        IJournal? journal = null;
        Book book;
        try
        {
            journal = _store.OpenJournal(checkWhole: false);
            book = _warm!.Promote(journal);
        }
        catch (Exception e) when (e is JournalUnavailableException or JournalConflictException)
        {
            // Taken and not begun: given back by the caller, and followed again.
            journal?.Dispose();
            return;
        }
        catch
        {
            journal?.Dispose();
            throw;
        }

        _warm = null;
        try
        {
            Lead(book, lease);
        }
        finally
        {
            journal.Dispose();
        }
    }

    private void LeadAlone()
    {
        while (!_stopping)
        {
            try
            {
                using var journal = _store.OpenJournal(_options.VerifyWholeChainOnOpen);
                Lead(Book.Open(journal, _options), null);
            }
            catch (JournalUnavailableException)
            {
                // A full disk, for instance; again in a moment.
            }

            Pause(UnreachableMs);
        }
    }

    private void Lead(Book book, BookLease? lease)
    {
        using var views = new LeaderViews(_store, book);
        using var archive = new LeaderArchive(_store, book, views, _onArchive);
        var role = new LeaderRole(book, lease, views);
        Become(role, null);
        HandOverRequest? request = null;
        while (!_stopping && book.Failure is null && lease?.Ended is null && (request = Interlocked.Exchange(ref _handOver, null)) is null) Pause(PollMs / 2);

        archive.Stop();
        var isPlanned = book.Failure is null && lease?.Ended is null;
        var reason = book.Failure?.Message ?? lease?.Ended ?? (request is null ? "asked to stop" : $"handed over to {request.To ?? "any"}");
        Become(new IdleRole(NodeRole.Stopping, role.Term, role.Sequence), reason);
        if (isPlanned) role.Drain(DrainPatience);
        else role.Lose();

        // Whatever waits in the queue still goes to the journal, or is refused there: the term decides, not this process.
        var warm = _reading is null ? null : book.StepDown(_reading);
        book.Dispose();
        if (isPlanned && lease is not null && book.Failure is null) GiveAway(lease, request?.To);
        role.Lose();
        _warm = warm;
        if (isPlanned) request?.Complete(new RoleChange(DateTimeOffset.UtcNow, NodeRole.Stopping, role.Term, warm?.Sequence ?? role.Sequence, reason));
        else request?.Refuse();
        // A store that fails and a lead that is lost are of this world; anything else is a defect, and the process must not go on.
        if (book.Failure is not (null or JournalUnavailableException or JournalConflictException)) throw new BookStoppedException(book.Failure);
    }

    private void GiveAway(BookLease lease, string? to)
    {
        _leftTerm = lease.Term;
        _leftUntilMs = Environment.TickCount64 + (2 * _self.Ttl.Ticks / TimeSpan.TicksPerMillisecond);
        try
        {
            lease.HandOver(to);
        }
        catch (JournalUnavailableException)
        {
            // It runs out by itself.
        }
    }

    private void Become(NodeRole role, string? reason)
    {
        if (role.Name == _role.Name && role.Name != NodeRole.Leader) return;
        _role = role;
        _onChange?.Invoke(new RoleChange(DateTimeOffset.UtcNow, role.Name, role.Term, role.Sequence, reason));
    }

    private void Pause(int milliseconds)
    {
        if (milliseconds == 0) return;
        _wake.Wait(milliseconds);
        if (!_stopping) _wake.Reset();
    }

    /// <summary>Stops and waits for it, for a bounded time: a database that does not answer must not keep a process alive.</summary>
    public void Dispose()
    {
        Stop();
        if (_thread.ThreadState.HasFlag(ThreadState.Unstarted)) return;
        _thread.Join(TimeSpan.FromSeconds(10));
    }

    private sealed record HandOverRequest(string? To)
    {
        public TaskCompletionSource<RoleChange> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Complete(RoleChange change) => Done.TrySetResult(change);

        public void Refuse() => Done.TrySetException(new ProblemException(Problem.SteppingDown("This node does not lead.")));
    }
}

using System.Collections.Concurrent;
using Giro.Ledger.Journal;
using Giro.Ledger.Writer;
using Giro.Server.Http;
using Giro.Storage.PostgreSql.Leadership;

namespace Giro.Server.Nodes;

/// <summary>
/// Leads the book: takes entries in and answers them once they are durable. Every answer, of a read and of a write, is given only when the lease was still valid after
/// it was known; a leader that was deposed while it slept answers no one, whatever it finds finished when it wakes.
/// </summary>
/// <param name="book">Stopped by the node, not here.</param>
/// <param name="lease">Null on a store that only one process can have.</param>
/// <param name="views">Kept up for readers of statements.</param>
internal sealed class LeaderRole(Book book, BookLease? lease, LeaderViews views) : NodeRole
{
    /// <summary>Remembered handles of paths; a handle never changes. Above this many the ledger is asked each time.</summary>
    private const int MaxHandles = 1_000_000;

    private const string Unknown = "Nothing is known of this request: it may be durable or not. Repeat it with the same references; what was accepted is not done twice.";

    private readonly ConcurrentDictionary<string, ulong> _handles = new();
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _underWay;
    private volatile bool _isClosed;

    public override string Name => Leader;

    public override ulong Term => lease?.Term ?? 0;

    public override ulong Sequence => book.Feed.LastSequence;

    public override ulong? ViewsSequence => views.AsOfSequence;

    public bool IsAlone => lease is null;

    private bool IsValid => lease?.IsValid ?? true;

    public override LeaderRole AsLeader() => this;

    public override async Task<T> Query<T>(Func<BookReader, T> read)
    {
        T result = default!;
        var submission = Submission.ForReading(reader => result = read(reader));
        await Execute([submission]);
        return submission.ReadingFailure is { } thrown ? throw new InvalidOperationException("the query failed: " + thrown.Message, thrown) : result;
    }

    /// <summary>Hands commands to the book and returns when their results are durable and may be told.</summary>
    /// <exception cref="ProblemException">They may not be told, or nothing was done; the problem says which.</exception>
    public async Task Execute(IReadOnlyList<Submission> submissions)
    {
        Interlocked.Increment(ref _underWay);
        try
        {
            if (_isClosed || !IsValid) throw new ProblemException(Problem.SteppingDown("This node has ceased to lead. Nothing was done."));
            var done = new Task[submissions.Count];
            for (var i = 0; i < done.Length; i++) done[i] = await Submit(submissions[i], isFirst: i == 0);
            await Task.WhenAny(Task.WhenAll(done), _lost.Task);
            if (_lost.Task.IsCompleted || !IsValid) throw new ProblemException(Problem.SteppingDown(Unknown));
            foreach (var submission in submissions)
            {
                if (submission.Failure is { } failure) throw new ProblemException(Of(failure));
            }
        }
        catch (BookStoppedException e)
        {
            throw new ProblemException(Of(e.InnerException ?? e));
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    /// <summary>A full queue refuses what has not begun; the rest of a request that has waits for room, as its beginning cannot be taken back.</summary>
    private async Task<Task> Submit(Submission submission, bool isFirst)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        submission.Completed = _ => done.SetResult();
        while (!book.TrySubmit(submission))
        {
            if (isFirst) throw new ProblemException(new Problem(503, "overloaded", "The queue is full. Nothing was done.", RetryAfterSeconds: 1));
            if (_lost.Task.IsCompleted) throw new ProblemException(Problem.SteppingDown(Unknown));
            await Task.Delay(1);
        }

        return done.Task;
    }

    private static Problem Of(Exception failure) => failure switch
    {
        JournalUnavailableException => new Problem(503, "database_unavailable", $"The journal's database does not answer. {Unknown}", RetryAfterSeconds: 1),
        _ => Problem.SteppingDown(Unknown),
    };

    /// <summary>The handles of paths; 0 for a path that no account has, which the ledger then refuses.</summary>
    public async Task<Dictionary<string, ulong>> HandlesOf(IReadOnlyCollection<string> paths)
    {
        var handles = new Dictionary<string, ulong>(paths.Count);
        var missing = new List<string>();
        foreach (var path in paths)
        {
            if (_handles.TryGetValue(path, out var handle)) handles[path] = handle;
            else missing.Add(path);
        }

        if (missing.Count == 0) return handles;
        var found = await Query(reader => missing.ConvertAll(reader.HandleOf));
        for (var i = 0; i < missing.Count; i++)
        {
            handles[missing[i]] = found[i];
            if (found[i] != 0 && _handles.Count < MaxHandles) _handles[missing[i]] = found[i];
        }

        return handles;
    }

    /// <summary>Takes nothing more in and waits until what is under way is answered, for a bounded time.</summary>
    public void Drain(TimeSpan patience)
    {
        _isClosed = true;
        var until = Environment.TickCount64 + (patience.Ticks / TimeSpan.TicksPerMillisecond);
        while (Volatile.Read(ref _underWay) > 0 && IsValid && book.Failure is null && Environment.TickCount64 < until) Thread.Sleep(1);
    }

    /// <summary>Nobody who still waits is answered any more.</summary>
    public void Lose()
    {
        _isClosed = true;
        _lost.TrySetResult();
    }
}

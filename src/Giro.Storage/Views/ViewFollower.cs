using Giro.Ledger.Journal;
using Giro.Ledger.Writer;

namespace Giro.Storage.Views;

/// <summary>
/// Keeps the views up with a running book, on its own thread. The book slows down rather than leave it behind by more than the feed
/// holds. When it fails the book goes on, and <see cref="Failure"/> says why the views stand still.
/// </summary>
public sealed class ViewFollower : IDisposable
{
    /// <summary>Under load rows gather for a large write; this is how long a quiet book's rows wait.</summary>
    private const int QuietMs = 20;

    private readonly Book _book;
    private readonly IViewProjector _projector;
    private readonly JournalFollower _rows;
    private readonly Thread _thread;
    private readonly object _moved = new();
    private volatile bool _stopping;
    private ulong _committed;

    public ViewFollower(Book book, ViewsDatabase views)
    {
        _book = book;
        _projector = views.OpenProjector();
        try
        {
            ViewRebuild.CheckNotAhead(_projector.Checkpoint, book.Feed.LastSequence);
            _committed = _projector.Checkpoint.Sequence;
            _rows = book.Feed.Follow(_projector.Checkpoint.Sequence + 1, slowsIntake: true);
        }
        catch
        {
            _projector.Dispose();
            throw;
        }

        _thread = new Thread(Run) { Name = "giro-views", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Why the views stand still; null while they are kept up.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>The last journal row that readers see.</summary>
    public ulong AsOfSequence => Volatile.Read(ref _committed);

    /// <summary>Waits until readers see everything that is durable now.</summary>
    /// <exception cref="InvalidOperationException">The views have failed.</exception>
    public void WaitUntilCurrent()
    {
        var target = _book.Feed.LastSequence;
        lock (_moved)
        {
            while (_committed < target && Failure is null) Monitor.Wait(_moved);
        }

        if (Failure is not null) throw new InvalidOperationException("the views stand still: " + Failure.Message, Failure);
    }

    private void Run()
    {
        try
        {
            while (!_stopping)
            {
                if (_rows.TryNext(out var row, _projector.PendingCount > 0 ? QuietMs : 100))
                {
                    _projector.Apply(row);
                    if (_projector.Checkpoint.Sequence != _committed) Committed();
                }
                else
                {
                    _projector.Flush();
                    Committed();
                }
            }

            while (_rows.TryNext(out var row, 0)) _projector.Apply(row);
            _projector.Flush();
            Committed();
        }
        catch (Exception e)
        {
            Failure = e;
            Committed();
        }
        finally
        {
            // The committer must not wait for a follower that reads no more.
            _rows.Dispose();
        }
    }

    private void Committed()
    {
        lock (_moved)
        {
            Volatile.Write(ref _committed, _projector.Checkpoint.Sequence);
            Monitor.PulseAll(_moved);
        }
    }

    /// <summary>Takes in what is durable, commits it and closes the views.</summary>
    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
        _projector.Dispose();
    }
}

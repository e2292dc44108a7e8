using System.Data.Common;
using System.Diagnostics;
using Giro.Ledger.Journal;
using Giro.Ledger.Writer;

namespace Giro.Storage.Views;

/// <summary>
/// Keeps the views up with a running book, on its own thread. The book slows down rather than leave it behind by more than the feed
/// holds. When the database of the views is lost they are opened again where their checkpoint stands; when they fail otherwise, or another process has taken them over,
/// the book goes on, and <see cref="Failure"/> says why the views stand still.
/// </summary>
public sealed class ViewFollower : IDisposable
{
    /// <summary>Under load rows gather for a large write; this is how long a quiet book's rows wait.</summary>
    private const int QuietMs = 20;

    /// <summary>How long a lost database is waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Book _book;
    private readonly ViewsDatabase _views;
    private IViewProjector _projector;
    private JournalFollower _rows;
    private readonly Thread _thread;
    private readonly object _moved = new();
    private volatile bool _stopping;
    private ulong _committed;

    public ViewFollower(Book book, ViewsDatabase views)
    {
        (_book, _views) = (book, views);
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
            while (!TryFollow()) Reopen();
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

    /// <summary>Takes in rows until the book is closed. False when writing them was interrupted.</summary>
    private bool TryFollow()
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
            return true;
        }
        catch (ViewsInterruptedException e) when (!e.HasSuccessor && !_stopping)
        {
            return false;
        }
    }

    /// <summary>Goes on from what is committed. Rows that were read and not written are read again; meanwhile the book is not slowed down.</summary>
    private void Reopen()
    {
        _rows.Dispose();
        _projector.Dispose();
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                _projector = _views.ReopenProjector();
                break;
            }
            catch (Exception e) when (e is JournalUnavailableException or DbException && clock.Elapsed < Patience && !_stopping)
            {
                Thread.Sleep(100);
            }
        }

        ViewRebuild.CheckNotAhead(_projector.Checkpoint, _book.Feed.LastSequence);
        _rows = _book.Feed.Follow(_projector.Checkpoint.Sequence + 1, slowsIntake: true);
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

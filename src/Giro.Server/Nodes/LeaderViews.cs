using Giro.Ledger.Writer;
using Giro.Storage;
using Giro.Storage.Views;

namespace Giro.Server.Nodes;

/// <summary>
/// Keeps the views up with the book that this node leads, and starts them again from their checkpoint when they fail: the leader before may still have been writing
/// them, or the database was away. The book does not wait for their opening.
/// </summary>
internal sealed class LeaderViews : IDisposable
{
    private const int RestartMs = 500;

    private readonly BookStore _store;
    private readonly Book _book;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private volatile ViewFollower? _follower;

    public LeaderViews(BookStore store, Book book)
    {
        _store = store;
        _book = book;
        _thread = new Thread(Run) { Name = "giro-leader-views", IsBackground = true };
        _thread.Start();
    }

    /// <summary>The last journal row that readers of the views see; null while they are not kept up.</summary>
    public ulong? AsOfSequence => _follower?.AsOfSequence;

    /// <summary>Why they stood still last; null when they never did.</summary>
    public Exception? Failure { get; private set; }

    private void Run()
    {
        do
        {
            try
            {
                using var follower = new ViewFollower(_book, _store.Views);
                _follower = follower;
                while (follower.Failure is null && !_stop.Wait(RestartMs / 5))
                {
                }

                Failure = follower.Failure ?? Failure;
            }
            catch (NotSupportedException e)
            {
                // A store without views.
                Failure = e;
                return;
            }
            catch (Exception e)
            {
                Failure = e;
            }
            finally
            {
                _follower = null;
            }
        }
        while (!_stop.Wait(RestartMs));
    }

    /// <summary>Takes in what is durable and closes them.</summary>
    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }
}

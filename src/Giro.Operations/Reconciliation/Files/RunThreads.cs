using System.Runtime.ExceptionServices;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>Does the same on several threads. The first error stops all and is thrown once none works any more.</summary>
internal sealed class RunThreads(int count)
{
    public int Count => count;

    /// <param name="work">returns when there is nothing left to do, or soon after it is cancelled</param>
    public void Run(Action<CancellationToken> work)
    {
        using var stop = new CancellationTokenSource();
        Exception? first = null;
        var tasks = new Task[count];
        for (var i = 0; i < count; i++) tasks[i] = Task.Factory.StartNew(() => Guarded(work), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Task.WaitAll(tasks);
        if (first is not null) ExceptionDispatchInfo.Throw(first);

        void Guarded(Action<CancellationToken> guarded)
        {
            try
            {
                guarded(stop.Token);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref first, e, null);
                stop.Cancel();
            }
        }
    }
}

/// <summary>Is told how a run goes on. <see cref="Advance"/> is called from several threads.</summary>
public interface IRunProgress
{
    /// <summary>A stage begins; the one before it is done.</summary>
    /// <param name="total">how many steps it has; 0 where that is not known</param>
    void Stage(string name, long total);

    void Advance(long steps);
}

using Giro.Operations.Settlement;

namespace Giro.Operations.Tests.Settlement;

/// <summary>
/// Stops like a process that is killed, at the n-th time that a run comes to it: decisions are written down and nothing of them is posted, or all is posted and
/// nobody knows.
/// </summary>
internal sealed class StoppingEntries(IWaitingEntryStore store, int stopAt) : IWaitingEntryStore
{
    private int _calls;

    public IReadOnlyList<WaitingEntry> Waiting()
    {
        Step();
        return store.Waiting();
    }

    public void Remove(IReadOnlyCollection<WaitingEntry> entries)
    {
        Step();
        store.Remove(entries);
    }

    public void Dispose()
    {
    }

    private void Step()
    {
        if (++_calls == stopAt) throw new StoppedException();
    }
}

internal sealed class StoppedException : Exception;

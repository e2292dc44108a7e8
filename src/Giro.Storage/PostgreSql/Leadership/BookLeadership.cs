using Giro.Ledger.Journal;

namespace Giro.Storage.PostgreSql.Leadership;

/// <summary>How a process asks who leads a book, and takes the lead when it is free. For one thread.</summary>
public sealed class BookLeadership : IDisposable
{
    /// <summary>How often a taken lease is looked at by whoever waits for it.</summary>
    private const int PollMs = 50;

    private readonly PostgreSqlStore _store;
    private readonly LeaseHolder _holder;
    private readonly TimeProvider _time;
    private readonly bool _renewsItself;
    private readonly LeaseTable _table;

    internal BookLeadership(PostgreSqlStore store, LeaseHolder holder, TimeProvider time, bool renewsItself = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(holder.Ttl, LeaseHolder.ShortestTtl);
        _store = store;
        _holder = holder;
        _time = time;
        _renewsItself = renewsItself;
        _table = new LeaseTable(store.Database, holder);
    }

    /// <summary>Who leads, and how far the journal is. Makes the tables where there are none.</summary>
    /// <exception cref="JournalUnavailableException">The database cannot be reached.</exception>
    public LeaseState Read() => _table.Read();

    /// <summary>
    /// Takes the lease when it is free; null when another has it. Journals that the store opens from then on are written in its term. Where the answer of the database
    /// was lost the lease may be taken and belong to nobody; it then runs out.
    /// </summary>
    /// <exception cref="JournalUnavailableException">The database cannot be reached, or somebody locks the lease.</exception>
    public BookLease? TryAcquire()
    {
        var sentAt = _time.GetTimestamp();
        if (_table.TryAcquire() is not { } term) return null;
        _store.CurrentTerm = (long)term;
        if (!_table.EndWriters()) throw new JournalUnavailableException($"{_store.Name}: the server does not end a session of the leader before; the lease runs out");
        return new BookLease(new LeaseTable(_store.Database, _holder), _holder, term, sentAt, _time, _renewsItself);
    }

    /// <summary>
    /// Takes the lease, waiting out one whose holder is dead: one that is not renewed. One that is renewed is in use.
    /// </summary>
    /// <exception cref="BookInUseException">Names who has it.</exception>
    internal BookLease Acquire()
    {
        var first = _table.Read();
        while (true)
        {
            if (TryAcquire() is { } lease) return lease;
            var now = _table.Read();
            if (now.IsHeld && (now.Term != first.Term || now.Until != first.Until))
                throw new BookInUseException(_store.Name, by: now.Address.Length > 0 ? $"{now.Holder} at {now.Address}" : now.Holder);
            Thread.Sleep(PollMs);
        }
    }

    public void Dispose() => _table.Dispose();
}

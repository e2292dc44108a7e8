using Giro.Ledger.Journal;

namespace Giro.Storage.PostgreSql.Leadership;

/// <summary>
/// The lease of a book, held and renewed on a thread and a connection of its own. Whoever holds it may say what the book says, for as long as <see cref="IsValid"/>.
/// Why it fails safely: validity runs from BEFORE the request was sent that the database granted, so it ends here before it ends there, whatever the network did; it
/// ends a quarter early, for clocks that do not run alike; and once it has ended it does not begin again. Nothing that is written depends on it: appends are fenced
/// by the term in the journal's head.
/// </summary>
public sealed class BookLease : IDisposable
{
    private readonly LeaseTable _table;
    private readonly LeaseHolder _holder;
    private readonly TimeProvider _time;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread? _thread;
    private long _validUntil;
    private volatile string? _ended;

    internal BookLease(LeaseTable table, LeaseHolder holder, ulong term, long sentAt, TimeProvider time, bool renewsItself)
    {
        _table = table;
        _holder = holder;
        _time = time;
        Term = term;
        _validUntil = sentAt + Validity;
        if (!renewsItself) return;
        _thread = new Thread(KeepRenewed) { Name = "giro-lease", IsBackground = true, Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    /// <summary>Greater than that of every lease of this book before.</summary>
    public ulong Term { get; }

    /// <summary>Whether nobody else can have the lease at this moment. Ask AFTER reading what is to be answered.</summary>
    public bool IsValid => _ended is null && _time.GetTimestamp() < Volatile.Read(ref _validUntil);

    /// <summary>Why it is not valid; null while it is.</summary>
    public string? Ended => _ended ?? (IsValid ? null : $"the lease of term {Term} was not renewed in time");

    /// <summary>In units of the clock's timestamp.</summary>
    private long Validity => (_holder.Ttl - _holder.Quarter).Ticks * _time.TimestampFrequency / TimeSpan.TicksPerSecond;

    private void KeepRenewed()
    {
        while (!_stop.Wait(_holder.Quarter) && _ended is null)
        {
            try
            {
                Renew();
            }
            catch (JournalUnavailableException)
            {
                // Again until the validity has run out; that is seen by whoever asks for it, even while a renewal hangs.
            }
        }
    }

    /// <summary>Prolongs it once.</summary>
    internal void Renew()
    {
        var sentAt = _time.GetTimestamp();
        var isGranted = _table.Renew(Term);
        if (!isGranted) _ended = $"the lease of term {Term} has run out or was taken by another";
        else if (_time.GetTimestamp() >= Volatile.Read(ref _validUntil)) _ended = $"the lease of term {Term} was not renewed in time";
        else Volatile.Write(ref _validUntil, sentAt + Validity);
    }

    /// <summary>Ends it and lets a node take it at once: the one named, or for null any. After this nothing may be answered in the name of this term.</summary>
    /// <exception cref="JournalUnavailableException">The database cannot be reached; the lease runs out by itself.</exception>
    public void HandOver(string? to)
    {
        if (!End("was handed over")) return;
        if (to is null) _table.Release(Term);
        else _table.HandOver(Term, to);
    }

    /// <summary>False when a renewal hangs, so that the connection cannot be used: then the lease is left to run out.</summary>
    private bool End(string how)
    {
        var wasHeld = _ended is null;
        _ended ??= $"the lease of term {Term} {how}";
        _stop.Set();
        return (_thread is null || _thread.Join(TimeSpan.FromSeconds(1))) && wasHeld;
    }

    /// <summary>Gives it back, unless it was lost or handed over.</summary>
    public void Dispose()
    {
        try
        {
            if (End("was given back")) _table.Release(Term);
        }
        catch (JournalUnavailableException)
        {
            // It runs out by itself.
        }

        if (_thread is { IsAlive: true }) return;
        _table.Dispose();
        _stop.Dispose();
    }
}

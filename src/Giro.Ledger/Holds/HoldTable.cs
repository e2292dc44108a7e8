using Giro.Ledger.Entries;

namespace Giro.Ledger.Holds;

/// <summary>The open holds of a book, by id and by expiry. Closed holds leave it; the id index still knows that they were.</summary>
internal sealed class HoldTable
{
    private readonly Dictionary<UInt128, Hold> _open = [];
    private readonly PriorityQueue<UInt128, long> _expiries = new();

    /// <summary>Unused holds by the power of two of their leg capacity: 2, 4, ... 256.</summary>
    private readonly Stack<Hold>[] _spare = [new(), new(), new(), new(), new(), new(), new(), new(), new()];

    public int Count => _open.Count;

    public IEnumerable<Hold> Open => _open.Values;

    public bool TryFind(UInt128 id, out Hold hold) => _open.TryGetValue(id, out hold!);

    public Hold Add(UInt128 id, ulong number, long expiresAtUs, ReadOnlySpan<Leg> legs)
    {
        var sizeClass = SizeClass(legs.Length);
        if (!_spare[sizeClass].TryPop(out var hold)) hold = new Hold { Remaining = new Leg[1 << sizeClass] };
        hold.Id = id;
        hold.Number = number;
        hold.ExpiresAtUs = expiresAtUs;
        hold.LegCount = legs.Length;
        legs.CopyTo(hold.Remaining);
        _open[id] = hold;
        if (expiresAtUs != 0) _expiries.Enqueue(id, expiresAtUs);
        return hold;
    }

    /// <summary>Takes a hold out. It may be put back as long as it was not given to <see cref="Reuse"/>.</summary>
    public void Remove(Hold hold) => _open.Remove(hold.Id);

    /// <summary>Undoes <see cref="Remove"/> within the same chain; the hold's expiry is still waited for, as it is forgotten between chains only.</summary>
    public void PutBack(Hold hold) => _open[hold.Id] = hold;

    public void Reuse(Hold hold) => _spare[SizeClass(hold.Remaining.Length)].Push(hold);

    public void Extend(Hold hold, long expiresAtUs)
    {
        hold.ExpiresAtUs = expiresAtUs;
        _expiries.Enqueue(hold.Id, expiresAtUs);
    }

    /// <summary>An open hold whose time has come, or null. An expiry that was extended or closed since is dropped here.</summary>
    public Hold? FirstExpired(long nowUs)
    {
        while (_expiries.TryPeek(out var id, out var at) && at <= nowUs)
        {
            if (_open.TryGetValue(id, out var hold) && hold.ExpiresAtUs == at) return hold;
            _expiries.Dequeue();
        }

        return null;
    }

    /// <summary>Expiries that are waited for, those of closed and extended holds included.</summary>
    public int ExpiryCount => _expiries.Count;

    /// <summary>
    /// Drops the expiries of holds that were closed or extended, once they are more than half: so the memory is that of the open holds and not of all
    /// that were placed since the furthest expiry. Each one dropped pays for two that are moved. Not while a chain is open: it may put a hold back.
    /// </summary>
    public void ForgetClosedExpiries()
    {
        const int TooFewToCare = 1024;
        if (_expiries.Count <= TooFewToCare + (2 * _open.Count)) return;
        _expiries.Clear();
        foreach (var hold in _open.Values)
        {
            if (hold.ExpiresAtUs != 0) _expiries.Enqueue(hold.Id, hold.ExpiresAtUs);
        }
    }

    /// <summary>When the next expiry may be due; <see cref="long.MaxValue"/> for never.</summary>
    public long NextExpiryUs => _expiries.TryPeek(out _, out var at) ? at : long.MaxValue;

    private static int SizeClass(int legs) => System.Numerics.BitOperations.Log2((uint)(Math.Max(2, legs) - 1)) + 1;
}

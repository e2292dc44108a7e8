using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Giro.Ledger.Ids;

/// <summary>
/// Recent ids: an open-addressing table in native memory. A record's home slot is the top bits of its place (<see cref="BookHash.Place(UInt128)"/>),
/// so walking the slots visits records nearly in order of place; sealing and growing are single sequential passes.
/// At a load of at most one half an insertion touches one cache line in most cases. Not thread-safe while it is written.
/// </summary>
internal sealed unsafe class IdTable : IDisposable
{
    /// <summary>Slots after the last home slot, so that probing never wraps. Runs of 4,096 full slots do not occur at half load.</summary>
    private const int Overflow = 4096;

    private readonly BookHash _hash;
    private readonly int _shift;
    private readonly long _slotCount;
    private IdRecord* _slots;

    public IdTable(BookHash hash, int bits)
    {
        _hash = hash;
        Bits = bits;
        _shift = 64 - bits;
        _slotCount = (1L << bits) + Overflow;
        _slots = (IdRecord*)NativePages.AllocateZeroed(Bytes);
    }

    public int Bits { get; }

    private nuint Bytes => (nuint)_slotCount * IdRecord.Size;

    public long Count { get; private set; }

    public long Capacity => 1L << (Bits - 1);

    /// <summary>The slot that holds the id, or the empty one where it would go.</summary>
    private IdRecord* Probe(ulong place, ulong low, ulong high)
    {
        var slot = _slots + (place >> _shift);
        var end = _slots + _slotCount;
        while (true)
        {
            if ((slot->IdLow == low && slot->IdHigh == high) || slot->IsEmpty) return slot;
            if (++slot == end) throw new InvalidOperationException("the id table overflowed its last slots");
        }
    }

    /// <param name="place">The id's place; given, because the caller needs it for other tables too.</param>
    public bool TryFind(ulong place, ulong low, ulong high, out IdRecord record)
    {
        record = *Probe(place, low, high);
        return !record.IsEmpty;
    }

    /// <summary>Inserts a record whose id is not in the table.</summary>
    public void Insert(in IdRecord record)
    {
        *Probe(_hash.Place(record.IdLow, record.IdHigh), record.IdLow, record.IdHigh) = record;
        Count++;
    }

    /// <summary>Takes back the latest insertion. Only ever call this in the reverse order of insertions: then no other probe path crosses the slot.</summary>
    public void RemoveLatest(ulong low, ulong high)
    {
        *Probe(_hash.Place(low, high), low, high) = default;
        Count--;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(ulong place)
    {
        if (System.Runtime.Intrinsics.X86.Sse.IsSupported)
            System.Runtime.Intrinsics.X86.Sse.Prefetch0(_slots + (place >> _shift));
    }

    /// <summary>A table of twice the size with the same records.</summary>
    public IdTable Grown()
    {
        var grown = new IdTable(_hash, Bits + 1);
        for (long i = 0; i < _slotCount; i++)
        {
            if (!_slots[i].IsEmpty) grown.Insert(_slots[i]);
        }

        return grown;
    }

    /// <summary>
    /// The records sorted by place, into <paramref name="target"/> of <see cref="Count"/> records: an insertion sort that moves each record
    /// by at most its probe distance.
    /// </summary>
    public void CopySorted(Span<IdRecord> target)
    {
        var filled = 0;
        for (long i = 0; i < _slotCount; i++)
        {
            ref readonly var record = ref _slots[i];
            if (record.IsEmpty) continue;
            var place = _hash.Place(record.IdLow, record.IdHigh);
            var at = filled++;
            while (at > 0 && _hash.Place(target[at - 1].IdLow, target[at - 1].IdHigh) > place)
            {
                target[at] = target[at - 1];
                at--;
            }

            target[at] = record;
        }
    }

    /// <summary>Empties the table.</summary>
    public void Clear()
    {
        NativeMemory.Clear(_slots, Bytes);
        Count = 0;
    }

    public void Dispose()
    {
        if (_slots == null) return;
        NativePages.Free(_slots, Bytes);
        _slots = null;
    }
}

namespace Giro.Ledger.Ids;

/// <summary>
/// Every id that the book ever accepted. Recent ids are in an <see cref="IdTable"/>; when that is full it is frozen, sealed into an
/// <see cref="IdRun"/> by the background thread, and a fresh table takes its place; runs of like size are merged, so there are
/// few. Memory of the process: at most two tables, of 2^MaxBits slots of 32 bytes each (with the buffer for sorting 640 MiB together by default, for 4 Mi recent ids), whatever the age
/// of the book; the runs are mapped files.
///
/// Only the writer's thread calls this class; <see cref="IdSealer"/> works beside it and hands finished runs over in <see cref="Adopt"/>,
/// so no memory is unmapped while the writer may be reading it.
/// </summary>
internal sealed class IdIndex : IDisposable
{
    private readonly BookHash _hash;
    private readonly int _maxBits;
    private readonly IdSealer? _sealer;
    private IdTable _recent;
    private IdTable? _frozen;
    private IdRun[] _runs;

    /// <param name="hash">The book's hash.</param>
    /// <param name="bits">The first table has 2^bits slots.</param>
    /// <param name="maxBits">No table has more than 2^maxBits slots, unless <paramref name="sealer"/> is null.</param>
    /// <param name="sealer">Writes runs; null keeps all ids in memory, for books that are not kept.</param>
    public IdIndex(BookHash hash, int bits, int maxBits, IdSealer? sealer)
    {
        _hash = hash;
        _maxBits = sealer is null ? 40 : maxBits;
        _sealer = sealer;
        _recent = new IdTable(hash, Math.Min(bits, _maxBits));
        _runs = sealer?.Runs ?? [];
    }

    public long RecentCount => _recent.Count;

    public bool TryFind(ulong low, ulong high, out IdRecord record)
    {
        var place = _hash.Place(low, high);
        if (_recent.TryFind(place, low, high, out record)) return true;
        return (_frozen is not null || _runs.Length > 0) && TryFindOld(place, low, high, out record);
    }

    public bool TryFind(UInt128 id, out IdRecord record) => TryFind((ulong)(id & ulong.MaxValue), (ulong)(id >> 64), out record);

    private bool TryFindOld(ulong place, ulong low, ulong high, out IdRecord record)
    {
        if (_frozen is not null && _frozen.TryFind(place, low, high, out record)) return true;
        for (var i = _runs.Length - 1; i >= 0; i--)
        {
            if (_runs[i].TryFind(place, low, high, out record)) return true;
        }

        record = default;
        return false;
    }

    /// <summary>Inserts an id that <see cref="TryFind(ulong, ulong, out IdRecord)"/> does not find. Call <see cref="EnsureRoom"/> before.</summary>
    public void Insert(in IdRecord record) => _recent.Insert(record);

    public void RemoveLatest(UInt128 id) => _recent.RemoveLatest((ulong)(id & ulong.MaxValue), (ulong)(id >> 64));

    /// <summary>Fetches everything that an absent id touches: a line of each table and of each run's filter. All of them at once cost about one miss.</summary>
    public void Prefetch(ulong low, ulong high)
    {
        var place = _hash.Place(low, high);
        _recent.Prefetch(place);
        _frozen?.Prefetch(place);
        foreach (var run in _runs) run.Prefetch(place);
    }

    /// <summary>
    /// Makes room for <paramref name="count"/> insertions. Between submissions only: it moves records. An empty table that is still too small for them grows
    /// beyond the largest size, for it must take a whole submission; the next one has the largest size again.
    /// </summary>
    public void EnsureRoom(int count)
    {
        if (_sealer is not null) Adopt();
        while (_recent.Count + count > _recent.Capacity)
        {
            // An empty table that is too small cannot be helped by freezing it: then the limit gives way.
            if (_recent.Bits < _maxBits || _recent.Count == 0)
            {
                var grown = _recent.Grown();
                _recent.Dispose();
                _recent = grown;
            }
            else
            {
                Freeze();
            }
        }
    }

    /// <summary>Freezes the recent ids and has them sealed. Waits when the table before has not been sealed yet.</summary>
    public void Freeze()
    {
        if (_sealer is null || _recent.Count == 0) return;
        while (_frozen is not null)
        {
            _sealer.WaitForProgress();
            Adopt();
        }

        _frozen = _recent;
        var bits = Math.Min(_recent.Bits, _maxBits);
        _recent = _sealer.TakeCleared(bits) ?? new IdTable(_hash, bits);
        _sealer.Seal(_frozen);
    }

    /// <summary>Takes over what the sealer has finished.</summary>
    private void Adopt()
    {
        if (!AdoptRuns()) return;
        if (_frozen is not null) _sealer!.Clear(_frozen);
        _frozen = null;
    }

    /// <summary>Takes over finished runs; returns whether the frozen table is among them.</summary>
    private bool AdoptRuns()
    {
        if (!_sealer!.TryTakeRuns(out var runs, out var frozenIsSealed)) return false;
        foreach (var run in _runs)
        {
            if (Array.IndexOf(runs, run) < 0) run.Dispose();
        }

        _runs = runs;
        return frozenIsSealed;
    }

    public void Dispose()
    {
        if (_sealer is not null)
        {
            _sealer.Dispose();
            AdoptRuns();
        }

        foreach (var run in _runs) run.Dispose();
        _frozen?.Dispose();
        _recent.Dispose();
    }
}

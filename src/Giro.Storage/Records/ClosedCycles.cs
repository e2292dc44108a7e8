using System.Runtime.InteropServices;
using Giro.Operations.Institution.Cycles;
using Giro.Storage.Sql;

namespace Giro.Storage.Records;

/// <summary>
/// Which cycles are closed, kept in memory between chunks: a close is never undone, so only those that were not seen yet are read. Of the cycles that are counted
/// for each merchant it is enough to know the last closed one, as they close in order.
/// </summary>
internal sealed class ClosedCycles(SqlConnection sql) : IDisposable
{
    private readonly SqlStatement _new = sql.Prepare("SELECT place, merchant, cycle FROM closed_cycle WHERE book = ?1 AND place > ?2 ORDER BY place");
    private readonly SqlStatement _forAll = sql.Prepare($"SELECT cycle FROM closed_cycle WHERE book = ?1 AND merchant = '{ObligationStore.ForAll}'");
    private readonly SqlStatement _last = sql.Prepare("SELECT coalesce(max(cycle), 0) FROM closed_cycle WHERE book = ?1 AND merchant = ?2 AND cycle BETWEEN ?3 AND ?4");
    private readonly HashSet<long> _closed = [];
    private readonly Dictionary<(string MerchantId, int Schedule), long> _lastOfMerchants = [];
    private long _place = -1;

    /// <summary>Reads what was closed since the last call. To be called within a transaction that writes: nobody closes a cycle until it ends.</summary>
    public void Refresh()
    {
        if (_place < 0) Load();
        _new.Bind(1, sql.Book).Bind(2, _place);
        while (_new.Step())
        {
            _place = _new.Int64(0);
            var cycle = CycleId.FromValue(_new.Int64(2));
            if (!cycle.IsCounted) _closed.Add(cycle.Value);
            else _lastOfMerchants.Remove((_new.Text(1), cycle.Schedule));
        }

        _new.Reset();
    }

    public bool Contains(CycleId cycle, string merchantId) => cycle.IsCounted ? cycle.Value <= LastOf(merchantId, cycle.Schedule) : _closed.Contains(cycle.Value);

    public void Dispose()
    {
        _new.Dispose();
        _forAll.Dispose();
        _last.Dispose();
    }

    private void Load()
    {
        _place = sql.Scalar($"SELECT coalesce(max(place), 0) FROM closed_cycle WHERE book = {sql.Book}");
        _forAll.Bind(1, sql.Book);
        while (_forAll.Step()) _closed.Add(_forAll.Int64(0));
        _forAll.Reset();
    }

    private long LastOf(string merchantId, int schedule)
    {
        ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(_lastOfMerchants, (merchantId, schedule), out var isKnown);
        if (isKnown) return last;
        var (lowest, highest) = CycleId.ValuesOf(schedule);
        _last.Bind(1, sql.Book).Bind(2, merchantId).Bind(3, lowest).Bind(4, highest).Step();
        last = _last.Int64(0);
        _last.Reset();
        return last;
    }
}

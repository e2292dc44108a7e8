using Giro.Operations.Institution.Cycles;
using Giro.Operations.Settlement;
using Giro.Storage.Sql;

namespace Giro.Storage.Records;

/// <summary>Open cycles, from totals and closes in <c>records.db</c>.</summary>
public sealed class CycleStore(RecordsDatabase records) : ICycleStore
{
    private readonly SqlConnection _sql = records.Open();

    public CycleId? LastClosed(int schedule)
    {
        var last = LastClosed(schedule, ObligationStore.ForAll);
        return last == 0 ? null : CycleId.FromValue(last);
    }

    public IReadOnlyList<CycleId> Open(int schedule)
    {
        // Steps from cycle to cycle along the key instead of reading all their participants.
        using var select = _sql.Prepare($"""
            WITH RECURSIVE seen (cycle) AS (
                SELECT min(cycle) FROM cycle_total WHERE book = ?1 AND cycle BETWEEN ?2 AND ?3
                UNION ALL
                SELECT (SELECT min(t.cycle) FROM cycle_total t WHERE t.book = ?1 AND t.cycle > seen.cycle AND t.cycle <= ?3) FROM seen WHERE seen.cycle IS NOT NULL)
            SELECT cycle FROM seen
            WHERE cycle IS NOT NULL AND NOT EXISTS (SELECT 1 FROM closed_cycle c WHERE c.book = ?1 AND c.merchant = '{ObligationStore.ForAll}' AND c.cycle = seen.cycle)
            ORDER BY cycle
            """);
        var (lowest, highest) = CycleId.ValuesOf(schedule);
        select.Bind(1, _sql.Book).Bind(2, lowest).Bind(3, highest);
        var cycles = new List<CycleId>();
        while (select.Step()) cycles.Add(CycleId.FromValue(select.Int64(0)));
        return cycles;
    }

    public IEnumerable<OpenNet> OpenNets(int schedule, IEnumerable<string> merchantIds)
    {
        using var net = _sql.Prepare($"SELECT coalesce(sum(amount_minor), 0) FROM cycle_total WHERE book = ?1 AND cycle = ?2 AND merchant = ?3 AND account = {(long)Giro.Operations.Clearing.LineAccount.Pending}");
        var carried = Carried();
        foreach (var merchantId in merchantIds)
        {
            var last = LastClosed(schedule, merchantId);
            var cycle = new CycleId(schedule, CycleId.Undated, last == 0 ? 1 : CycleId.FromValue(last).Number + 1);
            net.Bind(1, _sql.Book).Bind(2, cycle.Value).Bind(3, merchantId).Step();
            var netMinor = net.Int64(0);
            net.Reset();
            yield return new OpenNet(cycle, merchantId, netMinor + carried.GetValueOrDefault(merchantId));
        }
    }

    public void Dispose() => _sql.Dispose();

    /// <summary>0 for none.</summary>
    private long LastClosed(int schedule, string merchant)
    {
        using var select = _sql.Prepare("SELECT coalesce(max(cycle), 0) FROM closed_cycle WHERE book = ?1 AND merchant = ?2 AND cycle BETWEEN ?3 AND ?4");
        var (lowest, highest) = CycleId.ValuesOf(schedule);
        select.Bind(1, _sql.Book).Bind(2, merchant).Bind(3, lowest).Bind(4, highest).Step();
        return select.Int64(0);
    }

    /// <summary>What the next close takes over, by merchant: as in <see cref="ObligationStore.TryClose"/>.</summary>
    private Dictionary<string, long> Carried()
    {
        using var select = _sql.Prepare($"""
            SELECT merchant, sum(net_minor + carried_in_minor - posted_minor) FROM obligation WHERE book = ?1 AND {ObligationStore.IsOpen} GROUP BY merchant
            """);
        select.Bind(1, _sql.Book);
        var carried = new Dictionary<string, long>();
        while (select.Step()) carried.Add(select.Text(0), select.Int64(1));
        return carried;
    }
}

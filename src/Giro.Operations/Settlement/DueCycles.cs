using Giro.Operations.Institution;
using Giro.Operations.Institution.Cycles;

namespace Giro.Operations.Settlement;

/// <summary>A cycle that may be closed now.</summary>
/// <param name="MerchantId">For a cycle that is counted for each merchant; null for one that closes for all.</param>
/// <param name="NetMinor">What made it due, for a cycle by threshold; else 0.</param>
public readonly record struct DueCycle(CycleId Cycle, string? MerchantId, long NetMinor);

/// <summary>
/// Says which cycles are to be closed at a moment. By time: those that are not closed and whose end has passed, each schedule from its last closed cycle on, and
/// any older one that a payment dated back has opened. By threshold: those of merchants whose unsettled net has reached the amount. Cycles that close by hand
/// are never due. Changes nothing, so it may be asked at any time.
/// </summary>
public sealed class DueCycles(PaymentInstitution institution, ICycleStore store)
{
    /// <returns>In the order in which they are to be closed: by schedule, then by time or by merchant.</returns>
    public IReadOnlyList<DueCycle> At(DateTimeOffset moment)
    {
        var due = new List<DueCycle>();
        foreach (var schedule in institution.Schedules.OrderBy(schedule => schedule.Ordinal))
        {
            if (!schedule.ClosesPerMerchant) due.AddRange(Ended(schedule, moment));
            else if (schedule.Terms.Kind == ScheduleKind.Threshold) due.AddRange(Reached(schedule));
        }

        return due;
    }

    private IEnumerable<DueCycle> Ended(CycleSchedule schedule, DateTimeOffset moment)
    {
        var open = store.Open(schedule.Ordinal).Where(cycle => schedule.EndOf(cycle) <= moment).ToList();
        var last = store.LastClosed(schedule.Ordinal);

        // A schedule that has closed nothing begins with its first payment: there is nothing to close before it.
        var first = last is { } closed ? schedule.After(closed) : open.Count > 0 ? open[0] : (CycleId?)null;
        var ended = new SortedDictionary<long, CycleId>();
        foreach (var cycle in open) ended.Add(cycle.Value, cycle);
        if (first is { } next)
        {
            for (; schedule.EndOf(next) <= moment; next = schedule.After(next)) ended.TryAdd(next.Value, next);
        }

        return ended.Values.Select(cycle => new DueCycle(cycle, null, 0));
    }

    private IEnumerable<DueCycle> Reached(CycleSchedule schedule) =>
        store.OpenNets(schedule.Ordinal, institution.Merchants.Where(merchant => merchant.Contract.Schedule == schedule).Select(merchant => merchant.Id))
            .Where(open => open.NetMinor >= schedule.Terms.ThresholdMinor)
            .Select(open => new DueCycle(open.Cycle, open.MerchantId, open.NetMinor));
}

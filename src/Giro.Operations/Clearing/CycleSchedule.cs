using Giro.Operations.Institution;

namespace Giro.Operations.Clearing;

/// <summary>Which cycle a payment belongs to, which comes after it, and when it is paid. Dates and cut-offs are the institution's.</summary>
public sealed class CycleSchedule(PaymentInstitution institution)
{
    private readonly BusinessCalendar _calendar = institution.Calendar;

    /// <summary>The cycle of a payment by the time of payment, as if none were closed.</summary>
    public CycleId Of(CycleKind kind, DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, institution.TimeZone);
        var date = DateOnly.FromDateTime(local.DateTime);
        return kind switch
        {
            CycleKind.SameDay => SameDay(date, TimeOnly.FromDateTime(local.DateTime)),
            CycleKind.NextDay => new CycleId(kind, _calendar.OnOrAfter(date), 1),
            CycleKind.Weekly => new CycleId(kind, date.AddDays(-(((int)date.DayOfWeek + 6) % 7)), 1),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    /// <summary>The policy for a payment whose cycle has closed before it was cleared: it goes to the next one.</summary>
    public CycleId After(CycleId cycle) => cycle.Kind switch
    {
        CycleKind.SameDay when cycle.Number < institution.SameDayCutOffs.Count => cycle with { Number = cycle.Number + 1 },
        CycleKind.Weekly => cycle with { Date = cycle.Date.AddDays(7) },
        _ => cycle with { Date = _calendar.Next(cycle.Date), Number = 1 },
    };

    /// <summary>The business date on which the obligations of a cycle are paid.</summary>
    public DateOnly SettlementDate(CycleId cycle) => cycle.Kind switch
    {
        CycleKind.SameDay => cycle.Date,
        CycleKind.NextDay => _calendar.Next(cycle.Date),
        CycleKind.Weekly => _calendar.OnOrAfter(cycle.Date.AddDays(7)),
        _ => throw new ArgumentOutOfRangeException(nameof(cycle)),
    };

    /// <summary>The cycles that end with a business date: those of the day, and the week's when the next business day is in another week.</summary>
    public IEnumerable<CycleId> EndingOn(DateOnly businessDate)
    {
        for (var number = 1; number <= institution.SameDayCutOffs.Count; number++) yield return new CycleId(CycleKind.SameDay, businessDate, number);
        yield return new CycleId(CycleKind.NextDay, businessDate, 1);
        var monday = businessDate.AddDays(-(((int)businessDate.DayOfWeek + 6) % 7));
        if (_calendar.Next(businessDate) >= monday.AddDays(7)) yield return new CycleId(CycleKind.Weekly, monday, 1);
    }

    private CycleId SameDay(DateOnly date, TimeOnly time)
    {
        if (!_calendar.IsBusinessDay(date)) return new CycleId(CycleKind.SameDay, _calendar.Next(date), 1);
        for (var i = 0; i < institution.SameDayCutOffs.Count; i++)
        {
            if (time < institution.SameDayCutOffs[i]) return new CycleId(CycleKind.SameDay, date, i + 1);
        }

        return new CycleId(CycleKind.SameDay, _calendar.Next(date), 1);
    }
}

namespace Giro.Operations.Institution.Calendars;

/// <summary>WEEKDAYS: Monday to Friday, with no holidays, in every year.</summary>
public sealed class WeekdayCalendar : BusinessCalendar
{
    private WeekdayCalendar()
        : base("WEEKDAYS", DateOnly.MinValue.Year, DateOnly.MaxValue.Year)
    {
    }

    public static WeekdayCalendar Instance { get; } = new();

    protected override bool IsOpen(DateOnly date) => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
}

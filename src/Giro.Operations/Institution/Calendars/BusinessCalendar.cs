namespace Giro.Operations.Institution.Calendars;

/// <summary>Which days are business days. A calendar knows a range of years; asked about a day outside it, it says so instead of guessing.</summary>
public abstract class BusinessCalendar(string code, int firstYear, int lastYear)
{
    /// <summary>Such as <c>CN</c>, <c>TARGET2</c>, <c>WEEKDAYS</c>.</summary>
    public string Code { get; } = code;

    public DateOnly FirstDay { get; } = new(firstYear, 1, 1);

    public DateOnly LastDay { get; } = new(lastYear, 12, 31);

    /// <exception cref="CalendarRangeException">The calendar does not know the year.</exception>
    public bool IsBusinessDay(DateOnly date) => date >= FirstDay && date <= LastDay ? IsOpen(date) : throw new CalendarRangeException(this, date);

    /// <summary>The first business day after a date.</summary>
    public DateOnly Next(DateOnly date)
    {
        do date = Step(date, 1);
        while (!IsBusinessDay(date));
        return date;
    }

    /// <summary>The last business day before a date.</summary>
    public DateOnly Previous(DateOnly date)
    {
        do date = Step(date, -1);
        while (!IsBusinessDay(date));
        return date;
    }

    /// <summary>The date itself when it is a business day, else the first one after it.</summary>
    public DateOnly OnOrAfter(DateOnly date) => IsBusinessDay(date) ? date : Next(date);

    /// <summary>The n-th business day after a date, or before it when n is below zero. 0 gives the date itself or, when it is closed, the first business day after it.</summary>
    public DateOnly Add(DateOnly date, int businessDays)
    {
        if (businessDays == 0) return OnOrAfter(date);
        for (; businessDays > 0; businessDays--) date = Next(date);
        for (; businessDays < 0; businessDays++) date = Previous(date);
        return date;
    }

    public override string ToString() => Code;

    /// <param name="date">Within the range.</param>
    protected abstract bool IsOpen(DateOnly date);

    private DateOnly Step(DateOnly date, int days) => date == (days > 0 ? DateOnly.MaxValue : DateOnly.MinValue) ? throw new CalendarRangeException(this, date) : date.AddDays(days);
}

/// <summary>A calendar was asked about a day of a year that it does not know.</summary>
public sealed class CalendarRangeException(BusinessCalendar calendar, DateOnly date) : Exception(
    $"calendar {calendar.Code} does not know {date:yyyy-MM-dd}: its years are {calendar.FirstDay.Year} to {calendar.LastDay.Year}");

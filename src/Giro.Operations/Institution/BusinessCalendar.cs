namespace Giro.Operations.Institution;

/// <summary>Which days are business days: Monday to Friday without the holidays.</summary>
public sealed class BusinessCalendar(IReadOnlySet<DateOnly> holidays)
{
    public static BusinessCalendar WeekdaysOnly { get; } = new(new HashSet<DateOnly>());

    public bool IsBusinessDay(DateOnly date) =>
        date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !holidays.Contains(date);

    /// <summary>The first business day after a date.</summary>
    public DateOnly Next(DateOnly date)
    {
        do date = date.AddDays(1);
        while (!IsBusinessDay(date));
        return date;
    }

    /// <summary>The date itself when it is a business day, else the first one after it.</summary>
    public DateOnly OnOrAfter(DateOnly date) => IsBusinessDay(date) ? date : Next(date);
}

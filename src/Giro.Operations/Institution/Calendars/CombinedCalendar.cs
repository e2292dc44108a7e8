namespace Giro.Operations.Institution.Calendars;

/// <summary>Open when all its calendars are: for payments that need the banks of each. Knows the years that all of them know.</summary>
/// <param name="calendars">At least one, with a year in common.</param>
public sealed class CombinedCalendar(params IReadOnlyList<BusinessCalendar> calendars) : BusinessCalendar(
    string.Join('+', calendars.Select(calendar => calendar.Code)),
    calendars.Max(calendar => calendar.FirstDay.Year),
    calendars.Min(calendar => calendar.LastDay.Year))
{
    private readonly BusinessCalendar[] _calendars = [.. calendars];

    protected override bool IsOpen(DateOnly date) => Array.TrueForAll(_calendars, calendar => calendar.IsBusinessDay(date));
}

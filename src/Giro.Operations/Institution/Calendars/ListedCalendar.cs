using System.Reflection;

namespace Giro.Operations.Institution.Calendars;

/// <summary>A calendar from lists: closed on the days of the weekend and on holidays, but open on working days that make up for a holiday.</summary>
public sealed class ListedCalendar : BusinessCalendar
{
    private static readonly Lazy<ListedCalendar> LazyChina = new(ReadChina);
    private readonly HashSet<DayOfWeek> _weekend;
    private readonly Dictionary<DateOnly, string> _holidays;
    private readonly Dictionary<DateOnly, string> _workingDays;

    internal ListedCalendar(
        string code, int firstYear, int lastYear, HashSet<DayOfWeek> weekend, Dictionary<DateOnly, string> holidays, Dictionary<DateOnly, string> workingDays)
        : base(code, firstYear, lastYear)
    {
        _weekend = weekend;
        _holidays = holidays;
        _workingDays = workingDays;
    }

    /// <summary>CN: mainland China with its make-up working days, 2007 to 2026.</summary>
    public static ListedCalendar China => LazyChina.Value;

    /// <summary>Which holiday is on a day, or is made up for by it; null for a day like others.</summary>
    public string? NameOf(DateOnly date) => _holidays.GetValueOrDefault(date) ?? _workingDays.GetValueOrDefault(date);

    protected override bool IsOpen(DateOnly date) =>
        _workingDays.ContainsKey(date) || (!_weekend.Contains(date.DayOfWeek) && !_holidays.ContainsKey(date));

    private static ListedCalendar ReadChina()
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("cn.calendar")!;
        using var reader = new StreamReader(resource);
        return CalendarFile.Read(reader, "cn.calendar");
    }
}

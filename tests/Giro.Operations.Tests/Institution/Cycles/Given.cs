using Giro.Operations.Institution.Calendars;
using Giro.Operations.Institution.Cycles;

namespace Giro.Operations.Tests.Institution.Cycles;

internal static class Given
{
    public static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    public static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    public static readonly BusinessCalendar EveryDay = CalendarFile.Read(new StringReader("calendar DAILY\nyears 2000 2099\nweekend none"), "daily");

    /// <summary>T+1 of China unless it is changed.</summary>
    public static readonly ScheduleTerms Terms = new()
    {
        Ordinal = 5, Code = "T1", Kind = ScheduleKind.BusinessDays, LagDays = 1, TimeZone = Shanghai, Calendar = ListedCalendar.China,
    };

    public static CycleSchedule Schedule(ScheduleTerms terms) => new(terms);

    public static TimeOnly[] CutOffs(params string[] times) => [.. times.Select(TimeOnly.Parse)];

    /// <summary>A schedule of China, by what stands in the tables of the tests.</summary>
    public static CycleSchedule Chinese(string code) => Schedule(code switch
    {
        "T0-3" => Terms with { Code = code, Kind = ScheduleKind.SameDay, LagDays = 0, CutOffs = CutOffs("10:00", "16:00", "00:00") },
        "T1" => Terms,
        "T1 16:00" => Terms with { CutOffs = CutOffs("16:00") },
        "T3" => Terms with { Code = code, LagDays = 3 },
        "D0" => Terms with { Code = code, Kind = ScheduleKind.CalendarDays, LagDays = 0 },
        "D1" => Terms with { Code = code, Kind = ScheduleKind.CalendarDays },
        "D1 exact" => Terms with { Code = "D1", Kind = ScheduleKind.CalendarDays, MovesToBusinessDay = false },
        "W-FRI" => Terms with { Code = code, Kind = ScheduleKind.Weekly, ClosingDay = DayOfWeek.Friday },
        "M" => Terms with { Code = code, Kind = ScheduleKind.Monthly },
        "M 18:00" => Terms with { Code = "M", Kind = ScheduleKind.Monthly, CutOffs = CutOffs("18:00") },
        "Q" => Terms with { Code = code, Kind = ScheduleKind.Quarterly },
        "THRESHOLD-1000" => Terms with { Code = code, Kind = ScheduleKind.Threshold, ThresholdMinor = 1_000_00 },
        "MANUAL" => Terms with { Code = code, Kind = ScheduleKind.Manual },
        _ => throw new ArgumentException(code),
    });
}

namespace Giro.Operations.Institution.Calendars;

/// <summary>
/// TARGET2 and its successor T2, the Eurosystem's real-time gross settlement: closed at weekends and on 1 January, Good Friday, Easter Monday, 1 May, 25 and 26
/// December. That is the ECB's long-term calendar, in force since 2002; the years before had closing days of their own and are not known here.
/// </summary>
public sealed class Target2Calendar : BusinessCalendar
{
    private Target2Calendar()
        : base("TARGET2", 2002, DateOnly.MaxValue.Year)
    {
    }

    public static Target2Calendar Instance { get; } = new();

    /// <summary>
    /// Easter Sunday by the anonymous Gregorian algorithm, published in Nature in 1876, and in S. Butcher, The Ecclesiastical Calendar (1877), H. S. Jones, General
    /// Astronomy (1922) and J. Meeus, Astronomical Algorithms (1991), chapter 8. Holds for every Gregorian year.
    /// </summary>
    internal static DateOnly EasterSunday(int year)
    {
        var a = year % 19;
        var (b, c) = Math.DivRem(year, 100);
        var (d, e) = Math.DivRem(b, 4);
        var f = (b + 8) / 25;
        var g = (b - f + 1) / 3;
        var h = ((19 * a) + b - d - g + 15) % 30;
        var (i, k) = Math.DivRem(c, 4);
        var l = (32 + (2 * e) + (2 * i) - h - k) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var (month, day) = Math.DivRem(h + l - (7 * m) + 114, 31);
        return new DateOnly(year, month, day + 1);
    }

    protected override bool IsOpen(DateOnly date)
    {
        if (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) return false;
        if ((date.Month, date.Day) is (1, 1) or (5, 1) or (12, 25) or (12, 26)) return false;
        if (date.Month is not (3 or 4)) return true;
        var fromEaster = date.DayNumber - EasterSunday(date.Year).DayNumber;
        return fromEaster is not (-2 or 1);
    }
}

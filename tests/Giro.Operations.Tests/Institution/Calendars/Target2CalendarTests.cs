using Giro.Operations.Institution.Calendars;

namespace Giro.Operations.Tests.Institution.Calendars;

public sealed class Target2CalendarTests
{
    /// <summary>The earliest and the latest Easter that there can be, a leap year, and the years in which simpler rules go wrong.</summary>
    [Theory]
    [InlineData(1818, "1818-03-22")]
    [InlineData(1943, "1943-04-25")]
    [InlineData(1954, "1954-04-18")]
    [InlineData(1981, "1981-04-19")]
    [InlineData(2000, "2000-04-23")]
    [InlineData(2008, "2008-03-23")]
    [InlineData(2024, "2024-03-31")]
    [InlineData(2025, "2025-04-20")]
    [InlineData(2026, "2026-04-05")]
    [InlineData(2038, "2038-04-25")]
    [InlineData(2049, "2049-04-18")]
    [InlineData(2076, "2076-04-19")]
    public void Easter_is_on(int year, string date) => Assert.Equal(DateOnly.Parse(date), Target2Calendar.EasterSunday(year));

    [Theory]
    [InlineData(2024, "01-01 03-29 04-01 05-01 12-25 12-26")]
    [InlineData(2026, "01-01 04-03 04-06 05-01 12-25")] // 26 December is a Saturday
    [InlineData(2027, "01-01 03-26 03-29")]
    public void The_weekdays_on_which_it_is_closed_are(int year, string closed)
    {
        var weekdays = Enumerable.Range(0, 365).Select(new DateOnly(year, 1, 1).AddDays).Where(WeekdayCalendar.Instance.IsBusinessDay);
        Assert.Equal(closed, string.Join(' ', weekdays.Where(date => !Target2Calendar.Instance.IsBusinessDay(date)).Select(date => $"{date:MM-dd}")));
    }

    [Fact]
    public void The_years_before_2002_are_not_known() =>
        Assert.Equal(
            "calendar TARGET2 does not know 2001-12-31: its years are 2002 to 9999",
            Assert.Throws<CalendarRangeException>(() => Target2Calendar.Instance.Previous(new DateOnly(2002, 1, 2))).Message);
}

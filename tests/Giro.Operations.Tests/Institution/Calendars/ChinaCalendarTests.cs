using System.Text.Json;
using Giro.Operations.Institution.Calendars;

namespace Giro.Operations.Tests.Institution.Calendars;

public sealed class ChinaCalendarTests
{
    [Theory]
    [InlineData("2026-02-14", true, "Spring Festival")] // a Saturday that makes up
    [InlineData("2026-02-15", false, "Spring Festival")]
    [InlineData("2026-02-23", false, "Spring Festival")]
    [InlineData("2026-02-24", true, null)]
    [InlineData("2026-09-20", true, "National Day")] // a Sunday that makes up
    [InlineData("2026-09-26", false, "Mid-Autumn Festival")]
    [InlineData("2026-09-30", true, null)]
    [InlineData("2026-10-01", false, "National Day")]
    [InlineData("2026-10-07", false, "National Day")]
    [InlineData("2026-10-08", true, null)]
    [InlineData("2026-10-10", true, "National Day")]
    [InlineData("2026-10-11", false, null)]
    [InlineData("2007-05-07", false, "Labour Day")] // the last week-long one
    [InlineData("2015-09-03", false, "Victory Day, 70 years")]
    [InlineData("2020-02-01", false, "Spring Festival")] // had been a working Saturday before the holiday was made longer
    [InlineData("2020-02-03", true, null)]
    [InlineData("2012-02-29", true, null)]
    public void A_day_is_open_or_closed(string date, bool isOpen, string? name)
    {
        Assert.Equal(isOpen, ListedCalendar.China.IsBusinessDay(DateOnly.Parse(date)));
        Assert.Equal(name, ListedCalendar.China.NameOf(DateOnly.Parse(date)));
    }

    [Theory]
    [InlineData(2007, 249)]
    [InlineData(2020, 249)]
    [InlineData(2026, 248)]
    public void A_year_has_so_many_business_days(int year, int days)
    {
        var first = new DateOnly(year, 1, 1);
        Assert.Equal(days, Enumerable.Range(0, DateTime.IsLeapYear(year) ? 366 : 365).Count(day => ListedCalendar.China.IsBusinessDay(first.AddDays(day))));
    }

    [Theory]
    [InlineData("2006-12-31")]
    [InlineData("2027-01-01")]
    public void A_day_of_a_year_that_was_not_announced_is_an_error(string date)
    {
        var error = Assert.Throws<CalendarRangeException>(() => ListedCalendar.China.IsBusinessDay(DateOnly.Parse(date)));
        Assert.Equal($"calendar CN does not know {date}: its years are 2007 to 2026", error.Message);
    }

    [Fact]
    public void Every_day_of_every_year_is_as_published()
    {
        var folder = SharedData.Path("calendars/cn");
        var published = new Dictionary<DateOnly, bool>();
        for (var year = 2007; year <= 2026; year++)
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, $"{year}.json")));
            foreach (var day in document.RootElement.GetProperty("days").EnumerateArray())
                published.Add(DateOnly.Parse(day.GetProperty("date").GetString()!), !day.GetProperty("isOffDay").GetBoolean());
        }

        var compared = 0;
        for (var date = ListedCalendar.China.FirstDay; date <= ListedCalendar.China.LastDay; date = date.AddDays(1), compared++)
        {
            var expected = published.TryGetValue(date, out var isOpen) ? isOpen : date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
            Assert.True(expected == ListedCalendar.China.IsBusinessDay(date), $"{date:yyyy-MM-dd} is published as {(expected ? "open" : "closed")}");
        }

        Assert.Equal(7_305, compared);
    }
}

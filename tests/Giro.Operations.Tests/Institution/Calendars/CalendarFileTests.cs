using Giro.Operations.Institution.Calendars;

namespace Giro.Operations.Tests.Institution.Calendars;

public sealed class CalendarFileTests
{
    [Fact]
    public void A_calendar_is_read_from_text()
    {
        var calendar = Read(
            """
            # ours
            calendar HOUSE
            years 2026 2027
            weekend saturday sunday     # the same as when left out
            holiday 2026-05-01/2026-05-05 Labour Day
            holiday 2026-12-24
            working 2026-05-09 Labour Day
            """);
        Assert.Equal(("HOUSE", new DateOnly(2026, 1, 1), new DateOnly(2027, 12, 31)), (calendar.Code, calendar.FirstDay, calendar.LastDay));
        Assert.Equal(new DateOnly(2026, 5, 6), calendar.Next(new DateOnly(2026, 4, 30)));
        Assert.True(calendar.IsBusinessDay(new DateOnly(2026, 5, 9)));
        Assert.False(calendar.IsBusinessDay(new DateOnly(2026, 5, 10)));
        Assert.False(calendar.IsBusinessDay(new DateOnly(2026, 12, 24)));
        Assert.Equal("Labour Day", calendar.NameOf(new DateOnly(2026, 5, 3)));
    }

    [Theory]
    [InlineData("weekend friday saturday", "2026-05-01 closed, 2026-05-02 closed, 2026-05-03 open")]
    [InlineData("weekend none", "2026-05-01 open, 2026-05-02 open, 2026-05-03 open")]
    [InlineData("", "2026-05-01 open, 2026-05-02 closed, 2026-05-03 closed")]
    public void The_weekend_is_what_the_file_says(string weekend, string days)
    {
        var calendar = Read($"calendar X\nyears 2026 2026\n{weekend}");
        var found = Enumerable.Range(1, 3).Select(day => new DateOnly(2026, 5, day)).Select(date => $"{date:yyyy-MM-dd} {(calendar.IsBusinessDay(date) ? "open" : "closed")}");
        Assert.Equal(days, string.Join(", ", found));
    }

    [Fact]
    public void Without_years_it_knows_those_of_its_days()
    {
        var calendar = Read("calendar X\nholiday 2027-01-01\nholiday 2025-12-25");
        Assert.Equal((2025, 2027), (calendar.FirstDay.Year, calendar.LastDay.Year));
    }

    [Fact]
    public void A_file_is_named_by_its_name()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("giro-test-").FullName, "house.calendar");
        File.WriteAllText(path, "calendar X\nholiday 2026-13-01\n");
        Assert.Equal("house.calendar(2): '2026-13-01' is not a date such as 2026-05-01", Assert.Throws<CalendarFileException>(() => CalendarFile.Read(path)).Message);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Theory]
    [InlineData("", "(1): there is no calendar in the file")]
    [InlineData("years 2026 2026", "(1): the first statement must be 'calendar CODE', it is 'years'")]
    [InlineData("calendar", "(1): write 'calendar CODE', the code being letters, digits, '-' or '.'")]
    [InlineData("calendar A+B", "(1): write 'calendar CODE', the code being letters, digits, '-' or '.'")]
    [InlineData("calendar X\ncalendar Y", "(2): the calendar has its code already")]
    [InlineData("calendar X", "(1): neither 'years' nor a day says which years the calendar knows")]
    [InlineData("calendar X\nyears 2026", "(2): write 'years FIRST LAST', such as 'years 2026 2027'")]
    [InlineData("calendar X\nyears 2027 2026", "(2): the first year, 2027, is after the last, 2026")]
    [InlineData("calendar X\nyears 2026 2026\nyears 2026 2026", "(3): the years are given already")]
    [InlineData("calendar X\nweekend", "(2): write the days of the weekend, such as 'weekend saturday sunday', or 'weekend none'")]
    [InlineData("calendar X\nweekend sat", "(2): 'sat' is not a day of the week; write monday, tuesday and so on")]
    [InlineData("calendar X\nweekend sunday sunday", "(2): sunday is there twice")]
    [InlineData("calendar X\nweekend sunday\nweekend sunday", "(3): the weekend is given already")]
    [InlineData("calendar X\nweekend monday tuesday wednesday thursday friday saturday sunday", "(2): a week without a working day is no calendar")]
    [InlineData("calendar X\nholidays 2026-05-01", "(2): 'holidays' is not known; a line begins with calendar, years, weekend, holiday or working")]
    [InlineData("calendar X\nholiday", "(2): write 'holiday DATE NAME' or 'holiday DATE/DATE NAME'")]
    [InlineData("calendar X\nholiday 1.5.2026 May", "(2): '1.5.2026' is not a date such as 2026-05-01")]
    [InlineData("calendar X\nholiday 2026-05-01/2026-05-02/2026-05-03", "(2): '2026-05-01/2026-05-02/2026-05-03' is not a date or a range of two dates")]
    [InlineData("calendar X\nholiday 2026-05-05/2026-05-01", "(2): the range ends before it begins: 2026-05-05/2026-05-01")]
    [InlineData("calendar X\nholiday 2026-05-01/2026-06-01", "(2): the range 2026-05-01/2026-06-01 is longer than 31 days")]
    [InlineData("calendar X\nholiday 2026-05-01/2026-05-05\n\nworking 2026-05-02", "(4): 2026-05-02 is listed on line 2 already")]
    [InlineData("calendar X\nworking 2026-05-06\nholiday 2026-05-07", "(2): 2026-05-06 is a Wednesday, which is a working day without being listed")]
    [InlineData("calendar X\nholiday 2027-01-01\nyears 2026 2026", "(2): 2027-01-01 is outside the years 2026 to 2026")]
    public void What_cannot_be_understood_is_named_with_its_line(string text, string error) =>
        Assert.Equal("test.calendar" + error, Assert.Throws<CalendarFileException>(() => Read(text)).Message);

    private static ListedCalendar Read(string text)
    {
        using var reader = new StringReader(text);
        return CalendarFile.Read(reader, "test.calendar");
    }
}

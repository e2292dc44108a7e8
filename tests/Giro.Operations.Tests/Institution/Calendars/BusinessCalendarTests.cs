using Giro.Operations.Institution.Calendars;

namespace Giro.Operations.Tests.Institution.Calendars;

public sealed class BusinessCalendarTests
{
    /// <summary>Golden Week 2026: 1 to 7 October closed, Saturday the 10th open.</summary>
    [Theory]
    [InlineData("2026-09-29", "2026-09-28", "2026-09-29", "2026-09-30")]
    [InlineData("2026-09-30", "2026-09-29", "2026-09-30", "2026-10-08")]
    [InlineData("2026-10-04", "2026-09-30", "2026-10-08", "2026-10-08")]
    [InlineData("2026-10-09", "2026-10-08", "2026-10-09", "2026-10-10")]
    [InlineData("2026-10-10", "2026-10-09", "2026-10-10", "2026-10-12")]
    [InlineData("2026-10-11", "2026-10-10", "2026-10-12", "2026-10-12")]
    public void A_date_has_a_business_day_before_it_on_or_after_it_and_after_it(string date, string previous, string onOrAfter, string next)
    {
        var (calendar, day) = (ListedCalendar.China, DateOnly.Parse(date));
        Assert.Equal($"{previous} {onOrAfter} {next}", $"{calendar.Previous(day):yyyy-MM-dd} {calendar.OnOrAfter(day):yyyy-MM-dd} {calendar.Next(day):yyyy-MM-dd}");
    }

    [Theory]
    [InlineData("2026-09-30", 0, "2026-09-30")]
    [InlineData("2026-09-30", 1, "2026-10-08")]
    [InlineData("2026-09-30", 3, "2026-10-10")]
    [InlineData("2026-09-30", 4, "2026-10-12")]
    [InlineData("2026-10-03", 0, "2026-10-08")]
    [InlineData("2026-10-03", 1, "2026-10-08")]
    [InlineData("2026-10-03", -1, "2026-09-30")]
    [InlineData("2026-10-12", -4, "2026-09-30")]
    public void Business_days_are_added(string date, int days, string sum) => Assert.Equal(DateOnly.Parse(sum), ListedCalendar.China.Add(DateOnly.Parse(date), days));

    [Fact]
    public void The_next_business_day_of_the_last_known_one_is_an_error_and_no_guess() =>
        Assert.Throws<CalendarRangeException>(() => ListedCalendar.China.Next(new DateOnly(2026, 12, 31)));

    [Theory]
    [InlineData("2026-04-03", false)] // Good Friday, a business day in China
    [InlineData("2026-10-05", false)] // Golden Week, a business day of TARGET2
    [InlineData("2026-10-10", false)] // a make-up Saturday in China
    [InlineData("2026-10-09", true)]
    public void Both_must_be_open_in_a_combined_calendar(string date, bool isOpen)
    {
        var both = new CombinedCalendar(ListedCalendar.China, Target2Calendar.Instance);
        Assert.Equal(isOpen, both.IsBusinessDay(DateOnly.Parse(date)));
        Assert.Equal(("CN+TARGET2", 2007, 2026), (both.Code, both.FirstDay.Year, both.LastDay.Year));
    }

    [Fact]
    public void A_combined_calendar_knows_the_years_that_all_know() =>
        Assert.Equal(
            "calendar CN+TARGET2 does not know 2027-01-04: its years are 2007 to 2026",
            Assert.Throws<CalendarRangeException>(() => new CombinedCalendar(ListedCalendar.China, Target2Calendar.Instance).IsBusinessDay(new DateOnly(2027, 1, 4))).Message);
}

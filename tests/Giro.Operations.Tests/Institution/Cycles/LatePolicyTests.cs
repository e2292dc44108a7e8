using Giro.Operations.Institution.Calendars;
using Giro.Operations.Institution.Cycles;

namespace Giro.Operations.Tests.Institution.Cycles;

/// <summary>One cycle each weekday at UTC. 2026-11-11 is a Wednesday.</summary>
public sealed class LatePolicyTests
{
    [Theory]
    [InlineData("2026-11-11T09:00Z", "2026-11-11T09:01Z", "", "20261111", "20261111")] // on time
    [InlineData("2026-11-11T09:00Z", "2026-11-16T09:00Z", "", "20261111", "20261111")] // late, but its cycle is open
    [InlineData("2026-11-11T09:00Z", "2026-11-11T23:59Z", "11", "20261112", "20261112")] // closed before its end: never into a closed one
    [InlineData("2026-11-11T09:00Z", "2026-11-16T09:00Z", "11", "20261112", "20261116")]
    [InlineData("2026-11-11T09:00Z", "2026-11-16T09:00Z", "11 12", "20261113", "20261116")]
    [InlineData("2026-11-11T09:00Z", "2026-11-16T09:00Z", "11 16", "20261112", "20261117")]
    [InlineData("2026-11-11T09:00Z", "2026-11-14T09:00Z", "11 12 13", "20261116", "20261116")] // booked on a Saturday
    [InlineData("2026-11-16T09:00Z", "2026-11-13T09:00Z", "16", "20261117", "20261117")] // dated ahead: never back to the booking
    public void A_payment_whose_cycle_is_closed_goes_where_the_policy_says(string paid, string booked, string closedDays, string nextOpen, string ofBooking)
    {
        var closed = closedDays.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToHashSet();
        Assert.Equal($"S5-{nextOpen}-1 S5-{ofBooking}-1", $"{Find(LatePolicy.NextOpenCycle)} {Find(LatePolicy.CycleOfBooking)}");

        CycleId Find(LatePolicy policy)
        {
            var schedule = Given.Schedule(Given.Terms with { TimeZone = TimeZoneInfo.Utc, Calendar = WeekdayCalendar.Instance, LatePolicy = policy });
            return schedule.For(DateTimeOffset.Parse(paid), DateTimeOffset.Parse(booked), cycle => closed.Contains(cycle.Date.Day));
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 4)]
    [InlineData(41, 42)]
    [InlineData(999_998, 999_999)]
    public void A_merchants_open_cycle_is_found_in_few_looks_however_many_are_closed(int closed, int open)
    {
        var looks = 0;
        var found = Given.Chinese("MANUAL").For(default, default, cycle =>
        {
            looks++;
            return cycle.Number <= closed;
        });
        Assert.Equal(new CycleId(5, CycleId.Undated, open), found);
        Assert.InRange(looks, 1, 42);
    }

    [Fact]
    public void A_merchant_with_all_numbers_used_up_is_an_error() =>
        Assert.Throws<InvalidOperationException>(() => Given.Chinese("MANUAL").For(default, default, _ => true));
}

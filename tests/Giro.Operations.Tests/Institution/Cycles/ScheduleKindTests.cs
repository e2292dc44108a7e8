using Giro.Operations.Institution.Cycles;

namespace Giro.Operations.Tests.Institution.Cycles;

/// <summary>
/// Payments in China by local time, with the cycle that takes them and the day it is paid. In 2026 the banks are open on Sunday 20 September, closed from Friday 25 to
/// Sunday 27, closed from 1 to 7 October, and open on Saturday 10 October.
/// </summary>
public sealed class ScheduleKindTests
{
    [Theory]
    [InlineData("T0-3", "2026-09-30T09:59:59", "S5-20260930-1", "2026-09-30")]
    [InlineData("T0-3", "2026-09-30T10:00:00", "S5-20260930-2", "2026-09-30")]
    [InlineData("T0-3", "2026-09-30T16:00:00", "S5-20260930-3", "2026-09-30")]
    [InlineData("T0-3", "2026-09-30T23:59:59", "S5-20260930-3", "2026-09-30")]
    [InlineData("T0-3", "2026-10-01T00:00:00", "S5-20261008-1", "2026-10-08")]
    [InlineData("T0-3", "2026-10-10T12:00:00", "S5-20261010-2", "2026-10-10")]
    public void T0_ends_at_each_cut_off_and_is_paid_on_the_day(string code, string at, string cycle, string paid) => Check(code, at, cycle, paid);

    [Theory]
    [InlineData("T1", "2026-09-19T12:00:00", "S5-20260920-1", "2026-09-21")]
    [InlineData("T1", "2026-09-24T12:00:00", "S5-20260924-1", "2026-09-28")]
    [InlineData("T1", "2026-09-30T23:59:59", "S5-20260930-1", "2026-10-08")]
    [InlineData("T1", "2026-10-01T00:00:00", "S5-20261008-1", "2026-10-09")]
    [InlineData("T1", "2026-10-07T12:00:00", "S5-20261008-1", "2026-10-09")]
    [InlineData("T1", "2026-10-09T12:00:00", "S5-20261009-1", "2026-10-10")]
    [InlineData("T1", "2026-10-10T12:00:00", "S5-20261010-1", "2026-10-12")]
    [InlineData("T1 16:00", "2026-09-30T15:59:59", "S5-20260930-1", "2026-10-08")]
    [InlineData("T1 16:00", "2026-09-30T16:00:00", "S5-20261008-1", "2026-10-09")]
    [InlineData("T3", "2026-09-30T12:00:00", "S5-20260930-1", "2026-10-10")]
    [InlineData("T3", "2026-10-08T12:00:00", "S5-20261008-1", "2026-10-12")]
    public void TN_counts_business_days(string code, string at, string cycle, string paid) => Check(code, at, cycle, paid);

    [Theory]
    [InlineData("D0", "2026-10-03T12:00:00", "S5-20261003-1", "2026-10-08")]
    [InlineData("D0", "2026-10-09T12:00:00", "S5-20261009-1", "2026-10-09")]
    [InlineData("D1", "2026-09-29T12:00:00", "S5-20260929-1", "2026-09-30")]
    [InlineData("D1", "2026-09-30T12:00:00", "S5-20260930-1", "2026-10-08")]
    [InlineData("D1", "2026-10-06T12:00:00", "S5-20261006-1", "2026-10-08")]
    [InlineData("D1", "2026-10-09T12:00:00", "S5-20261009-1", "2026-10-10")]
    [InlineData("D1", "2026-10-10T12:00:00", "S5-20261010-1", "2026-10-12")]
    [InlineData("D1 exact", "2026-09-30T12:00:00", "S5-20260930-1", "2026-10-01")]
    [InlineData("D1 exact", "2024-02-28T12:00:00", "S5-20240228-1", "2024-02-29")]
    public void DN_counts_calendar_days_and_moves_to_an_open_one_unless_told_not_to(string code, string at, string cycle, string paid) => Check(code, at, cycle, paid);

    [Theory]
    [InlineData("W-FRI", "2026-09-25T23:59:59", "S5-20260925-1", "2026-09-28")]
    [InlineData("W-FRI", "2026-09-26T00:00:00", "S5-20261002-1", "2026-10-08")]
    [InlineData("W-FRI", "2026-10-02T23:59:59", "S5-20261002-1", "2026-10-08")]
    [InlineData("W-FRI", "2026-10-03T00:00:00", "S5-20261009-1", "2026-10-10")]
    [InlineData("M", "2026-09-30T23:59:59", "S5-20260930-1", "2026-10-08")]
    [InlineData("M", "2026-10-01T00:00:00", "S5-20261031-1", "2026-11-02")]
    [InlineData("M", "2024-02-28T12:00:00", "S5-20240229-1", "2024-03-01")]
    [InlineData("M", "2024-02-29T23:59:59", "S5-20240229-1", "2024-03-01")]
    [InlineData("M", "2024-03-01T00:00:00", "S5-20240331-1", "2024-04-01")]
    [InlineData("M", "2023-02-28T23:59:59", "S5-20230228-1", "2023-03-01")]
    [InlineData("M 18:00", "2026-09-30T18:00:00", "S5-20261031-1", "2026-11-02")]
    [InlineData("Q", "2025-12-31T23:59:59", "S5-20251231-1", "2026-01-04")] // a Sunday that makes up
    [InlineData("Q", "2026-01-01T00:00:00", "S5-20260331-1", "2026-04-01")]
    [InlineData("Q", "2026-06-30T23:59:59", "S5-20260630-1", "2026-07-01")]
    [InlineData("Q", "2026-09-30T23:59:59", "S5-20260930-1", "2026-10-08")]
    public void Weeks_months_and_quarters_end_on_their_last_day(string code, string at, string cycle, string paid) => Check(code, at, cycle, paid);

    [Theory]
    [InlineData("THRESHOLD-1000")]
    [InlineData("MANUAL")]
    public void What_closes_by_merchant_is_counted_and_paid_after_its_close(string code)
    {
        var schedule = Given.Chinese(code);
        var first = schedule.Of(DateTimeOffset.Parse("2026-09-30T12:00:00+08:00"));
        Assert.Equal(("S5-1", "S5-2"), (first.ToString(), schedule.After(first).ToString()));
        Assert.True(schedule.ClosesPerMerchant);
        Assert.Null(schedule.EndOf(first));
        Assert.Empty(schedule.EndingOn(new DateOnly(2026, 9, 30)));
        Assert.Equal(new DateOnly(2026, 10, 8), schedule.SettlementDate(first, new DateOnly(2026, 9, 30)));
    }

    [Theory]
    [InlineData("T1", "S5-20260930-1", "2026-10-08", "2026-10-08")]
    [InlineData("T1", "S5-20260930-1", "2026-10-09", "2026-10-09")]
    [InlineData("T1", "S5-20260924-1", "2026-10-01", "2026-10-08")]
    [InlineData("D1 exact", "S5-20260929-1", "2026-10-04", "2026-10-08")]
    public void A_cycle_that_is_closed_late_is_paid_on_the_business_day_of_its_close(string code, string cycle, string closedOn, string paid)
    {
        Assert.True(CycleId.TryParse(cycle, out var closed));
        Assert.Equal(DateOnly.Parse(paid), Given.Chinese(code).SettlementDate(closed, DateOnly.Parse(closedOn)));
    }

    /// <summary>Nothing is due on a closed day; the business day after has it.</summary>
    [Theory]
    [InlineData("T0-3", "2026-10-08", "S5-20261008-1 S5-20261008-2 S5-20261008-3")]
    [InlineData("T1", "2026-10-08", "S5-20261008-1")]
    [InlineData("T1", "2026-10-05", "")]
    [InlineData("D1", "2026-09-30", "S5-20260930-1")]
    [InlineData("D1", "2026-10-03", "")]
    [InlineData("D1", "2026-10-08", "S5-20261001-1 S5-20261002-1 S5-20261003-1 S5-20261004-1 S5-20261005-1 S5-20261006-1 S5-20261007-1 S5-20261008-1")]
    [InlineData("D1", "2026-10-12", "S5-20261011-1 S5-20261012-1")]
    [InlineData("W-FRI", "2026-10-08", "S5-20261002-1")]
    [InlineData("W-FRI", "2026-10-09", "S5-20261009-1")]
    [InlineData("M", "2026-10-30", "")]
    [InlineData("M", "2026-11-02", "S5-20261031-1")]
    [InlineData("Q", "2026-09-30", "S5-20260930-1")]
    public void With_a_business_date_these_cycles_are_due(string code, string businessDate, string cycles) =>
        Assert.Equal(cycles, string.Join(' ', Given.Chinese(code).EndingOn(DateOnly.Parse(businessDate))));

    [Fact]
    public void A_cycle_of_another_schedule_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Given.Chinese("T1").After(new CycleId(6, new DateOnly(2026, 9, 30), 1)));
        Assert.StartsWith("cycle S6-20260930-1 is not one of schedule 5, T1", error.Message);
    }

    private static void Check(string code, string at, string cycle, string paid)
    {
        var schedule = Given.Chinese(code);
        var found = schedule.Of(DateTimeOffset.Parse(at + "+08:00"));
        Assert.Equal($"{cycle} {paid}", $"{found} {schedule.SettlementDate(found, found.Date):yyyy-MM-dd}");
    }
}

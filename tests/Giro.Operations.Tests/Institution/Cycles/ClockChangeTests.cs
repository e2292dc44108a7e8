using Giro.Operations.Institution.Cycles;

namespace Giro.Operations.Tests.Institution.Cycles;

/// <summary>
/// In Berlin the clock goes from 02:00 to 03:00 on 2026-03-29 and from 03:00 back to 02:00 on 2026-10-25, both at 01:00 UTC. A cut-off is the first instant at which
/// the clock reads it or later.
/// </summary>
public sealed class ClockChangeTests
{
    [Theory]
    [InlineData("02:30", "S5-20260328-1", "2026-03-28T01:30:00Z")]
    [InlineData("02:30", "S5-20260329-1", "2026-03-29T01:00:00Z")] // does not exist: the instant of the change
    [InlineData("02:30", "S5-20260330-1", "2026-03-30T00:30:00Z")]
    [InlineData("02:00", "S5-20260329-1", "2026-03-29T01:00:00Z")]
    [InlineData("03:00", "S5-20260329-1", "2026-03-29T01:00:00Z")]
    [InlineData("03:01", "S5-20260329-1", "2026-03-29T01:01:00Z")]
    [InlineData("02:30", "S5-20261024-1", "2026-10-24T00:30:00Z")]
    [InlineData("02:30", "S5-20261025-1", "2026-10-25T00:30:00Z")] // exists twice: the first
    [InlineData("02:00", "S5-20261025-1", "2026-10-25T00:00:00Z")]
    [InlineData("03:00", "S5-20261025-1", "2026-10-25T02:00:00Z")] // once: at 01:00 UTC the clock reads 02:00 again
    [InlineData("02:30", "S5-20261026-1", "2026-10-26T01:30:00Z")]
    [InlineData("00:00", "S5-20260328-1", "2026-03-28T23:00:00Z")]
    [InlineData("00:00", "S5-20260329-1", "2026-03-29T22:00:00Z")] // a day of 23 hours
    [InlineData("00:00", "S5-20261024-1", "2026-10-24T22:00:00Z")]
    [InlineData("00:00", "S5-20261025-1", "2026-10-25T23:00:00Z")] // a day of 25 hours
    public void A_cycle_ends_at_an_instant(string cutOff, string cycle, string end) => CheckEnd(Given.Berlin, cutOff, cycle, end);

    [Theory]
    [InlineData("America/Havana", "S5-20260307-1", "2026-03-08T05:00:00Z")] // midnight does not exist
    [InlineData("America/Havana", "S5-20261031-1", "2026-11-01T04:00:00Z")] // midnight comes twice
    [InlineData("Pacific/Apia", "S5-20111229-1", "2011-12-30T10:00:00Z")] // there was no 30 December 2011
    [InlineData("Pacific/Apia", "S5-20111230-1", "2011-12-30T10:00:00Z")]
    [InlineData("Pacific/Apia", "S5-20111231-1", "2011-12-31T10:00:00Z")]
    [InlineData("Australia/Lord_Howe", "S5-20260405-1", "2026-04-05T13:30:00Z")] // half an hour of summer time
    [InlineData("Asia/Kathmandu", "S5-20260405-1", "2026-04-05T18:15:00Z")]
    [InlineData("Asia/Shanghai", "S5-20260405-1", "2026-04-05T16:00:00Z")]
    public void Midnight_follows_the_same_rule_in_any_zone(string zone, string cycle, string end) => CheckEnd(TimeZoneInfo.FindSystemTimeZoneById(zone), "00:00", cycle, end);

    [Theory]
    [InlineData("2026-03-29T00:59:59Z", "S5-20260329-1")]
    [InlineData("2026-03-29T01:00:00Z", "S5-20260330-1")]
    [InlineData("2026-10-25T00:29:59Z", "S5-20261025-1")]
    [InlineData("2026-10-25T00:30:00Z", "S5-20261026-1")]
    [InlineData("2026-10-25T01:15:00Z", "S5-20261026-1")] // 02:15 for the second time: what has ended stays so
    public void A_payment_near_the_change_has_one_cycle(string at, string cycle) => Assert.Equal(cycle, Daily(Given.Berlin, "02:30").Of(DateTimeOffset.Parse(at)).ToString());

    [Fact]
    public void A_cycle_between_two_cut_offs_that_the_clock_skips_is_empty()
    {
        var schedule = Given.Schedule(Given.Terms with
        {
            Kind = ScheduleKind.SameDay, LagDays = 0, TimeZone = Given.Berlin, Calendar = Given.EveryDay, CutOffs = Given.CutOffs("02:15", "02:45", "12:00"),
        });
        var change = DateTimeOffset.Parse("2026-03-29T01:00:00Z");
        var first = new CycleId(5, new DateOnly(2026, 3, 29), 1);
        Assert.Equal((change, change), (schedule.EndOf(first), schedule.EndOf(schedule.After(first))));
        Assert.Equal((first, first with { Number = 3 }), (schedule.Of(change.AddTicks(-1)), schedule.Of(change)));
    }

    private static void CheckEnd(TimeZoneInfo zone, string cutOff, string cycle, string end)
    {
        var schedule = Daily(zone, cutOff);
        Assert.True(CycleId.TryParse(cycle, out var id));
        Assert.Equal(DateTimeOffset.Parse(end), schedule.EndOf(id));
    }

    private static CycleSchedule Daily(TimeZoneInfo zone, string cutOff) =>
        Given.Schedule(Given.Terms with { Code = "D1", Kind = ScheduleKind.CalendarDays, TimeZone = zone, Calendar = Given.EveryDay, CutOffs = Given.CutOffs(cutOff) });
}

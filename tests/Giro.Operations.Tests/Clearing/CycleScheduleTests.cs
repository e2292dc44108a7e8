using Giro.Operations.Clearing;
using Giro.Operations.Institution;

namespace Giro.Operations.Tests.Clearing;

/// <summary>Cut-offs at 12:00 and 20:00, one hour east of UTC. 2026-11-11 is a Wednesday.</summary>
public sealed class CycleScheduleTests
{
    private readonly CycleSchedule _schedule = new(TestInstitution.Make());

    [Theory]
    [InlineData(CycleKind.SameDay, "2026-11-11T00:00:00+01:00", "T0-20261111-1", "2026-11-11")]
    [InlineData(CycleKind.SameDay, "2026-11-11T11:59:59+01:00", "T0-20261111-1", "2026-11-11")]
    [InlineData(CycleKind.SameDay, "2026-11-11T12:00:00+01:00", "T0-20261111-2", "2026-11-11")]
    [InlineData(CycleKind.SameDay, "2026-11-11T11:30:00Z", "T0-20261111-2", "2026-11-11")]
    [InlineData(CycleKind.SameDay, "2026-11-11T20:00:00+01:00", "T0-20261112-1", "2026-11-12")]
    [InlineData(CycleKind.SameDay, "2026-11-13T21:00:00+01:00", "T0-20261116-1", "2026-11-16")] // Friday night
    [InlineData(CycleKind.SameDay, "2026-11-14T09:00:00+01:00", "T0-20261116-1", "2026-11-16")] // Saturday
    [InlineData(CycleKind.NextDay, "2026-11-11T23:59:59+01:00", "T1-20261111", "2026-11-12")]
    [InlineData(CycleKind.NextDay, "2026-11-11T23:30:00Z", "T1-20261112", "2026-11-13")]
    [InlineData(CycleKind.NextDay, "2026-11-13T09:00:00+01:00", "T1-20261113", "2026-11-16")]
    [InlineData(CycleKind.NextDay, "2026-11-15T09:00:00+01:00", "T1-20261116", "2026-11-17")]
    [InlineData(CycleKind.Weekly, "2026-11-09T00:00:00+01:00", "W-20261109", "2026-11-16")]
    [InlineData(CycleKind.Weekly, "2026-11-15T23:59:59+01:00", "W-20261109", "2026-11-16")]
    [InlineData(CycleKind.Weekly, "2026-11-16T00:00:00+01:00", "W-20261116", "2026-11-23")]
    public void A_payment_belongs_to_a_cycle_that_settles_on_a_date(CycleKind kind, string at, string cycle, string settles)
    {
        var found = _schedule.Of(kind, DateTimeOffset.Parse(at));
        Assert.Equal(cycle, found.ToString());
        Assert.Equal(DateOnly.Parse(settles), _schedule.SettlementDate(found));
        Assert.Equal(found, CycleId.FromValue(found.Value));
    }

    [Theory]
    [InlineData("2026-11-11", "T0-20261111-1 T0-20261111-2 T1-20261111")]
    [InlineData("2026-11-13", "T0-20261113-1 T0-20261113-2 T1-20261113 W-20261109")]
    public void The_cycles_of_a_day_end_with_it_and_the_weeks_with_its_last_business_day(string date, string cycles) =>
        Assert.Equal(cycles, string.Join(' ', _schedule.EndingOn(DateOnly.Parse(date))));

    [Theory]
    [InlineData("2026-11-11T09:00:00+01:00", "T0-20261111-2")]
    [InlineData("2026-11-13T13:00:00+01:00", "T0-20261116-1")]
    public void The_cycle_after_one_is_the_next_of_its_kind(string at, string next) =>
        Assert.Equal(next, _schedule.After(_schedule.Of(CycleKind.SameDay, DateTimeOffset.Parse(at))).ToString());
}

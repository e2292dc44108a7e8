using Giro.Operations.Institution.Cycles;

namespace Giro.Operations.Tests.Institution.Cycles;

/// <summary>The schedules of the test institution: cut-offs at 12:00 and 20:00, one hour east of UTC. 2026-11-11 is a Wednesday.</summary>
public sealed class CycleScheduleTests
{
    [Theory]
    [InlineData("T0-2", "2026-11-11T00:00:00+01:00", "S1-20261111-1", "2026-11-11")]
    [InlineData("T0-2", "2026-11-11T11:59:59+01:00", "S1-20261111-1", "2026-11-11")]
    [InlineData("T0-2", "2026-11-11T12:00:00+01:00", "S1-20261111-2", "2026-11-11")]
    [InlineData("T0-2", "2026-11-11T11:30:00Z", "S1-20261111-2", "2026-11-11")]
    [InlineData("T0-2", "2026-11-11T20:00:00+01:00", "S1-20261112-1", "2026-11-12")]
    [InlineData("T0-2", "2026-11-13T21:00:00+01:00", "S1-20261116-1", "2026-11-16")] // Friday night
    [InlineData("T0-2", "2026-11-14T09:00:00+01:00", "S1-20261116-1", "2026-11-16")] // Saturday
    [InlineData("T1", "2026-11-11T23:59:59+01:00", "S2-20261111-1", "2026-11-12")]
    [InlineData("T1", "2026-11-11T23:30:00Z", "S2-20261112-1", "2026-11-13")]
    [InlineData("T1", "2026-11-13T09:00:00+01:00", "S2-20261113-1", "2026-11-16")]
    [InlineData("T1", "2026-11-15T09:00:00+01:00", "S2-20261116-1", "2026-11-17")]
    [InlineData("W-SUN", "2026-11-09T00:00:00+01:00", "S3-20261115-1", "2026-11-16")]
    [InlineData("W-SUN", "2026-11-15T23:59:59+01:00", "S3-20261115-1", "2026-11-16")]
    [InlineData("W-SUN", "2026-11-16T00:00:00+01:00", "S3-20261122-1", "2026-11-23")]
    public void A_payment_belongs_to_a_cycle_that_settles_on_a_date(string code, string at, string cycle, string settles)
    {
        var institution = TestInstitution.Make();
        var schedule = institution.Schedules.Single(schedule => schedule.Code == code);
        var found = schedule.Of(DateTimeOffset.Parse(at));
        Assert.Equal(cycle, found.ToString());
        Assert.Same(schedule, institution.ScheduleOf(found));
        Assert.Equal(DateOnly.Parse(settles), schedule.SettlementDate(found, found.Date));
    }

    [Theory]
    [InlineData("2026-11-11", "S1-20261111-1 S1-20261111-2 S2-20261111-1")]
    [InlineData("2026-11-13", "S1-20261113-1 S1-20261113-2 S2-20261113-1")]
    [InlineData("2026-11-16", "S1-20261116-1 S1-20261116-2 S2-20261116-1 S3-20261115-1")]
    public void The_cycles_that_end_with_a_business_date_or_since_the_one_before_are_due(string date, string cycles) =>
        Assert.Equal(cycles, string.Join(' ', TestInstitution.Make().CyclesEndingOn(DateOnly.Parse(date))));

    [Theory]
    [InlineData("2026-11-11T09:00:00+01:00", "S1-20261111-2")]
    [InlineData("2026-11-13T13:00:00+01:00", "S1-20261116-1")]
    public void The_cycle_after_one_is_the_next_of_its_schedule(string at, string next) =>
        Assert.Equal(next, TestInstitution.SameDay.After(TestInstitution.SameDay.Of(DateTimeOffset.Parse(at))).ToString());
}

using Giro.Operations.Institution.Calendars;
using Giro.Operations.Institution.Cycles;

namespace Giro.Operations.Tests.Institution.Cycles;

/// <summary>What holds of every schedule that ends in time, over two years with every change of clocks in them.</summary>
public sealed class CyclePropertyTests
{
    private const int Seed = 20261111;
    private static readonly DateOnly From = new(2025, 1, 1);
    private static readonly DateOnly Until = new(2026, 12, 20);

    public static TheoryData<string, ScheduleKind, string, string> Schedules
    {
        get
        {
            var data = new TheoryData<string, ScheduleKind, string, string>();
            foreach (var kind in Enum.GetValues<ScheduleKind>().Where(kind => kind is >= ScheduleKind.SameDay and <= ScheduleKind.Quarterly))
            {
                foreach (var cutOff in new[] { "00:00", "02:30", "16:07" })
                {
                    data.Add("Asia/Shanghai", kind, "CN", cutOff);
                    data.Add("Europe/Berlin", kind, "TARGET2", cutOff);
                    data.Add("Australia/Lord_Howe", kind, "WEEKDAYS", cutOff);
                    data.Add("America/Havana", kind, "DAILY", cutOff);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Schedules))]
    public void Every_instant_has_one_cycle_and_cycles_follow_each_other(string zone, ScheduleKind kind, string calendar, string cutOff)
    {
        var schedule = Make(zone, kind, calendar, cutOff);
        var cycles = schedule.EndingIn(From, Until).ToArray();
        var ends = cycles.Select(cycle => schedule.EndOf(cycle)!.Value.UtcTicks).ToArray();
        for (var i = 1; i < cycles.Length; i++)
        {
            Assert.Equal(cycles[i], schedule.After(cycles[i - 1]));
            Assert.True(cycles[i].Value > cycles[i - 1].Value);
            Assert.True(ends[i] >= ends[i - 1]);
            if (ends[i] > ends[i - 1]) Assert.Equal((cycles[i], cycles[i]), (Of(ends[i - 1]), Of(ends[i] - 1)));
        }

        // At random, so that spans kept from before are met in any order.
        var random = new Random(Seed);
        for (var i = 0; i < 5_000; i++)
        {
            var ticks = random.NextInt64(ends[0], ends[^1]);
            var expected = cycles[Array.FindIndex(ends, end => end > ticks)];
            Assert.True(expected == Of(ticks), $"seed {Seed}: {new DateTimeOffset(ticks, TimeSpan.Zero):O} is in {expected}, found {Of(ticks)}");
        }

        CycleId Of(long ticks) => schedule.Of(new DateTimeOffset(ticks, TimeSpan.Zero));
    }

    [Theory]
    [MemberData(nameof(Schedules))]
    public void Every_cycle_is_due_once_and_not_before_its_last_day(string zone, ScheduleKind kind, string calendar, string cutOff)
    {
        var schedule = Make(zone, kind, calendar, cutOff);
        var open = schedule.Terms.Calendar;
        var due = new List<CycleId>();
        var last = From;
        for (var date = From.AddDays(1); date <= Until; date = date.AddDays(1))
        {
            var ending = schedule.EndingOn(date).ToArray();
            Assert.All(ending, cycle => Assert.True(cycle.Date <= date && schedule.SettlementDate(cycle, cycle.Date) >= cycle.Date));
            due.AddRange(ending);
            if (open.IsBusinessDay(date)) last = date;
        }

        var first = open.Previous(open.Next(From));
        Assert.Equal(schedule.EndingIn(first, last), due);
    }

    [Fact]
    public void An_institution_with_another_calendar_than_its_schedules_misses_none()
    {
        var institution = TestInstitution.Make(Make("Asia/Shanghai", ScheduleKind.BusinessDays, "CN", "00:00"));
        var due = new List<CycleId>();
        for (var date = new DateOnly(2026, 9, 1); date <= new DateOnly(2026, 10, 30); date = institution.Calendar.Next(date)) due.AddRange(institution.CyclesEndingOn(date));
        Assert.Equal(institution.Schedules[0].EndingIn(new DateOnly(2026, 8, 31), new DateOnly(2026, 10, 30)), due);
        Assert.Contains(new DateOnly(2026, 10, 10), due.Select(cycle => cycle.Date));
    }

    [Fact]
    public void A_payment_in_a_cycle_that_was_met_before_allocates_nothing()
    {
        var schedule = Given.Chinese("T0-3");
        var noon = DateTimeOffset.Parse("2026-09-30T12:00:00+08:00");
        long allocated = 0;
        for (var round = 0; round < 2; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 10_000; i++) schedule.For(noon.AddSeconds(i % 2_000), noon, this, static (_, cycle) => cycle.Number == 0);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    private static CycleSchedule Make(string zone, ScheduleKind kind, string calendar, string cutOff) => Given.Schedule(Given.Terms with
    {
        Kind = kind,
        TimeZone = TimeZoneInfo.FindSystemTimeZoneById(zone),
        Calendar = calendar switch { "CN" => ListedCalendar.China, "TARGET2" => Target2Calendar.Instance, "DAILY" => Given.EveryDay, _ => WeekdayCalendar.Instance },
        CutOffs = kind != ScheduleKind.SameDay ? Given.CutOffs(cutOff) : cutOff == "00:00" ? Given.CutOffs("01:00", "12:00", "00:00") : Given.CutOffs(cutOff, "16:08", "23:30"),
    });
}

using Giro.Ledger.Currencies;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Calendars;
using Giro.Operations.Institution.Cycles;

namespace Giro.Operations.Tests;

/// <summary>Two channels and four merchants whose fees can be reckoned by hand.</summary>
internal static class TestInstitution
{
    /// <summary>1.25 %, at least 0.10, at most 5.00.</summary>
    public static readonly FeeTerms Fee = new(12_500, 10, 5_00);

    public static readonly DateOnly Wednesday = new(2026, 11, 11);

    public static readonly Channel Card = new("card", 0, HighestPaymentMinor: 10_000_00, CostPpm: 5_000);

    public static readonly Channel Wallet = new("wallet", 1, HighestPaymentMinor: 1_000_00, CostPpm: 0);

    public static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(1), "UTC+01:00", "UTC+01:00");

    /// <summary>T+0 with cut-offs at 12:00 and 20:00.</summary>
    public static readonly CycleSchedule SameDay = Schedule(1, "T0-2", ScheduleKind.SameDay, lagDays: 0, new TimeOnly(12, 0), new TimeOnly(20, 0));

    public static readonly CycleSchedule NextDay = Schedule(2, "T1", ScheduleKind.BusinessDays, lagDays: 1, TimeOnly.MinValue);

    public static readonly CycleSchedule Weekly = Schedule(3, "W-SUN", ScheduleKind.Weekly, lagDays: 1, TimeOnly.MinValue);

    /// <summary>M1 and M4 settle on the same day, M2 on the next, M3 weekly. M4 may not have more than 50.00 pending.</summary>
    public static PaymentInstitution Make() => new(
        [Card, Wallet],
        [
            Merchant(0, "M1", SameDay), Merchant(1, "M2", NextDay), Merchant(2, "M3", Weekly),
            Merchant(3, "M4", SameDay, highestMinor: 50_00),
        ])
    {
        Name = "Test Payments",
        Currency = Currency.FromCode("EUR"),
        TimeZone = Zone,
        Calendar = WeekdayCalendar.Instance,
        Schedules = [SameDay, NextDay, Weekly],
        Nostro = new NostroAccount("NL02ABNA0123456789", "ABNANL2A"),
    };

    private static CycleSchedule Schedule(int ordinal, string code, ScheduleKind kind, int lagDays, params TimeOnly[] cutOffs) => new(new ScheduleTerms
    {
        Ordinal = ordinal, Code = code, Kind = kind, TimeZone = Zone, Calendar = WeekdayCalendar.Instance, CutOffs = cutOffs, LagDays = lagDays,
    });

    private static Merchant Merchant(int ordinal, string id, CycleSchedule schedule, long highestMinor = long.MaxValue) =>
        new(ordinal, id, "Merchant " + id, "DE02120300000000202051", new Contract(1, Fee, schedule, highestMinor));
}

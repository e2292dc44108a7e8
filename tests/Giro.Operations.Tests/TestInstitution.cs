using Giro.Ledger.Currencies;
using Giro.Operations.Institution;

namespace Giro.Operations.Tests;

/// <summary>Two channels and four merchants whose fees can be reckoned by hand.</summary>
internal static class TestInstitution
{
    /// <summary>1.25 %, at least 0.10, at most 5.00.</summary>
    public static readonly FeeTerms Fee = new(12_500, 10, 5_00);

    public static readonly DateOnly Wednesday = new(2026, 11, 11);

    public static readonly Channel Card = new("card", 0, HighestPaymentMinor: 10_000_00, CostPpm: 5_000);

    public static readonly Channel Wallet = new("wallet", 1, HighestPaymentMinor: 1_000_00, CostPpm: 0);

    /// <summary>M1 and M4 settle on the same day, M2 on the next, M3 weekly. M4 may not have more than 50.00 pending.</summary>
    public static PaymentInstitution Make() => new(
        [Card, Wallet],
        [
            Merchant(0, "M1", CycleKind.SameDay), Merchant(1, "M2", CycleKind.NextDay), Merchant(2, "M3", CycleKind.Weekly),
            Merchant(3, "M4", CycleKind.SameDay, highestMinor: 50_00),
        ])
    {
        Name = "Test Payments",
        Currency = Currency.FromCode("EUR"),
        TimeZone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(1), "UTC+01:00", "UTC+01:00"),
        Calendar = BusinessCalendar.WeekdaysOnly,
        SameDayCutOffs = [new TimeOnly(12, 0), new TimeOnly(20, 0)],
        Nostro = new NostroAccount("NL02ABNA0123456789", "ABNANL2A"),
    };

    private static Merchant Merchant(int ordinal, string id, CycleKind cycle, long highestMinor = long.MaxValue) =>
        new(ordinal, id, "Merchant " + id, "DE02120300000000202051", new Contract(1, Fee, cycle, highestMinor));
}

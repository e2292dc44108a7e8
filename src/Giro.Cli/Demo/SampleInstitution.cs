using Giro.Ledger.Currencies;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Calendars;
using Giro.Operations.Institution.Cycles;

namespace Giro.Cli.Demo;

/// <summary>The institution of the demo, made from a seed: channels, a thousand merchants and their contracts.</summary>
internal static class SampleInstitution
{
    public const int MerchantCount = 1000;

    /// <summary>Takes 30 % of all payments.</summary>
    public const int Hot = 0;

    /// <summary>Merchants 1 to this one are very large: another 30 % together.</summary>
    public const int LastLarge = 9;

    /// <summary>May not have more pending than <see cref="LimitedHighestMinor"/>; its payments are all above that.</summary>
    public const int Limited = 776;

    /// <summary>Has one payment, and refunds all of it: the fee leaves it below zero.</summary>
    public const int Negative = 887;

    public const long LimitedHighestMinor = 250_000;
    public const long OpeningCapitalMinor = 5_000_000_00;

    private static readonly TimeOnly EndOfDay = TimeOnly.MinValue;

    /// <summary>Winter time of Central Europe, given as an offset so that the day is the same on a machine without a time zone database.</summary>
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("sample", TimeSpan.FromHours(1), "UTC+01:00", "UTC+01:00");

    public static PaymentInstitution Make(ulong seed)
    {
        var random = new SeededRandom(seed);
        Channel[] channels =
        [
            new("card", 0, HighestPaymentMinor: 10_000_00, CostPpm: 4_500),
            new("wallet", 1, HighestPaymentMinor: 5_000_00, CostPpm: 3_800),
            new("bank-transfer", 2, HighestPaymentMinor: 50_000_00, CostPpm: 700),
        ];
        var sameDay = Schedule(1, "T0-2", ScheduleKind.SameDay, lagDays: 0, new TimeOnly(12, 0), new TimeOnly(20, 0));
        var nextDay = Schedule(2, "T1", ScheduleKind.BusinessDays, lagDays: 1, EndOfDay);
        var weekly = Schedule(3, "W-SUN", ScheduleKind.Weekly, lagDays: 1, EndOfDay);
        var merchants = Enumerable.Range(0, MerchantCount).Select(ordinal => MakeMerchant(ordinal, random, sameDay, nextDay, weekly)).ToArray();
        return new PaymentInstitution(channels, merchants)
        {
            Name = "Giro Sample Payments",
            Currency = Currency.FromCode("EUR"),
            TimeZone = Zone,
            Calendar = WeekdayCalendar.Instance,
            Schedules = [sameDay, nextDay, weekly],
            Nostro = new NostroAccount(Iban("NL", "GIRO0000000001"), "GIRONL2A"),
        };
    }

    private static CycleSchedule Schedule(int ordinal, string code, ScheduleKind kind, int lagDays, params TimeOnly[] cutOffs) => new(new ScheduleTerms
    {
        Ordinal = ordinal, Code = code, Kind = kind, TimeZone = Zone, Calendar = WeekdayCalendar.Instance, CutOffs = cutOffs, LagDays = lagDays,
    });

    private static Merchant MakeMerchant(int ordinal, SeededRandom random, CycleSchedule sameDay, CycleSchedule nextDay, CycleSchedule weekly)
    {
        var draw = random.Below(100);
        var schedule = ordinal is Hot or Negative || draw < 60 ? sameDay : draw < 85 ? nextDay : weekly;
        var highestMinor = ordinal == Limited ? LimitedHighestMinor : long.MaxValue;
        var account = random.Between(0, 999_999_999_999_999_999).ToString("D18");
        var id = $"M{ordinal + 1:D6}";
        return new Merchant(ordinal, id, $"Sample Merchant {ordinal + 1}", Iban("DE", account), [new Contract(1, new DateOnly(2026, 1, 1), "flat-percent", schedule, highestMinor)]);
    }

    /// <summary>Puts the check digits of ISO 13616 (98 - remainder by 97) before a domestic account.</summary>
    private static string Iban(string country, string account)
    {
        var remainder = 0;
        foreach (var c in account + country + "00")
        {
            var value = char.IsAsciiDigit(c) ? c - '0' : c - 'A' + 10;
            remainder = ((remainder * (value > 9 ? 100 : 10)) + value) % 97;
        }

        return $"{country}{98 - remainder:D2}{account}";
    }
}

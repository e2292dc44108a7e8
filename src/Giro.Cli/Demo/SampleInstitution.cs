using Giro.Ledger.Currencies;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Calendars;
using Giro.Operations.Institution.Cycles;

namespace Giro.Cli.Demo;

/// <summary>The institution of the demo, made from a seed: channels, schedules, a thousand merchants and their contracts.</summary>
internal static class SampleInstitution
{
    public const int MerchantCount = 1000;

    /// <summary>Takes 30 % of all payments.</summary>
    public const int Hot = 0;

    /// <summary>Merchants 1 to this one are very large: another 30 % together.</summary>
    public const int LastLarge = 9;

    /// <summary>May not have more pending than <see cref="LimitedHighestMinor"/>; its payments are all above that.</summary>
    public const int Limited = 776;

    /// <summary>These have one payment each and refund all of it: the fee leaves them below zero. The first carries it forward.</summary>
    public const int Negative = 887;

    /// <summary>Another merchant stands in.</summary>
    public const int Guaranteed = 888;

    /// <summary>Owes us from then on.</summary>
    public const int Indebted = 889;

    public static readonly int[] BelowZero = [Negative, Guaranteed, Indebted];

    /// <summary>Large; its cycle is closed by hand.</summary>
    public const int ByHand = 9;

    public const long LimitedHighestMinor = 250_000;
    public const long OpeningCapitalMinor = 5_000_000_00;

    /// <summary>A payout above this amount waits for two persons.</summary>
    public const long SecondPersonAboveMinor = 20_000_00;

    /// <summary>The largest break that two persons may give up.</summary>
    public const long WriteOffLimitMinor = 20_00;

    /// <summary>How channels' bills are read; stands beside the institution file.</summary>
    public const string BillMapping = "bill-mapping.json";

    /// <summary>Groceries, fast food, clothes, hotels, airlines, electronics, restaurants.</summary>
    private static readonly string[] Mccs = ["5411", "5814", "5651", "7011", "4511", "5732", "5812"];

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
        CycleSchedule[] schedules =
        [
            Schedule(1, "T0-2", ScheduleKind.SameDay, lagDays: 0, terms => terms with { CutOffs = [new TimeOnly(12, 0), new TimeOnly(20, 0)] }),
            Schedule(2, "T1", ScheduleKind.BusinessDays, lagDays: 1),
            Schedule(3, "D1", ScheduleKind.CalendarDays, lagDays: 1),
            Schedule(4, "W-WED", ScheduleKind.Weekly, lagDays: 1, terms => terms with { ClosingDay = DayOfWeek.Wednesday }),
            Schedule(5, "MONTH", ScheduleKind.Monthly, lagDays: 2),
            Schedule(6, "OVER-500", ScheduleKind.Threshold, lagDays: 0, terms => terms with { ThresholdMinor = 500_00 }),
            Schedule(7, "HAND", ScheduleKind.Manual, lagDays: 0),
        ];
        var merchants = Enumerable.Range(0, MerchantCount).Select(ordinal => MakeMerchant(ordinal, random, schedules)).ToArray();
        return new PaymentInstitution(channels, merchants)
        {
            Name = "Giro Sample Payments",
            Currency = Currency.FromCode("EUR"),
            TimeZone = Zone,
            Calendar = WeekdayCalendar.Instance,
            Schedules = schedules,
            Nostro = new NostroAccount(Iban("NL", "GIRO0000000001"), "GIRONL2A"),
            Sources =
            [
                new ReconciliationSource
                {
                    Name = "bank", Kind = SourceKind.BankStatement, Currency = Currency.FromCode("EUR"), Format = "camt.053", FilePattern = "in/camt053-{yyyymmdd}.xml",
                    WriteOffLimitMinor = WriteOffLimitMinor,
                },
                .. channels.Select(channel => new ReconciliationSource
                {
                    Name = channel.Code + "-bill", Kind = SourceKind.ChannelBill, Currency = Currency.FromCode("EUR"), ChannelCode = channel.Code, Format = BillMapping,
                    FilePattern = $"in/bill-{channel.Code}-{{yyyymmdd}}.csv", WriteOffLimitMinor = WriteOffLimitMinor,
                }),
            ],
            PayoutApproval = new PayoutApprovalPolicy(AutomaticUpToMinor: SecondPersonAboveMinor, OnePersonUpToMinor: SecondPersonAboveMinor),
        };
    }

    /// <summary>The kind of contract of a merchant: small ones have each kind in turn.</summary>
    public static ContractKind KindOf(int ordinal) => ordinal switch
    {
        <= LastLarge => SampleContracts.Large[ordinal],
        Limited => SampleContracts.All[0],
        Negative => SampleContracts.CarriesForward,
        Guaranteed => SampleContracts.Guaranteed,
        Indebted => SampleContracts.Indebted,
        _ => SampleContracts.All[ordinal % SampleContracts.All.Count],
    };

    /// <summary>A valid account number of a bank somewhere in Germany.</summary>
    public static string MakeIban(SeededRandom random) => Iban("DE", random.Between(0, 999_999_999_999_999_999).ToString("D18"));

    private static CycleSchedule Schedule(int ordinal, string code, ScheduleKind kind, int lagDays, Func<ScheduleTerms, ScheduleTerms>? more = null)
    {
        var terms = new ScheduleTerms { Ordinal = ordinal, Code = code, Kind = kind, TimeZone = Zone, Calendar = WeekdayCalendar.Instance, LagDays = lagDays };
        return new CycleSchedule(more is null ? terms : more(terms));
    }

    private static Merchant MakeMerchant(int ordinal, SeededRandom random, CycleSchedule[] schedules)
    {
        var kind = KindOf(ordinal);
        var highestMinor = ordinal == Limited ? LimitedHighestMinor : long.MaxValue;
        var iban = MakeIban(random);
        var contract = new Contract(1, new DateOnly(2026, 1, 1), kind.Strategy, schedules.Single(schedule => schedule.Code == kind.Schedule), highestMinor)
        {
            Deduction = kind.Deduction, Settlement = SampleContracts.TermsOf(kind, iban, () => MakeIban(random)),
        };
        return new Merchant(ordinal, $"M{ordinal + 1:D6}", $"Sample Merchant {ordinal + 1}", iban, [contract])
        {
            Attributes = new Dictionary<string, string>
            {
                ["mcc"] = Mccs[ordinal % Mccs.Length], ["region"] = ordinal % 5 == 0 ? "eea" : "domestic", ["class"] = ordinal <= LastLarge ? "large" : "small",
            },
        };
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

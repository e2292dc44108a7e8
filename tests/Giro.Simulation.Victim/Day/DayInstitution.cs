using Giro.Ledger.Currencies;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Calendars;
using Giro.Operations.Institution.Cycles;
using Giro.Operations.Institution.Terms;
using Giro.Rules.Programs;
using Giro.Rules.Strategies;
using Giro.Storage.Records;

namespace Giro.Simulation.Victim.Day;

/// <summary>
/// The institution whose business days are killed: ten merchants, of whom no two have the same terms. The strategies are so simple that <see cref="DayModel"/> reckons
/// each fee in a line.
/// </summary>
internal static class DayInstitution
{
    public const string ReissueIban = "GB82WEST12345698765432";

    /// <summary>Two days before a month's end that falls on a Saturday.</summary>
    public static readonly DateOnly FirstDate = new(2026, 1, 29);

    public static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("simulated", TimeSpan.FromHours(1), "UTC+01:00", "UTC+01:00");

    public static readonly CycleSchedule SameDay = Schedule(1, "T0-2", ScheduleKind.SameDay, lagDays: 0, new TimeOnly(12, 0), new TimeOnly(20, 0));

    private const string Iban = "DE02120300000000202051";
    private const string OtherIban = "NL91ABNA0417164300";

    private static readonly CycleSchedule NextDay = Schedule(2, "T1", ScheduleKind.BusinessDays, lagDays: 1, TimeOnly.MinValue);

    private static readonly CycleSchedule Threshold = new(new ScheduleTerms
    {
        Ordinal = 3, Code = "AT-2000", Kind = ScheduleKind.Threshold, TimeZone = Zone, Calendar = WeekdayCalendar.Instance, ThresholdMinor = 2_000_00,
    });

    private static readonly string[] Texts =
    [
        """
        strategy flat version 1
        currency EUR
        input amount: money
        input event: text
        output fee: money as merchant-fee charged

        algorithm pay
            fee = max(amount * 1.25% rounded half-up, 0.10)
            fee = min(fee, 5.00, amount)
        algorithm free
            fee = 0.00
        use pay
            when event = "payment"
        use free
            otherwise
        """,
        """
        strategy volume version 1
        currency EUR
        input amount: money
        input event: text
        total day-volume: money = sum of amount per day
        total day-fee: money = sum of fee per day
        output fee: money as merchant-fee charged
        output adjustment: money as fee-adjustment charged

        tiers volume-rate: money -> rate
            from 0.00     2%
            from 3000.00  1%

        algorithm accrue
            fee = amount * volume-rate[day-volume] rounded half-up
        algorithm free
            fee = 0.00
        algorithm true-up
            adjustment = (day-volume * volume-rate[day-volume] rounded half-up) - day-fee
        use accrue
            when event = "payment"
        use free
            otherwise
        at end of day use true-up
        """,
        """
        strategy partner version 1
        currency EUR
        input amount: money
        input event: text
        output fee: money as merchant-fee charged
        output partner: money as share charged to "M9"

        algorithm pay
            fee = amount * 1% rounded half-up
            partner = amount * 0.5% rounded down
        algorithm free
            fee = 0.00
        use pay
            when event = "payment"
        use free
            otherwise
        """,
        """
        strategy returning version 1
        currency EUR
        input amount: money
        input event: text
        input original-amount: money
        input original-fee: money
        input returned-before: money
        input fee-returned-before: money
        output fee: money as merchant-fee charged
        output returned: money as fee-returned credited
        output penalty: money as chargeback-fee charged

        algorithm pay
            fee = amount * 1.5% rounded half-up
        algorithm back
            returned = (proportion(original-fee, returned-before + amount, original-amount) rounded down if original-amount > 0.00 else 0.00) - fee-returned-before
        algorithm charged-back
            penalty = 15.00
        use pay
            when event = "payment"
        use back
            when event = "refund"
        use charged-back
            otherwise
        """,
        """
        accounting simulated version 1
        currency EUR
        input amount: money
        input channel: text
        input merchant: text
        input deduction: text
        input charges: money
        input shared: money
        input receiver: text

        on payment
            when deduction = "net"
            debit  channel/{channel}/receivable  amount
            credit merchant/{merchant}/pending   amount - charges
            credit income/merchant-fees          charges
        on payment
            when deduction = "gross"
            debit  channel/{channel}/receivable  amount
            credit merchant/{merchant}/pending   amount
            debit  merchant/{merchant}/fees-due  charges
            credit income/merchant-fees          charges
        on refund
            debit  merchant/{merchant}/pending   amount + charges
            credit channel/{channel}/receivable  amount
            credit income/merchant-fees          charges
        on chargeback
            debit  merchant/{merchant}/pending   amount + charges
            credit channel/{channel}/receivable  amount
            credit income/merchant-fees          charges
        on profit-share
            debit  merchant/{merchant}/pending   shared
            credit merchant/{receiver}/pending   shared
        on fee-adjustment
            debit  merchant/{merchant}/pending   amount
            credit income/merchant-fees          amount
        on fee-collection
            debit  merchant/{merchant}/pending   amount
            credit merchant/{merchant}/fees-due  amount
        """,
    ];

    public static PaymentInstitution Make()
    {
        var plain = SettlementTerms.Plain;
        return new PaymentInstitution(
            [new("card", 0, HighestPaymentMinor: 10_000_00, CostPpm: 5_000), new("wallet", 1, HighestPaymentMinor: 1_000_00, CostPpm: 0)],
            [
                Merchant(0, "flat", SameDay, plain),
                Merchant(1, "flat", NextDay, plain, FeeDeduction.Gross),
                Merchant(2, "volume", SameDay, plain),
                Merchant(3, "volume", NextDay, plain),
                Merchant(4, "partner", SameDay, plain),
                Merchant(5, "returning", NextDay, plain with { RollingReserve = new RollingReserve(50_000_000, DaysHeld: 2) }),
                Merchant(6, "flat", Threshold, plain),
                Merchant(7, "returning", SameDay, plain with
                {
                    MinimumPayoutMinor = 1_500_00, PayoutAccounts = [new PayoutAccount(Iban, 700_000_000), new PayoutAccount(OtherIban, 300_000_000)],
                }),
                Merchant(8, "flat", SameDay, plain),
                Merchant(DayFiles.Loser, "flat", SameDay, plain with
                {
                    RollingReserve = new RollingReserve(100_000_000, DaysHeld: 3), CarryForwardDays = 1,
                    Waterfall = [WaterfallStep.CarryForward, WaterfallStep.Reserve, WaterfallStep.Receivable],
                }),
            ])
        {
            Name = "Simulated Payments",
            Currency = Currency.FromCode("EUR"),
            TimeZone = Zone,
            Calendar = WeekdayCalendar.Instance,
            Schedules = [SameDay, NextDay, Threshold],
            Nostro = new NostroAccount("NL02ABNA0123456789", "ABNANL2A"),
        };
    }

    /// <summary>Keeps the rules in the records and gives them back as they are kept.</summary>
    public static RuleBooks Rules(RecordsDatabase records, PaymentInstitution institution)
    {
        using var store = new RuleStore(records);
        store.Publish([.. Texts.Select(VersionOf)], "simulation", DateTimeOffset.UnixEpoch);
        return store.Load(institution);
    }

    /// <summary>The n-th business date, from 0.</summary>
    public static DateOnly DateOf(int day) => WeekdayCalendar.Instance.Add(FirstDate, day);

    public static int DayOf(DateOnly date)
    {
        for (var day = 0; ; day++)
        {
            if (DateOf(day) == date) return day;
        }
    }

    private static RuleVersion VersionOf(string text)
    {
        var load = StrategyFile.Load(text, "simulation", new SymbolTable(), RuleCompiler.DigitsOf);
        if (load.Errors.Count > 0) throw new InvalidDataException(string.Join(Environment.NewLine, load.Errors));
        return load.Strategy is { } strategy ? new RuleVersion(strategy.Name, strategy.Version, text, strategy.Hash)
            : new RuleVersion(load.Accounting!.Name, load.Accounting.Version, text, load.Accounting.Hash);
    }

    private static CycleSchedule Schedule(int ordinal, string code, ScheduleKind kind, int lagDays, params TimeOnly[] cutOffs) => new(new ScheduleTerms
    {
        Ordinal = ordinal, Code = code, Kind = kind, TimeZone = Zone, Calendar = WeekdayCalendar.Instance, CutOffs = cutOffs, LagDays = lagDays,
    });

    private static Merchant Merchant(int ordinal, string strategy, CycleSchedule schedule, SettlementTerms terms, FeeDeduction deduction = FeeDeduction.Net) => new(
        ordinal, $"M{ordinal + 1}", $"Merchant {ordinal + 1}", Iban,
        [new Contract(1, new DateOnly(2026, 1, 1), strategy, schedule, long.MaxValue) { Settlement = terms, Deduction = deduction }]);
}

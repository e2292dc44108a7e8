using Giro.Ledger.Currencies;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Calendars;
using Giro.Operations.Institution.Cycles;
using Giro.Operations.Institution.Terms;

namespace Giro.Operations.Tests;

/// <summary>Two channels and four merchants whose fees can be reckoned by hand.</summary>
internal static class TestInstitution
{
    /// <summary>1.25 %, at least 0.10, at most 5.00, at most the amount; refunds keep the fee.</summary>
    public const string Fee = """
        strategy standard version 1
        currency EUR
        input amount: money
        input event: text
        output fee: money as merchant-fee charged

        algorithm percent
            fee = amount * 1.25% rounded half-up
            fee = max(fee, 0.10)
            fee = min(fee, 5.00, amount)

        algorithm free
            fee = 0.00

        use percent
            when event = "payment"
        use free
            otherwise
        """;

    /// <summary>No fees at all.</summary>
    public const string Free = """
        strategy standard version 1
        currency EUR
        output fee: money as merchant-fee charged

        algorithm free
            fee = 0.00
        use free
            otherwise
        """;

    /// <summary>Legs of every event that tests post.</summary>
    public const string Accounting = """
        accounting standard version 1
        currency EUR
        input amount: money
        input channel: text
        input merchant: text
        input deduction: text
        input charges: money
        input surcharge: money
        input shared: money
        input receiver: text
        input cost: money
        input wallet: text = ""
        input from-wallet: text = ""
        input to-wallet: text = ""

        on payment
            when deduction = "net"
            debit  channel/{channel}/receivable  amount + surcharge
            credit merchant/{merchant}/pending   amount - charges
            credit income/merchant-fees          charges + surcharge
        on payment
            when deduction = "gross"
            debit  channel/{channel}/receivable  amount + surcharge
            credit merchant/{merchant}/pending   amount + surcharge
            debit  merchant/{merchant}/fees-due  charges + surcharge
            credit income/merchant-fees          charges + surcharge
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
        on top-up
            debit  channel/{channel}/receivable  amount
            credit wallet/{wallet}               amount
        on withdrawal
            debit  wallet/{wallet}               amount
            credit channel/{channel}/receivable  amount
        on transfer
            debit  wallet/{from-wallet}          amount
            credit wallet/{to-wallet}            amount
        on fee-adjustment
            when deduction = "net"
            debit  merchant/{merchant}/pending   amount
            credit income/merchant-fees          amount
        on fee-adjustment
            when deduction = "gross"
            debit  merchant/{merchant}/fees-due  amount
            credit income/merchant-fees          amount
        on fee-collection
            debit  merchant/{merchant}/pending   amount
            credit merchant/{merchant}/fees-due  amount
        on channel-settled
            debit  bank/nostro                   amount - cost
            debit  expense/channel-costs         cost
            credit channel/{channel}/receivable  amount
        on payout
            debit  merchant/{merchant}/payable   amount
            credit payout/created                amount
        on payout-returned
            debit  settlement/returns            amount
            credit merchant/{merchant}/payable   amount
        """;

    public static readonly DateOnly Wednesday = new(2026, 11, 11);

    public static readonly Channel Card = new("card", 0, HighestPaymentMinor: 10_000_00, CostPpm: 5_000);

    public static readonly Channel Wallet = new("wallet", 1, HighestPaymentMinor: 1_000_00, CostPpm: 0);

    public static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(1), "UTC+01:00", "UTC+01:00");

    /// <summary>T+0 with cut-offs at 12:00 and 20:00.</summary>
    public static readonly CycleSchedule SameDay = Schedule(1, "T0-2", ScheduleKind.SameDay, lagDays: 0, new TimeOnly(12, 0), new TimeOnly(20, 0));

    public static readonly CycleSchedule NextDay = Schedule(2, "T1", ScheduleKind.BusinessDays, lagDays: 1, TimeOnly.MinValue);

    public static readonly CycleSchedule Weekly = Schedule(3, "W-SUN", ScheduleKind.Weekly, lagDays: 1, TimeOnly.MinValue);

    /// <summary>M1 and M4 settle on the same day, M2 on the next, M3 weekly. M4 may not have more than 50.00 pending.</summary>
    public static PaymentInstitution Make() => Make(
        [SameDay, NextDay, Weekly],
        [Merchant(0, "M1", SameDay), Merchant(1, "M2", NextDay), Merchant(2, "M3", Weekly), Merchant(3, "M4", SameDay, highestMinor: 50_00)]);

    /// <summary>The same with other terms.</summary>
    public static PaymentInstitution Make(Func<Contract, Contract> change)
    {
        var made = Make();
        return Make([.. made.Schedules], [.. made.Merchants.Select(merchant => merchant with { Contracts = [.. merchant.Contracts.Select(change)] })]);
    }

    /// <summary>With schedules of a test's own, and a merchant for each: M1 has the first.</summary>
    public static PaymentInstitution Make(params CycleSchedule[] schedules) => Make(schedules, [.. schedules.Select((schedule, i) => Merchant(i, $"M{i + 1}", schedule))]);

    public static PaymentInstitution WithMerchants(CycleSchedule schedule, params string[] ids) => Make([schedule], [.. ids.Select((id, i) => Merchant(i, id, schedule))]);

    private static PaymentInstitution Make(CycleSchedule[] schedules, Merchant[] merchants) => new([Card, Wallet], merchants)
    {
        Name = "Test Payments",
        Currency = Currency.FromCode("EUR"),
        TimeZone = Zone,
        Calendar = WeekdayCalendar.Instance,
        Schedules = schedules,
        Nostro = new NostroAccount("NL02ABNA0123456789", "ABNANL2A"),
    };

    /// <summary>Rule book 1: the standard fee, or other strategies, and the accounting rules.</summary>
    public static RuleBooks Rules(PaymentInstitution institution, params string[] strategies)
    {
        var books = new RuleBooks();
        var totals = new Dictionary<(string, string), int>();
        string[] texts = [.. strategies.Length == 0 ? [Fee] : strategies, Accounting];
        var compiled = RuleCompiler.Compile(
            1, texts.Select((text, i) => new RuleText($"text {i + 1}", text)), institution, books.Symbols,
            (strategy, total) => totals.TryGetValue((strategy, total), out var number) ? number : totals[(strategy, total)] = totals.Count + 1);
        Assert.Empty(compiled.Errors);
        books.Add(compiled.Book!);
        return books;
    }

    private static CycleSchedule Schedule(int ordinal, string code, ScheduleKind kind, int lagDays, params TimeOnly[] cutOffs) => new(new ScheduleTerms
    {
        Ordinal = ordinal, Code = code, Kind = kind, TimeZone = Zone, Calendar = WeekdayCalendar.Instance, CutOffs = cutOffs, LagDays = lagDays,
    });

    private static Merchant Merchant(int ordinal, string id, CycleSchedule schedule, long highestMinor = long.MaxValue) =>
        new(ordinal, id, "Merchant " + id, "DE02120300000000202051", [new Contract(1, new DateOnly(2026, 1, 1), "standard", schedule, highestMinor)]);
}

using Giro.Ledger.Currencies;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Calendars;
using Giro.Operations.Institution.Cycles;
using Giro.Operations.Institution.Terms;

namespace Giro.Cli.Bench;

/// <summary>One channel, merchants with one contract, a fee of ten instructions in four lines a payment, one cycle a day.</summary>
internal static class BenchInstitution
{
    public const string Strategy = "bench";

    public static readonly DateOnly Day = new(2026, 11, 11);

    private static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("bench", TimeSpan.FromHours(1), "UTC+01:00", "UTC+01:00");

    public static readonly CycleSchedule Daily = new(new ScheduleTerms
    {
        Ordinal = 1, Code = "T1", Kind = ScheduleKind.BusinessDays, TimeZone = Zone, Calendar = WeekdayCalendar.Instance, LagDays = 1,
    });

    private const string Fee = """
        strategy bench version 1
        currency EUR
        input amount: money
        input card-type: text
        output interchange: money as interchange charged
        output markup: money as markup charged
        output vat: money as tax charged

        tiers band: money -> rate
            from 0.00    0.90%
            from 50.00   0.70%
            from 500.00  0.50%

        algorithm cards (interchange-rate: rate, least: money, most: money)
            interchange = amount * interchange-rate rounded half-up
            rate = band[amount]
            share-of-amount = amount * rate rounded half-even
            floored = max(share-of-amount, least)
            capped = min(floored, most)
            room = amount - interchange
            markup = min(capped, room)
            fees = interchange + markup
            tax = fees * 19% rounded half-up
            vat = min(tax, amount)

        use cards(interchange-rate: 0.20%, least: 0.05, most: 25.00)
            when card-type = "debit"
        use cards(interchange-rate: 0.30%, least: 0.08, most: 30.00)
            otherwise
        """;

    private const string Accounting = """
        accounting bench version 1
        currency EUR
        input amount: money
        input channel: text
        input merchant: text
        input charges: money

        on payment
            debit  channel/{channel}/receivable  amount
            credit merchant/{merchant}/pending   amount - charges
            credit income/merchant-fees          charges
        """;

    public static PaymentInstitution Make(int merchants)
    {
        var contract = new Contract(1, new DateOnly(2026, 1, 1), Strategy, Daily, long.MaxValue);
        return new PaymentInstitution(
            [new Channel("card", 0, 1_000_000_00, 0)],
            [.. Enumerable.Range(0, merchants).Select(i => new Merchant(i, $"M{i + 1:D6}", $"Merchant {i + 1}", "DE02120300000000202051", [contract]))])
        {
            Name = "Bench",
            Currency = Currency.FromCode("EUR"),
            TimeZone = Zone,
            Calendar = WeekdayCalendar.Instance,
            Schedules = [Daily],
            Nostro = new NostroAccount("NL02ABNA0123456789", "ABNANL2A"),
        };
    }

    public static RuleBooks Rules(PaymentInstitution institution)
    {
        var books = new RuleBooks();
        var compiled = RuleCompiler.Compile(1, [new RuleText("bench.rules", Fee), new RuleText("accounting.rules", Accounting)], institution, books.Symbols, (_, _) => 1);
        books.Add(compiled.Book ?? throw new InvalidOperationException(string.Join(Environment.NewLine, compiled.Errors)));
        return books;
    }
}

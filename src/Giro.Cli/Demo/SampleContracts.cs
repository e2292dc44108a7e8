using Giro.Operations.Institution;

namespace Giro.Cli.Demo;

/// <summary>One kind of contract of the demo: its price, when it settles, and how.</summary>
/// <param name="Strategy">One of <c>Demo/Rules</c>.</param>
/// <param name="Schedule">Code of a schedule.</param>
internal sealed record ContractKind(string Strategy, string Schedule, FeeDeduction Deduction = FeeDeduction.Net)
{
    public SettlementTerms Settlement { get; init; } = SettlementTerms.Plain;

    /// <summary>Payouts go to two accounts, 70 to 30.</summary>
    public bool IsSplit { get; init; }
}

/// <summary>The kinds of contract that merchants of the demo have.</summary>
internal static class SampleContracts
{
    public const string Guarantor = "M000002";

    private const long Percent = SettlementTerms.One / 100;

    /// <summary>Each strategy of the demo's rules at least once, each schedule, and each way of settlement.</summary>
    public static IReadOnlyList<ContractKind> All { get; } =
    [
        new("flat-percent", "T0-2"),
        new("percent-and-fixed", "T0-2") { IsSplit = true },
        new("fixed-fee", "D1") { Settlement = new SettlementTerms { MinimumPayoutMinor = 100_00 } },
        new("premium", "T0-2"),
        new("interchange-plus-plus", "T1") { Settlement = new SettlementTerms { RollingReserve = new RollingReserve(5 * Percent, DaysHeld: 180) } },
        new("gross-deduction", "T1", FeeDeduction.Gross) { Settlement = new SettlementTerms { FixedReserveMinor = 200_00 } },
        new("daily-tiers-marginal", "T0-2"),
        new("daily-tiers-whole-volume", "T1"),
        new("monthly-tiers", "MONTH"),
        new("capped-per-day", "D1")
        {
            Settlement = new SettlementTerms
            {
                RollingReserve = new RollingReserve(10 * Percent, DaysHeld: 90, CapMinor: 500_00), FixedReserveMinor = 50_00, CarryForwardDays = 0, Waterfall = [WaterfallStep.Reserve, WaterfallStep.Receivable],
            },
        },
        new("promotion", "W-WED"),
        new("surcharge", "T0-2"),
        new("refund-in-proportion", "OVER-500"),
        new("profit-share", "T1")
        {
            Settlement = new SettlementTerms { CarryForwardDays = 0, Waterfall = [WaterfallStep.Guarantor, WaterfallStep.Receivable], GuarantorId = Guarantor },
        },
        new("flat-percent", "W-WED") { Settlement = new SettlementTerms { MinimumPayoutMinor = 50_00 } },
        new("percent-and-fixed", "HAND"),
    ];

    /// <summary>What merchants 0 to 9 have, with whom most payments are: simple or tiered prices, each on a schedule that settles today.</summary>
    public static IReadOnlyList<ContractKind> Large { get; } =
    [
        new("daily-tiers-marginal", "T0-2"),
        new("flat-percent", "T0-2"),
        new("percent-and-fixed", "T0-2"),
        new("monthly-tiers", "D1"),
        new("premium", "T1") { Settlement = new SettlementTerms { RollingReserve = new RollingReserve(2 * Percent, DaysHeld: 30, CapMinor: 20_000_00) } },
        new("premium", "T0-2") { IsSplit = true },
        new("flat-percent", "W-WED"),
        new("fixed-fee", "OVER-500"),
        new("daily-tiers-whole-volume", "T0-2"),
        new("percent-and-fixed", "HAND"),
    ];

    /// <summary>Has one payment and refunds all of it; the fee leaves it below zero, and the next cycle takes that over.</summary>
    public static ContractKind CarriesForward { get; } = new("flat-percent", "T0-2");

    /// <summary>The same, and another merchant stands in.</summary>
    public static ContractKind Guaranteed { get; } = new("percent-and-fixed", "T1")
    {
        Settlement = new SettlementTerms { CarryForwardDays = 0, Waterfall = [WaterfallStep.Guarantor, WaterfallStep.Receivable], GuarantorId = Guarantor },
    };

    /// <summary>The same, and it owes us from then on.</summary>
    public static ContractKind Indebted { get; } = new("percent-and-fixed", "T1")
    {
        Settlement = new SettlementTerms { CarryForwardDays = 0, Waterfall = [WaterfallStep.Reserve, WaterfallStep.Receivable] },
    };

    /// <param name="secondIban">Asked only where payouts are split.</param>
    public static SettlementTerms TermsOf(ContractKind kind, string iban, Func<string> secondIban) => kind.IsSplit
        ? kind.Settlement with { PayoutAccounts = [new PayoutAccount(iban, 70 * Percent), new PayoutAccount(secondIban(), 30 * Percent)] }
        : kind.Settlement;
}

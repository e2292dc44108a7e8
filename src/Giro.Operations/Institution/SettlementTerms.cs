using Giro.Ledger.Currencies;
using Giro.Rules.Programs;

namespace Giro.Operations.Institution;

/// <summary>A part of each obligation that is kept back for a time.</summary>
/// <param name="RateBillionths">10^-9 of the obligation's amount, rounded down to the minor unit: 50,000,000 is 5 %.</param>
/// <param name="DaysHeld">Calendar days from the business date of the close to the release.</param>
/// <param name="CapMinor">The rolling reserve never holds more; <see cref="long.MaxValue"/> for no cap.</param>
public sealed record RollingReserve(long RateBillionths, int DaysHeld, long CapMinor = long.MaxValue);

/// <summary>A bank account that payouts go to, and what of each payout it takes: a fixed amount, or a share of what the fixed amounts leave.</summary>
/// <param name="ShareBillionths">10^-9; the shares of a merchant's accounts come to one. 0 for an account with a fixed amount.</param>
/// <param name="FixedMinor">Minor units of the merchant's currency; 0 for an account with a share.</param>
public sealed record PayoutAccount(string Iban, long ShareBillionths, long FixedMinor = 0);

/// <summary>Who gets the minor units that rounding down leaves. Numbers are stored and never reused.</summary>
public enum RemainderRule : byte
{
    None = 0,

    /// <summary>One each to the largest fractions, the earlier account first where they are equal: 15 by 80/8/12 % is 12, 1, 2.</summary>
    LargestFraction = 1,

    /// <summary>All to the first account: 15 by 80/8/12 % is 13, 1, 1.</summary>
    First = 2,
}

/// <summary>Payouts in another currency than the merchant's accounts are kept in.</summary>
/// <param name="Source">The name of the rate table, such as <c>ECB</c>; it stands on the entry with the rate's date.</param>
/// <param name="Rounding">Of each converted amount, to the minor unit.</param>
public sealed record PayoutExchange(Currency Currency, string Source, RoundingMode Rounding = RoundingMode.HalfEven);

/// <summary>Where the money comes from when a merchant's cycle ends below zero. What is still payable to the merchant itself always comes first.</summary>
public enum WaterfallStep : byte
{
    None = 0,

    /// <summary>Future receipts: the shortfall goes to the next cycles, for <see cref="SettlementTerms.CarryForwardDays"/>; later steps wait that long.</summary>
    CarryForward = 1,

    /// <summary>The rolling reserve, the oldest part first, then the fixed reserve.</summary>
    Reserve = 2,

    /// <summary>What is payable to the guarantor, never more than there is.</summary>
    Guarantor = 3,

    /// <summary>The rest becomes a receivable that ages; later proceeds repay it, or two persons write it off.</summary>
    Receivable = 4,
}

/// <summary>How a merchant is settled. The default is plain: all of it, at once, to one account; a shortfall is carried forward without end.</summary>
public sealed record SettlementTerms
{
    public const long One = 1_000_000_000;

    public static SettlementTerms Plain { get; } = new();

    /// <summary>An obligation that would make less payable is carried forward; and what is payable waits until it comes to this.</summary>
    public long MinimumPayoutMinor { get; init; }

    /// <summary>Null for none.</summary>
    public RollingReserve? RollingReserve { get; init; }

    /// <summary>Filled first from proceeds, then kept. 0 for none.</summary>
    public long FixedReserveMinor { get; init; }

    /// <summary>Empty: the merchant's own account takes all.</summary>
    public IReadOnlyList<PayoutAccount> PayoutAccounts { get; init; } = [];

    public RemainderRule Remainder { get; init; } = RemainderRule.LargestFraction;

    /// <summary>Null: payouts are in the currency of the accounts.</summary>
    public PayoutExchange? Exchange { get; init; }

    public IReadOnlyList<WaterfallStep> Waterfall { get; init; } = [WaterfallStep.CarryForward];

    /// <summary>Calendar days since the merchant went below zero.</summary>
    public int CarryForwardDays { get; init; } = int.MaxValue;

    /// <summary>The merchant who stands in; null for none.</summary>
    public string? GuarantorId { get; init; }

    /// <summary>A receivable may be written off when it is this old, in calendar days.</summary>
    public int WriteOffAfterDays { get; init; }

    /// <summary>What contradicts itself, in words; null when nothing does.</summary>
    public string? Fault()
    {
        if (MinimumPayoutMinor < 0 || FixedReserveMinor < 0 || CarryForwardDays < 0 || WriteOffAfterDays < 0) return "an amount or a number of days is below zero";
        if (RollingReserve is { } rolling && (rolling.RateBillionths is < 0 or > One || rolling.DaysHeld < 0 || rolling.CapMinor < 0)) return "the rolling reserve's rate is not from 0 to 1, or its days or cap are below zero";
        if (PayoutAccounts.Any(account => account.ShareBillionths < 0 || account.FixedMinor < 0 || (account.ShareBillionths == 0) == (account.FixedMinor == 0)))
            return "a payout account has neither a share nor a fixed amount, or both";
        if (PayoutAccounts.Sum(account => account.ShareBillionths) is var shares && shares != 0 && shares != One) return $"the shares of the payout accounts come to {shares} billionths, not to one";
        if (Waterfall.Distinct().Count() != Waterfall.Count || Waterfall.Any(step => step is < WaterfallStep.CarryForward or > WaterfallStep.Receivable)) return "the waterfall names a step twice or one that there is not";
        if (Waterfall.Contains(WaterfallStep.Guarantor) != GuarantorId is not null) return "the waterfall has a guarantor's step without a guarantor, or a guarantor without a step";
        var receivable = Waterfall.ToList().IndexOf(WaterfallStep.Receivable);
        return receivable >= 0 && receivable != Waterfall.Count - 1 ? "nothing can come after the receivable, which takes all" : null;
    }
}

/// <summary>Who must say yes to a payout before the bank is told.</summary>
/// <param name="AutomaticUpToMinor">Approved by policy, in minor units of the merchant's currency; a reissue never is.</param>
/// <param name="OnePersonUpToMinor">Approved by one person; above it, one proposes and another approves.</param>
public sealed record PayoutApprovalPolicy(long AutomaticUpToMinor, long OnePersonUpToMinor)
{
    public static PayoutApprovalPolicy Automatic { get; } = new(long.MaxValue, long.MaxValue);
}

using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;

namespace Giro.Operations.Institution;

/// <summary>An account that the institution has, whoever its merchants are.</summary>
public readonly record struct ChartAccount(string Path, AccountClass Class, AccountLimits Limits);

/// <summary>The chart of accounts: where each path stands and what it is.</summary>
public static class ChartOfAccounts
{
    /// <summary>Our money at the bank, as the bank's statement must show it.</summary>
    public const string Nostro = "bank/nostro";

    /// <summary>Payouts by state, a liability each: what merchants are no longer owed and has not left.</summary>
    public const string PayoutsCreated = "payout/created";

    public const string PayoutsApproved = "payout/approved";
    public const string PayoutsInstructed = "payout/instructed";
    public const string PayoutsAccepted = "payout/accepted";

    /// <summary>Between a payout that came back and the one that replaces it; empty at rest.</summary>
    public const string PayoutsReissued = "payout/reissued";

    /// <summary>Payouts that the bank says it made and no statement shows yet.</summary>
    public const string InTransit = "settlement/in-transit";

    /// <summary>Payouts that the bank says it sends back and no statement shows yet: an asset.</summary>
    public const string Returns = "settlement/returns";

    public const string WriteOffs = "expense/write-offs";

    public const string FeeIncome = "income/merchant-fees";
    public const string ChannelCosts = "expense/channel-costs";

    /// <summary>The money side of unexplained breaks: a debit where too much left, a credit where too much came.</summary>
    public const string BankSuspense = "suspense/bank";

    /// <summary>
    /// The other side of suspense for items whose money has not moved: they stay on the accounts of their state, and a break that is past its time shows on suspense
    /// all the same. Equals what the breaks say of it, so nothing is lost on it.
    /// </summary>
    public const string SuspendedItems = "suspense/items";

    /// <summary>What breaks cost us when they are given up.</summary>
    public const string ReconciliationWriteOffs = "expense/reconciliation-write-offs";

    /// <summary>What breaks leave with us when they are given up.</summary>
    public const string ReconciliationGains = "income/reconciliation-gains";

    public const string Capital = "equity/capital";

    public static IReadOnlyList<ChartAccount> Fixed { get; } =
    [
        new(FeeIncome, AccountClass.Income, AccountLimits.None),
        new(ChannelCosts, AccountClass.Expense, AccountLimits.None),
        new(WriteOffs, AccountClass.Expense, AccountLimits.None),
        new(PayoutsReissued, AccountClass.Liability, AccountLimits.NotNegative),
        new(Capital, AccountClass.Equity, AccountLimits.None),
    ];

    /// <summary>What a channel has collected for us and not paid yet: an asset. Refunds may turn it for a while.</summary>
    public static string Receivable(string channelCode) => $"channel/{channelCode}/receivable";

    /// <summary>The money side of breaks with a channel's bill.</summary>
    public static string ChannelSuspense(string channelCode) => $"suspense/channel/{channelCode}";

    /// <summary>What a merchant has earned and no closed cycle owes yet: a liability. Refunds may turn it; the contract may limit it.</summary>
    public static string Pending(string merchantId) => $"merchant/{merchantId}/pending";

    /// <summary>Fees that a merchant with gross deduction owes and that are collected later: an asset.</summary>
    public static string FeesDue(string merchantId) => $"merchant/{merchantId}/fees-due";

    /// <summary>What closed cycles owe a merchant: a liability that never turns, so no payout can exceed what is owed.</summary>
    public static string Payable(string merchantId) => $"merchant/{merchantId}/payable";

    /// <summary>What is kept back for a time: a liability that never turns.</summary>
    public static string RollingReserve(string merchantId) => $"merchant/{merchantId}/reserve/rolling";

    /// <summary>What is kept back for good: a liability that never turns.</summary>
    public static string FixedReserve(string merchantId) => $"merchant/{merchantId}/reserve/fixed";

    /// <summary>What a merchant owes us after the waterfall: an asset that never turns.</summary>
    public static string MerchantReceivable(string merchantId) => $"merchant/{merchantId}/receivable";

    /// <summary>What we hold of a currency against the others: a debit where we gave of it. Two accounts of an exchange, one entry, each currency sums to zero.</summary>
    public static string ExchangePosition(Currency currency) => $"fx/position/{currency.Code}";

    /// <summary>The accounts that payouts of a currency need.</summary>
    public static IReadOnlyList<ChartAccount> OfCurrency { get; } =
    [
        new(Nostro, AccountClass.Asset, AccountLimits.None),
        new(PayoutsCreated, AccountClass.Liability, AccountLimits.NotNegative),
        new(PayoutsApproved, AccountClass.Liability, AccountLimits.NotNegative),
        new(PayoutsInstructed, AccountClass.Liability, AccountLimits.NotNegative),
        new(PayoutsAccepted, AccountClass.Liability, AccountLimits.NotNegative),
        new(InTransit, AccountClass.Liability, AccountLimits.NotNegative),
        new(Returns, AccountClass.Asset, AccountLimits.NotNegative),
        new(BankSuspense, AccountClass.Asset, AccountLimits.None),
        new(SuspendedItems, AccountClass.Asset, AccountLimits.None),
        new(ReconciliationWriteOffs, AccountClass.Expense, AccountLimits.None),
        new(ReconciliationGains, AccountClass.Income, AccountLimits.None),
    ];

    /// <summary>The same account in another currency: <c>bank/nostro/USD</c>. In the institution's own it has no suffix.</summary>
    public static string In(string path, Currency currency, Currency home) => currency == home ? path : $"{path}/{currency.Code}";
}

using Giro.Ledger.Accounts;

namespace Giro.Operations.Institution;

/// <summary>An account that the institution has, whoever its merchants are.</summary>
public readonly record struct ChartAccount(string Path, AccountClass Class, AccountLimits Limits);

/// <summary>The chart of accounts: where each path stands and what it is.</summary>
public static class ChartOfAccounts
{
    /// <summary>Our money at the bank, as the bank's statement must show it.</summary>
    public const string Nostro = "bank/nostro";

    /// <summary>Payouts that the bank was told to make and has not reported.</summary>
    public const string InTransit = "settlement/in-transit";

    public const string FeeIncome = "income/merchant-fees";
    public const string ChannelCosts = "expense/channel-costs";

    /// <summary>The money side of unexplained breaks: a debit where too much left, a credit where too much came.</summary>
    public const string BankSuspense = "suspense/bank";

    public const string Capital = "equity/capital";

    public static IReadOnlyList<ChartAccount> Fixed { get; } =
    [
        new(Nostro, AccountClass.Asset, AccountLimits.None),
        new(InTransit, AccountClass.Liability, AccountLimits.NotNegative),
        new(FeeIncome, AccountClass.Income, AccountLimits.None),
        new(ChannelCosts, AccountClass.Expense, AccountLimits.None),
        new(BankSuspense, AccountClass.Asset, AccountLimits.None),
        new(Capital, AccountClass.Equity, AccountLimits.None),
    ];

    /// <summary>What a channel has collected for us and not paid yet: an asset. Refunds may turn it for a while.</summary>
    public static string Receivable(string channelCode) => $"channel/{channelCode}/receivable";

    /// <summary>What a merchant has earned and no closed cycle owes yet: a liability. Refunds may turn it; the contract may limit it.</summary>
    public static string Pending(string merchantId) => $"merchant/{merchantId}/pending";

    /// <summary>What closed cycles owe a merchant: a liability that never turns, so no payout can exceed what is owed.</summary>
    public static string Payable(string merchantId) => $"merchant/{merchantId}/payable";
}

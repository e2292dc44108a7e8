namespace Giro.Ledger.Accounts;

/// <summary>The five classes of accounts; the class gives the normal side.</summary>
public enum AccountClass : byte
{
    None = 0,
    Asset = 1,
    Liability = 2,
    Equity = 3,
    Income = 4,
    Expense = 5,
}

/// <summary>What may be posted to an account. Closed is final.</summary>
public enum AccountState : byte
{
    None = 0,
    Open = 1,
    DebitsFrozen = 2,
    CreditsFrozen = 3,
    Frozen = 4,
    Closed = 5,
}

/// <summary>Lowest and highest available balance, in minor units, on the account's normal side.</summary>
/// <param name="LowestMinor"><see cref="long.MinValue"/> for none.</param>
/// <param name="HighestMinor"><see cref="long.MaxValue"/> for none.</param>
public readonly record struct AccountLimits(long LowestMinor, long HighestMinor)
{
    public static readonly AccountLimits None = new(long.MinValue, long.MaxValue);

    /// <summary>Never below zero on the normal side.</summary>
    public static readonly AccountLimits NotNegative = new(0, long.MaxValue);
}

public static class AccountClasses
{
    /// <summary>Assets and expenses grow by debits (+1); liabilities, equity and income by credits (-1).</summary>
    public static int NormalSign(this AccountClass accountClass) =>
        accountClass is AccountClass.Asset or AccountClass.Expense ? 1 : -1;
}

namespace Giro.Messages.Iso20022;

/// <summary>CreditDebitCode of ISO 20022, as the account's owner sees it: a credit increases the balance.</summary>
public enum CreditDebit
{
    /// <summary>not set; never valid in a message</summary>
    None = 0,

    /// <summary><c>CRDT</c></summary>
    Credit = 1,

    /// <summary><c>DBIT</c></summary>
    Debit = 2,
}

internal static class CreditDebitCode
{
    public static string Of(CreditDebit side) => side switch
    {
        CreditDebit.Credit => "CRDT",
        CreditDebit.Debit => "DBIT",
        _ => throw new ArgumentException("the credit/debit indicator is not set"),
    };

    public static CreditDebit? Parse(string code) => code switch
    {
        "CRDT" => CreditDebit.Credit,
        "DBIT" => CreditDebit.Debit,
        _ => null,
    };

    /// <summary>The amount as it moves the owner's balance: plus for a credit, minus for a debit.</summary>
    public static long Signed(this CreditDebit side, long amountMinor) => side == CreditDebit.Debit ? -amountMinor : amountMinor;
}

namespace Giro.Messages.Iso20022;

/// <summary>A credit transfer of banks on their own behalf: a settlement of net positions, cover, liquidity.</summary>
/// <param name="Transfers">at least one, all in one currency; enumerated twice while writing, as in <see cref="Pacs008Message"/></param>
public sealed record Pacs009Message(InterbankHeader Header, IEnumerable<BankTransfer> Transfers);

/// <summary>CdtTrfTxInf of pacs.009: one payment of a bank.</summary>
/// <param name="Amount">IntrBkSttlmAmt, above zero</param>
/// <param name="Debtor">the bank that pays</param>
/// <param name="DebtorAccount">null where both know it</param>
/// <param name="Creditor">the bank that is paid</param>
/// <param name="CreditorAccount">null where both know it</param>
/// <param name="RemittanceText">RmtInf/Ustrd, at most 140 characters; null for none</param>
public sealed record BankTransfer(
    PaymentIdentification Id,
    CurrencyAmount Amount,
    BankAgent Debtor,
    BankAccount? DebtorAccount,
    BankAgent Creditor,
    BankAccount? CreditorAccount,
    string? RemittanceText = null)
{
    /// <summary>DbtrAgt: the bank with the debtor's account, where that is another one.</summary>
    public BankAgent? DebtorAgent { get; init; }

    /// <summary>CdtrAgt: the bank with the creditor's account, where that is another one.</summary>
    public BankAgent? CreditorAgent { get; init; }
}

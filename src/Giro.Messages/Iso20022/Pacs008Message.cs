namespace Giro.Messages.Iso20022;

/// <summary>A customer credit transfer between banks.</summary>
/// <param name="Transfers">
/// at least one, all in one currency; enumerated twice while writing: for the totals, which stand first in the file, and for the transfers themselves. A source
/// that gives other transfers the second time is refused, so a million of them may come from a query and need no memory
/// </param>
public sealed record Pacs008Message(InterbankHeader Header, IEnumerable<CustomerTransfer> Transfers);

/// <summary>CdtTrfTxInf of pacs.008: one payment of a customer.</summary>
/// <param name="Amount">IntrBkSttlmAmt, above zero</param>
/// <param name="DebtorName">at most 140 characters</param>
/// <param name="DebtorAccount">null where the debtor paid from none</param>
/// <param name="CreditorName">at most 140 characters</param>
/// <param name="RemittanceText">RmtInf/Ustrd, at most 140 characters; null for none</param>
public sealed record CustomerTransfer(
    PaymentIdentification Id,
    CurrencyAmount Amount,
    ChargeBearer Charges,
    string DebtorName,
    BankAccount? DebtorAccount,
    BankAgent DebtorAgent,
    BankAgent CreditorAgent,
    string CreditorName,
    BankAccount? CreditorAccount,
    string? RemittanceText = null)
{
    /// <summary>InstdAmt: what the debtor asked for, where it was in another currency or before charges.</summary>
    public CurrencyAmount? InstructedAmount { get; init; }
}

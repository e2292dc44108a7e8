namespace Giro.Messages.Iso20022;

/// <summary>
/// A credit-transfer initiation: what a customer asks its bank to pay. The totals are stated before the transfers are enumerated, because they
/// stand first in the file; the writer counts along and refuses a message whose totals were wrong.
/// </summary>
/// <param name="MessageId">GrpHdr/MsgId, at most 35 characters; the bank refuses a second message with the same one</param>
/// <param name="InitiatingPartyName">GrpHdr/InitgPty/Nm, at most 140 characters</param>
/// <param name="TransactionCount">transfers in all payment informations</param>
/// <param name="ControlSum">sum of all their amounts</param>
/// <param name="Payments">at least one, each with its own id; enumerated once, while writing</param>
public sealed record Pain001Message(
    string MessageId,
    DateTimeOffset CreatedAt,
    string InitiatingPartyName,
    long TransactionCount,
    ControlSum ControlSum,
    IEnumerable<PaymentInformation> Payments);

/// <summary>PmtInf: the transfers from one account on one requested execution date.</summary>
/// <param name="Id">PmtInfId, at most 35 characters, unique in the message</param>
/// <param name="DebtorName">at most 140 characters</param>
/// <param name="DebtorCurrency">currency of the debtor's account; the transfers may be in others, which the bank then exchanges</param>
/// <param name="TransactionCount">transfers in this payment information</param>
/// <param name="ControlSum">sum of their amounts</param>
/// <param name="Transfers">at least one; enumerated once, while writing, so a million of them need no memory</param>
public sealed record PaymentInformation(
    string Id,
    DateOnly RequestedExecutionDate,
    string DebtorName,
    BankAccount DebtorAccount,
    string DebtorCurrency,
    BankAgent DebtorAgent,
    long TransactionCount,
    ControlSum ControlSum,
    IEnumerable<CreditTransfer> Transfers);

/// <summary>CdtTrfTxInf: one transfer.</summary>
/// <param name="EndToEndId">at most 35 characters; comes back on the statement and is what a payout is matched by</param>
/// <param name="Amount">InstdAmt, above zero</param>
/// <param name="CreditorName">at most 140 characters</param>
/// <param name="CreditorAgent">null where the creditor's account (an IBAN) says the bank</param>
/// <param name="RemittanceText">RmtInf/Ustrd, at most 140 characters; null for none</param>
public sealed record CreditTransfer(
    string EndToEndId,
    CurrencyAmount Amount,
    string CreditorName,
    BankAccount CreditorAccount,
    BankAgent? CreditorAgent = null,
    string? RemittanceText = null);

namespace Giro.Messages.Iso20022;

/// <summary>SttlmInf: by which account two banks settle with each other. Settlement with cover (COVE) is not written.</summary>
public abstract record InterbankSettlement
{
    private InterbankSettlement() { }

    /// <summary>CLRG: in a clearing system of ISO's external list.</summary>
    /// <param name="Code">at most 3 characters, e.g. <c>TGT</c> or <c>ST2</c></param>
    public sealed record ClearingSystem(string Code) : InterbankSettlement;

    /// <summary>CLRG: in a clearing system that is not in ISO's list.</summary>
    /// <param name="Name">as its members agree, at most 35 characters</param>
    public sealed record ProprietarySystem(string Name) : InterbankSettlement;

    /// <summary>INDA: the receiver's bank holds the account; INGA: the sender's does.</summary>
    /// <param name="AtReceiver">true for INDA</param>
    /// <param name="Account">null where both know it</param>
    public sealed record Correspondent(bool AtReceiver, BankAccount? Account = null) : InterbankSettlement;
}

/// <summary>ChrgBr: who bears the charges.</summary>
public enum ChargeBearer
{
    /// <summary>not set; never valid in a message</summary>
    None = 0,

    /// <summary><c>DEBT</c>: all by the debtor</summary>
    Debtor = 1,

    /// <summary><c>CRED</c>: all by the creditor</summary>
    Creditor = 2,

    /// <summary><c>SHAR</c>: each side its own</summary>
    Shared = 3,

    /// <summary><c>SLEV</c>: as the service level says</summary>
    ServiceLevel = 4,
}

/// <summary>
/// GrpHdr of a message that moves money between two banks. All payments of a message settle on one date in one currency; their number and total are made from
/// them.
/// </summary>
/// <param name="MessageId">at most 35 characters; the receiver refuses a second message with the same one</param>
/// <param name="SettlementDate">IntrBkSttlmDt</param>
/// <param name="InstructingAgent">InstgAgt: the bank that sends the message</param>
/// <param name="InstructedAgent">InstdAgt: the bank that receives it</param>
public sealed record InterbankHeader(
    string MessageId,
    DateTimeOffset CreatedAt,
    DateOnly SettlementDate,
    InterbankSettlement Settlement,
    BankAgent InstructingAgent,
    BankAgent InstructedAgent);

/// <summary>PmtId: how the payment is called. References are at most 35 characters.</summary>
/// <param name="EndToEndId">as the debtor gave it; <c>NOTPROVIDED</c> where it gave none</param>
/// <param name="TransactionId">TxId: the first bank's, unchanged along the way</param>
/// <param name="Uetr">a UUID of version 4 in small letters, the same for all banks on the way</param>
/// <param name="InstructionId">InstrId: between these two banks</param>
/// <param name="ClearingSystemReference">ClrSysRef</param>
public sealed record PaymentIdentification(
    string EndToEndId, string? TransactionId = null, string? Uetr = null, string? InstructionId = null, string? ClearingSystemReference = null);

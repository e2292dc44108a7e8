namespace Giro.Messages.Iso20022;

/// <summary>What stands before the transactions of a pacs.004 (GrpHdr and OrgnlGrpInf): a message by which a bank sends settled payments back.</summary>
public sealed record PaymentReturn
{
    /// <summary>GrpHdr/MsgId, at most 35 characters.</summary>
    public required string MessageId { get; init; }

    /// <summary>A time without an offset in the message is taken as UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>NbOfTxs.</summary>
    public required long TransactionCount { get; init; }

    /// <summary>CtrlSum: the sum of the returned amounts, whatever their currencies; null where the bank gives none.</summary>
    public ControlSum? ControlSum { get; init; }

    /// <summary>TtlRtrdIntrBkSttlmAmt: their sum in the one currency that they then have.</summary>
    public CurrencyAmount? Total { get; init; }

    /// <summary>IntrBkSttlmDt of all; where it is null, each transaction has its own.</summary>
    public DateOnly? SettlementDate { get; init; }

    /// <summary>SttlmInf/SttlmMtd: <c>INDA</c>, <c>INGA</c>, <c>COVE</c> or <c>CLRG</c>.</summary>
    public string? SettlementMethod { get; init; }

    /// <summary>GrpRtr: the whole of the original message comes back, and its transactions need not be listed.</summary>
    public bool IsWholeGroup { get; init; }

    /// <summary>OrgnlGrpInf/OrgnlMsgId: the message that the payments came in, where it is the same for all.</summary>
    public string? OriginalMessageId { get; init; }

    /// <summary>OrgnlGrpInf/OrgnlMsgNmId, e.g. <c>pacs.008.001.09</c></summary>
    public string? OriginalMessageName { get; init; }

    /// <summary>OrgnlGrpInf/RtrRsnInf: why, where it is the same for all.</summary>
    public IReadOnlyList<StatusReason> Reasons { get; init; } = [];
}

/// <summary>TxInf of pacs.004: one payment sent back. References are at most 35 characters.</summary>
public sealed record ReturnedTransaction
{
    /// <summary>RtrId: the returning bank's number of this return.</summary>
    public string? ReturnId { get; init; }

    /// <summary>OrgnlGrpInf/OrgnlMsgId, or that of the message as a whole.</summary>
    public string? OriginalMessageId { get; init; }

    /// <summary>OrgnlInstrId.</summary>
    public string? InstructionId { get; init; }

    /// <summary>OrgnlEndToEndId.</summary>
    public string? EndToEndId { get; init; }

    /// <summary>OrgnlTxId.</summary>
    public string? TransactionId { get; init; }

    /// <summary>OrgnlUETR, a UUID of version 4.</summary>
    public string? Uetr { get; init; }

    /// <summary>OrgnlClrSysRef.</summary>
    public string? OriginalClearingSystemReference { get; init; }

    /// <summary>OrgnlIntrBkSttlmAmt, or else that of OrgnlTxRef; null where the bank does not repeat it.</summary>
    public CurrencyAmount? OriginalAmount { get; init; }

    /// <summary>OrgnlIntrBkSttlmDt, or else that of OrgnlTxRef.</summary>
    public DateOnly? OriginalSettlementDate { get; init; }

    /// <summary>RtrdIntrBkSttlmAmt: what comes back between the banks.</summary>
    public required CurrencyAmount Amount { get; init; }

    /// <summary>RtrdInstdAmt: what the returning party sent, before exchange and charges.</summary>
    public CurrencyAmount? InstructedAmount { get; init; }

    /// <summary>CompstnAmt: interest or the like that is paid on top, within <see cref="Amount"/>.</summary>
    public CurrencyAmount? Compensation { get; init; }

    /// <summary>IntrBkSttlmDt, or that of the message as a whole.</summary>
    public DateOnly? SettlementDate { get; init; }

    /// <summary>ClrSysRef of the return.</summary>
    public string? ClearingSystemReference { get; init; }

    /// <summary>RtrRsnInf, or the reasons of the message as a whole.</summary>
    public IReadOnlyList<StatusReason> Reasons { get; init; } = [];

    internal bool IsIdentified =>
        EndToEndId is not null || TransactionId is not null || InstructionId is not null || Uetr is not null || OriginalClearingSystemReference is not null;
}

/// <summary>Something a pacs.004 says that does not agree with the rest of it. It is read all the same; what to do is the caller's.</summary>
/// <param name="Stated">what the message states, as it would be written; null when there is nothing</param>
/// <param name="Found">what its transactions give, in the same form</param>
/// <param name="Text">the same in words</param>
public sealed record ReturnFinding(ReturnFindingKind Kind, string? Stated, string? Found, MessagePlace Place, string Text);

/// <summary>Numbers are never reused.</summary>
public enum ReturnFindingKind
{
    None = 0,

    /// <summary>NbOfTxs is not the number of transactions.</summary>
    TransactionCountDiffers = 1,

    /// <summary>CtrlSum is not the sum of the returned amounts.</summary>
    ControlSumDiffers = 2,

    /// <summary>TtlRtrdIntrBkSttlmAmt is not the sum of the returned amounts.</summary>
    TotalDiffers = 3,

    /// <summary>A transaction is not in the currency of the total: the total cannot be checked.</summary>
    TotalCurrencyDiffers = 4,

    /// <summary>A transaction names none of the references of the payment that comes back.</summary>
    TransactionUnidentified = 5,

    /// <summary>More comes back than was sent, and no compensation explains it.</summary>
    ReturnExceedsOriginal = 6,

    /// <summary>Neither the transaction nor the message says why.</summary>
    ReasonMissing = 7,
}

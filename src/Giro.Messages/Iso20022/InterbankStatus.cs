namespace Giro.Messages.Iso20022;

/// <summary>What a pacs.002 says about itself (GrpHdr). References are at most 35 characters.</summary>
/// <param name="CreatedAt">a time without an offset in the message is taken as UTC</param>
public sealed record InterbankStatusReport(string MessageId, DateTimeOffset CreatedAt);

/// <summary>OrgnlGrpInfAndSts: the answer for one message between banks as a whole.</summary>
/// <param name="MessageId">OrgnlMsgId: of the message that is answered, e.g. a pacs.008</param>
/// <param name="MessageName">OrgnlMsgNmId, e.g. <c>pacs.008.001.09</c></param>
public sealed record OriginalGroupStatus(string MessageId, string MessageName)
{
    public DateTimeOffset? CreatedAt { get; init; }

    public GroupStatus Group { get; init; } = new();
}

/// <summary>TxInfAndSts of pacs.002: the answer for one payment between banks. References are at most 35 characters.</summary>
public sealed record InterbankStatus
{
    /// <summary>StsId: the answering bank's number of this answer.</summary>
    public string? StatusId { get; init; }

    /// <summary>OrgnlGrpInf/OrgnlMsgId; where it is left out and the report answers one message, that one's.</summary>
    public string? OriginalMessageId { get; init; }

    /// <summary>OrgnlGrpInf/OrgnlMsgNmId, or that of the one message answered.</summary>
    public string? OriginalMessageName { get; init; }

    /// <summary>OrgnlInstrId.</summary>
    public string? InstructionId { get; init; }

    /// <summary>OrgnlEndToEndId.</summary>
    public string? EndToEndId { get; init; }

    /// <summary>OrgnlTxId.</summary>
    public string? TransactionId { get; init; }

    /// <summary>OrgnlUETR, a UUID of version 4.</summary>
    public string? Uetr { get; init; }

    /// <summary>TxSts; where it is left out, that of the message answered, unless it is <c>PART</c>. Null when there is none of these.</summary>
    public string? Status { get; init; }

    /// <summary>StsRsnInf.</summary>
    public IReadOnlyList<StatusReason> Reasons { get; init; } = [];

    /// <summary>AccptncDtTm.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>FctvIntrBkSttlmDt: when it was settled in fact.</summary>
    public DateOnly? EffectiveSettlementDate { get; init; }

    /// <summary>AcctSvcrRef: the answering bank's own reference.</summary>
    public string? AccountServicerReference { get; init; }

    /// <summary>ClrSysRef: the clearing system's reference.</summary>
    public string? ClearingSystemReference { get; init; }

    /// <summary>OrgnlTxRef/IntrBkSttlmAmt, or else Amt; null where the bank does not repeat it.</summary>
    public CurrencyAmount? Amount { get; init; }

    /// <summary>OrgnlTxRef/IntrBkSttlmDt.</summary>
    public DateOnly? SettlementDate { get; init; }

    public bool IsRejected => Status == StatusCode.Rejected;

    internal bool IsIdentified => EndToEndId is not null || TransactionId is not null || InstructionId is not null || Uetr is not null;
}

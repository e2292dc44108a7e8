namespace Giro.Messages.Iso20022;

/// <summary>What a pain.002 says about itself (GrpHdr) and about the pain.001 that it answers (OrgnlGrpInfAndSts).</summary>
public sealed record StatusReport
{
    /// <summary>GrpHdr/MsgId of the answer, at most 35 characters.</summary>
    public required string MessageId { get; init; }

    /// <summary>A time without an offset in the message is taken as UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>OrgnlMsgId: <see cref="Pain001Message.MessageId"/> of what was sent.</summary>
    public required string OriginalMessageId { get; init; }

    /// <summary>OrgnlMsgNmId, e.g. <c>pain.001.001.10</c>; some banks leave the version out.</summary>
    public required string OriginalMessageName { get; init; }

    public DateTimeOffset? OriginalCreatedAt { get; init; }

    /// <summary>The answer for the message as a whole, and what it says about its transactions.</summary>
    public GroupStatus Group { get; init; } = new();
}

/// <summary>OrgnlPmtInfAndSts without its transactions: the answer for one payment information.</summary>
/// <param name="Id">OrgnlPmtInfId: <see cref="PaymentInformation.Id"/> of what was sent</param>
public sealed record PaymentInformationStatus(string Id)
{
    public GroupStatus Group { get; init; } = new();
}

/// <summary>Status and control figures of a message or of a payment information, each as far as the bank gives them.</summary>
public sealed record GroupStatus
{
    /// <summary>
    /// GrpSts or PmtInfSts, an ISO external code of at most 4 characters: <c>RCVD</c>, <c>ACTC</c>, <c>ACCP</c>, <c>ACSP</c>, <c>ACSC</c>,
    /// <c>PDNG</c>, <c>PART</c> (not the same for all), <c>RJCT</c>.
    /// </summary>
    public string? Status { get; init; }

    /// <summary>StsRsnInf.</summary>
    public IReadOnlyList<StatusReason> Reasons { get; init; } = [];

    /// <summary>OrgnlNbOfTxs: how many transactions were sent.</summary>
    public long? OriginalTransactionCount { get; init; }

    /// <summary>OrgnlCtrlSum: the sum of their amounts, whatever their currencies.</summary>
    public ControlSum? OriginalControlSum { get; init; }

    /// <summary>NbOfTxsPerSts.</summary>
    public IReadOnlyList<StatusCount> Counts { get; init; } = [];
}

/// <summary>NbOfTxsPerSts: how many of the transactions sent have one status.</summary>
/// <param name="Status">DtldSts, at most 4 characters</param>
/// <param name="Count">DtldNbOfTxs</param>
/// <param name="Sum">DtldCtrlSum</param>
public sealed record StatusCount(string Status, long Count, ControlSum? Sum = null);

/// <summary>StsRsnInf: why. Either code may be absent, and then the text says it.</summary>
/// <param name="Code">Rsn/Cd, an ISO external code such as <c>AC04</c> (closed account), at most 4 characters; null with a proprietary one</param>
/// <param name="Proprietary">Rsn/Prtry, at most 35 characters; null with a code</param>
public sealed record StatusReason(string? Code, string? Proprietary = null)
{
    /// <summary>AddtlInf, each at most 105 characters.</summary>
    public IReadOnlyList<string> AdditionalInformation { get; init; } = [];
}

/// <summary>TxInfAndSts: the answer for one transaction. References are at most 35 characters.</summary>
public sealed record TransactionStatus
{
    /// <summary>StsId: the bank's number of this answer.</summary>
    public string? StatusId { get; init; }

    /// <summary>OrgnlInstrId.</summary>
    public string? InstructionId { get; init; }

    /// <summary>OrgnlEndToEndId: <see cref="CreditTransfer.EndToEndId"/> of what was sent.</summary>
    public string? EndToEndId { get; init; }

    /// <summary>OrgnlUETR, a UUID of version 4.</summary>
    public string? Uetr { get; init; }

    /// <summary>
    /// TxSts. Where the bank leaves it out, the reader puts the status of the payment information, or else of the group, unless that is
    /// <c>PART</c>, which says nothing about any one transaction; null when there is none of these.
    /// </summary>
    public string? Status { get; init; }

    /// <summary>StsRsnInf.</summary>
    public IReadOnlyList<StatusReason> Reasons { get; init; } = [];

    /// <summary>AccptncDtTm.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>AcctSvcrRef: the bank's own reference.</summary>
    public string? AccountServicerReference { get; init; }

    /// <summary>OrgnlTxRef/Amt: InstdAmt, or EqvtAmt/Amt; null where the bank does not repeat it.</summary>
    public CurrencyAmount? Amount { get; init; }

    /// <summary>OrgnlTxRef/ReqdExctnDt.</summary>
    public DateOnly? RequestedExecutionDate { get; init; }

    public bool IsRejected => Status == StatusCode.Rejected;
}

/// <summary>Payment informations to be written; the transactions are enumerated once, while writing.</summary>
public sealed record ReportedPayments(PaymentInformationStatus Information, IEnumerable<TransactionStatus> Transactions);

internal static class StatusCode
{
    public const string Rejected = "RJCT";
    public const string Partly = "PART";

    /// <summary>A code of ISO's external lists, by its form.</summary>
    public static bool IsOne(string code) => code.Length is >= 1 and <= 4 && code.All(char.IsAsciiLetterOrDigit);
}

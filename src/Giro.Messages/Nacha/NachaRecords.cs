namespace Giro.Messages.Nacha;

/// <summary>Record 1.</summary>
/// <param name="ImmediateDestination">routing number of nine digits, as a rule behind a blank; so the origin, unless it is a number of the company</param>
/// <param name="CreationTime">null when it is not given</param>
/// <param name="BlockingFactor">records in a block; 10 in this format</param>
public sealed record FileHeader(
    MessagePlace Place, string ImmediateDestination, string ImmediateOrigin, DateOnly CreationDate, TimeOnly? CreationTime, string FileIdModifier,
    int BlockingFactor, string DestinationName, string OriginName, string ReferenceCode);

/// <summary>Record 5.</summary>
/// <param name="ServiceClassCode">200 credits and debits, 220 credits only, 225 debits only</param>
/// <param name="CompanyName">of IAT batches, what stands in its place</param>
/// <param name="StandardEntryClassCode">e.g. PPD, CCD, WEB, CTX, IAT, COR</param>
/// <param name="EffectiveEntryDate">the day the originator wants it settled; null when it is not given</param>
/// <param name="SettlementDate">day of the year, 1 to 366, set by the operator; null when it is not given</param>
/// <param name="OriginatingDfi">first eight digits of the routing number</param>
public sealed record BatchHeader(
    MessagePlace Place, string ServiceClassCode, string CompanyName, string DiscretionaryData, string CompanyIdentification, string StandardEntryClassCode,
    string EntryDescription, string DescriptiveDate, DateOnly? EffectiveEntryDate, int? SettlementDate, string OriginatorStatusCode, string OriginatingDfi,
    string BatchNumber)
{
    public bool IsInternational => StandardEntryClassCode == "IAT";
}

/// <summary>Record 6 with its addenda.</summary>
public sealed record EntryDetail
{
    public required MessagePlace Place { get; init; }

    public required string TransactionCode { get; init; }

    /// <summary>Of the account that the entry names.</summary>
    public bool IsCredit => TransactionCodes.IsCredit(TransactionCode);

    /// <summary>Routing number of nine digits, the check digit included.</summary>
    public required string ReceivingDfi { get; init; }

    public required string AccountNumber { get; init; }

    /// <summary>US cents, never negative.</summary>
    public required long AmountMinor { get; init; }

    /// <summary>Of the receiver, as the originator knows it.</summary>
    public string IdentificationNumber { get; init; } = "";

    public string Name { get; init; } = "";

    public string DiscretionaryData { get; init; } = "";

    /// <summary>Of CTX and IAT entries: how many addenda there should be.</summary>
    public int? AddendaCount { get; init; }

    public required bool HasAddenda { get; init; }

    /// <summary>Fifteen digits.</summary>
    public required string TraceNumber { get; init; }

    public IReadOnlyList<Addenda> Addenda { get; init; } = [];

    /// <summary>When the entry is a return, a dishonored return or a contested one.</summary>
    public ReturnAddenda? Return => Addenda.OfType<ReturnAddenda>().FirstOrDefault();

    /// <summary>When the entry is a notification of change.</summary>
    public ChangeAddenda? Change => Addenda.OfType<ChangeAddenda>().FirstOrDefault();
}

/// <summary>Record 7.</summary>
/// <param name="TypeCode">02 terminal, 05 payment information, 10 to 18 international, 98 change, 99 return</param>
/// <param name="Text">positions 4 to 83: all of it for type 05, fields beside each other for others</param>
/// <param name="SequenceNumber">of types 05, 17 and 18, from 1; null for others</param>
/// <param name="EntrySequenceNumber">of types 05 and 10 to 18: the last seven digits of the entry's trace number; empty for others</param>
public record Addenda(MessagePlace Place, string TypeCode, string Text, int? SequenceNumber, string EntrySequenceNumber);

/// <summary>Record 7, type 99: a return, or its dishonor (R61 to R70), or that contested (R71 to R77).</summary>
/// <param name="ReasonCode">see <see cref="ReturnReasons"/></param>
/// <param name="OriginalTraceNumber">of the entry that is returned; of one that is dishonored or contested, too</param>
/// <param name="ReturnTraceNumber">of the return that is dishonored; empty otherwise</param>
/// <param name="ReturnReasonCode">of the return that is dishonored, e.g. <c>R01</c>; empty otherwise</param>
public sealed record ReturnAddenda(
    MessagePlace Place, string Text, string ReasonCode, string OriginalTraceNumber, string OriginalReceivingDfi, string Information, DateOnly? DateOfDeath,
    string ReturnTraceNumber, string ReturnReasonCode, string TraceNumber) : Addenda(Place, "99", Text, null, "")
{
    public bool IsDishonored => ReturnReasons.IsDishonor(ReasonCode);

    public bool IsContested => ReturnReasons.IsContest(ReasonCode);
}

/// <summary>Record 7, type 98: a notification of change.</summary>
/// <param name="ChangeCode">see <see cref="ReturnReasons"/></param>
public sealed record ChangeAddenda(
    MessagePlace Place, string Text, string ChangeCode, string OriginalTraceNumber, string OriginalReceivingDfi, string CorrectedData, string TraceNumber)
    : Addenda(Place, "98", Text, null, "");

/// <summary>Record 8.</summary>
/// <param name="EntryAddendaCount">records 6 and 7</param>
/// <param name="EntryHash">sum of the receiving institutions' first eight digits, its last ten digits</param>
public sealed record BatchControl(
    MessagePlace Place, string ServiceClassCode, int EntryAddendaCount, long EntryHash, long DebitMinor, long CreditMinor, string CompanyIdentification,
    string OriginatingDfi, string BatchNumber);

/// <summary>Record 9.</summary>
/// <param name="BlockCount">of ten records, padding included</param>
public sealed record FileControl(MessagePlace Place, int BatchCount, int BlockCount, int EntryAddendaCount, long EntryHash, long DebitMinor, long CreditMinor);

namespace Giro.Messages.Swift;

/// <summary>One message: a page of a customer statement (MT940), or an interim transaction report (MT942), without its lines.</summary>
public sealed record MtStatement
{
    public required MessagePlace Place { get; init; }

    /// <summary><c>940</c> or <c>942</c>: what its blocks or heading say, or else by the fields that only one of them has.</summary>
    public required string MessageType { get; init; }

    /// <summary>Field 20; empty when missing.</summary>
    public string TransactionReference { get; init; } = "";

    /// <summary>Field 21.</summary>
    public string RelatedReference { get; init; } = "";

    /// <summary>Field 25, first line; empty when missing.</summary>
    public string AccountIdentification { get; init; } = "";

    /// <summary>Field 28 or 28C before the slash.</summary>
    public string StatementNumber { get; init; } = "";

    /// <summary>Field 28 or 28C behind the slash: the page.</summary>
    public string SequenceNumber { get; init; } = "";

    /// <summary>Field 60F or 60M.</summary>
    public MtBalance? OpeningBalance { get; init; }

    /// <summary>Field 34F.</summary>
    public IReadOnlyList<MtFloorLimit> FloorLimits { get; init; } = [];

    /// <summary>Field 13D.</summary>
    public DateTimeOffset? DateTimeIndication { get; init; }

    /// <summary>ISO 4217, of the opening balance or the floor limit; empty when neither is there.</summary>
    public string Currency { get; init; } = "";

    public int MinorUnitDigits { get; init; }

    /// <summary>Field 62F or 62M; known at the end.</summary>
    public MtBalance? ClosingBalance { get; init; }

    /// <summary>Field 64; known at the end.</summary>
    public MtBalance? ClosingAvailableBalance { get; init; }

    /// <summary>Fields 65; known at the end.</summary>
    public IReadOnlyList<MtBalance> ForwardAvailableBalances { get; init; } = [];

    /// <summary>Field 90D; known at the end.</summary>
    public MtNumberAndSum? Debits { get; init; }

    /// <summary>Field 90C; known at the end.</summary>
    public MtNumberAndSum? Credits { get; init; }

    /// <summary>Fields 86 about the statement as a whole, those before the lines first; known at the end.</summary>
    public IReadOnlyList<string> Information { get; init; } = [];

    /// <summary>Fields NS that belong to no line; known at the end.</summary>
    public IReadOnlyList<string> NonSwift { get; init; } = [];

    /// <summary>Number and page as one, e.g. <c>00004/00001</c>.</summary>
    public string Number => SequenceNumber.Length == 0 ? StatementNumber : $"{StatementNumber}/{SequenceNumber}";
}

namespace Giro.Messages.Iso20022;

/// <summary>Something a status report says that does not agree with the rest of it. The report is read all the same; what to do is the caller's.</summary>
/// <param name="Stated">what the message states: a count, a control sum or a status, as it would be written; null when there is nothing</param>
/// <param name="Found">what its transactions give, in the same form</param>
/// <param name="Text">the same in words</param>
public sealed record StatusFinding(StatusFindingKind Kind, string? Stated, string? Found, string Text)
{
    /// <summary>The element that is at odds: the transaction, its payment information, or the original group; null when it was found on writing.</summary>
    public MessagePlace? Place { get; init; }
}

/// <summary>Numbers are never reused.</summary>
public enum StatusFindingKind
{
    None = 0,

    /// <summary>A transaction has neither an end-to-end id nor an instruction id nor a UETR: nobody can say which it is.</summary>
    TransactionUnidentified = 1,

    /// <summary>No status for a transaction, not even of its group; or a report that lists nothing and has no status as a whole.</summary>
    StatusMissing = 2,

    /// <summary>A group is rejected but lists a transaction or part that is not, or is accepted and lists a rejected one.</summary>
    StatusContradicted = 3,

    /// <summary>A status has another number of transactions than are listed with it.</summary>
    StatusCountDiffers = 4,

    /// <summary>The listed transactions of a status do not sum to what is stated for it.</summary>
    StatusSumDiffers = 5,

    /// <summary>More transactions are listed or counted than were sent.</summary>
    TransactionCountExceeded = 6,

    /// <summary>The amounts or the sums by status do not give the control sum of what was sent.</summary>
    ControlSumDiffers = 7,

    /// <summary>The same status is counted twice; the first was used.</summary>
    StatusRepeated = 8,
}

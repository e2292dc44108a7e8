namespace Giro.Messages.Iso20022;

/// <summary>
/// Something a statement, notification or report says that does not agree with the rest of it. It is read all the same; what to do is the caller's.
/// </summary>
/// <param name="Stated">
/// the figure in the message: a count for the kinds that count, otherwise minor units of the statement's (for details and batches, the entry's) currency;
/// null when there is none
/// </param>
/// <param name="Found">the figure that its entries or details give, in the same unit</param>
/// <param name="Text">the same in words</param>
public sealed record StatementFinding(StatementFindingKind Kind, Int128? Stated, Int128? Found, string Text)
{
    /// <summary>For a kind without figures: what was expected, e.g. a currency.</summary>
    public string? StatedText { get; init; }

    /// <summary>For a kind without figures: what was found instead.</summary>
    public string? FoundText { get; init; }

    /// <summary>The element that is at odds: the entry, or the statement as a whole; null when it was found on writing.</summary>
    public MessagePlace? Place { get; init; }
}

/// <summary>Numbers are never reused.</summary>
public enum StatementFindingKind
{
    None = 0,

    /// <summary>No OPBD and no PRCD: adding up cannot be checked.</summary>
    OpeningBalanceMissing = 1,

    /// <summary>No CLBD: adding up cannot be checked.</summary>
    ClosingBalanceMissing = 2,

    /// <summary>Two balances of a kind that there can be one of, with different figures; the first was used.</summary>
    BalanceRepeated = 3,

    /// <summary>An opening or closing booked balance is not in the statement's currency: adding up cannot be checked.</summary>
    BalanceCurrencyDiffers = 4,

    /// <summary>An entry is not in the statement's currency; it is counted but not summed.</summary>
    EntryCurrencyDiffers = 5,

    /// <summary>Opening balance and booked entries do not give the closing balance.</summary>
    ClosingBalanceDiffers = 6,

    /// <summary>TxsSummry counts other than the entries.</summary>
    SummaryCountDiffers = 7,

    /// <summary>TxsSummry sums to something else than the entries.</summary>
    SummarySumDiffers = 8,

    /// <summary>A batch states another number of transactions than it lists.</summary>
    BatchCountDiffers = 9,

    /// <summary>The listed payments of an entry do not sum to its amount, and no charges explain it.</summary>
    DetailSumDiffers = 10,

    /// <summary>A batch states another total than its listed payments sum to.</summary>
    BatchSumDiffers = 11,
}

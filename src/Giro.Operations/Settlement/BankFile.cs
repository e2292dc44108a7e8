namespace Giro.Operations.Settlement;

/// <summary>Numbers are stored and never reused.</summary>
public enum BankFileKind : byte
{
    None = 0,

    /// <summary>pain.002: what the bank says to our payout files.</summary>
    StatusReport = 1,

    /// <summary>camt.054: debits and credits of our account, as they happen.</summary>
    Notification = 2,
}

/// <summary>Numbers are reported and never reused.</summary>
public enum BankFileStatus : byte
{
    None = 0,
    Processed = 1,

    /// <summary>The same file again; nothing changed.</summary>
    ProcessedBefore = 2,

    /// <summary>It contradicts itself, is not about our account, or has the message id of another file. Nothing was done or kept.</summary>
    Flagged = 3,
}

/// <summary>Numbers are stored and never reused.</summary>
public enum BankFileFindingType : byte
{
    None = 0,

    /// <summary>No payout of ours has the end-to-end id.</summary>
    UnknownPayout = 1,

    /// <summary>The payout cannot go where the bank says it went.</summary>
    NotAllowed = 2,

    /// <summary>Not the amount or currency of the payout.</summary>
    AmountDiffers = 3,

    /// <summary>There is no end-to-end id.</summary>
    NoReference = 4,

    /// <summary>A status that says nothing to us.</summary>
    StatusUnknown = 5,

    /// <summary>The file does not agree with itself, or is not ours.</summary>
    Inconsistent = 6,
}

/// <summary>Something in a file of the bank that a person has to look at.</summary>
/// <param name="Line">Place of the transaction in the file, from 1; for the file as a whole numbers go on after the last one.</param>
public readonly record struct BankFileFinding(int Line, BankFileFindingType Type, string Reference, string Text);

/// <param name="Sha256">Of the file, hexadecimal.</param>
/// <param name="Moved">Payouts that changed their state.</param>
/// <param name="Unchanged">Transactions that said what was known.</param>
public sealed record BankFileResult(
    BankFileStatus Status, BankFileKind Kind, string MessageId, string Sha256, int Moved, int Unchanged, IReadOnlyList<BankFileFinding> Findings);

/// <summary>What a transaction in a file of the bank says of a payout.</summary>
/// <param name="To">None where the bank only says that it has got it.</param>
/// <param name="AmountMinor">Null where the bank does not say it.</param>
/// <param name="Reason">Why, as the bank says it; empty for nothing.</param>
internal readonly record struct BankEvent(int Line, string EndToEndId, PayoutState To, long? AmountMinor, string Currency, string Reason);

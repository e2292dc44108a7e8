namespace Giro.Ledger.Entries;

/// <summary>
/// The outcome of a command. Numbers are part of the wire and never reused. They stand in order of precedence: where several reasons
/// to refuse a command hold, the lowest number is answered. A refused command leaves no trace, so the same id may be tried again.
/// </summary>
public enum Status : ushort
{
    /// <summary>Never answered; a result that still holds it was not judged.</summary>
    Invalid = 0,

    /// <summary>In the journal. With <see cref="CommandResult.IsRepeat"/>: was already, and this is the first result.</summary>
    Accepted = 1,

    /// <summary>
    /// Another command of its chain was refused, so this one was not done either. The one that broke the chain is answered with its own reason, the last
    /// of a chain that was not closed with <see cref="ChainNotClosed"/>; what stands between them is not judged.
    /// </summary>
    ChainRefused = 2,

    /// <summary>The last command of a submission says that its chain goes on.</summary>
    ChainNotClosed = 3,

    /// <summary>The bytes are not a command: a length does not fit its content, or the command before it was malformed.</summary>
    Malformed = 4,

    CommandUnknown = 5,

    /// <summary>A reserved field or flag is set, or a flag that this command does not have.</summary>
    ReservedNotZero = 6,

    IdMissing = 7,

    /// <summary>Fewer than 2 or more than 256 legs.</summary>
    LegCountOutOfRange = 8,

    /// <summary>More than 2,048 bytes of attributes or metadata.</summary>
    AttributesTooLong = 9,

    AmountZero = 10,

    /// <summary>-2^63 has no positive counterpart and could never be reversed.</summary>
    AmountOutOfRange = 11,

    /// <summary>Only a posted entry, hold, capture, release or reversal can be part of a chain.</summary>
    NotInChain = 12,

    /// <summary>The id was used before, for something else.</summary>
    IdConflict = 13,

    DateOutOfRange = 14,
    BusinessDateClosed = 15,
    BusinessDateNotOpenYet = 16,

    /// <summary>A business date can only be advanced to a later one.</summary>
    DateNotLater = 17,

    HoldUnknown = 18,
    NotAHold = 19,

    /// <summary>The hold was captured to its end, released, or has expired.</summary>
    HoldNotOpen = 20,

    /// <summary>The legs of a capture are not legs of its hold, in the hold's order and on the hold's side.</summary>
    CaptureLegsMismatch = 21,

    CaptureExceedsHold = 22,
    ExpiryNotInFuture = 23,

    /// <summary>A hold can be extended only to a later time than it has.</summary>
    ExpiryNotLater = 24,

    ReversalTargetUnknown = 25,

    /// <summary>Only posted entries and captures can be reversed; a hold is released, a reversal is final.</summary>
    NotReversible = 26,

    /// <summary>The original that came with the reversal is not what the book accepted under that id.</summary>
    ReversalContentMismatch = 27,

    AlreadyReversed = 28,
    AccountUnknown = 29,

    /// <summary>Debits and credits differ in at least one currency.</summary>
    NotZeroSum = 30,

    AccountClosed = 31,
    AccountFrozen = 32,
    DebitsFrozen = 33,
    CreditsFrozen = 34,

    /// <summary>The open holds of an account would add up to 2^63 or more.</summary>
    HeldAmountTooLarge = 35,

    /// <summary>The available balance would end below the account's lowest.</summary>
    BelowLowest = 36,

    /// <summary>The balance with all incoming holds would end above the account's highest.</summary>
    AboveHighest = 37,

    HoldsFull = 38,

    /// <summary>See <see cref="Accounts.AccountPath"/>.</summary>
    PathInvalid = 39,

    ClassUnknown = 40,
    CurrencyUnknown = 41,
    StateUnknown = 42,

    /// <summary>The lowest balance is above the highest.</summary>
    LimitsCrossed = 43,

    /// <summary>The path belongs to an account that was opened otherwise.</summary>
    PathTaken = 44,

    AccountsFull = 45,

    /// <summary>An account with a balance or open holds cannot be closed.</summary>
    AccountNotEmpty = 46,
}

namespace Giro.Operations.Decision;

/// <summary>Why a well-formed message is not posted. Numbers are reported and never reused; they stand in order of precedence.</summary>
public enum DecisionReason : byte
{
    /// <summary>Not refused: there is an entry to post.</summary>
    None = 0,

    /// <summary>The payment is above the channel's highest.</summary>
    AboveChannelLimit = 1,

    /// <summary>The book has not accepted the payment that a refund or chargeback names.</summary>
    OriginalUnknown = 2,

    /// <summary>The original was paid to another merchant or through another channel.</summary>
    OriginalDiffers = 3,

    /// <summary>More would be returned than was paid.</summary>
    ReturnsMoreThanPaid = 4,

    /// <summary>The original has no such order.</summary>
    OrderUnknown = 5,

    /// <summary>The merchant's fee strategy has no answer: a field is missing, no use is for this payment, or its program stopped.</summary>
    FeesNotWorkedOut = 6,

    /// <summary>No accounting rule is for this event, or its legs cannot be made.</summary>
    NoAccountingRule = 7,
}

namespace Giro.Operations.Decision;

/// <summary>Why the rules refuse a well-formed message. Numbers are reported and never reused; they stand in order of precedence.</summary>
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
}

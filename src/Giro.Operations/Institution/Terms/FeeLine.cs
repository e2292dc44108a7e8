using Giro.Rules.Programs;

namespace Giro.Operations.Institution.Terms;

/// <summary>On whom an output of a fee strategy falls. Numbers are stored and never reused.</summary>
public enum FeeEffect : byte
{
    None = 0,

    /// <summary>The merchant pays it.</summary>
    Charged = 1,

    /// <summary>The merchant gets it.</summary>
    Credited = 2,

    /// <summary>We bear it: no effect on the merchant.</summary>
    Borne = 3,
}

/// <summary>One amount that a strategy works out for a part of a payment; never zero.</summary>
/// <param name="Receiver">Ordinal of the merchant that gets a share; -1 for none.</param>
/// <param name="AmountMinor">As the strategy says it; below zero it goes the other way.</param>
public readonly record struct FeeLine(LineKind Kind, FeeEffect Effect, int Receiver, long AmountMinor)
{
    /// <summary>What it adds to the merchant's fees: shares are none.</summary>
    public long FeeMinor => Kind == LineKind.Share ? 0 : -MerchantMinor;

    /// <summary>What it adds to the merchant's side: minus for what is charged.</summary>
    public long MerchantMinor => Effect switch
    {
        FeeEffect.Charged => -AmountMinor,
        FeeEffect.Credited => AmountMinor,
        _ => 0,
    };
}

/// <summary>Why fees could not be worked out. Numbers are reported and never reused.</summary>
public enum FeeStatus : byte
{
    None = 0,

    /// <summary>An input of the strategy is neither in the payment nor with the merchant, and has no default.</summary>
    FieldMissing = 1,

    /// <summary>A field is not of the type that the strategy says.</summary>
    FieldUnreadable = 2,

    /// <summary>No use of the strategy is for this payment on its date.</summary>
    NoUse = 3,

    /// <summary>The program stopped: see the fault.</summary>
    Faulted = 4,

    /// <summary>A share goes to a merchant that there is not.</summary>
    ReceiverUnknown = 5,

    /// <summary>The contract of the day names a strategy that the rules do not have, or there is no contract.</summary>
    NoTerms = 6,
}

/// <summary>How the working out ended.</summary>
/// <param name="Field">The input that is missing or unreadable; else empty.</param>
/// <param name="Use">Index of the use; -1 when none was found.</param>
public readonly record struct FeeOutcome(FeeStatus Status, string Field, int Use, Outcome Run)
{
    public bool IsDone => Status == FeeStatus.None;

    public override string ToString() => Status switch
    {
        FeeStatus.None => "done",
        FeeStatus.FieldMissing or FeeStatus.FieldUnreadable => $"{Status}: {Field}",
        FeeStatus.Faulted => $"{Status}: {Run.Fault} at instruction {Run.Instruction}",
        _ => Status.ToString(),
    };
}

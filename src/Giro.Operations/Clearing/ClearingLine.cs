using Giro.Operations.Institution.Cycles;

namespace Giro.Operations.Clearing;

/// <summary>What a clearing line is. Numbers are stored and never reused.</summary>
public enum LineKind : byte
{
    None = 0,

    /// <summary>What the customer paid: plus.</summary>
    Gross = 1,

    /// <summary>What the contract takes of it: minus.</summary>
    MerchantFee = 2,

    /// <summary>What the merchant gave back: minus.</summary>
    Refund = 3,

    /// <summary>What the channel took back: minus.</summary>
    Chargeback = 4,
}

/// <summary>One amount of one kind for one payment, as the merchant sees it: what is added to it is positive.</summary>
/// <param name="Number">The entry's number in the book; with the kind it is the key.</param>
/// <param name="TermsVersion">Of the contract.</param>
public readonly record struct ClearingLine(
    ulong Number, LineKind Kind, string MerchantId, CycleId Cycle, long AmountMinor, uint TermsVersion);

/// <summary>What the lines of one merchant, cycle and kind come to.</summary>
public readonly record struct CycleTotal(CycleId Cycle, string MerchantId, LineKind Kind, long Lines, long AmountMinor);

using Giro.Operations.Institution;
using Giro.Operations.Institution.Cycles;

namespace Giro.Operations.Clearing;

/// <summary>Which of a merchant's balances a line changes. Numbers are stored and never reused.</summary>
public enum LineAccount : byte
{
    None = 0,

    /// <summary>What it has earned and no closed cycle owes yet: these lines settle.</summary>
    Pending = 1,

    /// <summary>Fees that a merchant with gross deduction owes; collected at the end of the period.</summary>
    FeesDue = 2,

    /// <summary>None: a cost of ours.</summary>
    House = 3,
}

/// <summary>One amount of one kind for one part of a payment, as the merchant sees it: what is added to its side is positive.</summary>
/// <param name="Number">The entry's number in the book.</param>
/// <param name="Part">Of the payment, from 0. Number, part, kind, account and merchant are the key.</param>
/// <param name="RuleVersion">Number of the rule book that worked it out.</param>
public readonly record struct ClearingLine(
    ulong Number, int Part, LineKind Kind, LineAccount Account, Merchant Merchant, CycleId Cycle, long AmountMinor, uint RuleVersion);

/// <summary>What the lines of one merchant, cycle, kind and account come to.</summary>
public readonly record struct CycleTotal(CycleId Cycle, string MerchantId, LineKind Kind, LineAccount Account, long Lines, long AmountMinor);

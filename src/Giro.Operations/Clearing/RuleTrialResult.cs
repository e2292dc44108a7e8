using Giro.Operations.Institution;
using Giro.Operations.Institution.Terms;

namespace Giro.Operations.Clearing;

/// <summary>Fees as they were booked and as the tried strategy would have made them. Minor units; what a merchant is charged less what it is credited.</summary>
/// <param name="Payments">Payments, refunds and chargebacks that the tried strategy has an answer for.</param>
public readonly record struct TriedFees(long Payments, Int128 BookedMinor, Int128 NewMinor)
{
    public Int128 DifferenceMinor => NewMinor - BookedMinor;

    public TriedFees Plus(in TriedFees other) => new(Payments + other.Payments, BookedMinor + other.BookedMinor, NewMinor + other.NewMinor);
}

/// <param name="Unanswered">Payments that the tried strategy has no answer for; they are not in <paramref name="Fees"/>.</param>
public sealed record TriedMerchant(Merchant Merchant, TriedFees Fees, long Unanswered);

/// <summary>The lines of one kind and effect, as the strategies say them.</summary>
public sealed record TriedKind(LineKind Kind, FeeEffect Effect, Int128 BookedMinor, Int128 NewMinor)
{
    public Int128 DifferenceMinor => NewMinor - BookedMinor;
}

/// <summary>A strategy that the payments of the day were booked with.</summary>
/// <param name="Payments">How many.</param>
public sealed record BookedWith(string Strategy, int Version, long Payments);

/// <summary>A payment that the tried strategy has no answer for, so that it would have been refused.</summary>
/// <param name="Reference">Such as <c>refund/R-17</c>.</param>
/// <param name="BookedMinor">The fee that was booked.</param>
public sealed record UnansweredPayment(string Reference, string MerchantId, string Why, long BookedMinor);

/// <summary>What a changed strategy would have made of a day.</summary>
/// <param name="Total">A payment that several merchants share is counted once.</param>
/// <param name="Merchants">Those with a payment that was tried, by their order in the institution.</param>
/// <param name="Unanswered">How many payments have no answer.</param>
/// <param name="UnansweredMinor">The fees that were booked for those.</param>
/// <param name="FirstUnanswered">A few of them.</param>
public sealed record RuleTrialResult(
    DateOnly Day, TriedFees Total, IReadOnlyList<TriedMerchant> Merchants, IReadOnlyList<TriedKind> Kinds, IReadOnlyList<BookedWith> BookedWith,
    long Unanswered, Int128 UnansweredMinor, IReadOnlyList<UnansweredPayment> FirstUnanswered);

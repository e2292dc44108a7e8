using Giro.Operations.Institution;
using Giro.Operations.Clearing;
using Giro.Operations.Reconciliation;

namespace Giro.Operations.DayEnd;

/// <summary>Count and sum in minor units.</summary>
public readonly record struct Figure(long Count, Int128 SumMinor);

/// <summary>What the records of clearing, settlement and reconciliation say, recounted from their rows.</summary>
/// <param name="ClearedEntries">Entries that have clearing lines.</param>
/// <param name="Lines">Clearing lines by kind, from the lines.</param>
/// <param name="LineTotals">The same from the cycle totals.</param>
/// <param name="PostedObligations">Obligations in the ledger, whether paid out or not.</param>
/// <param name="Payouts">Payouts that the bank was told to make, whether settled or not.</param>
/// <param name="SettledPayouts">Those of them that a booked statement line has discharged.</param>
/// <param name="MatchedPayouts">Those of them that agree with the statement in reference, amount and date: they have no break.</param>
/// <param name="SettledChannels">Channel settlements that a booked statement line has discharged: gross.</param>
/// <param name="ClosingMinor">Closing balance of the latest statement; null for none.</param>
public sealed record RecordedFigures(
    long ClearedEntries,
    IReadOnlyDictionary<LineKind, Figure> Lines,
    IReadOnlyDictionary<LineKind, Figure> LineTotals,
    Figure PostedObligations,
    Figure Payouts,
    Figure SettledPayouts,
    Figure MatchedPayouts,
    Figure SettledChannels,
    IReadOnlyList<Break> Breaks,
    long? ClosingMinor);

public interface IDayEndStore : IDisposable
{
    RecordedFigures Read();
}

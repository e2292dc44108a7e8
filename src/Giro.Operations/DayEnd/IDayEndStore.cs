using Giro.Ledger.Currencies;
using Giro.Operations.Clearing;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Breaks;
using Giro.Operations.Settlement;

namespace Giro.Operations.DayEnd;

/// <summary>Count and sum in minor units.</summary>
public readonly record struct Figure(long Count, Int128 SumMinor);

/// <summary>The lines of one kind that change one balance: a fee off pending is another thing than one that is collected later.</summary>
public readonly record struct LineGroup(LineKind Kind, LineAccount Account);

/// <summary>What the lines of a merchant come to, over all cycles.</summary>
public readonly record struct MerchantFigure(string MerchantId, LineGroup Group, Figure Figure);

/// <summary>Minor units of payouts in a currency, by where the money stands.</summary>
/// <param name="InTransitMinor">Settled, and on no statement.</param>
/// <param name="ReturnsMinor">Returned, and on no statement.</param>
public readonly record struct PayoutStateFigures(
    Currency Currency, Int128 CreatedMinor, Int128 ApprovedMinor, Int128 InstructedMinor, Int128 AcceptedMinor, Int128 InTransitMinor, Int128 ReturnsMinor);

/// <summary>What the records of clearing, settlement and reconciliation say, recounted from their rows.</summary>
/// <param name="ClearedEntries">Entries that have clearing lines.</param>
/// <param name="Lines">Clearing lines by what they are and which balance they change, from the lines.</param>
/// <param name="LineTotals">The same from the cycle totals.</param>
/// <param name="PostedObligations">What obligations have moved out of pending, covers of shortfalls below zero.</param>
/// <param name="OpenAmounts">What is open of all merchants: payable, rolling reserve, receivable.</param>
/// <param name="WrittenOffMinor">Receivables that were given up.</param>
/// <param name="PaidOutMinor">What left payable for payouts and has not come back, in the institution's currency.</param>
/// <param name="Payouts">Payouts that the bank was told to make and did not reject, settled or not, in their own currencies' minor units.</param>
/// <param name="PayoutStates">By currency, what should stand on the account of each state.</param>
/// <param name="Waiting">Entries of settlement that are decided and not known to be in the ledger; the records count them as posted.</param>
/// <param name="MatchedPayouts">What lines of statements in force have booked of them, as it was expected.</param>
/// <param name="PayoutsInBreaks">Those that a statement should have shown and did not, and that nobody or persons have cleared up.</param>
/// <param name="PayoutsToCome">Those that no run has compared with a statement yet.</param>
/// <param name="SettledChannels">Channel settlements that a booked statement line has discharged: gross.</param>
/// <param name="ChannelCostsMinor">What channels kept of those.</param>
/// <param name="Breaks">Living breaks, and closed ones for which something stands on suspense or suspended items all the same.</param>
/// <param name="ClosingMinor">Closing balance of the last statement of each account that has one.</param>
public sealed record RecordedFigures(
    long ClearedEntries,
    IReadOnlyDictionary<LineGroup, Figure> Lines,
    IReadOnlyDictionary<LineGroup, Figure> LineTotals,
    Figure PostedObligations,
    OpenAmounts OpenAmounts,
    Int128 WrittenOffMinor,
    Int128 PaidOutMinor,
    Figure Payouts,
    IReadOnlyList<PayoutStateFigures> PayoutStates,
    IReadOnlyList<WaitingEntry> Waiting,
    Figure MatchedPayouts,
    Figure PayoutsInBreaks,
    Figure PayoutsToCome,
    Figure SettledChannels,
    Int128 ChannelCostsMinor,
    IReadOnlyList<Break> Breaks,
    IReadOnlyDictionary<Currency, long> ClosingMinor);

public interface IDayEndStore : IDisposable
{
    RecordedFigures Read();

    /// <summary>The lines of each merchant by kind and balance, from the cycle totals; in the order of merchants.</summary>
    IReadOnlyList<MerchantFigure> ByMerchant();
}

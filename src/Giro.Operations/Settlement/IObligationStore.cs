using Giro.Operations.Institution.Cycles;

namespace Giro.Operations.Settlement;

/// <summary>Cycles and what they owe. Beside the clearing lines, so that a cycle closes in one transaction with them. One thread at a time.</summary>
public interface IObligationStore : IDisposable
{
    /// <summary>Number of the last record that is cleared.</summary>
    ulong ClearedNumber { get; }

    /// <summary>
    /// Closes a cycle and works out its obligations, with what the participants' earlier cycles carried forward. Costs O(participants).
    /// Lines that are cleared from then on go to the next cycle.
    /// </summary>
    /// <param name="merchantId">The merchant for a cycle that is counted for each merchant, the ones before it being closed; null for the others, which close for all.</param>
    /// <returns>False, and nothing changes, when it was closed before.</returns>
    /// <exception cref="ArgumentException">A merchant is given for a cycle that closes for all, or none for one that is counted, or the one before it is open.</exception>
    bool TryClose(CycleId cycle, DateOnly settlementDate, DateTimeOffset at, string? merchantId = null);

    /// <summary>Obligations in a state, by cycle and merchant.</summary>
    IReadOnlyList<Obligation> InState(ObligationState state);

    /// <summary>All obligations of a cycle, by merchant.</summary>
    IReadOnlyList<Obligation> Of(CycleId cycle);

    void SetState(IReadOnlyCollection<Obligation> obligations, ObligationState state, string note = "");

    /// <summary>
    /// For each merchant with lines: the lines of records up to a number, less the obligations that were posted. What the pending account should hold
    /// after that record.
    /// </summary>
    IReadOnlyDictionary<string, long> UnsettledLines(ulong asOfNumber);
}

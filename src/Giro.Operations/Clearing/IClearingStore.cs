using Giro.Operations.Institution;
using Giro.Operations.Institution.Cycles;
using Giro.Operations.Institution.Terms;

namespace Giro.Operations.Clearing;

/// <summary>Where lines, totals and the checkpoint are kept, together. One thread at a time.</summary>
public interface IClearingStore : IDisposable
{
    /// <summary>The journal row that is cleared next; 1 at first.</summary>
    ulong NextSequence { get; }

    /// <summary>Opens the transaction for journal rows from one on.</summary>
    /// <exception cref="InvalidOperationException"><paramref name="sequence"/> is not the next one: another consumer has cleared it.</exception>
    IClearingChunk Begin(ulong sequence);

    /// <summary>The sums of periods as they are now, for whoever decides on payments next.</summary>
    /// <param name="institution">Gives merchants their ordinals.</param>
    PeriodTotals LoadTotals(PaymentInstitution institution);
}

/// <summary>The lines of some journal rows. Disposed without commit, nothing of it was done.</summary>
public interface IClearingChunk : IDisposable
{
    int LineCount { get; }

    /// <summary>Whether the cycle was closed; it stays so for the length of the chunk.</summary>
    /// <param name="merchantId">Matters for cycles that are counted for each merchant.</param>
    bool IsClosed(CycleId cycle, string merchantId);

    void Add(in ClearingLine line);

    /// <summary>Adds to a total of a period.</summary>
    /// <param name="merchant">Whose; null for one over all merchants.</param>
    void AddTotal(TotalKey key, Merchant? merchant, long amount);

    /// <summary>Writes lines, totals and checkpoint durably and at once.</summary>
    /// <param name="lastSequence">The last journal row that is in it.</param>
    /// <param name="lastNumber">The number of its last record: everything up to it is cleared.</param>
    /// <param name="businessDate">The date of its first record that has one: that of all its records but those which follow an advance of the date within the last row.</param>
    void Commit(ulong lastSequence, ulong lastNumber, DateOnly businessDate);
}

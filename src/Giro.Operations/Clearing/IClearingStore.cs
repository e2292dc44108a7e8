using Giro.Operations.Institution.Cycles;

namespace Giro.Operations.Clearing;

/// <summary>Where lines, cycle totals and the checkpoint are kept, together. One thread at a time.</summary>
public interface IClearingStore : IDisposable
{
    /// <summary>The journal row that is cleared next; 1 at first.</summary>
    ulong NextSequence { get; }

    /// <summary>Opens the transaction for one journal row.</summary>
    /// <exception cref="InvalidOperationException"><paramref name="sequence"/> is not the next one: another consumer has cleared it.</exception>
    IClearingChunk Begin(ulong sequence);
}

/// <summary>The lines of one journal row. Disposed without commit, nothing of it was done.</summary>
public interface IClearingChunk : IDisposable
{
    /// <summary>Whether the cycle was closed; it stays so for the length of the chunk.</summary>
    /// <param name="merchantId">Matters for cycles that are counted for each merchant.</param>
    bool IsClosed(CycleId cycle, string merchantId);

    /// <param name="reference">The payment's reference, ASCII.</param>
    void Add(in ClearingLine line, ReadOnlySpan<byte> reference);

    /// <summary>Writes lines, totals and checkpoint durably and at once.</summary>
    /// <param name="lastNumber">The number of the row's last record: everything up to it is cleared.</param>
    void Commit(ulong lastNumber);
}

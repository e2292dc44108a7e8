using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>
/// Names the partition of a line in a round: the first bits of the hash of its key, so that lines of one key are in one partition whatever their side, and a range of
/// partitions of a finer division is one of a coarser. One thread.
/// </summary>
internal sealed class Partitioner(MatchRound round, Side side, int partitions)
{
    private readonly KeyHash _hash = new(round, side);
    private readonly int _shift = 64 - System.Numerics.BitOperations.Log2((uint)partitions);

    public int Of(LineBlock block, int row) => partitions == 1 ? 0 : (int)(_hash.Of(block, row) >> _shift);

    /// <summary>Partitions for a number of lines of both sides together: a power of two, some 32,000 lines in each, so that what is matched at once stays in the processor's cache.</summary>
    public static int CountFor(long lines)
    {
        const int LinesEach = 32_768;
        const int Most = 1024;
        return (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(lines / LinesEach, 1, Most));
    }
}

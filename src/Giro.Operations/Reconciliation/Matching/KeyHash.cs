namespace Giro.Operations.Reconciliation.Matching;

/// <summary>
/// The 64-bit hash of a line's key in a round: equal for equal keys of the two sides, whatever columns they come from, in every process and on every machine, so that files divided
/// by it can be read by a later run. High and low bits are mixed alike: partitions use the high bits, tables the low ones. One thread each.
/// </summary>
public sealed class KeyHash(MatchRound round, Side side)
{
    private readonly KeyPart[] _key = [.. side == Side.Left ? round.LeftKey : round.RightKey];
    private readonly LineTerms? _terms = LineTerms.Of(round, side);

    /// <summary>A line that has no key takes no part, and hashes by its number, so that such lines spread over the partitions.</summary>
    public ulong Of(LineBlock block, int row)
    {
        var terms = _terms is null ? default : _terms.Of(block, row);
        if ((_terms is null || terms.IsInScope) && RowKey.TryHash(_key, block, row, _terms?.HasKey == true, terms.Key, out var hash)) return hash;
        return KeyMix.Number(KeyMix.Start, block.Number[row]);
    }
}

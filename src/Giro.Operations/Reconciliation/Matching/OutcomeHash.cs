using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Giro.Operations.Reconciliation.Matching;

/// <summary>
/// SHA-256 of results, the same for the same results wherever they were found. They are told in one order, and what stands out of it is refused: pairs and groups by their first left
/// line, then breaks of single lines of the left side and of the right by line, then open suggestions by pass and first left line, then skipped blocks by pass, key and lines, then the tally.
/// <code>
///   pair        1 pass(1) differences(1) left(4) right(4)
///   group       2 pass(1) count(4) left(4)... count(4) right(4)...
///   break       3 side(1) type(1) line(4)
///   suggestion  4 as a group
///   skipped     5 pass(1) lines(4) key why         texts: length(4) UTF-8
///   tally       6 side(1) currency(2) input matched break...   each count(8) sum(16)
/// </code>
/// All numbers little-endian.
/// </summary>
public sealed class OutcomeHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _filled;
    private (int Section, long First, long Second) _last = (0, long.MinValue, long.MinValue);
    private SkippedBlock? _lastSkipped;

    public void Add(in PairClaim pair)
    {
        Follow(1, pair.Left, 0);
        Put([1, pair.Pass, (byte)pair.Differences]);
        Put(pair.Left);
        Put(pair.Right);
    }

    public void Add(GroupClaim group)
    {
        Follow(1, group.Left[0], 0);
        Put([2, group.Pass]);
        PutLines(group.Left);
        PutLines(group.Right);
    }

    /// <summary>A break of a single line; those of pairs are told as pairs.</summary>
    public void Add(Side side, int line, BreakType type)
    {
        Follow(2, (byte)side, line);
        Put([3, (byte)side, (byte)type]);
        Put(line);
    }

    public void Add(Suggestion suggestion)
    {
        Follow(3, suggestion.Pass, suggestion.Left[0]);
        Put([4, suggestion.Pass]);
        PutLines(suggestion.Left);
        PutLines(suggestion.Right);
    }

    public void Add(SkippedBlock skipped)
    {
        if (_lastSkipped is null) Follow(4, 0, 0);
        else if (_last.Section != 4 || Order.Compare(_lastSkipped, skipped) > 0)
            throw new InvalidOperationException("Skipped blocks are told by pass, key and lines, after all suggestions.");
        _lastSkipped = skipped;
        Put([5, skipped.Pass]);
        Put(skipped.Lines);
        Put(skipped.Key);
        Put(skipped.Why);
    }

    /// <summary>Ends it; nothing can be added any more.</summary>
    /// <returns>64 hex digits</returns>
    public string Finish(MatchTally tally)
    {
        foreach (var one in tally.All)
        {
            Put([6, (byte)one.Side, (byte)(one.Currency & 0xff), (byte)(one.Currency >> 8)]);
            Put(one.Input);
            Put(one.Matched);
            foreach (var type in Enum.GetValues<BreakType>()) Put(one.InBreaks(type));
        }

        _hash.AppendData(_buffer, 0, _filled);
        _filled = 0;
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public void Dispose() => _hash.Dispose();

    /// <summary>The order in which skipped blocks are told.</summary>
    public static IComparer<SkippedBlock> Order { get; } = Comparer<SkippedBlock>.Create((one, other) =>
    {
        var order = one.Pass.CompareTo(other.Pass);
        if (order == 0) order = string.CompareOrdinal(one.Key, other.Key);
        if (order == 0) order = one.Lines.CompareTo(other.Lines);
        return order == 0 ? string.CompareOrdinal(one.Why, other.Why) : order;
    });

    private void Follow(int section, long first, long second)
    {
        if ((section, first, second).CompareTo(_last) <= 0) throw new InvalidOperationException("Results are told by kind and line, each once.");
        _last = (section, first, second);
    }

    private void Put(CountAndSum value)
    {
        Span<byte> bytes = stackalloc byte[24];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value.Count);
        BinaryPrimitives.WriteInt128LittleEndian(bytes[8..], value.SumMinor);
        Put(bytes);
    }

    private void Put(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Put(bytes.Length);
        Put(bytes);
    }

    private void PutLines(int[] lines)
    {
        Put(lines.Length);
        foreach (var line in lines) Put(line);
    }

    private void Put(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        Put(bytes);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _buffer.Length - _filled)
        {
            _hash.AppendData(_buffer, 0, _filled);
            _filled = 0;
            if (bytes.Length > _buffer.Length)
            {
                _hash.AppendData(bytes);
                return;
            }
        }

        bytes.CopyTo(_buffer.AsSpan(_filled));
        _filled += bytes.Length;
    }
}

using System.Runtime.InteropServices;
using Giro.Operations.DayEnd;
using Giro.Operations.Institution;

namespace Giro.Storage.Records;

/// <summary>What clearing lines of a kind and account come to.</summary>
/// <param name="Lines">How many they are, and their sum.</param><param name="Payments">How many payments, refunds and chargebacks begin with one of them.</param>
internal readonly record struct CountedLines(Figure Lines, long Payments);

/// <summary>Counts clearing lines, from the lines themselves.</summary>
internal sealed class LineCount
{
    private readonly Dictionary<LineGroup, CountedLines> _groups = [];

    public IReadOnlyDictionary<LineGroup, CountedLines> Groups => _groups;

    public long Payments => _groups.Values.Sum(counted => counted.Payments);

    public Dictionary<LineGroup, Figure> Figures => _groups.ToDictionary(pair => pair.Key, pair => pair.Value.Lines);

    /// <summary>Counts the lines of a row.</summary>
    /// <returns>How many they are.</returns>
    /// <exception cref="InvalidDataException">The bytes are no whole number of lines.</exception>
    public int Add(ReadOnlySpan<byte> packed)
    {
        var count = 0;
        foreach (var line in new PackedLines(packed))
        {
            // A combined payment has several gross lines, its first part one.
            var begins = line.Part == 0 && line.Kind is LineKind.Gross or LineKind.Refund or LineKind.Chargeback;
            Add(new LineGroup(line.Kind, line.Account), new CountedLines(new Figure(1, line.AmountMinor), begins ? 1 : 0));
            count++;
        }

        return count;
    }

    public void Add(LineGroup group, in CountedLines counted)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, group, out _);
        sum = new CountedLines(new Figure(sum.Lines.Count + counted.Lines.Count, sum.Lines.SumMinor + counted.Lines.SumMinor), sum.Payments + counted.Payments);
    }

    public void Add(LineCount other)
    {
        foreach (var (group, counted) in other._groups) Add(group, counted);
    }
}

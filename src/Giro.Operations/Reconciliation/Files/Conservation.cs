using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>
/// Matched and breaks of a side, added up again line by line from the amounts as they were read and the outcome that each line has, and compared with what was counted
/// while the file was read: matched + breaks = input, in count and in sum, in every currency.
/// </summary>
public sealed class SideBalance
{
    private readonly CurrencyTotals[] _breaks = [.. Enum.GetValues<BreakType>().Select(_ => new CurrencyTotals())];

    internal static SideBalance Of(IRunStore store, SideSegments side, LineOutcomes outcomes)
    {
        var balance = new SideBalance { Input = side.Input, Lines = side.Lines };
        var bytes = new byte[1];
        var line = 0;
        foreach (var segment in side.Segments)
        {
            var amounts = segment.ReadAmounts(store, ref bytes);
            for (var i = 0; i < segment.Lines; i++)
            {
                line++;
                var (amountMinor, currency) = Segment.AmountOf(amounts, i);
                var type = outcomes.BreakOf(side.Side, line);
                if (currency == Segment.NoAmount != (type == BreakType.UnreadableLine)) throw new InvalidOperationException($"line {line} of the {side.Side} side is unreadable in one place and not in another");
                if (type == BreakType.None) balance.Matched.Add(currency, amountMinor);
                else if (type == BreakType.UnreadableLine) balance.Unreadable++;
                else balance._breaks[(int)type].Add(currency, amountMinor);
            }
        }

        return balance;
    }

    /// <summary>Readable lines, as they were counted while they were read.</summary>
    public required CurrencyTotals Input { get; init; }

    /// <summary>All lines, those that could not be read too.</summary>
    public required long Lines { get; init; }

    public CurrencyTotals Matched { get; } = new();

    /// <summary>Lines without an amount: each is a break.</summary>
    public long Unreadable { get; private set; }

    public CurrencyTotals Breaks(BreakType type) => _breaks[(int)type];

    /// <summary>Lines in breaks of a type; a pair that differs has one on each side.</summary>
    public long BreakLines(BreakType type) => type == BreakType.UnreadableLine ? Unreadable : _breaks[(int)type].Count;

    /// <summary>Of all types together.</summary>
    public CurrencyTotals AllBreaks()
    {
        var all = new CurrencyTotals();
        foreach (var totals in _breaks) all.Add(totals);
        return all;
    }

    /// <summary>Nothing was lost and nothing counted twice.</summary>
    public bool Holds
    {
        get
        {
            var sum = AllBreaks();
            sum.Add(Matched);
            return sum.Count + Unreadable == Lines && sum.All.Keys.Union(Input.All.Keys).All(currency => sum[currency] == Input[currency]);
        }
    }
}

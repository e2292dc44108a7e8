namespace Giro.Operations.Reconciliation.Matching;

/// <summary>Lines and what they come to.</summary>
public readonly record struct CountAndSum(long Count, Int128 SumMinor)
{
    public CountAndSum With(long amountMinor) => new(Count + 1, SumMinor + amountMinor);

    public static CountAndSum operator +(CountAndSum one, CountAndSum other) => new(one.Count + other.Count, one.SumMinor + other.SumMinor);

    public static CountAndSum Add(CountAndSum one, CountAndSum other) => one + other;
}

/// <summary>One side in one currency.</summary>
/// <param name="currency">ISO 4217 numeric code; 0 for lines that tell none</param>
public sealed class CurrencyTally(Side side, ushort currency)
{
    private readonly CountAndSum[] _breaks = new CountAndSum[(int)BreakType.UnreadableLine + 1];

    public Side Side => side;

    public ushort Currency => currency;

    public CountAndSum Input { get; internal set; }

    public CountAndSum Matched { get; internal set; }

    public CountAndSum InBreaks(BreakType type) => _breaks[(int)type];

    public CountAndSum InAllBreaks => _breaks.Aggregate(CountAndSum.Add);

    /// <summary>Whether nothing was lost and nothing made up: matched + in breaks = input, in count and in sum.</summary>
    public bool IsConserved => Matched + InAllBreaks == Input;

    internal void AddBreak(BreakType type, CountAndSum lines) => _breaks[(int)type] += lines;
}

/// <summary>
/// Counts every line twice, by ways that know nothing of each other: when it is read, and when the results say what became of it. Sums are of the lines' amounts as read, whatever a pass
/// compared. One thread each; those of threads are added up.
/// </summary>
public sealed class MatchTally
{
    private readonly SortedDictionary<(Side Side, ushort Currency), CurrencyTally> _all = [];
    private CurrencyTally _last = new(Side.None, 0);

    /// <summary>By side, left first, then by currency.</summary>
    public IReadOnlyCollection<CurrencyTally> All => _all.Values;

    public bool IsConserved => _all.Values.All(one => one.IsConserved);

    public void AddInput(Side side, ushort currency, long amountMinor)
    {
        var tally = Of(side, currency);
        tally.Input = tally.Input.With(amountMinor);
    }

    /// <summary>Lines that were counted elsewhere.</summary>
    internal void AddInput(Side side, ushort currency, CountAndSum lines) => Of(side, currency).Input += lines;

    public void AddMatched(Side side, ushort currency, long amountMinor)
    {
        var tally = Of(side, currency);
        tally.Matched = tally.Matched.With(amountMinor);
    }

    public void AddBreak(Side side, ushort currency, long amountMinor, BreakType type) => Of(side, currency).AddBreak(type, new CountAndSum(1, amountMinor));

    /// <summary>A line of which nothing is known: input and break, of no currency and amount 0.</summary>
    public void AddUnreadable(Side side)
    {
        AddInput(side, 0, 0);
        AddBreak(side, 0, 0, BreakType.UnreadableLine);
    }

    public void Add(MatchTally other)
    {
        foreach (var theirs in other.All)
        {
            var ours = Of(theirs.Side, theirs.Currency);
            ours.Input += theirs.Input;
            ours.Matched += theirs.Matched;
            foreach (var type in Enum.GetValues<BreakType>()) ours.AddBreak(type, theirs.InBreaks(type));
        }
    }

    /// <summary>The proof, one line a side and currency, amounts in minor units.</summary>
    public IEnumerable<string> Proof() =>
        from one in _all.Values
        let currency = Ledger.Currencies.Currency.IsKnown(one.Currency) ? Ledger.Currencies.Currency.FromNumber(one.Currency).Code : "---"
        let breaks = one.InAllBreaks
        let found = one.Matched + breaks
        select $"{one.Side.ToString().ToLowerInvariant()} {currency}: matched {one.Matched.Count} + in breaks {breaks.Count} {Equality(found.Count == one.Input.Count)} input {one.Input.Count}; "
            + $"{one.Matched.SumMinor} + {breaks.SumMinor} {Equality(found.SumMinor == one.Input.SumMinor)} {one.Input.SumMinor}";

    private static string Equality(bool holds) => holds ? "=" : "is not";

    private CurrencyTally Of(Side side, ushort currency)
    {
        if (_last.Side == side && _last.Currency == currency) return _last;
        if (!_all.TryGetValue((side, currency), out var tally)) _all[(side, currency)] = tally = new CurrencyTally(side, currency);
        return _last = tally;
    }
}

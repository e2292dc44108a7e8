using Giro.Rules.Programs;

namespace Giro.Rules.Strategies;

/// <summary>A candidate made ready for fast tests.</summary>
internal sealed class Ranked
{
    private const int SmallSet = 8;
    private readonly Check[] _checks;
    private readonly int _from;
    private readonly int _until;

    private Ranked(Check[] checks, int from, int until, int priority, int index) => (_checks, _from, _until, Priority, Index) = (checks, from, until, priority, index);

    public int Priority { get; }

    public int Index { get; }

    public static Ranked Of(Candidate candidate, int index, SymbolTable symbols) => new(
        [.. candidate.Conditions.Select(condition => Check.Of(condition, symbols))],
        candidate.From?.DayNumber ?? int.MinValue,
        candidate.Until?.DayNumber ?? int.MaxValue,
        candidate.Priority,
        index);

    public bool Holds(ReadOnlySpan<long> inputs, int dayNumber, SymbolTable symbols)
    {
        if (dayNumber < _from || dayNumber >= _until) return false;
        foreach (ref readonly var check in _checks.AsSpan())
        {
            if (!check.Holds(inputs[check.Input], symbols)) return false;
        }

        return true;
    }

    /// <summary>Whether one condition holds, for who explains a choice.</summary>
    public static bool Holds(Condition condition, long value, SymbolTable symbols) => Check.Of(condition, symbols).Holds(value, symbols);

    /// <summary>A test is a range, a set or a prefix, and perhaps the opposite of it.</summary>
    private readonly record struct Check(int Input, bool Opposite, long Low, long High, long[]? Few, HashSet<long>? Many, string? Prefix)
    {
        public static Check Of(Condition condition, SymbolTable symbols)
        {
            var first = condition.Values[0];
            var all = new Check(condition.Input, false, long.MinValue, long.MaxValue, null, null, null);
            return condition.Test switch
            {
                Test.Equal => all with { Low = first, High = first },
                Test.NotEqual => all with { Low = first, High = first, Opposite = true },
                Test.Less => all with { Low = first, Opposite = true },
                Test.LessOrEqual => all with { High = first },
                Test.Greater => all with { High = first, Opposite = true },
                Test.GreaterOrEqual => all with { Low = first },
                Test.FromTo => all with { Low = first, High = condition.Values[1] },
                Test.In or Test.NotIn when condition.Values.Count <= SmallSet => all with { Few = [.. condition.Values], Opposite = condition.Test == Test.NotIn },
                Test.In or Test.NotIn => all with { Many = [.. condition.Values], Opposite = condition.Test == Test.NotIn },
                _ => all with { Prefix = symbols.Text(first), Opposite = condition.Test == Test.StartsNotWith },
            };
        }

        public bool Holds(long value, SymbolTable symbols)
        {
            bool inside;
            if (Few is not null) inside = Array.IndexOf(Few, value) >= 0;
            else if (Many is not null) inside = Many.Contains(value);
            else if (Prefix is not null) inside = symbols.Text(value).StartsWith(Prefix, StringComparison.Ordinal);
            else inside = Low <= value && value <= High;
            return inside != Opposite;
        }
    }
}

using Giro.Rules.Programs;
using Giro.Rules.Text;

namespace Giro.Rules.Strategies;

/// <summary>A field of a payment: an input or a total.</summary>
internal sealed class Field(string name, ValueType type, int slot, Position at)
{
    public string Name => name;

    /// <summary>None when it was declared wrongly; nothing more is said about it then.</summary>
    public ValueType Type => type;

    public int Slot => slot;

    public Position At => at;

    public bool IsUsed { get; set; }

    /// <summary>None for an input.</summary>
    public TotalPeriod Period { get; init; }

    /// <summary>Whether a payment count, which is never below zero.</summary>
    public bool IsCount { get; init; }
}

internal sealed class NamedTable(string name, ValueType key, ValueType value, Position at)
{
    public string Name => name;

    public ValueType Key => key;

    public ValueType Value => value;

    public Position At => at;

    public bool IsUsed { get; set; }

    /// <summary>One of the two is set.</summary>
    public LookupTable? Lookup { get; init; }

    public TierTable? Tiers { get; init; }

    /// <summary>Of its values.</summary>
    public Interval Range { get; init; } = Interval.All;

    public string What => Tiers is null ? "table" : "tiers";
}

/// <summary>What the names of a file stand for. One name stands for one thing, whatever it is; algorithms have names of their own.</summary>
internal sealed class Names
{
    private readonly Dictionary<string, Position> _all = new(StringComparer.Ordinal);

    public List<Field> FieldList { get; } = [];

    public Dictionary<string, Field> Fields { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, NamedTable> Tables { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, StrategyOutput> Outputs { get; } = new(StringComparer.Ordinal);

    /// <summary>The outputs that some algorithm assigns.</summary>
    public HashSet<string> Assigned { get; } = [];

    /// <summary>Whether the name was free.</summary>
    public bool Claim(string name, Position at, Diagnostics errors)
    {
        if (_all.TryAdd(name, at)) return true;
        errors.Add(at, "duplicate", $"`{name}` is declared a second time; the first is in line {_all[name].Line}", "choose another name, or remove one of them");
        return false;
    }

    public bool IsClaimed(string name) => _all.ContainsKey(name);
}

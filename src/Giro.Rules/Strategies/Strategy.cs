using Giro.Rules.Programs;
using Giro.Rules.Text;

namespace Giro.Rules.Strategies;

public enum TotalPeriod : byte
{
    None = 0,
    Day = 1,
    Month = 2,
    Quarter = 3,

    /// <summary>From the first payment on.</summary>
    Ever = 4,
}

public enum TotalScope : byte
{
    None = 0,
    Merchant = 1,

    /// <summary>All merchants together, for a budget that they share.</summary>
    All = 2,
}

/// <summary>What an output does to the merchant's pending account.</summary>
public enum OutputEffect : byte
{
    /// <summary>Nothing; a figure for others.</summary>
    None = 0,

    /// <summary>Lowers it.</summary>
    Charged = 1,

    /// <summary>Raises it.</summary>
    Credited = 2,

    /// <summary>Nothing: our cost.</summary>
    Borne = 3,
}

/// <param name="Default">For a payment that does not tell it; null when every payment must.</param>
public sealed record StrategyInput(string Name, ValueType Type, long? Default);

/// <summary>What earlier payments came to, the one at hand not among them.</summary>
/// <param name="Source">The input or output that is summed; null counts payments.</param>
public sealed record StrategyTotal(string Name, ValueType Type, string? Source, TotalPeriod Period, TotalScope Scope);

/// <param name="Kind">Of the clearing line; the output's name when the text names none.</param>
/// <param name="Receiver">Who gets a share; null is nobody in particular.</param>
public sealed record StrategyOutput(string Name, ValueType Type, string Kind, OutputEffect Effect, string? Receiver);

public sealed record StrategyArgument(string Name, ValueType Type, long Value, string Text);

/// <summary>An algorithm with its arguments, and which payments it is for.</summary>
/// <param name="Index">Among the uses of the strategy, or among those at the end of a period.</param>
/// <param name="Priority">The higher wins; <see cref="Otherwise"/> is the lowest.</param>
/// <param name="From">The first day; null is from ever.</param>
/// <param name="Until">The first day after it; null is for ever.</param>
public sealed record StrategyUse(
    int Index,
    string Algorithm,
    IReadOnlyList<StrategyArgument> Arguments,
    IReadOnlyList<Condition> Conditions,
    int Priority,
    DateOnly? From,
    DateOnly? Until,
    RuleProgram Program,
    Position At)
{
    /// <summary>The priority of a use that takes what no other does.</summary>
    public const int Otherwise = -1;
}

public sealed record PeriodEnd(TotalPeriod Period, StrategyUse Use);

/// <summary>
/// A verified strategy. Value i of a payment (and slot i of every program) is input i, then the totals in their order. Outputs of every program are in the order of
/// <see cref="Outputs"/>; what an algorithm does not assign is 0. Immutable.
/// </summary>
public sealed class Strategy
{
    private readonly Selector _selector;
    private readonly Literals _literals;

    internal Strategy(RuleFile tree, Literals literals, IReadOnlyList<StrategyUse> uses)
    {
        Tree = tree;
        _literals = literals;
        Uses = uses;
        _selector = new Selector([.. uses.Select(use => new Candidate(use.Conditions, use.Priority, use.From, use.Until))], literals.Symbols);
    }

    public required string Name { get; init; }

    public required int Version { get; init; }

    public required string Currency { get; init; }

    /// <summary>Minor units of the currency: 0, 2, 3.</summary>
    public required int Digits { get; init; }

    /// <summary>As it was loaded.</summary>
    public required string Text { get; init; }

    /// <summary>SHA-256 of the canonical text without comments, 64 hex digits: equal for strategies that say the same.</summary>
    public required string Hash { get; init; }

    public required IReadOnlyList<StrategyInput> Inputs { get; init; }

    public required IReadOnlyList<StrategyTotal> Totals { get; init; }

    public required IReadOnlyList<StrategyOutput> Outputs { get; init; }

    public required IReadOnlyList<PeriodEnd> PeriodEnds { get; init; }

    /// <summary>In the order of the text.</summary>
    public IReadOnlyList<StrategyUse> Uses { get; }

    internal RuleFile Tree { get; }

    /// <summary>The use for a payment: the one of the highest priority whose conditions hold and whose dates contain the day. Thread-safe, allocates nothing.</summary>
    /// <param name="inputs">At least one value for each input and total.</param>
    /// <param name="dayNumber"><see cref="DateOnly.DayNumber"/>.</param>
    /// <returns>Its index; -1 when there is none.</returns>
    public int Select(ReadOnlySpan<long> inputs, int dayNumber) => _selector.Select(inputs, dayNumber);

    /// <summary>Why <see cref="Select"/> chose what it chose.</summary>
    public Selection ExplainSelection(ReadOnlySpan<long> inputs, int dayNumber) => Selection.Of(Uses, Select(inputs, dayNumber), inputs, dayNumber, _literals);
}

using Giro.Rules.Programs;
using Giro.Rules.Text;

namespace Giro.Rules.Strategies;

/// <summary>A piece of an account's path.</summary>
/// <param name="Text">As written; the empty text when <paramref name="Input"/> tells it.</param>
/// <param name="Input">Index of a text input, or -1.</param>
public readonly record struct PathPiece(string Text, int Input);

/// <param name="Output">Index of the amount among the program's outputs. A leg of zero is left out by who posts; below zero it is no leg at all, and refused.</param>
/// <param name="Slot">The amount's slot.</param>
public sealed record AccountingLeg(bool IsDebit, IReadOnlyList<PathPiece> Path, int Output, int Slot);

/// <param name="Event">What happened: payment, refund.</param>
/// <param name="Program">Its outputs are the amounts of the legs, in their order.</param>
public sealed record AccountingEvent(int Index, string Event, IReadOnlyList<Condition> Conditions, int Priority, IReadOnlyList<AccountingLeg> Legs, RuleProgram Program, Position At);

/// <summary>From an event to the legs of its entry, whose debits were proved to equal its credits. Value i is input i. Immutable.</summary>
public sealed class AccountingRules
{
    private readonly Dictionary<string, (int[] Indexes, Selector Selector)> _byEvent = new(StringComparer.Ordinal);

    internal AccountingRules(RuleFile tree, SymbolTable symbols, IReadOnlyList<AccountingEvent> events)
    {
        Tree = tree;
        Events = events;
        foreach (var group in events.GroupBy(item => item.Event, StringComparer.Ordinal))
            _byEvent[group.Key] = ([.. group.Select(item => item.Index)], new Selector([.. group.Select(item => new Candidate(item.Conditions, item.Priority, null, null))], symbols));
    }

    public required string Name { get; init; }

    public required int Version { get; init; }

    public required string Currency { get; init; }

    public required int Digits { get; init; }

    public required string Text { get; init; }

    /// <summary>As <see cref="Strategy.Hash"/>.</summary>
    public required string Hash { get; init; }

    public required IReadOnlyList<StrategyInput> Inputs { get; init; }

    public IReadOnlyList<AccountingEvent> Events { get; }

    internal RuleFile Tree { get; }

    /// <returns>Index of the event's rule whose conditions hold; -1 when there is none.</returns>
    public int Select(string eventName, ReadOnlySpan<long> inputs)
    {
        if (!_byEvent.TryGetValue(eventName, out var rules)) return -1;
        var chosen = rules.Selector.Select(inputs, 0);
        return chosen < 0 ? -1 : rules.Indexes[chosen];
    }
}

using Giro.Rules.Programs;

namespace Giro.Rules.Strategies;

/// <summary>One thing that is wrong with a file, for the person who wrote it.</summary>
/// <param name="Code">Names the kind of error for machines; does not change when a message is worded better.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Mend">How to mend it.</param>
public sealed record RuleError(Position At, string Code, string Message, string Mend)
{
    /// <summary>The file's name.</summary>
    public string Source { get; init; } = "";

    public override string ToString() => $"{Source}({At.Line},{At.Column}): {Message}; {Mend}";
}

/// <summary>What became of a file: a strategy or an accounting when there is no error, neither when there is one.</summary>
public sealed record StrategyLoad(Strategy? Strategy, AccountingRules? Accounting, IReadOnlyList<RuleError> Errors);

namespace Giro.Rules.Programs;

/// <param name="Name">As in the text; empty for an intermediate result or a constant without a name.</param>
/// <param name="Digits">Minor units of money.</param>
/// <param name="Text">The value as people write it.</param>
public sealed record ExplainedValue(string Name, ValueType Type, int Digits, bool IsConstant, long Value, string Text);

/// <summary>What rounding did to a result. Numbers are in the units of the result, such as cents.</summary>
/// <param name="Remainder">Exact less result: above zero when something was dropped from a positive number.</param>
/// <param name="Words">Where the remainder went: "0.0007 dropped", "rounded up by 0.0093", "exact". Up is away from zero.</param>
public sealed record ExplainedRounding(Fraction Exact, Rounding Rounding, Fraction Remainder, string Words);

/// <summary>What of an amount lay in one tier.</summary>
/// <param name="From">The tier's threshold.</param>
public sealed record ExplainedTier(long From, long Amount, long Rate);

/// <summary>What one target of a share got.</summary>
/// <param name="Weight">Its weight.</param>
/// <param name="Whole">Its part rounded toward zero.</param>
/// <param name="Fraction">What of its part is below a unit, zero or above.</param>
/// <param name="Extra">Units it got of what was left after all whole parts.</param>
/// <param name="Reason">Why it got them; empty when it got none.</param>
public sealed record ExplainedPart(ExplainedValue Target, ExplainedValue Weight, long Whole, Fraction Fraction, long Extra, string Reason);

/// <summary>One instruction in the course of a run.</summary>
/// <param name="Instruction">Its number in the program.</param>
/// <param name="At">Where it stands in the text.</param>
/// <param name="Taken">False for one that was jumped over: it has no operands and no result.</param>
/// <param name="Operands">A, B, C, as far as the operation reads them.</param>
/// <param name="Result">Null for jumps and shares, and where it stopped.</param>
/// <param name="Rounded">Null where nothing is rounded.</param>
/// <param name="Tiers">The tiers that a marginal price is made of.</param>
/// <param name="Parts">What the targets of a share got.</param>
/// <param name="Fault">Why the run stopped here.</param>
/// <param name="Text">All of it in one line, without the position.</param>
public sealed record ExplainedStep(
    int Instruction,
    Position At,
    OpCode Op,
    bool Taken,
    IReadOnlyList<ExplainedValue> Operands,
    ExplainedValue? Result,
    ExplainedRounding? Rounded,
    IReadOnlyList<ExplainedTier> Tiers,
    IReadOnlyList<ExplainedPart> Parts,
    Fault Fault,
    string Text);

namespace Giro.Rules.Programs;

/// <summary>Where in the text something stands; both from 1.</summary>
public readonly record struct Position(int Line, int Column);

/// <summary>One compare, arithmetic or assign step. What of it is used, <see cref="OpCode"/> says; the rest is 0.</summary>
/// <param name="Table">Index into the sets, tables, tiers or shares of the program, by the operation.</param>
public readonly record struct Instruction(OpCode Op, int Target, int A, int B, int C, Rounding Rounding, long Factor, long Divisor, int Table, int Next, Position At);

/// <summary>A value that a program works with.</summary>
/// <param name="Name">As in the text; empty for an intermediate result.</param>
/// <param name="Digits">Minor units of money: 0, 2, 3. Else 0.</param>
public sealed record Slot(string Name, ValueType Type, int Digits, bool IsConstant = false, long Value = 0);

/// <summary>Thresholds ascend strictly and start with 0; value i holds from threshold i to the next.</summary>
public sealed record TierTable(string Name, IReadOnlyList<long> From, IReadOnlyList<long> Values);

/// <param name="Else">For what is not in it; null is a fault.</param>
public sealed record LookupTable(string Name, IReadOnlyDictionary<long, long> Values, long? Else);

/// <summary>
/// Weights that share an amount. Each target gets amount * weight / sum of weights rounded down (toward zero); what is left goes unit by unit to the largest fractions,
/// ties to the earlier, or all to one target.
/// </summary>
/// <param name="Targets">Slots.</param>
/// <param name="Weights">Slots; zero or above at run time, their sum above zero, or it is a fault.</param>
/// <param name="RemainderTo">Index of the target that gets what is left; -1 for the largest fractions.</param>
public sealed record ShareTable(IReadOnlyList<int> Targets, IReadOnlyList<int> Weights, int RemainderTo);

/// <summary>
/// A straight-line program: slots and instructions. Slots 0 to <see cref="InputCount"/> - 1 are the inputs, filled by the caller; constants are filled by <see cref="NewFrame"/>.
/// Jumps go forward only, so a program ends after at most <c>Instructions.Count</c> steps.
/// </summary>
public sealed record RuleProgram(
    IReadOnlyList<Slot> Slots,
    int InputCount,
    IReadOnlyList<Instruction> Instructions,
    IReadOnlyList<int> Outputs,
    IReadOnlyList<IReadOnlySet<long>> Sets,
    IReadOnlyList<LookupTable> Tables,
    IReadOnlyList<TierTable> Tiers,
    IReadOnlyList<ShareTable> Shares,
    SymbolTable Symbols)
{
    /// <summary>A frame to run in, one value a slot, with the constants in place. It can be used again: a program never writes to inputs or constants.</summary>
    public long[] NewFrame() => [.. Slots.Select(slot => slot.Value)];
}

namespace Giro.Rules.Programs;

/// <summary>What an instruction does with its operands A, B, C (slots) into its target (a slot), unless it says otherwise.</summary>
public enum OpCode : byte
{
    None = 0,

    /// <summary>A</summary>
    Assign,

    /// <summary>A + B, checked.</summary>
    Add,

    /// <summary>A - B, checked.</summary>
    Subtract,

    Min,
    Max,

    /// <summary>A * B of a count and anything, exact and checked.</summary>
    Multiply,

    /// <summary>A * B / <see cref="Instruction.Divisor"/>, rounded: money, rate or count times a rate (divisor 10^9).</summary>
    MultiplyRounded,

    /// <summary>A * <see cref="Instruction.Factor"/> / B, rounded: money / count (factor 1), money / money to a rate (10^9), money / rate to money (10^9).</summary>
    Divide,

    /// <summary>A * B / C, exact in between, rounded once.</summary>
    Proportion,

    /// <summary>The value of the tier in which A lies; <see cref="Instruction.Table"/> is the index of the tiers.</summary>
    TierLookup,

    /// <summary>The part of each tier that lies between A and A + B (both zero or above) times its rate, summed exactly, rounded once.</summary>
    Marginal,

    /// <summary>The value that a table has for A; its `else`, or a fault when it has none.</summary>
    TableLookup,

    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,

    /// <summary>Whether A is in the set <see cref="Instruction.Table"/>.</summary>
    InSet,

    /// <summary>B &lt;= A and A &lt;= C.</summary>
    InRange,

    /// <summary>Whether the text A starts with the text B.</summary>
    StartsWith,

    And,
    Or,
    Not,

    /// <summary>Goes on with instruction <see cref="Instruction.Next"/>, always a later one.</summary>
    Jump,

    /// <summary>The same when A is 0.</summary>
    JumpUnless,

    /// <summary>Splits A over the targets of <see cref="ShareTable"/> number <see cref="Instruction.Table"/>, exactly.</summary>
    Share,
}

namespace Giro.Rules.Programs;

/// <summary>Which parts of an instruction its operation uses. See <see cref="OpCode"/>.</summary>
internal static class Operands
{
    /// <summary>How many of the slots A, B and C are read. The weights of a share are read too and stand in its table.</summary>
    public static int ReadCount(OpCode op) => op switch
    {
        OpCode.Jump => 0,
        OpCode.Assign or OpCode.TierLookup or OpCode.TableLookup or OpCode.InSet or OpCode.Not or OpCode.JumpUnless or OpCode.Share => 1,
        OpCode.Proportion or OpCode.InRange => 3,
        _ => 2,
    };

    public static int[] Read(in Instruction instruction) => ReadCount(instruction.Op) switch
    {
        0 => [],
        1 => [instruction.A],
        2 => [instruction.A, instruction.B],
        _ => [instruction.A, instruction.B, instruction.C],
    };

    public static bool WritesTarget(OpCode op) => op is not (OpCode.Jump or OpCode.JumpUnless or OpCode.Share);

    public static bool Jumps(OpCode op) => op is OpCode.Jump or OpCode.JumpUnless;

    public static bool Rounds(OpCode op) => op is OpCode.MultiplyRounded or OpCode.Divide or OpCode.Proportion or OpCode.Marginal;

    /// <summary>Whether the result is yes or no.</summary>
    public static bool Decides(OpCode op) => op is >= OpCode.Equal and <= OpCode.Not;
}

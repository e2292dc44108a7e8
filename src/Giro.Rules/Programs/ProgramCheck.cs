namespace Giro.Rules.Programs;

/// <summary>
/// Whether a program is well formed, so that running it can end in an <see cref="Outcome"/> only. What a program means (types, units, names) the text form checks, with
/// messages for people; a program that fails here was built wrongly.
/// </summary>
public static class ProgramCheck
{
    /// <exception cref="ArgumentException">It is not, and the message names the place.</exception>
    public static void Verify(RuleProgram program)
    {
        var slots = program.Slots;
        Require(program.InputCount >= 0 && program.InputCount <= slots.Count, "there are fewer slots than inputs");
        for (var slot = 0; slot < program.InputCount; slot++) Require(!slots[slot].IsConstant, $"input {slot} is a constant");
        foreach (var output in program.Outputs) Require(IsSlot(program, output), $"output {output} is no slot");
        for (var number = 0; number < program.Tiers.Count; number++) VerifyTiers(program.Tiers[number], $"tiers {number}");
        for (var number = 0; number < program.Shares.Count; number++) VerifyShare(program, program.Shares[number], $"share {number}");
        for (var at = 0; at < program.Instructions.Count; at++) VerifyInstruction(program, program.Instructions[at], at);
    }

    private static void VerifyTiers(TierTable tiers, string place)
    {
        Require(tiers.From.Count > 0 && tiers.From[0] == 0, $"{place}: the first starts with 0");
        Require(tiers.From.Count == tiers.Values.Count, $"{place}: each threshold has one value");
        for (var tier = 1; tier < tiers.From.Count; tier++) Require(tiers.From[tier - 1] < tiers.From[tier], $"{place}: threshold {tier} does not ascend");
    }

    private static void VerifyShare(RuleProgram program, ShareTable share, string place)
    {
        Require(share.Targets.Count > 0 && share.Targets.Count == share.Weights.Count, $"{place}: each target has one weight");
        Require(share.RemainderTo >= -1 && share.RemainderTo < share.Targets.Count, $"{place}: the remainder goes to no target");
        foreach (var weight in share.Weights) Require(IsSlot(program, weight), $"{place}: weight {weight} is no slot");
        foreach (var target in share.Targets) Require(IsWritable(program, target), $"{place}: target {target} cannot be written");
        Require(share.Targets.Distinct().Count() == share.Targets.Count, $"{place}: a target stands twice");
    }

    private static void VerifyInstruction(RuleProgram program, in Instruction instruction, int at)
    {
        var (op, place) = (instruction.Op, $"instruction {at} ({instruction.Op}, {instruction.At.Line}:{instruction.At.Column})");
        Require(op != OpCode.None && Enum.IsDefined(op), $"{place}: no such operation");
        Require(IsSlot(program, instruction.A) && IsSlot(program, instruction.B) && IsSlot(program, instruction.C), $"{place}: an operand is no slot");
        Require(!Operands.WritesTarget(op) || IsWritable(program, instruction.Target), $"{place}: target {instruction.Target} cannot be written");
        Require(!Operands.Jumps(op) || (instruction.Next > at && instruction.Next <= program.Instructions.Count), $"{place}: a jump goes forward, to {instruction.Next} it does not");
        if (Operands.Rounds(op))
        {
            Require(instruction.Rounding.Mode != RoundingMode.None && Enum.IsDefined(instruction.Rounding.Mode), $"{place}: names no rounding");
            Require(instruction.Rounding.Unit >= 1, $"{place}: rounds to less than a unit");
        }

        Require(op != OpCode.MultiplyRounded || instruction.Divisor >= 1, $"{place}: the divisor is below 1");
        Require(op != OpCode.Divide || instruction.Factor >= 1, $"{place}: the factor is below 1");
        Require(op != OpCode.StartsWith || (IsText(program, instruction.A) && IsText(program, instruction.B)), $"{place}: only a text starts with a text");
        var tables = op switch
        {
            OpCode.InSet => program.Sets.Count,
            OpCode.TableLookup => program.Tables.Count,
            OpCode.TierLookup or OpCode.Marginal => program.Tiers.Count,
            OpCode.Share => program.Shares.Count,
            _ => int.MaxValue,
        };
        Require(instruction.Table >= 0 && instruction.Table < tables, $"{place}: there is no table {instruction.Table}");
    }

    private static bool IsSlot(RuleProgram program, int slot) => slot >= 0 && slot < program.Slots.Count;

    private static bool IsWritable(RuleProgram program, int slot) => IsSlot(program, slot) && slot >= program.InputCount && !program.Slots[slot].IsConstant;

    private static bool IsText(RuleProgram program, int slot) => program.Slots[slot].Type == ValueType.Text;

    private static void Require(bool holds, string otherwise)
    {
        if (!holds) throw new ArgumentException($"The program is malformed: {otherwise}");
    }
}

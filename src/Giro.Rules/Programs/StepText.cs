namespace Giro.Rules.Programs;

/// <summary>
/// An instruction in a line: <c>fee = amount 123.45 * 0.60% = 0.7407, half-up to 0.01: 0.74 (0.0007 dropped)</c>. Operands have their names, where the text gave them
/// one, and their values.
/// </summary>
internal sealed class StepText(RuleProgram program)
{
    private const int MostOfSet = 8;

    /// <summary>What it would have done. There are no values; an intermediate result is an ellipsis.</summary>
    public string NotTaken(in Instruction instruction) => $"not taken: {Assigned(instruction)}{Formula(instruction, NameOrConstant)}";

    public string Taken(in Instruction instruction, ExplainedStep step, long[] before)
    {
        var formula = Assigned(instruction) + Formula(instruction, slot => NameAndValue(slot, before[slot]));
        if (step.Fault != Fault.None) return $"{formula}: {Words(step.Fault, instruction.Op)}";
        var result = step.Result?.Text;
        var unchanged = before[instruction.A];
        return instruction.Op switch
        {
            OpCode.Assign => formula,
            OpCode.Jump => formula,
            OpCode.JumpUnless => unchanged == 0 ? $"{formula}: goes on at {Place(instruction.Next)}" : $"{formula}: goes on",
            OpCode.Share => $"{formula} = {Join(step.Parts.Select(part => part.Target.Text))}; {Left(step.Parts)}",
            OpCode.TierLookup => $"{formula} = {result} (from {Threshold(instruction, before[instruction.A])})",
            OpCode.TableLookup when !program.Tables[instruction.Table].Values.ContainsKey(before[instruction.A]) => $"{formula} = {result} (else)",
            OpCode.Marginal => $"{formula} = {Sum(instruction, step.Tiers)} = {Rounded(instruction, step)}",
            _ when Operands.Rounds(instruction.Op) => $"{formula} = {Rounded(instruction, step)}",
            _ when Operands.Decides(instruction.Op) => $"{formula}: {result}",
            _ => $"{formula} = {result}",
        };
    }

    private string Assigned(in Instruction instruction)
    {
        if (instruction.Op == OpCode.Share) return $"{Join(program.Shares[instruction.Table].Targets.Select(slot => program.Slots[slot].Name))} = ";
        var target = program.Slots[instruction.Target].Name;
        return Operands.WritesTarget(instruction.Op) && target.Length > 0 ? $"{target} = " : "";
    }

    private string Formula(in Instruction instruction, Func<int, string> operand)
    {
        var (a, b, c) = (operand(instruction.A), operand(instruction.B), operand(instruction.C));
        return instruction.Op switch
        {
            OpCode.Assign => a,
            OpCode.Add => $"{a} + {b}",
            OpCode.Subtract => $"{a} - {b}",
            OpCode.Min => $"min({a}, {b})",
            OpCode.Max => $"max({a}, {b})",
            OpCode.Multiply or OpCode.MultiplyRounded => $"{a} * {b}",
            OpCode.Divide => $"{a} / {b}",
            OpCode.Proportion => $"{a} * {b} / {c}",
            OpCode.TierLookup => $"{program.Tiers[instruction.Table].Name}[{a}]",
            OpCode.Marginal => $"marginal({program.Tiers[instruction.Table].Name}, {a}, {b})",
            OpCode.TableLookup => $"{program.Tables[instruction.Table].Name}[{a}]",
            OpCode.Equal => $"{a} = {b}",
            OpCode.NotEqual => $"{a} != {b}",
            OpCode.Less => $"{a} < {b}",
            OpCode.LessOrEqual => $"{a} <= {b}",
            OpCode.Greater => $"{a} > {b}",
            OpCode.GreaterOrEqual => $"{a} >= {b}",
            OpCode.InSet => $"{a} in ({Members(instruction)})",
            OpCode.InRange => $"{a} from {b} to {c}",
            OpCode.StartsWith => $"{a} starts with {b}",
            OpCode.And => $"{a} and {b}",
            OpCode.Or => $"{a} or {b}",
            OpCode.Not => $"not {a}",
            OpCode.Jump => $"goes on at {Place(instruction.Next)}",
            OpCode.JumpUnless => $"if {a}",
            OpCode.Share => $"share({a}; {Join(program.Shares[instruction.Table].Weights.Select(operand))})",
            _ => instruction.Op.ToString(),
        };
    }

    private string NameAndValue(int slot, long value) => program.Slots[slot].Name is { Length: > 0 } name ? $"{name} {Text(slot, value)}" : Text(slot, value);

    private string NameOrConstant(int slot) => program.Slots[slot] switch
    {
        { IsConstant: true } constant => NameAndValue(slot, constant.Value),
        { Name.Length: > 0 } named => named.Name,
        _ => "…",
    };

    private string Rounded(in Instruction instruction, ExplainedStep step)
    {
        var (rounded, target) = (step.Rounded!, program.Slots[instruction.Target]);
        if (rounded.Remainder.IsZero) return $"{step.Result!.Text} (exact)";
        var exact = ValueText.Of(rounded.Exact, target.Type, target.Digits);
        return $"{exact}, {Words(rounded.Rounding.Mode)} to {Text(instruction.Target, rounded.Rounding.Unit)}: {step.Result!.Text} ({rounded.Words})";
    }

    private string Sum(Instruction instruction, IReadOnlyList<ExplainedTier> tiers) => tiers.Count == 0
        ? Text(instruction.B, 0)
        : string.Join(" + ", tiers.Select(tier => $"{Text(instruction.B, tier.Amount)} * {ValueText.Of(tier.Rate, ValueType.Rate, 0, program.Symbols)}"));

    private string Threshold(in Instruction instruction, long key)
    {
        var tiers = program.Tiers[instruction.Table];
        return Text(instruction.A, tiers.From[Arithmetic.TierOf(tiers, key)]);
    }

    private string Members(Instruction instruction)
    {
        var set = program.Sets[instruction.Table];
        var members = set.Order().Select(value => Text(instruction.A, value));
        if (program.Slots[instruction.A].Type == ValueType.Text) members = members.Order(StringComparer.Ordinal);
        return Join(members.Take(MostOfSet)) + (set.Count > MostOfSet ? ", …" : "");
    }

    private static string Left(IReadOnlyList<ExplainedPart> parts)
    {
        var extra = parts.Where(part => part.Extra != 0).ToArray();
        if (extra.Length == 0) return "nothing was left";
        var left = Amount(extra[0], extra.Sum(part => part.Extra));
        return $"{left} was left: {Join(extra.Select(part => $"{part.Target.Name} {(part.Extra > 0 ? "+" : "")}{Amount(part, part.Extra)} ({part.Reason})"))}";
    }

    private static string Amount(ExplainedPart part, long units) => ValueText.Of(new Fraction(units, 1), part.Target.Type, part.Target.Digits);

    private string Place(int next) => next < program.Instructions.Count ? $"{program.Instructions[next].At.Line}:{program.Instructions[next].At.Column}" : "the end";

    private string Text(int slot, long value) => ValueText.Of(value, program.Slots[slot].Type, program.Slots[slot].Digits, program.Symbols);

    private static string Join(IEnumerable<string> texts) => string.Join(", ", texts);

    private static string Words(RoundingMode mode) => mode switch
    {
        RoundingMode.HalfUp => "half-up",
        RoundingMode.HalfEven => "half-even",
        RoundingMode.Up => "up",
        _ => "down",
    };

    private static string Words(Fault fault, OpCode op) => fault switch
    {
        Fault.Overflow => "does not fit 64 bits",
        Fault.DivisionByZero => "division by zero",
        Fault.NotInTable when op == OpCode.TableLookup => "not in the table",
        Fault.NotInTable => "below the first tier",
        _ => "a weight is below zero, or all are zero",
    };
}

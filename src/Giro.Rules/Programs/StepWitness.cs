namespace Giro.Rules.Programs;

/// <summary>Tells what one instruction of a program did, from the slots before and after it.</summary>
internal sealed class StepWitness(RuleProgram program)
{
    private readonly StepText _text = new(program);

    public ExplainedValue Value(int number, long[] frame)
    {
        var slot = program.Slots[number];
        return new ExplainedValue(slot.Name, slot.Type, slot.Digits, slot.IsConstant, frame[number], ValueText.Of(frame[number], slot.Type, slot.Digits, program.Symbols));
    }

    public ExplainedStep NotTaken(int at)
    {
        var instruction = program.Instructions[at];
        return new ExplainedStep(at, instruction.At, instruction.Op, Taken: false, [], null, null, [], [], Fault.None, _text.NotTaken(instruction));
    }

    public ExplainedStep Taken(int at, long[] before, long[] after, Fault fault)
    {
        var instruction = program.Instructions[at];
        var done = fault == Fault.None;
        var step = new ExplainedStep(
            at,
            instruction.At,
            instruction.Op,
            Taken: true,
            [.. Operands.Read(instruction).Select(slot => Value(slot, before))],
            done && Operands.WritesTarget(instruction.Op) ? Value(instruction.Target, after) : null,
            done && Operands.Rounds(instruction.Op) ? Rounded(instruction, before, after[instruction.Target]) : null,
            done && instruction.Op == OpCode.Marginal ? Tiers(instruction, before) : [],
            done && instruction.Op == OpCode.Share ? Parts(instruction, before, after) : [],
            fault,
            Text: "");
        return step with { Text = _text.Taken(instruction, step, before) };
    }

    private ExplainedRounding Rounded(in Instruction instruction, long[] before, long result)
    {
        long a = before[instruction.A], b = before[instruction.B], c = before[instruction.C];
        var exact = instruction.Op switch
        {
            OpCode.MultiplyRounded => Fraction.Of((Int128)a * b, instruction.Divisor),
            OpCode.Divide => Fraction.Of((Int128)a * instruction.Factor, b),
            OpCode.Proportion => Fraction.Of((Int128)a * b, c),
            _ => MarginalSum(program.Tiers[instruction.Table], a, b),
        };
        var remainder = exact.Less(result);
        var target = program.Slots[instruction.Target];
        var size = ValueText.Of(remainder with { Numerator = Int128.Abs(remainder.Numerator) }, target.Type, target.Digits);
        var words = remainder.IsZero ? "exact" : Int128.Sign(remainder.Numerator) == Int128.Sign(exact.Numerator) ? $"{size} dropped" : $"rounded up by {size}";
        return new ExplainedRounding(exact, instruction.Rounding, remainder, words);
    }

    private static Fraction MarginalSum(TierTable tiers, long volume, long amount)
    {
        _ = Arithmetic.MarginalSum(tiers, volume, amount, out var sum);
        return Fraction.Of(sum, Arithmetic.RateOne);
    }

    private List<ExplainedTier> Tiers(in Instruction instruction, long[] before)
    {
        var tiers = program.Tiers[instruction.Table];
        var (volume, amount) = ((Int128)before[instruction.A], (Int128)before[instruction.B]);
        var parts = new List<ExplainedTier>();
        for (var tier = 0; tier < tiers.From.Count; tier++)
        {
            var part = (long)Arithmetic.PartInTier(tiers, tier, volume, volume + amount);
            if (part > 0) parts.Add(new ExplainedTier(tiers.From[tier], part, tiers.Values[tier]));
        }

        return parts;
    }

    private List<ExplainedPart> Parts(in Instruction instruction, long[] before, long[] after)
    {
        var share = program.Shares[instruction.Table];
        var total = share.Weights.Aggregate(Int128.Zero, (sum, weight) => sum + before[weight]);
        var parts = new List<ExplainedPart>();
        for (var i = 0; i < share.Targets.Count; i++)
        {
            var product = (Int128)before[instruction.A] * before[share.Weights[i]];
            var whole = product / total;
            var fraction = Fraction.Of(Int128.Abs(product - (whole * total)), total);
            var extra = after[share.Targets[i]] - (long)whole;
            var reason = extra == 0 ? "" : share.RemainderTo >= 0 ? "takes the remainder" : $"fraction {ValueText.Of(fraction, ValueType.Count, 0)}";
            parts.Add(new ExplainedPart(Value(share.Targets[i], after), Value(share.Weights[i], before), (long)whole, fraction, extra, reason));
        }

        return parts;
    }
}

namespace Giro.Rules.Programs;

/// <summary>
/// What programs mean. It is written to be read, not to be fast: <see cref="ProgramCompiler"/> is held equal to it, and <see cref="Explanation"/> walks through it.
/// </summary>
public static class Interpreter
{
    /// <summary>
    /// Runs a program of which <see cref="ProgramCheck"/> approves. The inputs are read from the frame; every other slot starts with its value in the program, so a frame
    /// can be used again whatever is in it. After a fault the slots hold what they held when it occurred.
    /// </summary>
    /// <param name="frame">One value a slot, as from <see cref="RuleProgram.NewFrame"/>.</param>
    public static Outcome Run(RuleProgram program, long[] frame)
    {
        Begin(program, frame);
        for (var at = 0; at < program.Instructions.Count;)
        {
            var fault = Step(program, at, frame, out var next);
            if (fault != Fault.None) return new Outcome(fault, at);
            at = next;
        }

        return Outcome.Done;
    }

    internal static void Begin(RuleProgram program, long[] frame)
    {
        if (frame.Length != program.Slots.Count) throw new ArgumentException("A frame has one value a slot", nameof(frame));
        for (var slot = program.InputCount; slot < frame.Length; slot++) frame[slot] = program.Slots[slot].Value;
    }

    /// <summary>One instruction. Nothing is written when it faults.</summary>
    internal static Fault Step(RuleProgram program, int at, long[] frame, out int next)
    {
        var instruction = program.Instructions[at];
        long a = frame[instruction.A], b = frame[instruction.B], c = frame[instruction.C], result = 0;
        var rounding = instruction.Rounding;
        var fault = Fault.None;
        next = at + 1;
        switch (instruction.Op)
        {
            case OpCode.Assign: result = a; break;
            case OpCode.Add: fault = Arithmetic.Add(a, b, out result); break;
            case OpCode.Subtract: fault = Arithmetic.Subtract(a, b, out result); break;
            case OpCode.Min: result = Math.Min(a, b); break;
            case OpCode.Max: result = Math.Max(a, b); break;
            case OpCode.Multiply: fault = Arithmetic.Multiply(a, b, out result); break;
            case OpCode.MultiplyRounded: fault = Arithmetic.MultiplyRounded(a, b, instruction.Divisor, rounding, out result); break;
            case OpCode.Divide: fault = Arithmetic.Divide(a, instruction.Factor, b, rounding, out result); break;
            case OpCode.Proportion: fault = Arithmetic.Proportion(a, b, c, rounding, out result); break;
            case OpCode.TierLookup: fault = Arithmetic.TierLookup(program.Tiers[instruction.Table], a, out result); break;
            case OpCode.Marginal: fault = Arithmetic.Marginal(program.Tiers[instruction.Table], a, b, rounding, out result); break;
            case OpCode.TableLookup: fault = Arithmetic.TableLookup(program.Tables[instruction.Table], a, out result); break;
            case OpCode.Equal: result = Flag(a == b); break;
            case OpCode.NotEqual: result = Flag(a != b); break;
            case OpCode.Less: result = Flag(a < b); break;
            case OpCode.LessOrEqual: result = Flag(a <= b); break;
            case OpCode.Greater: result = Flag(a > b); break;
            case OpCode.GreaterOrEqual: result = Flag(a >= b); break;
            case OpCode.InSet: result = Flag(program.Sets[instruction.Table].Contains(a)); break;
            case OpCode.InRange: result = Flag(b <= a && a <= c); break;
            case OpCode.StartsWith: result = Flag(program.Symbols.StartsWith(a, b)); break;
            case OpCode.And: result = Flag(a != 0 && b != 0); break;
            case OpCode.Or: result = Flag(a != 0 || b != 0); break;
            case OpCode.Not: result = Flag(a == 0); break;
            case OpCode.Jump: next = instruction.Next; return Fault.None;
            case OpCode.JumpUnless: if (a == 0) next = instruction.Next; return Fault.None;
            case OpCode.Share: return Allocation.Share(program.Shares[instruction.Table], a, frame);
            default: throw new ArgumentException($"Instruction {at} has no operation {instruction.Op}", nameof(program));
        }

        if (fault == Fault.None) frame[instruction.Target] = result;
        return fault;
    }

    private static long Flag(bool holds) => holds ? 1 : 0;
}

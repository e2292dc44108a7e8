using System.Linq.Expressions;
using static System.Linq.Expressions.Expression;

namespace Giro.Rules.Programs;

/// <summary>
/// Writes the method of a program: a flat block in which each instruction is a statement and each jump a goto. A slot is one of four places: a constant, an element of
/// the frame (inputs that are read once, and whatever shares read and write), a local that is loaded at the start (other inputs), or a local that is stored at the end.
/// </summary>
internal sealed partial class ProgramMethod
{
    private readonly RuleProgram _program;
    private readonly ParameterExpression _frame = Parameter(typeof(long[]), "frame");

    /// <summary>Receives results by reference. It is the only local whose address is taken; the others can live in registers.</summary>
    private readonly ParameterExpression _received = Variable(typeof(long), "received");
    private readonly ParameterExpression _fault = Variable(typeof(Fault), "fault");
    private readonly LabelTarget _return = Label(typeof(Outcome));

    /// <summary>One for each instruction that is jumped to, and for the end; null elsewhere.</summary>
    private readonly LabelTarget?[] _labels;
    private readonly int[] _reads;
    private readonly Expression[] _slots;
    private readonly List<ParameterExpression> _locals = [];
    private readonly List<Expression> _statements = [];

    public ProgramMethod(RuleProgram program)
    {
        _program = program;
        _labels = new LabelTarget?[program.Instructions.Count + 1];
        _reads = new int[program.Slots.Count];
        _slots = new Expression[program.Slots.Count];
        foreach (var instruction in program.Instructions)
        {
            if (Operands.Jumps(instruction.Op)) _labels[instruction.Next] ??= Label($"to{instruction.Next}");
            foreach (var slot in Operands.Read(instruction)) _reads[slot]++;
        }
    }

    public Expression<CompiledProgram> Write()
    {
        _statements.Add(IfThen(
            NotEqual(ArrayLength(_frame), Constant(_program.Slots.Count)),
            Throw(Constant(new ArgumentException("A frame has one value a slot", "frame")))));
        PlaceSlots();
        for (var at = 0; at < _program.Instructions.Count; at++)
        {
            if (_labels[at] is { } label) _statements.Add(Label(label));
            if (IsDecisionOfNextJump(at))
            {
                var jump = _program.Instructions[at + 1];
                _statements.Add(IfThen(Not(Decision(_program.Instructions[at])), Goto(_labels[jump.Next]!)));
                at++;
                continue;
            }

            _statements.Add(Statement(_program.Instructions[at], at));
        }

        if (_labels[^1] is { } end) _statements.Add(Label(end));
        StoreResults();
        _statements.Add(Label(_return, End(Constant(Fault.None), -1)));
        return Lambda<CompiledProgram>(Block([_received, _fault, .. _locals], _statements), "RuleProgram", [_frame]);
    }

    private void PlaceSlots()
    {
        var shared = _program.Shares.SelectMany(share => share.Targets.Concat(share.Weights)).ToHashSet();
        for (var number = 0; number < _slots.Length; number++)
        {
            var slot = _program.Slots[number];
            var isInput = number < _program.InputCount;
            var inFrame = ArrayAccess(_frame, Constant(number));
            if (!isInput && shared.Contains(number)) _statements.Add(Assign(inFrame, Constant(slot.Value)));
            if (slot.IsConstant) _slots[number] = Constant(slot.Value);
            else if (shared.Contains(number) || (isInput && _reads[number] <= 1)) _slots[number] = inFrame;
            else
            {
                var local = Variable(typeof(long), slot.Name);
                _locals.Add(local);
                _slots[number] = local;

                // Where every way through the program writes the slot before it is read, this store is dead and the just-in-time compiler drops it.
                _statements.Add(Assign(local, isInput ? inFrame : Constant(slot.Value)));
            }
        }
    }

    private void StoreResults()
    {
        for (var number = _program.InputCount; number < _slots.Length; number++)
        {
            if (_slots[number] is not IndexExpression && IsResult(number)) _statements.Add(Assign(ArrayAccess(_frame, Constant(number)), _slots[number]));
        }
    }

    private bool IsResult(int slot) => _program.Outputs.Contains(slot) || (_program.Slots[slot].Name.Length > 0 && !_program.Slots[slot].IsConstant);

    /// <summary>Whether an instruction only decides the jump that follows it: then they become one branch, without a flag in between.</summary>
    private bool IsDecisionOfNextJump(int at)
    {
        if (at + 1 >= _program.Instructions.Count || _labels[at + 1] is not null) return false;
        var (decision, jump) = (_program.Instructions[at], _program.Instructions[at + 1]);
        return Operands.Decides(decision.Op) && jump.Op == OpCode.JumpUnless && jump.A == decision.Target && _reads[jump.A] == 1
            && _slots[jump.A] is ParameterExpression && !IsResult(jump.A);
    }

    private Expression Statement(in Instruction instruction, int at)
    {
        var (a, b, c, target) = (_slots[instruction.A], _slots[instruction.B], _slots[instruction.C], _slots[instruction.Target]);
        if (Operands.Decides(instruction.Op)) return Assign(target, Condition(Decision(instruction), Constant(1L), Constant(0L)));
        return instruction.Op switch
        {
            OpCode.Assign => Assign(target, a),
            OpCode.Add => AddChecked(a, b, target, at),
            OpCode.Subtract => SubtractChecked(a, b, target, at),
            OpCode.Min => Assign(target, Condition(LessThan(a, b), a, b)),
            OpCode.Max => Assign(target, Condition(GreaterThan(a, b), a, b)),
            OpCode.Multiply => FastOrExact(ProductFits(a, b), Multiply(a, b), Exact(nameof(Arithmetic.Multiply), a, b), target, at),
            OpCode.MultiplyRounded => MultiplyRounded(instruction, target, at),
            OpCode.Divide => Divide(instruction, target, at),
            OpCode.Proportion => FastOrExact(
                HasFastQuotient(c, instruction.Rounding) ? AndAlso(ProductFits(a, b), GreaterThan(c, Constant(0L))) : null,
                FastQuotient(Multiply(a, b), c, instruction.Rounding),
                Exact(nameof(Arithmetic.Proportion), a, b, c, Rounding(instruction)),
                target,
                at),
            OpCode.Marginal => FastOrExact(
                null, Constant(0L), Exact(nameof(Arithmetic.Marginal), Constant(_program.Tiers[instruction.Table]), a, b, Rounding(instruction)), target, at),
            OpCode.TierLookup => TierLookup(_program.Tiers[instruction.Table], a, target, at),
            OpCode.TableLookup => TableLookup(_program.Tables[instruction.Table], a, target, at),
            OpCode.Jump => Goto(_labels[instruction.Next]!),
            OpCode.JumpUnless => IfThen(Equal(a, Constant(0L)), Goto(_labels[instruction.Next]!)),
            OpCode.Share => FailOnFault(
                Call(typeof(Allocation), nameof(Allocation.Share), null, Constant(_program.Shares[instruction.Table]), a, _frame), at),
            _ => throw new ArgumentException($"Instruction {at} has no operation {instruction.Op}", nameof(instruction)),
        };
    }

    private Expression Decision(in Instruction instruction)
    {
        var (a, b, c) = (_slots[instruction.A], _slots[instruction.B], _slots[instruction.C]);
        return instruction.Op switch
        {
            OpCode.Equal => Equal(a, b),
            OpCode.NotEqual => NotEqual(a, b),
            OpCode.Less => LessThan(a, b),
            OpCode.LessOrEqual => LessThanOrEqual(a, b),
            OpCode.Greater => GreaterThan(a, b),
            OpCode.GreaterOrEqual => GreaterThanOrEqual(a, b),
            OpCode.InSet => InSet(_program.Sets[instruction.Table], a),
            OpCode.InRange => AndAlso(LessThanOrEqual(b, a), LessThanOrEqual(a, c)),
            OpCode.StartsWith => Call(Constant(_program.Symbols), nameof(SymbolTable.StartsWith), null, a, b),
            OpCode.And => AndAlso(IsSet(a), IsSet(b)),
            OpCode.Or => OrElse(IsSet(a), IsSet(b)),
            _ => Equal(a, Constant(0L)),
        };
    }

    private static BinaryExpression IsSet(Expression flag) => NotEqual(flag, Constant(0L));

    private static NewExpression End(Expression fault, int at) => New(typeof(Outcome).GetConstructor([typeof(Fault), typeof(int)])!, fault, Constant(at));

    private GotoExpression Fail(Fault fault, int at) => Return(_return, End(Constant(fault), at));

    private BlockExpression FailOnFault(Expression call, int at) =>
        Block(Assign(_fault, call), IfThen(NotEqual(Convert(_fault, typeof(byte)), Constant((byte)0)), Return(_return, End(_fault, at))));

    private static NewExpression Rounding(in Instruction instruction) => New(
        typeof(Rounding).GetConstructor([typeof(RoundingMode), typeof(long)])!, Constant(instruction.Rounding.Mode), Constant(instruction.Rounding.Unit));
}

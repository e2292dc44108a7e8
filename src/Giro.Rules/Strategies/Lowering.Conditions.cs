using Giro.Rules.Programs;
using Giro.Rules.Text;

namespace Giro.Rules.Strategies;

/// <summary>Flags, and what is known where a condition holds.</summary>
internal sealed partial class Lowering
{
    private Value Logic(BinaryExpression both, int target)
    {
        var left = Lower(both.Left, ValueType.Flag);
        var right = Lower(both.Right, ValueType.Flag);
        if (!Expect(left, ValueType.Flag, both.Left) | !Expect(right, ValueType.Flag, both.Right)) return Wrong(ValueType.Flag);
        return Emit(both.Operator == "and" ? OpCode.And : OpCode.Or, both.At, ValueType.Flag, Interval.Flag, target, left.Slot, right.Slot);
    }

    private Value Compare(BinaryExpression comparison, int target)
    {
        var type = Infer(comparison.Left);
        if (type == ValueType.None) type = Infer(comparison.Right);
        var left = Lower(comparison.Left, type);
        var right = Lower(comparison.Right, type);
        if (!Alike(left, right, comparison.At)) return Wrong(ValueType.Flag);
        if (left.Type is ValueType.Text or ValueType.Flag && comparison.Operator is not ("=" or "!="))
        {
            Fail(comparison.At, "type", $"{Literals.A(left.Type)} has no order", "compare with `=` or `!=`");
            return Wrong(ValueType.Flag);
        }

        var op = comparison.Operator switch
        {
            "=" => OpCode.Equal,
            "!=" => OpCode.NotEqual,
            "<" => OpCode.Less,
            "<=" => OpCode.LessOrEqual,
            ">" => OpCode.Greater,
            _ => OpCode.GreaterOrEqual,
        };
        return Emit(op, comparison.At, ValueType.Flag, Interval.Flag, target, left.Slot, right.Slot);
    }

    private bool Alike(Value left, Value right, Position at)
    {
        if (left.Type == ValueType.None || right.Type == ValueType.None) return false;
        if (left.Type == right.Type) return true;
        Fail(at, "type", $"{Literals.A(left.Type)} cannot be compared with {Literals.A(right.Type)}", "compare values of the same type");
        return false;
    }

    private Value Member(MembershipExpression membership, int target)
    {
        var operand = Lower(membership.Operand, ValueType.None);
        if (operand.Type == ValueType.None) return Wrong(ValueType.Flag);
        var values = new HashSet<long>();
        foreach (var literal in membership.Values)
        {
            if (_literals.Value(literal, operand.Type) is not { } value) HasFailed = true;
            else if (!values.Add(value)) Fail(literal.At, "duplicate", $"{Literals.Shown(literal)} stands twice in the set", "write it once");
        }

        var set = _program.Set(values);
        if (!membership.Negated) return Emit(OpCode.InSet, membership.At, ValueType.Flag, Interval.Flag, target, operand.Slot, table: set);
        var inside = Emit(OpCode.InSet, membership.At, ValueType.Flag, Interval.Flag, NoTarget, operand.Slot, table: set);
        return Emit(OpCode.Not, membership.At, ValueType.Flag, Interval.Flag, target, inside.Slot);
    }

    private Value InRange(RangeExpression range, int target)
    {
        var type = new[] { range.Operand, range.From, range.To }.Select(Infer).FirstOrDefault(type => type != ValueType.None);
        var operand = Lower(range.Operand, type);
        var from = Lower(range.From, type);
        var to = Lower(range.To, type);
        if (!IsOrdered(operand, range.Operand) || !Alike(operand, from, range.At) || !Alike(operand, to, range.At)) return Wrong(ValueType.Flag);
        if (KnowsValues && from.Range.Min > to.Range.Max)
        {
            Fail(range.At, "never", $"nothing is from {Short(range.From)} to {Short(range.To)}", "write the lower end first");
            return Wrong(ValueType.Flag);
        }

        return Emit(OpCode.InRange, range.At, ValueType.Flag, Interval.Flag, target, operand.Slot, from.Slot, to.Slot);
    }

    private Value Starts(PrefixExpression prefix, int target)
    {
        var operand = Lower(prefix.Operand, ValueType.Text);
        if (!Expect(operand, ValueType.Text, prefix.Operand)) return Wrong(ValueType.Flag);
        return Emit(OpCode.StartsWith, prefix.At, ValueType.Flag, Interval.Flag, target, operand.Slot, _program.Constant(ValueType.Text, _literals.Symbols.Intern(prefix.Prefix.Text)));
    }

    /// <summary>Lowers something that runs only where the condition has this outcome.</summary>
    private Value Assuming(Expression condition, bool outcome, Func<Value> lower)
    {
        if (!KnowsValues) return lower();
        var known = new List<(int Slot, Interval Range)>();
        Learn(condition, outcome, known);
        var before = new List<(int Slot, Interval Range)>();
        foreach (var (slot, range) in known)
        {
            before.Add((slot, _program.RangeOf(slot)));
            _program.SetRange(slot, _program.RangeOf(slot).And(range));
        }

        var value = lower();
        before.Reverse();
        foreach (var (slot, range) in before) _program.SetRange(slot, range);
        return value;
    }

    /// <summary>What an outcome of a condition tells about names: of `a and b` both hold, of `not (a or b)` neither.</summary>
    private void Learn(Expression condition, bool outcome, List<(int Slot, Interval Range)> known)
    {
        switch (condition)
        {
            case UnaryExpression { Operator: "not" } not:
                Learn(not.Operand, !outcome, known);
                break;
            case BinaryExpression { Operator: "and" or "or" } both when both.Operator == "and" == outcome:
                Learn(both.Left, outcome, known);
                Learn(both.Right, outcome, known);
                break;
            case BinaryExpression { Operator: "=" or "!=" or "<" or "<=" or ">" or ">=" } comparison:
                var symbol = outcome ? comparison.Operator : Opposite(comparison.Operator);
                LearnSide(comparison.Left, symbol, comparison.Right, known);
                LearnSide(comparison.Right, Turned(symbol), comparison.Left, known);
                break;
            case RangeExpression range when outcome:
                LearnSide(range.Operand, ">=", range.From, known);
                LearnSide(range.Operand, "<=", range.To, known);
                break;
            case MembershipExpression membership when SlotOf(membership.Operand) is { } slot && membership.Negated != outcome:
                var values = membership.Values.Select(literal => RangeOf(literal, Infer(membership.Operand))).ToList();
                if (values.TrueForAll(value => value is not null)) known.Add((slot, values.Select(value => value!.Value).Aggregate((a, b) => a.Either(b))));
                break;
        }
    }

    private void LearnSide(Expression name, string symbol, Expression other, List<(int Slot, Interval Range)> known)
    {
        if (SlotOf(name) is not { } slot || RangeOf(other, Infer(name)) is not { } range) return;
        switch (symbol)
        {
            case "=":
                known.Add((slot, range));
                break;
            case "!=" when range is { Min: var min, Max: var max } && min == 0 && max == 0:
                known.Add((slot, Interval.All with { NonZero = true }));
                break;
            case "<" when range.Max > long.MinValue:
                known.Add((slot, Interval.All with { Max = range.Max - 1 }));
                break;
            case "<=":
                known.Add((slot, Interval.All with { Max = range.Max }));
                break;
            case ">" when range.Min < long.MaxValue:
                known.Add((slot, Interval.All with { Min = range.Min + 1 }));
                break;
            case ">=":
                known.Add((slot, Interval.All with { Min = range.Min }));
                break;
        }
    }

    private int? SlotOf(Expression expression) => expression is not NameExpression name ? null
        : _variables.TryGetValue(name.Name, out var variable) ? variable.Slot
        : _names.Fields.TryGetValue(name.Name, out var field) ? field.Slot : null;

    /// <summary>Of a literal or a name; null of anything else.</summary>
    private Interval? RangeOf(Expression expression, ValueType type) => expression is LiteralExpression literal
        ? Literals.TypeOf(literal, type) is not (ValueType.Text or ValueType.None) && _literals.Value(literal, Literals.TypeOf(literal, type)) is { } value ? Interval.Only(value) : null
        : SlotOf(expression) is { } slot ? _program.RangeOf(slot) : null;

    private static string Opposite(string symbol) => symbol switch { "=" => "!=", "!=" => "=", "<" => ">=", "<=" => ">", ">" => "<=", _ => "<" };

    private static string Turned(string symbol) => symbol switch { "<" => ">", "<=" => ">=", ">" => "<", ">=" => "<=", _ => symbol };
}

using Giro.Rules.Programs;
using Giro.Rules.Text;

namespace Giro.Rules.Strategies;

/// <summary>Expressions: each knows the type that is wanted of it, which decides what a whole number means, and perhaps the slot that it goes to.</summary>
internal sealed partial class Lowering
{
    private const int NoTarget = -1;
    private const string MendRounding = "write after it how: `rounded half-up`, `half-even`, `up` or `down`";

    /// <param name="Type">None when it is wrong; that has been reported.</param>
    private readonly record struct Value(int Slot, ValueType Type, Interval Range)
    {
        public static Value Wrong { get; } = new(0, ValueType.None, Interval.All);
    }

    private Value Lower(Expression expression, ValueType wanted, int target = NoTarget) => expression switch
    {
        LiteralExpression literal => Literal(literal, wanted, target),
        NameExpression name => Name(name, target),
        UnaryExpression { Operator: "not" } not => Not(not, target),
        UnaryExpression minus => Negate(minus, wanted, target),
        BinaryExpression { Operator: "+" or "-" } sum => Sum(sum, wanted, target),
        BinaryExpression { Operator: "*" } product => Product(product, null, wanted, target),
        BinaryExpression { Operator: "/" } quotient => Quotient(quotient, null, wanted, target),
        BinaryExpression { Operator: "and" or "or" } both => Logic(both, target),
        BinaryExpression comparison => Compare(comparison, target),
        MembershipExpression membership => Member(membership, target),
        RangeExpression range => InRange(range, target),
        PrefixExpression prefix => Starts(prefix, target),
        CallExpression { Function: "min" or "max" } extreme => Extreme(extreme, wanted, target),
        CallExpression { Function: "proportion" } proportion => Proportion(proportion, null, wanted, target),
        CallExpression marginal => Marginal(marginal, null, target),
        LookupExpression lookup => Lookup(lookup, target),
        RoundedExpression rounded => Rounded(rounded, wanted, target),
        ConditionalExpression conditional => Conditional(conditional, wanted, target),
        _ => Value.Wrong,
    };

    private Value Literal(LiteralExpression literal, ValueType wanted, int target)
    {
        // Only money changes what a number means; any other mismatch is told by who wanted something else, with the whole expression in view.
        var type = Literals.TypeOf(literal, wanted);
        if (wanted == ValueType.Rate && literal.Form == LiteralForm.Number) type = wanted;
        if (_literals.Value(literal, type) is not { } value) return Wrong();
        return Into(new Value(_program.Constant(type, value), type, Interval.Only(value)), target, literal.At);
    }

    private Value Name(NameExpression name, int target)
    {
        if (_variables.TryGetValue(name.Name, out var variable))
        {
            variable.IsRead = true;
            return variable.Type == ValueType.None ? Wrong() : Into(new Value(variable.Slot, variable.Type, _program.RangeOf(variable.Slot)), target, name.At);
        }

        if (_names.Fields.TryGetValue(name.Name, out var field))
        {
            field.IsUsed = true;
            FieldsRead.Add(field);
            return field.Type == ValueType.None ? Wrong() : Into(new Value(field.Slot, field.Type, _program.RangeOf(field.Slot)), target, name.At);
        }

        if (_names.Outputs.ContainsKey(name.Name)) Fail(name.At, "undefined", $"`{name.Name}` is used before it is assigned", "assign it in an earlier step");
        else if (_names.Tables.TryGetValue(name.Name, out var table)) Fail(name.At, "type", $"`{name.Name}` is a {table.What}, not a value", $"write `{name.Name}[...]` for the value that it has");
        else Unknown(name.At, name.Name, "name", Known());
        return Wrong();
    }

    private IEnumerable<string> Known() => _variables.Keys.Concat(_names.Fields.Keys);

    private void Unknown(Position at, string name, string what, IEnumerable<string> known)
    {
        HasFailed = true;
        if (_errors.UnreadWords.Contains(name)) return;
        var parts = name.Split('-');
        var mend = parts.Length > 1 && Enumerable.Range(1, parts.Length - 1).Any(i => known.Contains(string.Join('-', parts[..i])) && known.Contains(string.Join('-', parts[i..])))
            ? "write a blank before and after the minus if a subtraction is meant"
            : Near.Mend(name, known, what == "name" ? "declare it as an `input`, or assign it in an earlier step" : $"declare it as a `{what}`");
        _errors.Add(at, "unknown-name", $"there is no {what} `{name}`", mend);
    }

    private Value Not(UnaryExpression not, int target)
    {
        var operand = Lower(not.Operand, ValueType.Flag);
        return Expect(operand, ValueType.Flag, not.Operand) ? Emit(OpCode.Not, not.At, ValueType.Flag, Interval.Flag, target, operand.Slot) : Wrong();
    }

    private Value Negate(UnaryExpression minus, ValueType wanted, int target)
    {
        var operand = Lower(minus.Operand, wanted);
        if (!IsNumber(operand, minus.Operand)) return Wrong();
        return Emit(OpCode.Subtract, minus.At, operand.Type, Interval.Only(0).Minus(operand.Range), target, _program.Constant(operand.Type, 0), operand.Slot);
    }

    private Value Sum(BinaryExpression sum, ValueType wanted, int target)
    {
        var (leftType, rightType) = (Infer(sum.Left), Infer(sum.Right));
        if (leftType == ValueType.Date || rightType == ValueType.Date) return Days(sum, leftType, rightType, target);
        var type = leftType != ValueType.None ? leftType : rightType != ValueType.None ? rightType : wanted;
        var left = Lower(sum.Left, type);
        var right = Lower(sum.Right, type);
        if (!IsNumber(left, sum.Left) || !IsNumber(right, sum.Right)) return Wrong();
        var verb = sum.Operator == "+" ? "added" : "subtracted";
        if (left.Type != right.Type)
        {
            var mend = (left.Type, right.Type) is (ValueType.Money, ValueType.Rate) or (ValueType.Rate, ValueType.Money)
                ? "multiply the rate with an amount first: `amount * rate rounded half-up`"
                : "use two values of the same type";
            Fail(sum.At, "type", $"{Literals.A(left.Type)} and {Literals.A(right.Type)} cannot be {verb}", mend);
            return Wrong();
        }

        return sum.Operator == "+"
            ? Emit(OpCode.Add, sum.At, left.Type, left.Range.Plus(right.Range), target, left.Slot, right.Slot)
            : Emit(OpCode.Subtract, sum.At, left.Type, left.Range.Minus(right.Range), target, left.Slot, right.Slot);
    }

    /// <summary>date - date is a count of days; date + count and date - count are dates.</summary>
    private Value Days(BinaryExpression sum, ValueType leftType, ValueType rightType, int target)
    {
        var left = Lower(sum.Left, leftType == ValueType.None ? ValueType.Count : leftType);
        var right = Lower(sum.Right, rightType == ValueType.None ? ValueType.Count : rightType);
        if (left.Type == ValueType.None || right.Type == ValueType.None) return Wrong();
        ValueType? type = (sum.Operator, left.Type, right.Type) switch
        {
            ("-", ValueType.Date, ValueType.Date) => ValueType.Count,
            (_, ValueType.Date, ValueType.Count) or ("+", ValueType.Count, ValueType.Date) => ValueType.Date,
            _ => null,
        };
        if (type is { } result)
        {
            return sum.Operator == "+"
                ? Emit(OpCode.Add, sum.At, result, left.Range.Plus(right.Range), target, left.Slot, right.Slot)
                : Emit(OpCode.Subtract, sum.At, result, left.Range.Minus(right.Range), target, left.Slot, right.Slot);
        }

        Fail(sum.At, "type", $"{Literals.A(left.Type)} and {Literals.A(right.Type)} cannot be {(sum.Operator == "+" ? "added" : "subtracted")}", "add days to a date, or subtract two dates");
        return Wrong();
    }

    private Value Product(BinaryExpression product, Rounding? rounding, ValueType wanted, int target)
    {
        var whole = wanted == ValueType.Money && IsWholeTimesCount(product) ? ValueType.Money : ValueType.Count;
        var left = Lower(product.Left, whole);
        var right = Lower(product.Right, whole);
        if (!IsNumber(left, product.Left) || !IsNumber(right, product.Right)) return Wrong();
        var type = ProductType(left.Type, right.Type);
        if (type == ValueType.None)
        {
            Fail(product.At, "type", $"{Literals.A(left.Type)} and {Literals.A(right.Type)} cannot be multiplied", "multiply money with a rate or a count");
            return Wrong();
        }

        var exact = left.Type == ValueType.Count || right.Type == ValueType.Count;
        if (exact && rounding is null) return Emit(OpCode.Multiply, product.At, type, left.Range.Times(right.Range), target, left.Slot, right.Slot);
        if (rounding is null)
        {
            Fail(product.At, "rounding", $"the product of {Literals.A(left.Type)} and {Literals.A(right.Type)} has to be rounded", MendRounding);
            return Wrong(type);
        }

        var divisor = exact ? 1 : Literals.RateOne;
        return Emit(OpCode.MultiplyRounded, product.At, type, left.Range.TimesRounded(right.Range, divisor, rounding.Value.Unit), target, left.Slot, right.Slot, rounding: rounding.Value, divisor: divisor);
    }

    private Value Quotient(BinaryExpression quotient, Rounding? rounding, ValueType wanted, int target)
    {
        var left = Lower(quotient.Left, ValueType.Count);
        var right = Lower(quotient.Right, ValueType.Count);
        if (!IsNumber(left, quotient.Left) || !IsNumber(right, quotient.Right)) return Wrong();
        var (type, factor) = QuotientType(left.Type, right.Type);
        if (type == ValueType.None)
        {
            Fail(quotient.At, "type", $"{Literals.A(left.Type)} cannot be divided by {Literals.A(right.Type)}", "divide money by money (which is a rate), by a rate or by a count");
            return Wrong();
        }

        CheckDivisor(quotient.Right, right);
        if (rounding is null)
        {
            Fail(quotient.At, "rounding", "a quotient has to be rounded", MendRounding);
            return Wrong(type);
        }

        return Emit(OpCode.Divide, quotient.At, type, Interval.Quotient(left.Range, Interval.NotNegative, right.Range), target, left.Slot, right.Slot, rounding: rounding.Value, factor: factor);
    }

    private void CheckDivisor(Expression divisor, Value value)
    {
        if (!KnowsValues || value.Type == ValueType.None || !value.Range.CanBeZero) return;
        var text = ExpressionText.Of(divisor);
        var zero = _literals.Shown(0, value.Type);
        Fail(
            divisor.At,
            "zero",
            $"the divisor `{text}` can be 0{_inUse}",
            divisor is NameExpression ? $"write `... if {text} != {zero} else ...` around it, or `max({text}, {_literals.Shown(value.Type == ValueType.Money ? 1 : value.Type == ValueType.Rate ? 1_000_000 : 1, value.Type)})`" : "assign it to a name and write `... if NAME != 0 else ...`, or use `max(..., 1)`");
    }

    private Value Rounded(RoundedExpression rounded, ValueType wanted, int target)
    {
        var type = Infer(rounded.Operand);
        if (type == ValueType.None) type = wanted;
        var unit = Unit(rounded, type);
        if (unit is null) return Wrong(type);
        var rounding = new Rounding(Mode(rounded.Mode), unit.Value);
        switch (rounded.Operand)
        {
            case BinaryExpression { Operator: "*" } product when rounded.Unit is not null || !IsExact(product):
                return Product(product, rounding, wanted, target);
            case BinaryExpression { Operator: "/" } quotient:
                return Quotient(quotient, rounding, wanted, target);
            case CallExpression { Function: "proportion" } proportion:
                return Proportion(proportion, rounding, wanted, target);
            case CallExpression { Function: "marginal" } marginal:
                return Marginal(marginal, rounding, target);
        }

        var value = Lower(rounded.Operand, wanted);
        if (!IsNumber(value, rounded.Operand)) return Wrong();
        if (rounded.Unit is null)
        {
            Fail(rounded.At, "rounding", $"`{ExpressionText.Of(rounded.Operand)}` is exact: there is nothing to round", "remove `rounded`, put it right after the product that it is for, or name a unit: `rounded up to 0.05`");
            return Wrong(value.Type);
        }

        return Emit(OpCode.MultiplyRounded, rounded.At, value.Type, value.Range.TimesRounded(Interval.Only(1), 1, rounding.Unit), target, value.Slot, _program.Constant(ValueType.Count, 1), rounding: rounding, divisor: 1);
    }

    private bool IsExact(BinaryExpression product) => Operand(product.Left) == ValueType.Count || Operand(product.Right) == ValueType.Count;

    private ValueType Operand(Expression expression)
    {
        var type = Infer(expression);
        return type == ValueType.None ? ValueType.Count : type;
    }

    private long? Unit(RoundedExpression rounded, ValueType type)
    {
        if (rounded.Unit is null) return 1;
        var unit = _literals.Value(rounded.Unit, type);
        if (unit is null) HasFailed = true;
        if (unit is not <= 0) return unit;
        Fail(rounded.Unit.At, "rounding", "the unit of a rounding is above zero", "write a unit such as 0.05");
        return null;
    }

    private static RoundingMode Mode(string mode) => mode switch
    {
        "half-up" => RoundingMode.HalfUp,
        "half-even" => RoundingMode.HalfEven,
        "up" => RoundingMode.Up,
        _ => RoundingMode.Down,
    };

    private Value Conditional(ConditionalExpression conditional, ValueType wanted, int target)
    {
        var type = Infer(conditional.Then);
        if (type == ValueType.None) type = Infer(conditional.Else);
        if (type == ValueType.None) type = wanted;
        var condition = Lower(conditional.Condition, ValueType.Flag);
        var holds = Expect(condition, ValueType.Flag, conditional.Condition);
        if (target == NoTarget) target = _program.NewSlot("", type);
        var unless = _program.Emit(OpCode.JumpUnless, conditional.At, a: condition.Slot);
        var then = Assuming(conditional.Condition, true, () => Lower(conditional.Then, type, target));
        var end = _program.Emit(OpCode.Jump, conditional.At);
        _program.Land(unless);
        var otherwise = Assuming(conditional.Condition, false, () => Lower(conditional.Else, type, target));
        _program.Land(end);
        if (!holds || then.Type == ValueType.None || otherwise.Type == ValueType.None) return Wrong(type);
        if (then.Type != otherwise.Type)
        {
            Fail(conditional.At, "type", $"one side of `if` is {Literals.A(then.Type)}, the other {Literals.A(otherwise.Type)}", "let both sides have the same type");
            return Wrong();
        }

        _program.SetType(target, then.Type);
        var range = then.Range.Either(otherwise.Range);
        _program.SetRange(target, range);
        return new Value(target, then.Type, range);
    }

    /// <summary>A value that stands somewhere already, copied when it has to be somewhere else.</summary>
    private Value Into(Value value, int target, Position at) => target == NoTarget ? value : Emit(OpCode.Assign, at, value.Type, value.Range, target, value.Slot);

    private Value Emit(OpCode op, Position at, ValueType type, Interval range, int target, int a, int b = 0, int c = 0, Rounding rounding = default, long factor = 0, long divisor = 0, int table = 0)
    {
        if (target == NoTarget) target = _program.NewSlot("", type);
        _program.Emit(op, at, target, a, b, c, rounding, factor, divisor, table);
        _program.SetRange(target, range);
        return new Value(target, type, range);
    }

    private Value Wrong(ValueType type = ValueType.None)
    {
        HasFailed = true;
        return Value.Wrong with { Type = type };
    }
}

using Giro.Rules.Programs;
using Giro.Rules.Text;

namespace Giro.Rules.Strategies;

/// <summary>Functions and lookups.</summary>
internal sealed partial class Lowering
{
    private Value Extreme(CallExpression call, ValueType wanted, int target)
    {
        if (call.Arguments.Count < 2)
        {
            Fail(call.At, "arguments", $"`{call.Function}` compares two values or more", "write the values with commas between them");
            return Wrong();
        }

        var type = call.Arguments.Select(Infer).FirstOrDefault(type => type != ValueType.None, wanted);
        var op = call.Function == "min" ? OpCode.Min : OpCode.Max;
        var result = Lower(call.Arguments[0], type);
        if (!IsOrdered(result, call.Arguments[0])) result = Wrong();
        for (var i = 1; i < call.Arguments.Count; i++)
        {
            var next = Lower(call.Arguments[i], type);
            if (!IsOrdered(next, call.Arguments[i]) || result.Type == ValueType.None) result = Wrong();
            else if (next.Type != result.Type)
            {
                Fail(call.Arguments[i].At, "type", $"`{call.Function}` cannot compare {Literals.A(result.Type)} and {Literals.A(next.Type)}", "compare values of the same type");
                result = Wrong();
            }
            else
            {
                var range = op == OpCode.Min ? result.Range.Lower(next.Range) : result.Range.Higher(next.Range);
                result = Emit(op, call.At, result.Type, range, i == call.Arguments.Count - 1 ? target : NoTarget, result.Slot, next.Slot);
            }
        }

        return result;
    }

    private Value Proportion(CallExpression call, Rounding? rounding, ValueType wanted, int target)
    {
        if (call.Arguments.Count != 3)
        {
            Fail(call.At, "arguments", "`proportion(a, b, c)` is a * b / c and has three values", "write the three with commas between them");
            return Wrong();
        }

        var amountType = Infer(call.Arguments[0]);
        if (amountType == ValueType.None) amountType = wanted;
        var a = Lower(call.Arguments[0], amountType);
        var type = call.Arguments.Skip(1).Select(Infer).FirstOrDefault(type => type != ValueType.None);
        var b = Lower(call.Arguments[1], type);
        var c = Lower(call.Arguments[2], type);
        if (!IsNumber(a, call.Arguments[0]) || !IsNumber(b, call.Arguments[1]) || !IsNumber(c, call.Arguments[2])) return Wrong();
        if (b.Type != c.Type)
        {
            Fail(call.Arguments[2].At, "type", $"`proportion` compares {Literals.A(b.Type)} with {Literals.A(c.Type)}", "let the second and the third value have the same type");
            return Wrong();
        }

        CheckDivisor(call.Arguments[2], c);
        if (rounding is null)
        {
            Fail(call.At, "rounding", "a proportion has to be rounded", MendRounding);
            return Wrong(a.Type);
        }

        return Emit(OpCode.Proportion, call.At, a.Type, Interval.Quotient(a.Range, b.Range, c.Range), target, a.Slot, b.Slot, c.Slot, rounding.Value);
    }

    private Value Marginal(CallExpression call, Rounding? rounding, int target)
    {
        if (call.Arguments is not [NameExpression name, var before, var amount])
        {
            Fail(call.At, "arguments", "`marginal(tiers, before, amount)` has the name of tiers, what came before and what comes now", "write the three with commas between them");
            return Wrong();
        }

        if (Find(name.Name, name.At, "tiers") is not { } table) return Wrong();
        if (table.Tiers is null || table.Key != ValueType.Money || table.Value != ValueType.Rate)
        {
            Fail(name.At, "type", $"`marginal` needs tiers of money -> rate; `{name.Name}` is a {table.What} of {TypeWord(table.Key)} -> {TypeWord(table.Value)}", "declare `tiers NAME: money -> rate`");
            return Wrong();
        }

        var a = Lower(before, ValueType.Money);
        var b = Lower(amount, ValueType.Money);
        if (!Expect(a, ValueType.Money, before) | !Expect(b, ValueType.Money, amount)) return Wrong();
        if (rounding is null)
        {
            Fail(call.At, "rounding", "a marginal fee has to be rounded", MendRounding);
            return Wrong(ValueType.Money);
        }

        return Emit(OpCode.Marginal, call.At, ValueType.Money, table.Range.Min >= 0 ? Interval.NotNegative : Interval.All, target, a.Slot, b.Slot, rounding: rounding.Value, divisor: Literals.RateOne, table: _program.Tiers(table.Tiers));
    }

    private Value Lookup(LookupExpression lookup, int target)
    {
        if (Find(lookup.Table, lookup.At, "table") is not { } table)
        {
            Lower(lookup.Key, ValueType.None);
            return Wrong();
        }

        var key = Lower(lookup.Key, table.Key);
        if (!Expect(key, table.Key, lookup.Key) || table.Value == ValueType.None) return Wrong();
        return table.Tiers is { } tiers
            ? Emit(OpCode.TierLookup, lookup.At, table.Value, table.Range, target, key.Slot, table: _program.Tiers(tiers))
            : Emit(OpCode.TableLookup, lookup.At, table.Value, table.Range, target, key.Slot, table: _program.Table(table.Lookup!));
    }

    private NamedTable? Find(string name, Position at, string what)
    {
        if (_names.Tables.TryGetValue(name, out var table))
        {
            table.IsUsed = true;
            if (table.Key != ValueType.None) return table;
            HasFailed = true;
            return null;
        }

        Unknown(at, name, what, _names.Tables.Keys);
        return null;
    }
}

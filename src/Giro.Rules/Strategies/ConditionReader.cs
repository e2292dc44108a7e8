using Giro.Rules.Programs;
using Giro.Rules.Text;

namespace Giro.Rules.Strategies;

/// <summary>
/// The condition of a `when` to tests of single fields joined by `and`. Only this form can be indexed, and compared with others exactly; for "or" there are sets, and
/// further uses.
/// </summary>
internal sealed class ConditionReader(Names names, Literals literals, Diagnostics errors)
{
    private const string MendForm = "compare one input or total with a value: `field = VALUE`, `field in (...)`, `field from A to B`, `field starts with \"...\"`; the rest belongs into the algorithm";

    /// <summary>Null when something is wrong.</summary>
    public List<Condition>? Read(Expression expression)
    {
        var conditions = new List<Condition>();
        return Read(expression, conditions) ? conditions : null;
    }

    private bool Read(Expression expression, List<Condition> conditions)
    {
        switch (expression)
        {
            case BinaryExpression { Operator: "and" } both:
                return Read(both.Left, conditions) & Read(both.Right, conditions);
            case BinaryExpression { Operator: "or" } either:
                return Fail(either.At, "condition", "`when` joins its tests with `and` only", "use `field in (...)`, or write a second `use`");
            case NameExpression flag:
                return Add(conditions, flag, expression, Test.Equal, [new LiteralExpression(LiteralForm.Flag, "true") { At = flag.At }]);
            case UnaryExpression { Operator: "not", Operand: NameExpression flag }:
                return Add(conditions, flag, expression, Test.Equal, [new LiteralExpression(LiteralForm.Flag, "false") { At = flag.At }]);
            case UnaryExpression { Operator: "not", Operand: PrefixExpression { Operand: NameExpression field } prefix }:
                return Add(conditions, field, expression, Test.StartsNotWith, [prefix.Prefix]);
            case BinaryExpression { Left: NameExpression field, Right: LiteralExpression value } comparison when TestOf(comparison.Operator) is var test && test != Test.None:
                return Add(conditions, field, expression, test, [value]);
            case MembershipExpression { Operand: NameExpression field } membership:
                return Add(conditions, field, expression, membership.Negated ? Test.NotIn : Test.In, membership.Values);
            case RangeExpression { Operand: NameExpression field, From: LiteralExpression from, To: LiteralExpression to }:
                return Add(conditions, field, expression, Test.FromTo, [from, to]);
            case PrefixExpression { Operand: NameExpression field } prefix:
                return Add(conditions, field, expression, Test.StartsWith, [prefix.Prefix]);
            default:
                return Fail(expression.At, "condition", $"`{ExpressionText.Of(expression)}` is no test of one field", MendForm);
        }
    }

    private static Test TestOf(string symbol) => symbol switch
    {
        "=" => Test.Equal,
        "!=" => Test.NotEqual,
        "<" => Test.Less,
        "<=" => Test.LessOrEqual,
        ">" => Test.Greater,
        ">=" => Test.GreaterOrEqual,
        _ => Test.None,
    };

    private bool Add(List<Condition> conditions, NameExpression name, Expression expression, Test test, IReadOnlyList<LiteralExpression> written)
    {
        if (!names.Fields.TryGetValue(name.Name, out var field))
        {
            if (errors.UnreadWords.Contains(name.Name)) return false;
            return Fail(name.At, "unknown-name", $"there is no input or total `{name.Name}`", Near.Mend(name.Name, names.Fields.Keys, $"declare it: `input {name.Name}: text`"));
        }

        field.IsUsed = true;
        if (field.Type == ValueType.None) return false;
        if (expression is NameExpression or UnaryExpression { Operand: NameExpression } && field.Type != ValueType.Flag)
            return Fail(name.At, "type", $"`{name.Name}` is {Literals.A(field.Type)} where a flag is expected", "compare it with a value");
        if (test is Test.StartsWith or Test.StartsNotWith && field.Type != ValueType.Text)
            return Fail(name.At, "type", $"`{name.Name}` is {Literals.A(field.Type)} where text is expected", "use `from A to B`");
        if (test is Test.Less or Test.LessOrEqual or Test.Greater or Test.GreaterOrEqual or Test.FromTo && field.Type is ValueType.Text or ValueType.Flag)
            return Fail(expression.At, "type", $"{Literals.A(field.Type)} has no order", "compare with `=`, `!=` or `in (...)`");
        var values = new List<long>();
        var seen = new HashSet<long>();
        foreach (var literal in written)
        {
            if (literals.Value(literal, field.Type) is not { } value) return false;
            if (!seen.Add(value) && test is Test.In or Test.NotIn) return Fail(literal.At, "duplicate", $"{Literals.Shown(literal)} stands twice in the set", "write it once");
            values.Add(value);
        }

        if (test == Test.FromTo && values[0] > values[1])
            return Fail(expression.At, "never", $"nothing is from {written[0].Text} to {written[1].Text}", "write the lower end first");
        conditions.Add(new Condition(field.Slot, field.Name, field.Type, test, values, ExpressionText.Of(expression), expression.At));
        return true;
    }

    private bool Fail(Position at, string code, string message, string mend)
    {
        errors.Add(at, code, message, mend);
        return false;
    }
}

using Giro.Rules.Programs;
using Giro.Rules.Text;

namespace Giro.Rules.Strategies;

/// <summary>Which types go together.</summary>
internal sealed partial class Lowering
{
    /// <summary>The type of an expression where it is plain to see; None for whole numbers, which take the type that they meet, and for what is wrong.</summary>
    private ValueType Infer(Expression expression) => expression switch
    {
        LiteralExpression literal => literal.IsWhole ? ValueType.None : Literals.TypeOf(literal, ValueType.None),
        NameExpression name => _variables.TryGetValue(name.Name, out var variable) ? variable.Type : _names.Fields.TryGetValue(name.Name, out var field) ? field.Type : ValueType.None,
        UnaryExpression { Operator: "-" } minus => Infer(minus.Operand),
        BinaryExpression { Operator: "+" or "-" } sum => InferSum(sum, Infer(sum.Left), Infer(sum.Right)),
        BinaryExpression { Operator: "*" } product => InferProduct(product),
        BinaryExpression { Operator: "/" } quotient => QuotientType(Operand(quotient.Left), Operand(quotient.Right)).Type,
        CallExpression { Function: "min" or "max" } call => call.Arguments.Select(Infer).FirstOrDefault(type => type != ValueType.None),
        CallExpression { Function: "proportion" } call => Infer(call.Arguments[0]),
        CallExpression => ValueType.Money,
        LookupExpression lookup => _names.Tables.TryGetValue(lookup.Table, out var table) ? table.Value : ValueType.None,
        ConditionalExpression conditional => Infer(conditional.Then) is var type && type != ValueType.None ? type : Infer(conditional.Else),
        RoundedExpression rounded => Infer(rounded.Operand),
        _ => ValueType.Flag,
    };

    private static ValueType InferSum(BinaryExpression sum, ValueType left, ValueType right)
    {
        if (left == ValueType.Date || right == ValueType.Date) return sum.Operator == "-" && left == right ? ValueType.Count : ValueType.Date;
        return left != ValueType.None ? left : right;
    }

    /// <summary>A written whole number times a count takes the type that it meets, as the whole number does: money where money is wanted.</summary>
    private ValueType InferProduct(BinaryExpression product) => IsWholeTimesCount(product) ? ValueType.None : ProductType(Operand(product.Left), Operand(product.Right));

    private bool IsWholeTimesCount(BinaryExpression product) =>
        (product.Left is LiteralExpression { IsWhole: true } && Infer(product.Right) == ValueType.Count) || (product.Right is LiteralExpression { IsWhole: true } && Infer(product.Left) == ValueType.Count);

    private static ValueType ProductType(ValueType left, ValueType right) => (left, right) switch
    {
        (ValueType.Count, ValueType.Money or ValueType.Rate or ValueType.Count) => right,
        (ValueType.Money or ValueType.Rate, ValueType.Count) => left,
        (ValueType.Money, ValueType.Rate) or (ValueType.Rate, ValueType.Money) => ValueType.Money,
        (ValueType.Rate, ValueType.Rate) => ValueType.Rate,
        _ => ValueType.None,
    };

    /// <summary>A quotient of two values of one type is a rate, which counts in 10^-9.</summary>
    private static (ValueType Type, long Factor) QuotientType(ValueType left, ValueType right) => (left, right) switch
    {
        (ValueType.Money or ValueType.Rate or ValueType.Count, _) when left == right => (ValueType.Rate, Literals.RateOne),
        (ValueType.Money, ValueType.Rate) => (ValueType.Money, Literals.RateOne),
        (ValueType.Money or ValueType.Rate, ValueType.Count) => (left, 1),
        _ => (ValueType.None, 0),
    };

    private bool Expect(Value value, ValueType wanted, Expression expression)
    {
        if (value.Type == ValueType.None || wanted == ValueType.None) return false;
        if (value.Type == wanted) return true;
        var mend = (wanted, value.Type) switch
        {
            (ValueType.Flag, _) => "write a comparison",
            (ValueType.Money, ValueType.Rate) => "multiply the rate with an amount: `amount * rate rounded half-up`",
            _ => $"write {Literals.A(wanted)}",
        };
        Fail(expression.At, "type", $"`{Short(expression)}` is {Literals.A(value.Type)} where {Literals.A(wanted)} is expected", mend);
        return false;
    }

    private bool IsNumber(Value value, Expression expression)
    {
        if (value.Type is ValueType.Money or ValueType.Rate or ValueType.Count) return true;
        if (value.Type != ValueType.None) Fail(expression.At, "type", $"`{Short(expression)}` is {Literals.A(value.Type)}, nothing to reckon with", "use money, a rate or a count");
        return false;
    }

    private bool IsOrdered(Value value, Expression expression) => value.Type == ValueType.Date || IsNumber(value, expression);

    private static string TypeWord(ValueType type) => type.ToString().ToLowerInvariant();

    private static string Short(Expression expression)
    {
        var text = ExpressionText.Of(expression);
        return text.Length <= 60 ? text : text[..60] + "...";
    }
}

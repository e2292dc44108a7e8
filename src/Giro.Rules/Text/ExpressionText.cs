namespace Giro.Rules.Text;

/// <summary>Expressions as text, with the brackets that they need and no others.</summary>
internal static class ExpressionText
{
    private const int If = 0, Or = 1, And = 2, Not = 3, Compare = 4, Sum = 5, Product = 6, Sign = 7, Atom = 8;

    public static string Of(Expression expression) => expression switch
    {
        NameExpression name => name.Name,
        LiteralExpression { Form: LiteralForm.Text } literal => Quoted(literal.Text),
        LiteralExpression literal => literal.Text,
        UnaryExpression { Operator: "not" } not => $"not {At(not.Operand, Not)}",
        UnaryExpression minus => $"-{At(minus.Operand, Sign)}",
        BinaryExpression binary => $"{At(binary.Left, IsComparison(binary) ? Sum : Level(binary))} {binary.Operator} {At(binary.Right, Level(binary) + 1)}",
        CallExpression call => $"{call.Function}({List(call.Arguments)})",
        LookupExpression lookup => $"{lookup.Table}[{Of(lookup.Key)}]",
        MembershipExpression membership => $"{At(membership.Operand, Sum)} {(membership.Negated ? "not in" : "in")} ({List(membership.Values)})",
        RangeExpression range => $"{At(range.Operand, Sum)} from {Start(range.From)} to {At(range.To, Sum)}",
        PrefixExpression prefix => $"{At(prefix.Operand, Sum)} starts with {Of(prefix.Prefix)}",
        ConditionalExpression conditional => $"{At(conditional.Then, Or)} if {At(conditional.Condition, Or)} else {Of(conditional.Else)}",
        RoundedExpression rounded => $"{At(rounded.Operand, rounded.Operand is RoundedExpression ? Sign : Product)} rounded {rounded.Mode}{(rounded.Unit is null ? "" : $" to {Of(rounded.Unit)}")}",
        _ => throw new InvalidOperationException("An expression without a text."),
    };

    public static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string List(IEnumerable<Expression> expressions) => string.Join(", ", expressions.Select(Of));

    private static string At(Expression expression, int level) => Level(expression) >= level ? Of(expression) : $"({Of(expression)})";

    /// <summary>The start of a range: in brackets when it is rounded, since `rounded down to` names a unit.</summary>
    private static string Start(Expression expression)
    {
        var text = At(expression, Sum);
        return text[0] != '(' && text.Contains(" rounded ", StringComparison.Ordinal) ? $"({text})" : text;
    }

    private static int Level(Expression expression) => expression switch
    {
        ConditionalExpression => If,
        BinaryExpression { Operator: "or" } => Or,
        BinaryExpression { Operator: "and" } => And,
        UnaryExpression { Operator: "not" } => Not,
        BinaryExpression { Operator: "+" or "-" } => Sum,
        BinaryExpression { Operator: "*" or "/" } => Product,
        BinaryExpression or MembershipExpression or RangeExpression or PrefixExpression => Compare,
        RoundedExpression { Operand: CallExpression { Function: "proportion" or "marginal" } } => Sign,
        RoundedExpression => Product,
        UnaryExpression => Sign,
        _ => Atom,
    };

    private static bool IsComparison(BinaryExpression binary) => Level(binary) == Compare;
}

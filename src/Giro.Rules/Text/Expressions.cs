using System.Text.Json.Serialization;
using Giro.Rules.Programs;

namespace Giro.Rules.Text;

/// <summary>A piece of the syntax tree. Immutable; positions are no part of the JSON form.</summary>
internal abstract record Node
{
    [JsonIgnore]
    public Position At { get; init; }
}

[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(NameExpression), "name")]
[JsonDerivedType(typeof(LiteralExpression), "literal")]
[JsonDerivedType(typeof(UnaryExpression), "unary")]
[JsonDerivedType(typeof(BinaryExpression), "binary")]
[JsonDerivedType(typeof(CallExpression), "call")]
[JsonDerivedType(typeof(LookupExpression), "lookup")]
[JsonDerivedType(typeof(MembershipExpression), "in")]
[JsonDerivedType(typeof(RangeExpression), "range")]
[JsonDerivedType(typeof(PrefixExpression), "starts-with")]
[JsonDerivedType(typeof(ConditionalExpression), "if")]
[JsonDerivedType(typeof(RoundedExpression), "rounded")]
internal abstract record Expression : Node
{
    /// <summary>Of the tree below and with this node. Bounded by the parser, so that walking a tree needs no bound of its own.</summary>
    [JsonIgnore]
    public abstract int Height { get; }

    protected static int Above(IEnumerable<Expression> parts) => 1 + parts.Max(part => part.Height);
}

internal sealed record NameExpression(string Name) : Expression
{
    public override int Height => 1;
}

internal enum LiteralForm : byte
{
    None = 0,
    Number,
    Percent,
    Text,
    Date,
    Flag,
}

/// <param name="Text">As written, with its sign, without quotation marks: 0.10, -3, 0.60%, CN, 2026-01-01, true.</param>
internal sealed record LiteralExpression(LiteralForm Form, string Text) : Expression
{
    public override int Height => 1;

    /// <summary>A number without a point: a count, or money where it meets money.</summary>
    [JsonIgnore]
    public bool IsWhole => Form == LiteralForm.Number && !Text.Contains('.', StringComparison.Ordinal);
}

/// <param name="Operator">- or not.</param>
internal sealed record UnaryExpression(string Operator, Expression Operand) : Expression
{
    public override int Height { get; } = 1 + Operand.Height;
}

/// <param name="Operator">+ - * / = != &lt; &lt;= &gt; &gt;= and or.</param>
internal sealed record BinaryExpression(string Operator, Expression Left, Expression Right) : Expression
{
    public override int Height { get; } = 1 + Math.Max(Left.Height, Right.Height);
}

/// <param name="Function">min, max, proportion, marginal.</param>
internal sealed record CallExpression(string Function, IReadOnlyList<Expression> Arguments) : Expression
{
    public override int Height { get; } = Above(Arguments);
}

internal sealed record LookupExpression(string Table, Expression Key) : Expression
{
    public override int Height { get; } = 1 + Key.Height;
}

internal sealed record MembershipExpression(Expression Operand, bool Negated, IReadOnlyList<LiteralExpression> Values) : Expression
{
    public override int Height { get; } = 1 + Operand.Height;
}

/// <summary>Both ends belong to it.</summary>
internal sealed record RangeExpression(Expression Operand, Expression From, Expression To) : Expression
{
    public override int Height { get; } = 1 + Math.Max(Operand.Height, Math.Max(From.Height, To.Height));
}

internal sealed record PrefixExpression(Expression Operand, LiteralExpression Prefix) : Expression
{
    public override int Height { get; } = 1 + Operand.Height;
}

internal sealed record ConditionalExpression(Expression Then, Expression Condition, Expression Else) : Expression
{
    public override int Height { get; } = 1 + Math.Max(Then.Height, Math.Max(Condition.Height, Else.Height));
}

/// <param name="Mode">half-up, half-even, up, down.</param>
internal sealed record RoundedExpression(Expression Operand, string Mode, LiteralExpression? Unit = null) : Expression
{
    public override int Height { get; } = 1 + Operand.Height;
}

using System.Text.Json.Serialization;
using Giro.Rules.Programs;

namespace Giro.Rules.Text;

/// <summary>A file as written: its first line says what it is, and the declarations keep their order.</summary>
/// <param name="Comments">Those after the last line.</param>
internal sealed record RuleFile(IReadOnlyList<Declaration> Declarations, IReadOnlyList<string>? Comments = null);

/// <summary>What takes a line of its own and so can have comments.</summary>
internal abstract record LineNode : Node
{
    /// <summary>The whole-line comments before it.</summary>
    public IReadOnlyList<string>? Above { get; init; }

    /// <summary>The comment at the end of its line.</summary>
    public string? Beside { get; init; }
}

[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(HeaderSyntax), "header")]
[JsonDerivedType(typeof(CurrencySyntax), "currency")]
[JsonDerivedType(typeof(InputSyntax), "input")]
[JsonDerivedType(typeof(TotalSyntax), "total")]
[JsonDerivedType(typeof(OutputSyntax), "output")]
[JsonDerivedType(typeof(TableSyntax), "table")]
[JsonDerivedType(typeof(TiersSyntax), "tiers")]
[JsonDerivedType(typeof(AlgorithmSyntax), "algorithm")]
[JsonDerivedType(typeof(UseSyntax), "use")]
[JsonDerivedType(typeof(OnSyntax), "on")]
internal abstract record Declaration : LineNode;

/// <param name="What">strategy or accounting.</param>
internal sealed record HeaderSyntax(string What, string Name, string Version) : Declaration;

internal sealed record CurrencySyntax(string Code, string? Digits = null) : Declaration;

internal sealed record InputSyntax(string Name, TypeSyntax Type, LiteralExpression? Default = null) : Declaration;

/// <param name="Source">What is summed; null counts payments.</param>
/// <param name="Period">day, month, quarter, ever.</param>
internal sealed record TotalSyntax(string Name, TypeSyntax Type, string Period, bool OverAllMerchants, NameExpression? Source = null) : Declaration;

/// <param name="Effect">charged, credited, borne; null has none.</param>
internal sealed record OutputSyntax(string Name, TypeSyntax Type, string? As = null, string? Effect = null, string? To = null) : Declaration;

internal sealed record TableSyntax(string Name, TypeSyntax Key, TypeSyntax Value, IReadOnlyList<TableRow> Rows) : Declaration;

/// <param name="Key">Null is the row `else`.</param>
internal sealed record TableRow(LiteralExpression Value, LiteralExpression? Key = null) : LineNode;

internal sealed record TiersSyntax(string Name, TypeSyntax Key, TypeSyntax Value, IReadOnlyList<TierRow> Rows) : Declaration;

internal sealed record TierRow(LiteralExpression From, LiteralExpression Value) : LineNode;

internal sealed record AlgorithmSyntax(string Name, IReadOnlyList<ParameterSyntax> Parameters, IReadOnlyList<Step> Steps) : Declaration;

internal sealed record ParameterSyntax(string Name, TypeSyntax Type) : Node;

/// <param name="AtEndOf">day, month or quarter: not for payments but for the end of each of these. Else null.</param>
internal sealed record UseSyntax(NameExpression Algorithm, IReadOnlyList<ArgumentSyntax> Arguments, IReadOnlyList<Clause> Clauses, string? AtEndOf = null) : Declaration;

internal sealed record ArgumentSyntax(string Name, LiteralExpression Value) : Node;

internal sealed record OnSyntax(string Event, IReadOnlyList<Clause> Clauses, IReadOnlyList<Step> Steps) : Declaration;

[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(WhenClause), "when")]
[JsonDerivedType(typeof(OtherwiseClause), "otherwise")]
[JsonDerivedType(typeof(PriorityClause), "priority")]
[JsonDerivedType(typeof(DatesClause), "dates")]
internal abstract record Clause : LineNode;

internal sealed record WhenClause(Expression Condition) : Clause;

internal sealed record OtherwiseClause : Clause;

internal sealed record PriorityClause(string Priority) : Clause;

internal sealed record DatesClause(LiteralExpression? From = null, LiteralExpression? Until = null) : Clause;

[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(AssignStep), "assign")]
[JsonDerivedType(typeof(ShareStep), "share")]
[JsonDerivedType(typeof(LegStep), "leg")]
internal abstract record Step : LineNode;

internal sealed record AssignStep(string Name, Expression Value) : Step;

/// <param name="RemainderTo">One of the targets; null is the largest fractions.</param>
internal sealed record ShareStep(IReadOnlyList<NameExpression> Targets, Expression Amount, IReadOnlyList<Expression> Weights, NameExpression? RemainderTo = null) : Step;

internal sealed record LegStep(bool Debit, string Path, Expression Amount) : Step
{
    [JsonIgnore]
    public Position PathAt { get; init; }
}

/// <summary>The name of a type with its place.</summary>
[JsonConverter(typeof(TypeSyntaxConverter))]
internal sealed record TypeSyntax(string Name) : Node;

using Giro.Rules.Programs;

namespace Giro.Rules.Strategies;

/// <summary>How a field is tested. Numbers stand in the JSON form of nothing: the text is what is stored.</summary>
public enum Test : byte
{
    None = 0,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    NotIn,

    /// <summary>Both ends belong to it.</summary>
    FromTo,
    StartsWith,
    StartsNotWith,
}

/// <summary>One test of one field of a payment. All conditions of a use have to hold.</summary>
/// <param name="Input">Index of the field among inputs and totals.</param>
/// <param name="Values">What it is compared with: one value, two of a range, all of a set.</param>
/// <param name="Text">As written.</param>
public sealed record Condition(int Input, string Field, ValueType Type, Test Test, IReadOnlyList<long> Values, string Text, Position At);

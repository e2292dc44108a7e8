namespace Giro.Rules.Programs;

/// <summary>How a quotient that is no whole number of units becomes one. Named after the direction on the number line away from or toward zero.</summary>
public enum RoundingMode : byte
{
    None = 0,

    /// <summary>To the nearest, a half away from zero.</summary>
    HalfUp = 1,

    /// <summary>To the nearest, a half to the even multiple of the unit.</summary>
    HalfEven = 2,

    /// <summary>Away from zero.</summary>
    Up = 3,

    /// <summary>Toward zero.</summary>
    Down = 4,
}

/// <summary>A named rounding to multiples of a unit.</summary>
/// <param name="Unit">In the units of the result, at least 1: 5 rounds money of two digits to 0.05.</param>
public readonly record struct Rounding(RoundingMode Mode, long Unit);

namespace Giro.Rules.Programs;

/// <summary>An exact number: a value before it is rounded, in the units of the result.</summary>
/// <param name="Denominator">Above zero; the two have no common divisor.</param>
public readonly record struct Fraction(Int128 Numerator, Int128 Denominator)
{
    /// <param name="denominator">Not zero.</param>
    public static Fraction Of(Int128 numerator, Int128 denominator)
    {
        var (a, b) = (Int128.Abs(numerator), Int128.Abs(denominator));
        while (b != 0) (a, b) = (b, a % b);
        if (denominator < 0) a = -a;
        return new Fraction(numerator / a, denominator / a);
    }

    public bool IsZero => Numerator == 0;

    /// <summary>What is left of it after <paramref name="whole"/> units.</summary>
    public Fraction Less(long whole) => Of(Numerator - (whole * Denominator), Denominator);
}

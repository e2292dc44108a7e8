namespace Giro.Rules.Strategies;

/// <summary>
/// What is known of a value before any payment: it lies from Min to Max, and is not 0 when <paramref name="NonZero"/>. Results that do not fit 64 bits stop a program, so
/// every interval ends at the limits of 64 bits, and bounds of sums and products fit Int128.
/// </summary>
internal readonly record struct Interval(Int128 Min, Int128 Max, bool NonZero = false)
{
    public static Interval All { get; } = new(long.MinValue, long.MaxValue);

    public static Interval Flag { get; } = new(0, 1);

    public static Interval NotNegative { get; } = new(0, long.MaxValue);

    public static Interval Only(long value) => new(value, value, value != 0);

    public bool CanBeZero => !NonZero && Min <= 0 && Max >= 0;

    /// <summary>Cut to 64 bits; what lies outside never becomes a value.</summary>
    private static Interval Of(Int128 min, Int128 max) => new(Cut(min), Cut(max));

    private static Int128 Cut(Int128 value) => Int128.Clamp(value, long.MinValue, long.MaxValue);

    public Interval Plus(Interval other) => Of(Min + other.Min, Max + other.Max);

    public Interval Minus(Interval other) => Of(Min - other.Max, Max - other.Min);

    public Interval Lower(Interval other) => new(Int128.Min(Min, other.Min), Int128.Min(Max, other.Max), !CanBeZero && !other.CanBeZero);

    public Interval Higher(Interval other) => new(Int128.Max(Min, other.Min), Int128.Max(Max, other.Max), !CanBeZero && !other.CanBeZero);

    public Interval Either(Interval other) => new(Int128.Min(Min, other.Min), Int128.Max(Max, other.Max), !CanBeZero && !other.CanBeZero);

    /// <summary>Both hold. An empty one (it cannot happen) becomes whatever is easier.</summary>
    public Interval And(Interval other)
    {
        var (min, max) = (Int128.Max(Min, other.Min), Int128.Min(Max, other.Max));
        return min > max ? this : new Interval(min, max, NonZero || other.NonZero);
    }

    public Interval Times(Interval other)
    {
        var (a, b, c, d) = (Min * other.Min, Min * other.Max, Max * other.Min, Max * other.Max);
        var product = Of(Int128.Min(Int128.Min(a, b), Int128.Min(c, d)), Int128.Max(Int128.Max(a, b), Int128.Max(c, d)));
        return product with { NonZero = !CanBeZero && !other.CanBeZero };
    }

    /// <summary>The product divided and rounded to a unit, whichever way: a bound can move away from zero by less than a unit, and never across zero.</summary>
    public Interval TimesRounded(Interval other, long divisor, long unit)
    {
        var (a, b, c, d) = (Min * other.Min, Min * other.Max, Max * other.Min, Max * other.Max);
        return Of(Outward(Int128.Min(Int128.Min(a, b), Int128.Min(c, d)), divisor, unit, -1), Outward(Int128.Max(Int128.Max(a, b), Int128.Max(c, d)), divisor, unit, 1));
    }

    private static Int128 Outward(Int128 product, long divisor, long unit, int side)
    {
        var quotient = product / divisor;
        if (quotient * divisor == product && quotient % unit == 0) return quotient;
        var towardZero = quotient - (quotient % unit);
        return product > 0 == side > 0 ? towardZero + (side * (Int128)unit) : towardZero;
    }

    /// <summary>Of a quotient, or of a * b / c, only the sign is told.</summary>
    public static Interval Quotient(Interval a, Interval b, Interval divisor) => a.Min >= 0 && b.Min >= 0 && divisor.Min >= 0 ? NotNegative : All;
}

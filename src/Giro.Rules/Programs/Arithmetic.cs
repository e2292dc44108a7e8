namespace Giro.Rules.Programs;

/// <summary>
/// What the instructions work out, exactly: products of two 64-bit numbers stand in an Int128 (below 2^126), are divided once and rounded once. A result that does not
/// fit 64 bits is a <see cref="Fault.Overflow"/>; nothing here throws for a business outcome.
/// </summary>
internal static class Arithmetic
{
    /// <summary>A rate of 100 %.</summary>
    public const long RateOne = 1_000_000_000;

    public static Fault Add(long a, long b, out long result) => Fit((Int128)a + b, out result);

    public static Fault Subtract(long a, long b, out long result) => Fit((Int128)a - b, out result);

    public static Fault Multiply(long a, long b, out long result) => Fit((Int128)a * b, out result);

    /// <summary>a * b / divisor.</summary>
    public static Fault MultiplyRounded(long a, long b, long divisor, Rounding rounding, out long result) => Quotient((Int128)a * b, divisor, rounding, out result);

    /// <summary>a * factor / b.</summary>
    public static Fault Divide(long a, long factor, long b, Rounding rounding, out long result) => Quotient((Int128)a * factor, b, rounding, out result);

    /// <summary>a * b / c.</summary>
    public static Fault Proportion(long a, long b, long c, Rounding rounding, out long result) => Quotient((Int128)a * b, c, rounding, out result);

    /// <summary>What <paramref name="amount"/> costs on top of <paramref name="volume"/>: the part in each tier times the tier's rate.</summary>
    public static Fault Marginal(TierTable tiers, long volume, long amount, Rounding rounding, out long result)
    {
        result = 0;
        var fault = MarginalSum(tiers, volume, amount, out var sum);
        return fault != Fault.None ? fault : Quotient(sum, RateOne, rounding, out result);
    }

    /// <summary>
    /// The sum before it is divided by <see cref="RateOne"/>. The parts add up to the amount, so it is at most 2^63 * 2^63 and fits; volume + amount may pass 2^63 and
    /// is therefore an Int128.
    /// </summary>
    public static Fault MarginalSum(TierTable tiers, long volume, long amount, out Int128 sum)
    {
        sum = 0;
        if (volume < 0 || amount < 0) return Fault.NotInTable;
        var end = (Int128)volume + amount;
        for (var tier = 0; tier < tiers.From.Count; tier++) sum += PartInTier(tiers, tier, volume, end) * tiers.Values[tier];
        return Fault.None;
    }

    /// <summary>How much of what lies between <paramref name="start"/> and <paramref name="end"/> lies in a tier; the last has no end.</summary>
    public static Int128 PartInTier(TierTable tiers, int tier, Int128 start, Int128 end)
    {
        var from = Int128.Max(start, tiers.From[tier]);
        var to = tier + 1 < tiers.From.Count ? Int128.Min(end, tiers.From[tier + 1]) : end;
        return Int128.Max(0, to - from);
    }

    public static Fault TierLookup(TierTable tiers, long key, out long result)
    {
        var tier = TierOf(tiers, key);
        result = tier < 0 ? 0 : tiers.Values[tier];
        return tier < 0 ? Fault.NotInTable : Fault.None;
    }

    /// <summary>The last tier that starts at or below a value; -1 below the first.</summary>
    public static int TierOf(TierTable tiers, long key)
    {
        int low = 0, high = tiers.From.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (tiers.From[middle] <= key) low = middle + 1;
            else high = middle;
        }

        return low - 1;
    }

    public static Fault TableLookup(LookupTable table, long key, out long result)
    {
        if (table.Values.TryGetValue(key, out result)) return Fault.None;
        result = table.Else ?? 0;
        return table.Else is null ? Fault.NotInTable : Fault.None;
    }

    /// <summary>
    /// numerator / divisor, rounded to a multiple of the unit. On magnitudes, as every mode is named by the direction from zero: the number of units is the numerator
    /// over divisor * unit, below 2^126, and times the unit it is at most the exact magnitude plus one unit, below 2^127.
    /// </summary>
    /// <param name="numerator">A product of two 64-bit numbers, so no larger than 2^126.</param>
    public static Fault Quotient(Int128 numerator, long divisor, Rounding rounding, out long result)
    {
        result = 0;
        if (divisor == 0) return Fault.DivisionByZero;
        var dividend = Magnitude(numerator);
        var step = Magnitude(divisor) * (UInt128)rounding.Unit;
        var units = dividend / step;
        var rest = dividend - (units * step);
        if (GoesAway(rounding.Mode, rest, step, units)) units++;
        var magnitude = (Int128)(units * (UInt128)rounding.Unit);
        return Fit(Int128.IsNegative(numerator) != (divisor < 0) ? -magnitude : magnitude, out result);
    }

    /// <summary>Compares the rest with step - rest, not its double with the step, which could pass 2^127.</summary>
    private static bool GoesAway(RoundingMode mode, UInt128 rest, UInt128 step, UInt128 units) => mode switch
    {
        RoundingMode.HalfUp => rest >= step - rest,
        RoundingMode.HalfEven => rest > step - rest || (rest == step - rest && UInt128.IsOddInteger(units)),
        RoundingMode.Up => rest != 0,
        RoundingMode.Down => false,
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "a rounding names its mode"),
    };

    private static UInt128 Magnitude(Int128 value) => (UInt128)(Int128.IsNegative(value) ? -value : value);

    private static Fault Fit(Int128 exact, out long result)
    {
        var fits = exact >= long.MinValue && exact <= long.MaxValue;
        result = fits ? (long)exact : 0;
        return fits ? Fault.None : Fault.Overflow;
    }
}

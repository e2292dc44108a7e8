namespace Giro.Messages.Iso20022;

/// <summary>
/// CtrlSum: the plain total of the figures in a message whatever their currencies, by which a receiver notices a lost or changed line.
/// 100 JPY and 1.234 KWD sum to 101.234. Exact; <c>default</c> is zero. Equality is of the value: 1.0 equals 1.00.
/// </summary>
public readonly struct ControlSum : IEquatable<ControlSum>
{
    // Kept at five decimals, the most that any currency has, so that adding never rescales; _digits only says how many are shown.
    private readonly Int128 _hundredThousandths;
    private readonly int _digits;

    private ControlSum(Int128 hundredThousandths, int digits)
    {
        _hundredThousandths = hundredThousandths;
        _digits = digits;
    }

    /// <param name="sumMinor">total in minor units of a currency</param>
    /// <param name="minorUnitDigits">decimals of that currency, 0 to 5</param>
    public static ControlSum OfMinor(Int128 sumMinor, int minorUnitDigits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(minorUnitDigits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minorUnitDigits, DecimalText.MaxFractionDigits);
        return new ControlSum(sumMinor * PowerOfTen(DecimalText.MaxFractionDigits - minorUnitDigits), minorUnitDigits);
    }

    /// <summary>The sum of all amounts.</summary>
    public static ControlSum Of(IEnumerable<CurrencyAmount> amounts) => amounts.Aggregate(default(ControlSum), (sum, amount) => sum + amount);

    /// <summary>The sum of all sums, e.g. of the payment informations of one message.</summary>
    public static ControlSum Of(IEnumerable<ControlSum> sums) => sums.Aggregate(default(ControlSum), (sum, next) => sum + next);

    public ControlSum Add(CurrencyAmount amount) => this + amount;

    public static ControlSum operator +(ControlSum sum, CurrencyAmount amount) => sum + OfMinor(amount.AmountMinor, amount.MinorUnitDigits);

    public static ControlSum operator +(ControlSum left, ControlSum right) =>
        new(left._hundredThousandths + right._hundredThousandths, Math.Max(left._digits, right._digits));

    public static ControlSum Add(ControlSum left, ControlSum right) => left + right;

    public static bool operator ==(ControlSum left, ControlSum right) => left.Equals(right);

    public static bool operator !=(ControlSum left, ControlSum right) => !left.Equals(right);

    public bool Equals(ControlSum other) => _hundredThousandths == other._hundredThousandths;

    public override bool Equals(object? obj) => obj is ControlSum other && Equals(other);

    public override int GetHashCode() => _hundredThousandths.GetHashCode();

    /// <summary>As written in a message, with as many decimals as the finest currency in the sum has.</summary>
    public override string ToString() => DecimalText.Format(ShownUnits, _digits);

    /// <summary>DecimalNumber holds at most 18 digits.</summary>
    internal bool FitsDecimalNumber => Int128.Abs(ShownUnits) <= DecimalText.MaxUnits;

    // Exact: nothing finer than _digits was ever added.
    private Int128 ShownUnits => _hundredThousandths / PowerOfTen(DecimalText.MaxFractionDigits - _digits);

    private static Int128 PowerOfTen(int exponent)
    {
        Int128 power = 1;
        for (var i = 0; i < exponent; i++)
            power *= 10;
        return power;
    }
}

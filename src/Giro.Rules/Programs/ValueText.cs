using System.Text;

namespace Giro.Rules.Programs;

/// <summary>
/// Values as people write them: money 123.45, rates 0.60%, dates 2026-01-31, texts "debit", flags yes and no. Exact numbers are divided out by hand, digit by digit: what
/// is shown is what is, or ends in an ellipsis.
/// </summary>
public static class ValueText
{
    private const int MostDigits = 12;

    /// <summary>10^-9 as a percentage has 7 digits.</summary>
    private const int RateScale = 7;
    private const int LeastRateDigits = 2;

    /// <param name="digits">Minor units of money.</param>
    /// <param name="symbols">Those of the program.</param>
    public static string Of(long value, ValueType type, int digits, SymbolTable symbols) => type switch
    {
        ValueType.Money or ValueType.Rate => Of(new Fraction(value, 1), type, digits),
        ValueType.Text => $"\"{symbols.Text(value).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
        ValueType.Date when value >= 0 && value <= DateOnly.MaxValue.DayNumber => DateOnly.FromDayNumber((int)value).ToString("yyyy-MM-dd"),
        ValueType.Flag => value == 0 ? "no" : "yes",
        _ => value.ToString(),
    };

    /// <summary>A number in the units of a type, with as many digits as it needs and at least as many as the type has.</summary>
    public static string Of(Fraction exact, ValueType type, int digits) => type switch
    {
        ValueType.Money => Decimals(exact, digits, digits),
        ValueType.Rate => Decimals(exact, RateScale, LeastRateDigits) + "%",
        _ => Decimals(exact, 0, 0),
    };

    /// <summary>Divides by the denominator and 10^scale. Denominators stay below 2^70 and scales below 8, so the remainder times ten fits easily.</summary>
    private static string Decimals(Fraction exact, int scale, int leastDigits)
    {
        var divisor = exact.Denominator;
        for (var i = 0; i < scale; i++) divisor *= 10;
        var (whole, rest) = Int128.DivRem(Int128.Abs(exact.Numerator), divisor);
        var text = new StringBuilder(exact.Numerator < 0 ? "-" : "").Append(whole);
        for (var written = 0; written < leastDigits || (rest != 0 && written < MostDigits); written++)
        {
            if (written == 0) text.Append('.');
            (var digit, rest) = Int128.DivRem(rest * 10, divisor);
            text.Append(digit);
        }

        if (rest != 0) text.Append('…');
        return text.ToString();
    }
}

using System.Globalization;

namespace Giro.Messages.Iso20022;

/// <summary>Exact passage between integer minor units and the decimal text of XML Schema (xs:decimal). No value is ever rounded.</summary>
internal static class DecimalText
{
    /// <summary>ActiveOrHistoricCurrencyAndAmount allows five decimals; no currency has more.</summary>
    public const int MaxFractionDigits = 5;

    /// <summary>10^18 - 1: amounts and sums have at most 18 digits (totalDigits), decimals included.</summary>
    public const long MaxUnits = 999_999_999_999_999_999;

    /// <summary><c>(1234, 2)</c> is <c>12.34</c>, <c>(-5, 3)</c> is <c>-0.005</c>, <c>(100, 0)</c> is <c>100</c>.</summary>
    public static string Format(Int128 units, int fractionDigits)
    {
        var negative = units < 0;
        var digits = Int128.Abs(units).ToString(CultureInfo.InvariantCulture).PadLeft(fractionDigits + 1, '0');
        var whole = digits[..^fractionDigits];
        return (negative ? "-" : "") + (fractionDigits == 0 ? whole : $"{whole}.{digits[^fractionDigits..]}");
    }

    /// <summary>
    /// Reads xs:decimal into minor units. Zeros beyond the currency's decimals are accepted because they do not change the value
    /// (<c>8.850</c> EUR is 885); any other digit there is refused, since dropping it would change the amount.
    /// </summary>
    /// <returns>null when read, otherwise why not</returns>
    public static string? TryParse(string text, int fractionDigits, out long units)
    {
        units = 0;
        var rest = text.AsSpan().Trim(" \t\r\n");
        var negative = rest.StartsWith("-");
        if (negative || rest.StartsWith("+"))
            rest = rest[1..];
        var point = rest.IndexOf('.');
        var whole = point < 0 ? rest : rest[..point];
        var fraction = point < 0 ? [] : rest[(point + 1)..];
        if (whole.Length + fraction.Length == 0 || whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9'))
            return $"'{text}' is not a decimal number";
        fraction = fraction.TrimEnd('0');
        if (fraction.Length > fractionDigits)
            return $"'{text}' has more than the {fractionDigits} decimals its currency allows";

        Int128 value = 0;
        foreach (var digit in whole.TrimStart('0'))
        {
            value = value * 10 + (digit - '0');
            if (value > MaxUnits)
                return $"'{text}' has more than 18 digits";
        }

        for (var i = 0; i < fractionDigits; i++)
            value = value * 10 + (i < fraction.Length ? fraction[i] - '0' : 0);
        if (value > MaxUnits)
            return $"'{text}' has more than 18 digits";
        units = (long)(negative ? -value : value);
        return null;
    }
}

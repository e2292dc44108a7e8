namespace Giro.Messages.Swift;

/// <summary>Amounts as SWIFT writes them (format <c>15d</c>): digits, a comma, which there must be, and decimals.</summary>
internal static class MtAmount
{
    /// <param name="digits">decimals of the currency; zeros beyond them do not change the value, other digits there are refused</param>
    /// <param name="isStandard">false when the comma or the digit before it is missing, as in a figure that was cut</param>
    /// <returns>null when read, otherwise why not</returns>
    public static string? TryRead(ReadOnlySpan<char> text, int digits, out long amountMinor, out bool isStandard)
    {
        amountMinor = 0;
        var comma = text.IndexOf(',');
        var whole = comma < 0 ? text : text[..comma];
        var fraction = comma < 0 ? [] : text[(comma + 1)..];
        isStandard = comma > 0;
        if (whole.Length + fraction.Length == 0 || whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9'))
            return $"'{text}' is not an amount";
        fraction = fraction.TrimEnd('0');
        if (fraction.Length > digits)
            return $"'{text}' has more than the {digits} decimals its currency allows";
        Int128 minor = 0;
        foreach (var digit in whole.TrimStart('0'))
        {
            minor = minor * 10 + (digit - '0');
            if (minor > long.MaxValue) return $"'{text}' is larger than can be kept";
        }

        for (var i = 0; i < digits; i++)
            minor = minor * 10 + (i < fraction.Length ? fraction[i] - '0' : 0);
        if (minor > long.MaxValue) return $"'{text}' is larger than can be kept";
        amountMinor = (long)minor;
        return null;
    }
}

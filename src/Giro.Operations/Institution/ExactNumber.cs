namespace Giro.Operations.Institution;

/// <summary>Reads a decimal text into units of its last decimal, exactly or not at all.</summary>
internal static class ExactNumber
{
    /// <summary>The digits of the largest number that surely fits 64 bits.</summary>
    public const int MaxDigits = 18;

    /// <param name="text">ASCII: an optional minus, digits, optionally a point and at most <paramref name="decimals"/> digits. No exponent, no grouping.</param>
    /// <param name="maxDigits">Of the whole part and the decimals together, at most <see cref="MaxDigits"/>.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, int decimals, out long value, int maxDigits = MaxDigits)
    {
        value = 0;
        var negative = text.StartsWith("-"u8);
        if (negative) text = text[1..];
        var point = text.IndexOf((byte)'.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        if (whole.IsEmpty || (point >= 0 && fraction.IsEmpty) || fraction.Length > decimals || whole.Length + decimals > maxDigits) return false;
        if (whole.ContainsAnyExceptInRange((byte)'0', (byte)'9') || fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return false;
        foreach (var digit in whole) value = (value * 10) + (digit - '0');
        for (var i = 0; i < decimals; i++) value = (value * 10) + (i < fraction.Length ? fraction[i] - '0' : 0);
        if (negative) value = -value;
        return true;
    }
}

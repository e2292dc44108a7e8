namespace Giro.Operations.Intake.Berka;

/// <summary>Amounts in koruna as the files print them, read exactly to haler: <c>700</c>, <c>700.0</c>, <c>700.00</c>, <c>-5343.7</c>.</summary>
internal static class HalerText
{
    /// <summary>Below 10^15 koruna is below 10^17 haler: adding two such amounts cannot overflow a long.</summary>
    private const int MaxKorunaDigits = 15;

    /// <summary>Reads <c>-?digits[.d[d]]</c> and nothing else: no plus, blank, grouping or exponent.</summary>
    /// <returns>null and the amount in haler, or why the text is no amount.</returns>
    public static string? Read(ReadOnlySpan<char> text, out long haler)
    {
        haler = 0;
        var negative = text.Length > 0 && text[0] == '-';
        var digits = negative ? text[1..] : text;
        var point = digits.IndexOf('.');
        var koruna = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? [] : digits[(point + 1)..];
        if (koruna.IsEmpty || (point >= 0 && fraction.IsEmpty) || !AllDigits(koruna) || !AllDigits(fraction))
            return "not an amount; expected digits with up to two decimals, such as 700.00";
        if (fraction.Length > 2)
            return "an amount has at most two decimals";
        if (koruna.Length > MaxKorunaDigits)
            return "the amount is too large";

        foreach (var digit in koruna)
            haler = haler * 10 + (digit - '0');
        haler *= 100;
        if (fraction.Length > 0)
            haler += (fraction[0] - '0') * 10;
        if (fraction.Length > 1)
            haler += fraction[1] - '0';
        if (negative)
            haler = -haler;
        return null;
    }

    /// <summary>The amount with two decimals, as trans.asc prints it.</summary>
    public static string Write(long haler)
    {
        var size = Int128.Abs(haler);
        return $"{(haler < 0 ? "-" : "")}{size / 100}.{size % 100:00}";
    }

    private static bool AllDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}

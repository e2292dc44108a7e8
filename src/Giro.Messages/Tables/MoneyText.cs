namespace Giro.Messages.Tables;

/// <summary>
/// Exact passage from amounts in UTF-8 text to minor units. Nothing is rounded: decimals beyond the currency's are accepted where they are zeros, since
/// these do not change the value, and refused otherwise; so is an amount of more than <see cref="long.MaxValue"/> minor units.
/// </summary>
public static class MoneyText
{
    /// <summary>10^0 to 10^18.</summary>
    private static readonly long[] Powers = [.. Enumerable.Range(0, 19).Select(power => Enumerable.Repeat(10L, power).Aggregate(1L, (product, ten) => product * ten))];

    /// <param name="text">blanks around it are passed over</param>
    /// <param name="digits">decimals of the currency, 0 to 18; 0 for a text that is in minor units already</param>
    public static bool TryParse(ReadOnlySpan<byte> text, MoneyFormat format, int digits, out long minor) =>
        TryPlain(text, format.DecimalSign, digits, out minor) || TryAny(text, format, digits, out minor);

    /// <summary>The usual case: a minus at most, digits, and no more decimals than the currency has. False does not say that the text is no amount.</summary>
    private static bool TryPlain(ReadOnlySpan<byte> text, byte decimalSign, int digits, out long minor)
    {
        minor = 0;
        var negative = text.Length > 0 && text[0] == (byte)'-';
        if (negative) text = text[1..];
        if (text.Length is 0 or > 18) return false;
        var value = 0L;
        var decimals = -1; // counted from the sign on
        foreach (var sign in text)
        {
            var digit = sign - '0';
            if (digit is >= 0 and <= 9)
            {
                value = value * 10 + digit;
                if (decimals >= 0) decimals++;
            }
            else if (sign == decimalSign && decimals < 0)
            {
                decimals = 0;
            }
            else
            {
                return false;
            }
        }

        if (decimals == 0) return false;
        decimals = Math.Max(decimals, 0);
        // At most 18 digits in the end, so it cannot overflow.
        if (decimals > digits || text.Length + digits - decimals > 18) return false;
        value *= Powers[digits - decimals];
        minor = negative ? -value : value;
        return true;
    }

    private static bool TryAny(ReadOnlySpan<byte> text, MoneyFormat format, int digits, out long minor)
    {
        minor = 0;
        text = text.Trim(" \t"u8);
        if (!TakeSigns(ref text, format, out var negative) || !TryDigits(text, format, digits, out var value)) return false;
        minor = negative ? -value : value;
        return true;
    }

    /// <summary>Removes what stands around the figure: one sign in any of the allowed forms and one sign of currency on each side.</summary>
    private static bool TakeSigns(ref ReadOnlySpan<byte> text, MoneyFormat format, out bool negative)
    {
        negative = false;
        var signs = 0;
        if (format.Parentheses && text.Length > 1 && text[0] == (byte)'(' && text[^1] == (byte)')')
        {
            (signs, negative) = (1, true);
            text = text[1..^1].Trim((byte)' ');
        }

        TakeCurrency(ref text, format);
        if (TakeLeading(ref text, format, ref negative)) signs++;
        if (TakeTrailing(ref text, format, ref negative)) signs++;
        TakeCurrency(ref text, format);
        return signs <= 1;
    }

    private static bool TakeLeading(ref ReadOnlySpan<byte> text, MoneyFormat format, ref bool negative)
    {
        if (text.IsEmpty) return false;
        var length = text.StartsWith("\u2212"u8) ? 3 : 1; // the minus sign of typesetters
        var first = text[0];
        if (length == 3 || first == (byte)'-' || (format.LeadingCreditDebit && first == (byte)'D'))
            negative = true;
        else if (first != (byte)'+' && !(format.LeadingCreditDebit && first == (byte)'C'))
            return false;
        text = text[length..].TrimStart((byte)' ');
        return true;
    }

    private static bool TakeTrailing(ref ReadOnlySpan<byte> text, MoneyFormat format, ref bool negative)
    {
        if (text.IsEmpty) return false;
        var last = text[^1];
        if (format.TrailingSign && last is (byte)'-' or (byte)'+')
        {
            negative |= last == (byte)'-';
            text = text[..^1].TrimEnd((byte)' ');
            return true;
        }

        if (!format.TrailingCreditDebit) return false;
        var length = text.EndsWith("CR"u8) || text.EndsWith("DR"u8) ? 2 : last is (byte)'C' or (byte)'D' ? 1 : 0;
        if (length == 0) return false;
        negative |= text[^length] == (byte)'D';
        text = text[..^length].TrimEnd((byte)' ');
        return true;
    }

    private static void TakeCurrency(ref ReadOnlySpan<byte> text, MoneyFormat format)
    {
        foreach (var sign in format.CurrencySignBytes)
        {
            if (text.StartsWith(sign))
            {
                text = text[sign.Length..].TrimStart((byte)' ');
                return;
            }

            if (text.EndsWith(sign))
            {
                text = text[..^sign.Length].TrimEnd((byte)' ');
                return;
            }
        }
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, MoneyFormat format, int digits, out long value)
    {
        value = 0;
        var any = false;
        var inGroup = 0;
        var grouped = false;
        var decimals = -1;
        for (var at = 0; at < text.Length;)
        {
            var digit = text[at] - '0';
            if (digit is >= 0 and <= 9)
            {
                any = true;
                at++;
                if (decimals >= digits)
                {
                    if (digit != 0) return false;
                    continue;
                }

                if (!TryAppend(ref value, digit)) return false;
                if (decimals >= 0) decimals++;
                else inGroup++;
            }
            else if (text[at] == format.DecimalSign && decimals < 0)
            {
                decimals = 0;
                at++;
            }
            else if (decimals < 0 && format.GroupSignAt(text[at..]) is > 0 and var length)
            {
                if (inGroup is 0 or > 3 || (grouped && inGroup != 3)) return false;
                (grouped, inGroup) = (true, 0);
                at += length;
            }
            else
            {
                return false;
            }
        }

        if (!any || text[^1] == format.DecimalSign || (grouped && inGroup != 3)) return false;
        for (var missing = digits - Math.Max(decimals, 0); missing > 0; missing--)
        {
            if (!TryAppend(ref value, 0)) return false;
        }

        return true;
    }

    private static bool TryAppend(ref long value, int digit)
    {
        if (value > (long.MaxValue - digit) / 10) return false;
        value = value * 10 + digit;
        return true;
    }
}

using System.Xml;

namespace Giro.Messages.Iso20022;

/// <summary>What is wrong with a value that is about to be written, or null. The writer adds which field and which record.</summary>
internal static class FieldCheck
{
    /// <summary>
    /// MaxNText. Counted in UTF-16 units: a character outside the basic plane counts twice, which is never longer than a receiver allows.
    /// </summary>
    public static string? Text(string value, int maxLength)
    {
        if (string.IsNullOrWhiteSpace(value))
            return "is empty";
        if (value.Length > maxLength)
            return $"has {value.Length} characters, more than {maxLength}";
        for (var i = 0; i < value.Length; i++)
        {
            if (XmlConvert.IsXmlChar(value[i]))
                continue;
            if (i + 1 < value.Length && XmlConvert.IsXmlSurrogatePair(value[i + 1], value[i]))
                i++;
            else
                return $"holds U+{(int)value[i]:X4} at position {i}, which XML cannot carry";
        }

        return null;
    }

    /// <summary>ActiveOrHistoricCurrencyCode: <c>[A-Z]{3}</c></summary>
    public static string? Currency(string value) =>
        value is { Length: 3 } && value.All(char.IsAsciiLetterUpper) ? null : $"'{Shown(value)}' is not a currency code of three capital letters";

    /// <summary>IBAN2007Identifier: <c>[A-Z]{2}[0-9]{2}[a-zA-Z0-9]{1,30}</c></summary>
    public static string? Iban(string value)
    {
        var shaped = value is { Length: >= 5 and <= 34 }
            && value.AsSpan(0, 2).IndexOfAnyExceptInRange('A', 'Z') < 0
            && value.AsSpan(2, 2).IndexOfAnyExceptInRange('0', '9') < 0
            && value.All(char.IsAsciiLetterOrDigit);
        return shaped ? null : $"'{Shown(value)}' does not have the shape of an IBAN";
    }

    /// <summary>BICFIDec2014Identifier: <c>[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?</c></summary>
    public static string? Bic(string value)
    {
        var shaped = value is { Length: 8 or 11 }
            && value.AsSpan(4, 2).IndexOfAnyExceptInRange('A', 'Z') < 0
            && value.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));
        return shaped ? null : $"'{Shown(value)}' does not have the shape of a BIC";
    }

    /// <summary>UUIDv4Identifier: <c>[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}</c></summary>
    public static string? Uetr(string value)
    {
        var shaped = Guid.TryParseExact(value, "D", out _)
            && value[14] == '4' && value[19] is ('8' or '9' or 'a' or 'b') && !value.Any(char.IsAsciiLetterUpper);
        return shaped ? null : $"'{Shown(value)}' does not have the shape of a UETR";
    }

    /// <summary>ActiveOrHistoricCurrencyAndAmount: no sign, at most five decimals and 18 digits.</summary>
    public static string? Amount(CurrencyAmount amount)
    {
        if (amount.MinorUnitDigits is < 0 or > DecimalText.MaxFractionDigits)
            return $"has {amount.MinorUnitDigits} minor-unit digits; 0 to {DecimalText.MaxFractionDigits} are possible";
        if (amount.AmountMinor < 0)
            return "is negative; the direction is said by the credit/debit indicator";
        if (amount.AmountMinor > DecimalText.MaxUnits)
            return "has more than 18 digits";
        return Currency(amount.Currency);
    }

    // The message of an error must itself be printable.
    private static string Shown(string? value) => string.Concat((value ?? "").Take(40).Select(c => char.IsControl(c) ? '?' : c));
}

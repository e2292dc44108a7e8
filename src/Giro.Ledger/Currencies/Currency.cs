namespace Giro.Ledger.Currencies;

/// <summary>A currency of ISO 4217.</summary>
/// <param name="Code">Alphabetic code, three letters.</param>
/// <param name="Number">Numeric code, 1-999; what the journal stores.</param>
/// <param name="MinorUnits">Digits after the point: 0, 2, 3 or 4. Amounts are integers of that unit.</param>
public readonly record struct Currency(string Code, ushort Number, byte MinorUnits)
{
    /// <summary>One more than the highest numeric code there can be.</summary>
    public const int NumberLimit = 1000;

    /// <summary>Whether the ledger knows the numeric code.</summary>
    public static bool IsKnown(int number) => number is > 0 and < NumberLimit && CurrencyTable.ByNumber[number].Code is not null;

    /// <exception cref="ArgumentException">The code is not in ISO 4217, or has no minor units.</exception>
    public static Currency FromNumber(int number) =>
        IsKnown(number) ? CurrencyTable.ByNumber[number] : throw new ArgumentException($"no ISO 4217 currency has the number {number}", nameof(number));

    /// <exception cref="ArgumentException">The code is not in ISO 4217, or has no minor units.</exception>
    public static Currency FromCode(string code) =>
        TryFromCode(code, out var currency) ? currency : throw new ArgumentException($"'{code}' is not an ISO 4217 currency with minor units", nameof(code));

    /// <summary>Finds a currency by its alphabetic code, in capitals.</summary>
    public static bool TryFromCode(string code, out Currency currency)
    {
        foreach (var candidate in CurrencyTable.ByNumber)
        {
            if (candidate.Code == code)
            {
                currency = candidate;
                return true;
            }
        }

        currency = default;
        return false;
    }

    /// <summary>The amount in major units with exactly <see cref="MinorUnits"/> digits: <c>-1234.50</c>. Exact for every Int128.</summary>
    public string Format(Int128 amountMinor)
    {
        if (MinorUnits == 0) return amountMinor.ToString();
        var negative = amountMinor < 0;
        var digits = (negative ? (UInt128)(-(amountMinor + 1)) + 1 : (UInt128)amountMinor).ToString().PadLeft(MinorUnits + 1, '0');
        return $"{(negative ? "-" : "")}{digits[..^MinorUnits]}.{digits[^MinorUnits..]}";
    }
}

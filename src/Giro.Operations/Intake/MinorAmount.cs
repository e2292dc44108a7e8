namespace Giro.Operations.Intake;

/// <summary>Reads a decimal amount into minor units, exactly or not at all.</summary>
public static class MinorAmount
{
    /// <summary>Digits in all: 10^15 minor units are 10 million million euros, and 200,000 of them still fit an Int128 total by far.</summary>
    public const int MaxDigits = 15;

    /// <param name="text">ASCII: an optional minus, digits, optionally a point and at most <paramref name="minorUnits"/> digits. No exponent, no grouping.</param>
    /// <param name="minorUnits">Decimals of the currency.</param>
    /// <returns><see cref="IntakeReason.None"/>, <see cref="IntakeReason.AmountUnreadable"/> or <see cref="IntakeReason.AmountNotPositive"/>.</returns>
    public static IntakeReason TryParse(ReadOnlySpan<byte> text, int minorUnits, out long amountMinor)
    {
        amountMinor = 0;
        var negative = text.StartsWith("-"u8);
        if (negative) text = text[1..];
        var point = text.IndexOf((byte)'.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        if (whole.IsEmpty || (point >= 0 && fraction.IsEmpty) || fraction.Length > minorUnits || whole.Length + minorUnits > MaxDigits) return IntakeReason.AmountUnreadable;
        if (whole.ContainsAnyExceptInRange((byte)'0', (byte)'9') || fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return IntakeReason.AmountUnreadable;
        foreach (var digit in whole) amountMinor = (amountMinor * 10) + (digit - '0');
        for (var i = 0; i < minorUnits; i++) amountMinor = (amountMinor * 10) + (i < fraction.Length ? fraction[i] - '0' : 0);
        return negative || amountMinor == 0 ? IntakeReason.AmountNotPositive : IntakeReason.None;
    }
}

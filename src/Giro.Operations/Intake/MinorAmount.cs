using Giro.Operations.Institution;

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
        if (!ExactNumber.TryParse(text, minorUnits, out amountMinor, MaxDigits)) return IntakeReason.AmountUnreadable;
        return amountMinor <= 0 ? IntakeReason.AmountNotPositive : IntakeReason.None;
    }
}

namespace Giro.Messages.Iso20022;

/// <summary>An amount of one currency, exact. Which sign it may have is said where it is used; ISO 20022 amounts carry none.</summary>
/// <param name="AmountMinor">minor units: 1234 is 12.34 where the currency has two digits</param>
/// <param name="Currency">ISO 4217 alphabetic code, e.g. <c>CZK</c></param>
/// <param name="MinorUnitDigits">decimals of the currency (ISO 4217), 0 to 5: JPY 0, CZK 2, KWD 3</param>
public readonly record struct CurrencyAmount(long AmountMinor, string Currency, int MinorUnitDigits)
{
    /// <summary>e.g. <c>12.34 CZK</c></summary>
    public override string ToString() => $"{DecimalText.Format(AmountMinor, MinorUnitDigits)} {Currency}";
}

using Giro.Ledger.Currencies;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>Amounts and currencies of lines as people read them.</summary>
public static class MoneyShown
{
    /// <summary>In major units; in minor units where the currency is not known.</summary>
    public static string Format(ushort currency, Int128 amountMinor) => Currency.IsKnown(currency) ? Currency.FromNumber(currency).Format(amountMinor) : amountMinor.ToString();

    /// <summary>The alphabetic code; empty for none.</summary>
    public static string CodeOf(ushort currency) => Currency.IsKnown(currency) ? Currency.FromNumber(currency).Code : "";
}

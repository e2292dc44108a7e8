using Giro.Messages.Tables;

namespace Giro.Operations.Reconciliation.Sources;

/// <summary>Names of the fields of a side that passes may use.</summary>
internal static class SideFields
{
    public const string Amount = "amount";
    public const string Fee = "fee";
    public const string Currency = "currency";
    public const string Date = "date";
    public const string Status = "status";

    /// <summary>Of every format that is read as a report.</summary>
    public static readonly string[] OfReports =
        ["reference", "bank-reference", "batch", "original-reference", "kind", Status, "reason", "counterparty", "counterparty-account", "text", "booked"];

    /// <summary>Columns of their own in a block: no texts.</summary>
    public static bool IsFigure(string name) => name is Amount or Fee or Currency or Date or "value-date" or "balance";

    /// <summary>Texts that a mapping fills.</summary>
    public static IReadOnlyList<string> TextsOf(TableMapping mapping) =>
        [.. mapping.Fields.Concat(mapping.Cases.SelectMany(lines => lines.Fields)).Where(field => !IsFigure(field.Name)).Select(field => field.Name).Distinct()];
}

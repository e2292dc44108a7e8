namespace Giro.Operations.Reconciliation.Files;

/// <summary>Names of breaks in files for machines. They stay as they are.</summary>
public static class BreakWords
{
    public static string NameOf(BreakType type) => type switch
    {
        BreakType.MissingAtBank => "missing-at-bank",
        BreakType.Date => "date",
        BreakType.DuplicateAtBank => "duplicate-at-bank",
        BreakType.Amount => "amount",
        BreakType.MissingWithUs => "missing-with-us",
        BreakType.Fee => "fee",
        BreakType.Status => "status",
        BreakType.Currency => "currency",
        BreakType.DuplicateWithUs => "duplicate-with-us",
        BreakType.Ambiguous => "ambiguous",
        BreakType.UnreadableLine => "unreadable-line",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "it is no type of a break"),
    };
}

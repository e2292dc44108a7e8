namespace Giro.Operations.Reconciliation.Matching;

/// <summary>Names by which a strategy of a pass asks for what every line has, and gives its terms. Any other input is a text column.</summary>
internal static class TermsNames
{
    public const string Amount = "amount";
    public const string Fee = "fee";
    public const string Date = "date";
    public const string Currency = "currency";
    public const string Side = "side";

    public const string Key = "key";

    /// <summary>The amount to compare. It cannot be called `amount`: one name is one thing in a strategy.</summary>
    public const string Compared = "compared";
    public const string Below = "below";
    public const string Above = "above";
    public const string DaysBefore = "days-before";
    public const string DaysAfter = "days-after";
}

namespace Giro.Operations.Reconciliation.Sources;

/// <summary>Names of the text fields that the passes of a source may use, besides the figures amount, fee, currency and date.</summary>
internal static class SourceFields
{
    public const string Reference = "reference";
    public const string BankReference = "bank-reference";
    public const string Batch = "batch";
    public const string Kind = "kind";
    public const string Counterparty = "counterparty";
    public const string CounterpartyAccount = "counterparty-account";
    public const string Text = "text";

    /// <summary><c>in</c> for money to us, <c>out</c> for money from us.</summary>
    public const string Direction = "direction";

    /// <summary>Payouts, returns and what channels pay.</summary>
    public static readonly string[] OfItems = [Reference, Batch, Kind, Counterparty, CounterpartyAccount];

    public static readonly string[] OfStatements = [Reference, BankReference, Batch, Kind, Counterparty, CounterpartyAccount, Text];

    /// <summary>Of a channel, by our records.</summary>
    public static readonly string[] OfPayments = [Reference, Direction];

    public static readonly string[] OfBills = [Reference, BankReference, Direction, Batch, Kind, SideFields.Status, Counterparty, Text];

    public static string DirectionOf(long amountMinor) => amountMinor < 0 ? "out" : "in";
}

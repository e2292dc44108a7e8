namespace Giro.Messages.Reports;

/// <summary>
/// One line of what a bank or channel reports, in the fields that formats have in common. A field that the format lacks or leaves blank is empty or null, never
/// guessed. Amounts are minor units of <see cref="Currency"/>.
/// </summary>
public sealed record ReportLine
{
    /// <summary>Among the lines of the file, from 1.</summary>
    public required long Number { get; init; }

    public required MessagePlace Place { get; init; }

    /// <summary>Money to the account's owner positive; 0 without a currency where the line states no amount, as an answer or a payment of a batch may.</summary>
    public required long AmountMinor { get; init; }

    /// <summary>ISO 4217 alphabetic code; empty where the line states no amount.</summary>
    public required string Currency { get; init; }

    /// <summary>False for a line that is only announced: it is not in the closing balance.</summary>
    public bool IsBooked { get; init; } = true;

    public DateOnly? BookingDate { get; init; }

    public DateOnly? ValueDate { get; init; }

    /// <summary>As the format writes it, without a zone.</summary>
    public TimeOnly? Time { get; init; }

    /// <summary>What the one who gave the order called it: end-to-end id, customer reference, merchant's order number.</summary>
    public string Reference { get; init; } = "";

    /// <summary>What the bank or channel calls it.</summary>
    public string BankReference { get; init; } = "";

    /// <summary>The payment that this one returns, refunds or answers.</summary>
    public string OriginalReference { get; init; } = "";

    /// <summary>What ties the lines of one booking together: batch, payment information id, statement of a channel.</summary>
    public string Batch { get; init; } = "";

    /// <summary>Transaction code or kind, as the format writes it.</summary>
    public string Kind { get; init; } = "";

    /// <summary>As the format writes it.</summary>
    public string Status { get; init; } = "";

    /// <summary>Of a return or reject.</summary>
    public string Reason { get; init; } = "";

    public string Counterparty { get; init; } = "";

    public string CounterpartyAccount { get; init; } = "";

    public string Text { get; init; } = "";

    /// <summary>What was kept for the service; positive when the account's owner bears it. Not part of <see cref="AmountMinor"/> unless the format's reader says so.</summary>
    public long? FeeMinor { get; init; }

    /// <summary>Of the account after this line.</summary>
    public long? BalanceMinor { get; init; }

    /// <summary>Payments of a batch booking; they sum to its amount unless a finding says otherwise. They are not lines of the file's count.</summary>
    public IReadOnlyList<ReportLine> Details { get; init; } = [];

    /// <summary>Fields of a mapping that have no place above, by name.</summary>
    public IReadOnlyDictionary<string, string> Others { get; init; } = NoOthers;

    private static readonly Dictionary<string, string> NoOthers = [];
}

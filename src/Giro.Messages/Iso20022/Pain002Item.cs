namespace Giro.Messages.Iso20022;

/// <summary>
/// What <see cref="Pain002Reader.Read"/> returns: one <see cref="ReportStart"/>; for each payment information one <see cref="PaymentStart"/>, any number of
/// <see cref="Transaction"/>, one <see cref="PaymentEnd"/>; at last one <see cref="ReportEnd"/>. The set is closed.
/// </summary>
public abstract record Pain002Item
{
    private Pain002Item() { }

    /// <param name="Version">of the message, e.g. <c>pain.002.001.11</c></param>
    public sealed record ReportStart(string Version, StatusReport Report) : Pain002Item
    {
        /// <summary>Of the original group in the file.</summary>
        public required MessagePlace Place { get; init; }
    }

    public sealed record PaymentStart(PaymentInformationStatus Information) : Pain002Item
    {
        /// <summary>Of the payment information in the file.</summary>
        public required MessagePlace Place { get; init; }
    }

    /// <param name="Findings">what is odd about this transaction alone; usually empty</param>
    public sealed record Transaction(TransactionStatus Value, IReadOnlyList<StatusFinding> Findings) : Pain002Item
    {
        /// <summary>Of the transaction in the file.</summary>
        public required MessagePlace Place { get; init; }
    }

    /// <param name="TransactionCount">transactions listed in this payment information</param>
    /// <param name="Findings">what does not agree about the payment information as a whole</param>
    public sealed record PaymentEnd(PaymentInformationStatus Information, long TransactionCount, IReadOnlyList<StatusFinding> Findings) : Pain002Item;

    /// <param name="TransactionCount">transactions listed in the whole report; a bank may list only those that it rejects, or none</param>
    /// <param name="Findings">what does not agree about the report as a whole</param>
    public sealed record ReportEnd(StatusReport Report, long TransactionCount, IReadOnlyList<StatusFinding> Findings) : Pain002Item;
}

namespace Giro.Messages.Iso20022;

/// <summary>
/// What <see cref="Pacs002Reader.Read"/> returns: one <see cref="ReportStart"/>; an <see cref="OriginalGroup"/> for each message that is answered as a whole;
/// any number of <see cref="Transaction"/>; at last one <see cref="ReportEnd"/>. The set is closed.
/// </summary>
public abstract record Pacs002Item
{
    private Pacs002Item() { }

    /// <param name="Version">of the message, e.g. <c>pacs.002.001.11</c></param>
    public sealed record ReportStart(string Version, InterbankStatusReport Report) : Pacs002Item;

    public sealed record OriginalGroup(OriginalGroupStatus Value, MessagePlace Place) : Pacs002Item;

    /// <param name="Findings">what is odd about this transaction alone; usually empty</param>
    public sealed record Transaction(InterbankStatus Value, MessagePlace Place, IReadOnlyList<StatusFinding> Findings) : Pacs002Item;

    /// <param name="TransactionCount">transactions listed in the whole report; a bank may list only those that it rejects, or none</param>
    /// <param name="Findings">what does not agree about a message answered, or the report as a whole</param>
    public sealed record ReportEnd(InterbankStatusReport Report, long TransactionCount, IReadOnlyList<StatusFinding> Findings) : Pacs002Item;
}

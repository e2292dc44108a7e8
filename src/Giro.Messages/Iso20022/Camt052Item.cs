namespace Giro.Messages.Iso20022;

/// <summary>
/// What <see cref="Camt052Reader.Read"/> returns, for each report: one <see cref="ReportStart"/>, any number of <see cref="Entry"/>, one
/// <see cref="ReportEnd"/>. The set is closed.
/// </summary>
public abstract record Camt052Item
{
    private Camt052Item() { }

    /// <param name="Version">of the message, e.g. <c>camt.052.001.08</c></param>
    public sealed record ReportStart(string Version, StatementMessage Message, StatementHeader Header) : Camt052Item;

    /// <param name="Findings">what is odd about this entry alone; usually empty</param>
    public sealed record Entry(StatementEntry Value, IReadOnlyList<StatementFinding> Findings) : Camt052Item;

    /// <param name="Findings">what does not agree about the report as a whole; empty says that the summary, if there is one, is right</param>
    public sealed record ReportEnd(StatementHeader Header, StatementTotals Totals, IReadOnlyList<StatementFinding> Findings) : Camt052Item;
}

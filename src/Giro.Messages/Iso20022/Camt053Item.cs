namespace Giro.Messages.Iso20022;

/// <summary>
/// What <see cref="Camt053Reader.Read"/> returns, for each statement: one <see cref="StatementStart"/>, any number of <see cref="Entry"/>, one
/// <see cref="StatementEnd"/>. The set is closed.
/// </summary>
public abstract record Camt053Item
{
    private Camt053Item() { }

    /// <param name="Version">of the message, e.g. <c>camt.053.001.08</c></param>
    public sealed record StatementStart(string Version, StatementMessage Message, StatementHeader Header) : Camt053Item;

    /// <param name="Findings">what is odd about this entry alone; usually empty</param>
    public sealed record Entry(StatementEntry Value, IReadOnlyList<StatementFinding> Findings) : Camt053Item;

    /// <param name="Findings">
    /// what does not agree about the statement as a whole; empty says that opening balance and booked entries give the closing balance and that
    /// the summary, if there is one, is right
    /// </param>
    public sealed record StatementEnd(StatementHeader Header, StatementTotals Totals, IReadOnlyList<StatementFinding> Findings) : Camt053Item;
}

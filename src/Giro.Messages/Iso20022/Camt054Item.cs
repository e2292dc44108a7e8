namespace Giro.Messages.Iso20022;

/// <summary>
/// What <see cref="Camt054Reader.Read"/> returns, for each notification: one <see cref="NotificationStart"/>, any number of <see cref="Entry"/>, one
/// <see cref="NotificationEnd"/>. The set is closed.
/// </summary>
public abstract record Camt054Item
{
    private Camt054Item() { }

    /// <param name="Version">of the message, e.g. <c>camt.054.001.08</c></param>
    public sealed record NotificationStart(string Version, StatementMessage Message, StatementHeader Header) : Camt054Item;

    /// <param name="Findings">what is odd about this entry alone; usually empty</param>
    public sealed record Entry(StatementEntry Value, IReadOnlyList<StatementFinding> Findings) : Camt054Item;

    /// <param name="Findings">what does not agree about the notification as a whole; empty says that the summary, if there is one, is right</param>
    public sealed record NotificationEnd(StatementHeader Header, StatementTotals Totals, IReadOnlyList<StatementFinding> Findings) : Camt054Item;
}

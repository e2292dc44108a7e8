using Giro.Messages.Reports;

namespace Giro.Messages.Swift;

/// <summary>
/// What <see cref="MtStatementReader.Read"/> returns: for each message a <see cref="StatementStart"/>, any number of <see cref="Line"/>, a
/// <see cref="StatementEnd"/>; then one <see cref="FileEnd"/>. The set is closed.
/// </summary>
public abstract record MtItem
{
    private MtItem() { }

    public sealed record StatementStart(MtStatement Statement) : MtItem;

    /// <param name="Findings">what is odd about this line alone; usually empty</param>
    public sealed record Line(StatementLine Value, IReadOnlyList<ReportFinding> Findings) : MtItem;

    /// <param name="Statement">with the fields that come after the lines</param>
    /// <param name="Totals">of booked lines; a reversal counts on the side that it moves</param>
    /// <param name="Findings">what does not agree about the message as a whole, and with the one before it</param>
    public sealed record StatementEnd(MtStatement Statement, ReportTotals Totals, IReadOnlyList<ReportFinding> Findings) : MtItem;

    public sealed record FileEnd(IReadOnlyList<ReportFinding> Findings) : MtItem;
}

namespace Giro.Messages.Reports;

/// <summary>
/// What an <see cref="IReportReader"/> returns. A file is one or more sections (statements, batches, accounts), each a start, lines, an end; then one
/// <see cref="FileEnd"/>. The set is closed.
/// </summary>
public abstract record ReportItem
{
    private ReportItem() { }

    public sealed record SectionStart(ReportSection Section) : ReportItem;

    /// <param name="Findings">what is wrong with this line alone; usually empty</param>
    public sealed record Line(ReportLine Value, IReadOnlyList<ReportFinding> Findings) : ReportItem;

    /// <param name="Findings">what does not agree about the section as a whole</param>
    public sealed record SectionEnd(ReportSection Section, ReportTotals Totals, IReadOnlyList<ReportFinding> Findings) : ReportItem;

    /// <param name="Findings">what does not agree about the file as a whole: trailers, control totals, counts of sections</param>
    public sealed record FileEnd(IReadOnlyList<ReportFinding> Findings) : ReportItem;
}

/// <summary>A statement, batch or account of a file.</summary>
public sealed record ReportSection
{
    /// <summary>Statement number, message id, batch number; empty where the format has none.</summary>
    public required string Id { get; init; }

    /// <summary>Of the account or merchant; empty where the format names none.</summary>
    public string Account { get; init; } = "";

    /// <summary>ISO 4217 alphabetic code; empty where it is known from the lines only.</summary>
    public string Currency { get; init; } = "";

    /// <summary>0 to 5.</summary>
    public int MinorUnitDigits { get; init; }

    /// <summary>The day that it is about: of the closing balance where there is one. Null when it is known at the end only.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>Null where the format gives none.</summary>
    public long? OpeningMinor { get; init; }

    /// <summary>Null where the format gives none, or until <see cref="ReportItem.SectionEnd"/>.</summary>
    public long? ClosingMinor { get; init; }
}

/// <summary>Counted by the reader over the lines of a section; sums are minor units of its currency.</summary>
public sealed record ReportTotals(long Lines, long CreditCount, Int128 CreditMinor, long DebitCount, Int128 DebitMinor);

/// <summary>Something in a file that does not agree with the rest of it. It is read all the same, and not to be posted without a named person accepting it.</summary>
/// <param name="Code">stable, e.g. <c>closing-balance</c>, <c>control-total</c>, <c>hash-total</c>, <c>record-count</c>, <c>unreadable-line</c></param>
/// <param name="Expected">what the file states</param>
/// <param name="Found">what was counted or read</param>
/// <param name="Text">the whole in words, with both figures</param>
public sealed record ReportFinding(string Code, string Expected, string Found, MessagePlace? Place, string Text);

/// <summary>Reads one file, forward only, in bounded memory.</summary>
public interface IReportReader : IDisposable
{
    /// <summary>The format and version, e.g. <c>camt.053.001.08</c>, <c>MT940</c>; known after the first item.</summary>
    string Format { get; }

    /// <returns>null after <see cref="ReportItem.FileEnd"/></returns>
    /// <exception cref="MessageFormatException">The file cannot be read further; what was read since the last <see cref="ReportItem.SectionEnd"/> may not be acted on.</exception>
    ReportItem? Read();
}

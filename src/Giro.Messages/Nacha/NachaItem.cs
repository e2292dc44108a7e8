using Giro.Messages.Reports;

namespace Giro.Messages.Nacha;

/// <summary>
/// What <see cref="NachaReader.Read"/> returns, nested: files, each of batches, each of entries. An end comes also where the control record is missing; that
/// is a finding. The set is closed.
/// </summary>
public abstract record NachaItem
{
    private NachaItem() { }

    public sealed record FileStart(FileHeader Header) : NachaItem;

    public sealed record BatchStart(BatchHeader Header) : NachaItem;

    public sealed record Entry(EntryDetail Value, IReadOnlyList<ReportFinding> Findings) : NachaItem;

    /// <param name="Totals">credits and debits of the accounts that entries name</param>
    public sealed record BatchEnd(BatchHeader Header, BatchControl? Control, ReportTotals Totals, IReadOnlyList<ReportFinding> Findings) : NachaItem;

    public sealed record FileEnd(FileHeader Header, FileControl? Control, IReadOnlyList<ReportFinding> Findings) : NachaItem;
}

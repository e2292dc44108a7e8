using Giro.Messages.Reports;

namespace Giro.Messages.Bai2;

/// <summary>
/// What <see cref="Bai2Reader.Read"/> returns, nested: files, each of groups, each of accounts, each of transactions. An end comes also where the trailer is
/// missing; that is a finding. The set is closed.
/// </summary>
public abstract record Bai2Item
{
    private Bai2Item() { }

    public sealed record FileStart(FileHeader Header) : Bai2Item;

    public sealed record GroupStart(GroupHeader Header) : Bai2Item;

    public sealed record AccountStart(AccountIdentifier Account) : Bai2Item;

    public sealed record Transaction(TransactionDetail Value, IReadOnlyList<ReportFinding> Findings) : Bai2Item;

    /// <param name="Totals">of transactions by the sides of their type codes</param>
    public sealed record AccountEnd(AccountIdentifier Account, AccountTrailer? Trailer, ReportTotals Totals, IReadOnlyList<ReportFinding> Findings) : Bai2Item;

    public sealed record GroupEnd(GroupHeader Header, GroupTrailer? Trailer, IReadOnlyList<ReportFinding> Findings) : Bai2Item;

    public sealed record FileEnd(FileHeader Header, FileTrailer? Trailer, IReadOnlyList<ReportFinding> Findings) : Bai2Item;
}

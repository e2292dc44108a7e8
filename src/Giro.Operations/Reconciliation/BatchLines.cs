using System.Text;
using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Reconciliation;

/// <summary>
/// Payouts that the bank books as one line, by the message id of their file: what matching one with one has left on both sides, as groups of many items and one line. The
/// line is then claimed in parts, one for each payout. The sums must be equal; a group that is short of a payout stays a break.
/// </summary>
internal static class BatchLines
{
    private static readonly MatchPlan Plan = new([
        new MatchPass
        {
            Name = "batches", Kind = PassKind.Group, Shape = GroupShape.ManyToOne, LeftKey = [KeyPart.Text(0)], RightKey = [KeyPart.Text(0)], Compare = Differences.Amount,
        },
    ]);

    public static MatchResult Claim(MatchResult result, IReadOnlyDictionary<string, BankItem> items, IReadOnlyList<StatementLine> lines)
    {
        var missing = result.Breaks.Where(found => found.Type == BreakType.MissingAtBank).Select(found => items[found.Item]).Where(item => item is { IsLeaving: true, Payout.MessageId.Length: > 0 }).ToList();
        var unexplained = result.Breaks.Where(found => found is { Type: BreakType.MissingWithUs, IsBooked: true, ActualMinor: < 0 }).Select(found => lines[found.Line - 1]).ToList();
        var batches = missing.Select(item => item.Payout!.MessageId).ToHashSet();
        unexplained.RemoveAll(line => !batches.Contains(BatchOf(line)));
        if (unexplained.Count == 0) return result;

        var (left, right) = (new LineBlock(1, missing.Count), new LineBlock(1, unexplained.Count));
        foreach (var (i, item) in missing.Index()) Add(left, i + 1, item.Expected.AmountMinor, item.Payout!.MessageId);
        foreach (var (i, line) in unexplained.Index()) Add(right, i + 1, line.AmountMinor, BatchOf(line));
        var groups = InMemoryReconciliation.Run(Plan, left, right);
        // A file of one payout is a pair.
        var claims = groups.Groups.Where(group => group.Right.Length == 1).Select(group => (Items: group.Left.Select(number => missing[number - 1]).ToList(), Line: unexplained[group.Right[0] - 1]))
            .Concat(groups.Pairs.Select(pair => (Items: new List<BankItem> { missing[pair.Left - 1] }, Line: unexplained[pair.Right - 1]))).ToList();
        var claimedItems = claims.SelectMany(claim => claim.Items).Select(item => item.Name).ToHashSet();
        var claimedLines = claims.Select(claim => claim.Line.Number).ToHashSet();
        return new MatchResult(
            [.. result.Matches, .. claims.SelectMany(claim => claim.Items.Select(item => new StatementMatch(item.Expected, claim.Line with { AmountMinor = item.Expected.AmountMinor })))],
            [.. result.Unexplained.Where(line => !claimedLines.Contains(line.Number))],
            [
                .. result.Breaks.Where(found => !claimedLines.Contains(found.Line) && !(found.Type == BreakType.MissingAtBank && claimedItems.Contains(found.Item))),
                .. claims.SelectMany(claim => claim.Items.Where(item => item.Expected.DueDate < claim.Line.BookingDate).Select(item => new BreakFinding(
                    BreakType.Date, item.Expected.Reference, item.Expected.AmountMinor, item.Expected.AmountMinor, claim.Line.Number, item.Expected.DueDate) { Item = item.Name, IsBooked = true })),
            ]);
    }

    private static string BatchOf(in StatementLine line) => line.Batch is { Length: > 0 } batch ? batch : line.Reference;

    private static void Add(LineBlock block, int number, long amountMinor, string batch)
    {
        block.Add(number, amountMinor, 0, 0, 0, LineFlags.None);
        block.Texts[0].Add(Encoding.UTF8.GetBytes(batch));
    }
}

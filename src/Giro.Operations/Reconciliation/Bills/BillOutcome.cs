using System.Security.Cryptography;
using System.Text;
using Giro.Ledger.Currencies;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation.Breaks;
using Giro.Operations.Reconciliation.Matching;
using Giro.Operations.Reconciliation.Runs;

namespace Giro.Operations.Reconciliation.Bills;

/// <summary>
/// A bill against our payments of its day, and against what stayed open of days before: a payment just before midnight may be on the next bill. Our payments are the left
/// side, then carried ones of ours; the bill is the right side, then carried lines of bills.
/// </summary>
internal sealed class BillOutcome
{
    private static readonly MatchPass Exact = new()
    {
        Name = "reference", Kind = PassKind.Exact, LeftKey = [KeyPart.Text(0)], RightKey = [KeyPart.Text(0)], Compare = Differences.Amount | Differences.Currency | Differences.Fee,
    };

    private static readonly MatchPass Differs = Exact with { Name = "differs", Kind = PassKind.Difference };

    public required IReadOnlyList<RunFinding> Findings { get; init; }

    /// <summary>Carried breaks that a pair has cleared.</summary>
    public required IReadOnlyList<Break> Cleared { get; init; }

    public required SideFigures Ours { get; init; }

    public required SideFigures Theirs { get; init; }

    public required string Hash { get; init; }

    /// <param name="carried">Breaks of other days, MissingAtBank and MissingWithUs.</param>
    public static BillOutcome Of(ChannelBill bill, string part, IReadOnlyList<ChannelPayment> payments, IReadOnlyList<Break> carried, ReconciliationSource source, Channel channel)
    {
        var hasFees = bill.Lines.Any(line => line.FeeMinor is not null);
        var ours = carried.Where(@break => @break.Type == BreakType.MissingAtBank).ToList();
        var theirs = carried.Where(@break => @break.Type == BreakType.MissingWithUs).ToList();
        var (left, right) = (new LineBlock(1, payments.Count + ours.Count), new LineBlock(1, bill.Lines.Count + theirs.Count));
        var currency = source.Currency.Number;
        foreach (var payment in payments) Add(left, payment.Name, payment.AmountMinor, hasFees ? payment.FeeMinor : 0, currency);
        foreach (var @break in ours) Add(left, @break.Item, @break.ExpectedMinor, hasFees ? ChannelPayments.FeeOf(@break.ExpectedMinor, channel) : 0, currency);
        foreach (var line in bill.Lines) Add(right, line.Name, line.AmountMinor, hasFees ? line.FeeMinor ?? ChannelPayments.FeeOf(line.AmountMinor, channel) : 0, NumberOf(line.Currency, currency));
        foreach (var @break in theirs) Add(right, $"{@break.Reference}/{(@break.ActualMinor < 0 ? "out" : "in")}", @break.ActualMinor, hasFees ? ChannelPayments.FeeOf(@break.ActualMinor, channel) : 0, currency);
        var outcome = InMemoryReconciliation.Run(new MatchPlan([Exact, Differs]), left, right);

        var maker = new FindingMaker(bill, part, payments, ours, theirs, left, right);
        List<RunFinding> findings = [.. outcome.Breaks.Select(maker.Of), .. bill.Unreadable.Select((text, i) => new RunFinding(
            BreakLife.LineKey(part, $"unreadable#{i + 1}"), new BreakFinding(BreakType.UnreadableLine, text, 0, 0, 0, bill.Date)))];
        var open = findings.Select(finding => finding.Key).ToHashSet();
        List<Break> cleared = [.. carried.Where(@break => !open.Contains(@break.Key))];
        return new BillOutcome
        {
            Findings = findings, Cleared = cleared, Ours = FiguresOf(outcome.Tally, Side.Left), Theirs = FiguresOf(outcome.Tally, Side.Right), Hash = HashOf(findings, cleared),
        };
    }

    private static void Add(LineBlock block, string name, long amountMinor, long feeMinor, ushort currency)
    {
        block.Add(block.Count + 1, amountMinor, feeMinor, 0, currency, LineFlags.None);
        block.Texts[0].Add(Encoding.UTF8.GetBytes(name));
    }

    private static ushort NumberOf(string code, ushort otherwise) => code.Length > 0 && Currency.TryFromCode(code, out var currency) ? currency.Number : otherwise;

    /// <exception cref="InvalidDataException">Something was lost or counted twice: a defect.</exception>
    private static SideFigures FiguresOf(MatchTally tally, Side side)
    {
        var (input, matched, broken) = (default(CountAndSum), default(CountAndSum), default(CountAndSum));
        foreach (var one in tally.All.Where(one => one.Side == side)) (input, matched, broken) = (input + one.Input, matched + one.Matched, broken + one.InAllBreaks);
        var figures = new SideFigures(input.Count, input.SumMinor, matched.Count, matched.SumMinor, broken.Count, broken.SumMinor);
        return figures.IsConserved ? figures : throw new InvalidDataException($"matched and breaks do not make the input: {figures}");
    }

    private static string HashOf(List<RunFinding> findings, List<Break> cleared)
    {
        var text = new StringBuilder();
        foreach (var finding in findings) text.Append($"break {finding.Key} {finding.Break.Type} {finding.Break.ExpectedMinor} {finding.Break.ActualMinor} {finding.Break.OpenedOn:yyyyMMdd}\n");
        foreach (var @break in cleared) text.Append($"cleared {@break.Key}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>From lines of blocks back to what they are. Numbers above those of the day are carried.</summary>
    private sealed class FindingMaker(
        ChannelBill bill, string part, IReadOnlyList<ChannelPayment> payments, List<Break> ours, List<Break> theirs, LineBlock left, LineBlock right)
    {
        private readonly Dictionary<string, int> _times = [];

        public RunFinding Of(FoundBreak found)
        {
            var carried = found.Left > payments.Count ? ours[found.Left - payments.Count - 1] : found.Left == 0 && found.Right > bill.Lines.Count ? theirs[found.Right - bill.Lines.Count - 1] : null;
            if (carried is not null && (found.Left == 0 || found.Right == 0))
            {
                return new RunFinding(carried.Key, new BreakFinding(carried.Type, carried.Reference, carried.ExpectedMinor, carried.ActualMinor, carried.Line, carried.OpenedOn)
                {
                    Item = carried.Item, IsBooked = carried.Line > 0,
                });
            }

            var item = found.Left == 0 ? "" : carried?.Item ?? payments[found.Left - 1].Name;
            var line = found.Right == 0 || found.Right > bill.Lines.Count ? 0 : found.Right;
            var reference = found.Left == 0 ? ReferenceOf(found.Right) : item[..item.LastIndexOf('/')];
            var (expectedMinor, actualMinor) = found.Type == BreakType.Fee
                ? (-left.FeeMinor[found.Left - 1], -right.FeeMinor[found.Right - 1])
                : (found.Left == 0 ? 0 : left.AmountMinor[found.Left - 1], found.Right == 0 ? 0 : right.AmountMinor[found.Right - 1]);
            var key = found.Right == 0 && found.Type == BreakType.MissingAtBank ? BreakLife.ItemKey(item)
                : found.Left > 0 ? Unique($"pair/{part}/{item}") : Unique(BreakLife.LineKey(part, $"{reference}/{(actualMinor < 0 ? "out" : "in")}"));
            return new RunFinding(key, new BreakFinding(found.Type, reference, expectedMinor, actualMinor, line, bill.Date) { Item = item, IsBooked = found.Right > 0 });
        }

        private string ReferenceOf(int number)
        {
            if (number > bill.Lines.Count) return theirs[number - bill.Lines.Count - 1].Reference;
            var line = bill.Lines[number - 1];
            return line.Reference.Length > 0 ? line.Reference : line.ChannelReference;
        }

        private string Unique(string key)
        {
            _times[key] = _times.GetValueOrDefault(key) + 1;
            return _times[key] == 1 ? key : $"{key}#{_times[key]}";
        }
    }
}

using System.Security.Cryptography;
using System.Text;
using Giro.Ledger.Currencies;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation.Breaks;
using Giro.Operations.Reconciliation.Matching;
using Giro.Operations.Reconciliation.Runs;
using Giro.Operations.Reconciliation.Sources;

namespace Giro.Operations.Reconciliation.Bills;

/// <summary>
/// A bill against our payments of its day, and against what stayed open of days before: a payment just before midnight may be on the next bill. Our payments are the left
/// side, then carried ones of ours; the bill is the right side, then carried lines of bills.
/// </summary>
internal sealed class BillOutcome
{
    public required IReadOnlyList<RunFinding> Findings { get; init; }

    /// <summary>Carried breaks that a pair has cleared.</summary>
    public required IReadOnlyList<Break> Cleared { get; init; }

    public required SideFigures Ours { get; init; }

    public required SideFigures Theirs { get; init; }

    /// <inheritdoc cref="MatchResult.Notes"/>
    public required IReadOnlyList<string> Notes { get; init; }

    public required string Hash { get; init; }

    /// <param name="carried">Breaks of other days about one line: of ours they name an item, of bills none.</param>
    public static BillOutcome Of(
        ChannelBill bill, string part, IReadOnlyList<ChannelPayment> payments, IReadOnlyList<Break> carried, ReconciliationSource source, Channel channel, SourcePasses passes)
    {
        var hasFees = bill.Lines.Any(line => line.FeeMinor is not null);
        var ours = carried.Where(@break => @break.Item.Length > 0).ToList();
        var theirs = carried.Where(@break => @break.Item.Length == 0).ToList();
        var (left, right) = (new SourceBlock(passes.OurTexts, payments.Count + ours.Count), new SourceBlock(passes.TheirTexts, bill.Lines.Count + theirs.Count));
        var currency = source.Currency.Number;
        foreach (var payment in payments) left.Add(payment.AmountMinor, hasFees ? payment.FeeMinor : 0, bill.Date, currency, name => FieldOf(name, payment.Reference, payment.AmountMinor));
        foreach (var @break in ours) left.Add(@break.ExpectedMinor, FeeOf(@break.ExpectedMinor), @break.OpenedOn, currency, name => FieldOf(name, ReferenceOf(@break.Item), @break.ExpectedMinor));
        foreach (var line in bill.Lines) right.Add(line.AmountMinor, hasFees ? line.FeeMinor ?? FeeOf(line.AmountMinor) : 0, line.Date ?? bill.Date, NumberOf(line.Currency, currency), line.Field);
        // What a bill of another day said besides is not kept.
        foreach (var @break in theirs) right.Add(@break.ActualMinor, FeeOf(@break.ActualMinor), @break.OpenedOn, currency, name => FieldOf(name, @break.Reference, @break.ActualMinor));
        var outcome = InMemoryReconciliation.Run(passes.Plan, left.Lines, right.Lines);

        var maker = new FindingMaker(bill, part, payments, ours, theirs, left.Lines, right.Lines, new OpenCandidates(outcome), source.Currency);
        List<RunFinding> findings = [.. outcome.Breaks.Select(maker.Of), .. bill.Unreadable.Select((text, i) => new RunFinding(
            BreakLife.LineKey(part, $"unreadable#{i + 1}"), new BreakFinding(BreakType.UnreadableLine, text, 0, 0, 0, bill.Date)))];
        var open = findings.Select(finding => finding.Key).ToHashSet();
        List<Break> cleared = [.. carried.Where(@break => !open.Contains(@break.Key))];
        return new BillOutcome
        {
            Findings = findings, Cleared = cleared, Ours = FiguresOf(outcome.Tally, Side.Left), Theirs = FiguresOf(outcome.Tally, Side.Right), Hash = HashOf(findings, cleared),
            Notes = passes.NotesOf(outcome),
        };

        long FeeOf(long amountMinor) => hasFees ? ChannelPayments.FeeOf(amountMinor, channel) : 0;
    }

    private static string? FieldOf(string name, string reference, long amountMinor) => name switch
    {
        SourceFields.Reference => reference,
        SourceFields.Direction => SourceFields.DirectionOf(amountMinor),
        _ => null,
    };

    /// <summary>Of an item, without its direction.</summary>
    private static string ReferenceOf(string item) => item[..item.LastIndexOf('/')];

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
        ChannelBill bill, string part, IReadOnlyList<ChannelPayment> payments, List<Break> ours, List<Break> theirs, LineBlock left, LineBlock right, OpenCandidates candidates, Currency currency)
    {
        private readonly Dictionary<string, int> _times = [];

        public RunFinding Of(FoundBreak found)
        {
            var carried = found.Left > payments.Count ? ours[found.Left - payments.Count - 1] : found.Left == 0 && found.Right > bill.Lines.Count ? theirs[found.Right - bill.Lines.Count - 1] : null;
            if (carried is not null && (found.Left == 0 || found.Right == 0)) return StillOpen(carried, found);

            var item = found.Left == 0 ? "" : carried?.Item ?? payments[found.Left - 1].Name;
            var line = found.Right == 0 || found.Right > bill.Lines.Count ? 0 : found.Right;
            var reference = found.Left == 0 ? ReferenceOf(found.Right) : BillOutcome.ReferenceOf(item);
            var (expectedMinor, actualMinor) = found.Type == BreakType.Fee
                ? (-left.FeeMinor[found.Left - 1], -right.FeeMinor[found.Right - 1])
                : (found.Left == 0 ? 0 : left.AmountMinor[found.Left - 1], found.Right == 0 ? 0 : right.AmountMinor[found.Right - 1]);
            var key = found.Right == 0 && found.Type is BreakType.MissingAtBank or BreakType.Ambiguous && item.Length > 0 ? BreakLife.ItemKey(item)
                : found.Left > 0 ? Unique($"pair/{part}/{item}") : Unique(BreakLife.LineKey(part, $"{reference}/{SourceFields.DirectionOf(actualMinor)}"));
            var openedOn = found.Type == BreakType.Date ? DateOnly.FromDayNumber(left.Day[found.Left - 1]) : bill.Date;
            return new RunFinding(key, new BreakFinding(found.Type, reference, expectedMinor, actualMinor, line, openedOn) { Item = item, IsBooked = found.Right > 0, Reason = ReasonOf(found) });
        }

        /// <summary>It may have become ambiguous, or be so no more; what it is about stays.</summary>
        private RunFinding StillOpen(Break carried, FoundBreak found)
        {
            var type = found.Type == BreakType.Ambiguous ? BreakType.Ambiguous : carried.Item.Length > 0 ? BreakType.MissingAtBank : BreakType.MissingWithUs;
            return new RunFinding(carried.Key, new BreakFinding(type, carried.Reference, carried.ExpectedMinor, carried.ActualMinor, carried.Line, carried.OpenedOn)
            {
                Item = carried.Item, IsBooked = carried.Line > 0, Reason = ReasonOf(found),
            });
        }

        private string ReasonOf(FoundBreak found)
        {
            if (found.Type != BreakType.Ambiguous) return "";
            return found.Left > 0 ? candidates.ReasonOf(Side.Left, found.Left, NameOfTheirs) : candidates.ReasonOf(Side.Right, found.Right, NameOfOurs);
        }

        private string NameOfOurs(int number)
        {
            var item = number > payments.Count ? ours[number - payments.Count - 1].Item : payments[number - 1].Name;
            return $"{BillOutcome.ReferenceOf(item)} of {currency.Format(left.AmountMinor[number - 1])}";
        }

        private string NameOfTheirs(int number)
        {
            var line = number > bill.Lines.Count ? "an earlier line" : $"line {number}";
            return $"{line} of {currency.Format(right.AmountMinor[number - 1])}";
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

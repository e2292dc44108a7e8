using Giro.Ledger.Currencies;
using Giro.Operations.DayEnd;
using Giro.Operations.Decision;
using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Breaks;
using Giro.Operations.Reconciliation.Runs;
using Giro.Operations.Settlement;

namespace Giro.Cli.Demo;

/// <summary>Compares what the stages report with what the generator and the bank simulator meant. The tie-outs of the institution itself are in DayEndChecks.</summary>
internal static class DayProofs
{
    public static void OfIntake(List<TieOut> proofs, DayPlan plan, PaymentRun run, Currency currency)
    {
        var channels = run.Channels;
        var read = channels.Sum(channel => channel.Read);
        proofs.Add(TieOut.OfCount("every line is read", "lines read", read, "lines generated", plan.Channels.Sum(channel => channel.Lines)));
        proofs.Add(TieOut.OfCount(
            "every line ends somewhere", "accepted + repeats + refused + malformed",
            channels.Sum(channel => channel.Accepted + channel.Repeats + channel.Refused + channel.Malformed), "lines read", read));
        Compare("payments", channel => channel.Payments, planned => planned.Payments);
        Compare("refunds", channel => channel.Refunds, planned => planned.Refunds);
        Compare("chargebacks", channel => channel.Chargebacks, planned => planned.Chargebacks);
        Compare("top-ups and transfers", channel => channel.TopUps + channel.Transfers, planned => planned.TopUps + planned.Transfers);
        Compare("withdrawals", channel => channel.Withdrawals, planned => planned.Withdrawals);
        proofs.Add(TieOut.OfCount("repeats", "answered as repeats", channels.Sum(channel => channel.Repeats), "duplicates generated", plan.Channels.Sum(channel => channel.Repeats)));
        var reasons = plan.Refused.Keys.Union(run.Reasons.Keys).ToList();
        var differing = reasons.Where(key => run.Reasons.GetValueOrDefault(key) != plan.Refused.GetValueOrDefault(key)).Select(key => key.Reason).Order(StringComparer.Ordinal).ToList();
        proofs.Add(new TieOut(
            $"refused for {reasons.Count} reasons", "refused", SummaryText.Grouped($"{run.Reasons.Values.Sum()}") + string.Concat(differing.Select(reason => $", other for {reason}")),
            "generated", SummaryText.Grouped($"{plan.Refused.Values.Sum()}")));

        void Compare(string what, Func<ChannelTally, Volume> got, Func<ChannelPlan, Volume> meant)
        {
            var left = channels.Select(got).Aggregate(default(Volume), (sum, volume) => sum + volume);
            var right = plan.Channels.Select(meant).Aggregate(default(Volume), (sum, volume) => sum + volume);
            Of(proofs, what, "accepted", left, "generated", right, currency);
        }
    }

    public static void OfPayoutFiles(List<TieOut> proofs, IReadOnlyList<PayoutFileResult> written, IReadOnlyList<InstructionFile> read, Currency currency)
    {
        var instructed = new Volume(written.Sum(file => file.PayoutCount), written.Sum(file => file.SumMinor));
        var found = new Volume(read.Sum(file => file.Instructions.Count), read.Sum(file => file.Instructions.Sum(instruction => instruction.AmountMinor)));
        var stated = new Volume(read.Sum(file => file.StatedCount), read.Sum(file => file.StatedSumMinor));
        Of(proofs, "payouts = pain.001", "instructed", instructed, "transfers in the files", found, currency);
        Of(proofs, "totals of pain.001", "stated", stated, "transfers in the files", found, currency);
    }

    public static void OfChannels(List<TieOut> proofs, IReadOnlyList<ChannelSettlement> expected, IReadOnlyList<ChannelCredit> credits, Currency currency) =>
        proofs.Add(TieOut.OfMoney(
            "channels owe what they think", "receivables less cost", expected.Sum(settlement => settlement.NetMinor),
            "channels' own books", credits.Sum(credit => credit.AmountMinor), currency));

    /// <summary>The bank's amount is another one where it took too much, and there only.</summary>
    public static void OfNotification(List<TieOut> proofs, BankFileResult result, BankSimulator bank)
    {
        var wrong = bank.Deviations.Where(deviation => deviation.Type == "Amount").Select(deviation => deviation.Reference).Order(StringComparer.Ordinal);
        var found = result.Findings.Select(finding => $"{finding.Reference}").Order(StringComparer.Ordinal);
        proofs.Add(new TieOut("bank notification", "findings", $"{result.Status} {string.Join(' ', found)}", "made by the bank", $"{BankFileStatus.Processed} {string.Join(' ', wrong)}"));
    }

    /// <summary>As sets of type, reference and money: none more, none less.</summary>
    /// <param name="where">Where they are: empty for the bank's statement.</param>
    /// <param name="who">Made them.</param>
    public static void OfBreaks(List<TieOut> proofs, string where, string who, IReadOnlyList<Deviation> meant, IReadOnlyList<Break> found)
    {
        var left = found.Select(@break => $"{@break.Type} {@break.Reference} {@break.DifferenceMinor}").Order(StringComparer.Ordinal).ToList();
        var right = meant.Select(deviation => $"{deviation.Type} {deviation.Reference} {deviation.DifferenceMinor}").Order(StringComparer.Ordinal).ToList();
        proofs.Add(new TieOut($"breaks{where} by type", "found", Counts(found.Select(@break => @break.Type.ToString())), $"made by the {who}", Counts(meant.Select(deviation => deviation.Type))));
        var differing = left.Except(right).Count() + right.Except(left).Count() + Math.Abs(left.Count - right.Count);
        proofs.Add(TieOut.OfCount($"breaks{where} one by one", "found and not made, or made and not found", differing, "allowed", 0));
    }

    /// <summary>Both sides of each source: what was compared is matched or in breaks, in count and in sum.</summary>
    public static void OfConservation(List<TieOut> proofs, IReadOnlyList<SourceResult> results, Currency currency)
    {
        foreach (var result in results)
        {
            if (result.Run is not { } run) continue;
            proofs.Add(new TieOut($"nothing is lost on {result.Source.Name}", "matched + in breaks, ours and theirs", Parts(run.Ours) + ", " + Parts(run.Theirs), "lines", All(run.Ours) + ", " + All(run.Theirs)));
        }

        string Parts(SideFigures side) => Text(side.MatchedLines + side.BreakLines, side.MatchedMinor + side.BreakMinor);

        string All(SideFigures side) => Text(side.Lines, side.SumMinor);

        string Text(long lines, Int128 minor) => SummaryText.Grouped($"{lines}") + " for " + SummaryText.Grouped(currency.Format(minor));
    }

    private static string Counts(IEnumerable<string> types) =>
        string.Join(", ", types.GroupBy(type => type).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key} {group.Count()}"));

    private static void Of(List<TieOut> proofs, string what, string leftName, Volume left, string rightName, Volume right, Currency currency)
    {
        proofs.Add(new TieOut(what, leftName, Text(left), rightName, Text(right)));

        string Text(Volume volume) => SummaryText.Grouped($"{volume.Count}") + " for " + SummaryText.Grouped(currency.Format(volume.SumMinor));
    }
}

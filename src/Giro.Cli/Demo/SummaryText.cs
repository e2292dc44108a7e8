using Giro.Operations.Clearing;
using Giro.Operations.DayEnd;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation;

namespace Giro.Cli.Demo;

/// <summary>The summary for people: tables on a terminal as in a file, then a line for each proof.</summary>
internal static class SummaryText
{
    /// <summary>Tables keep within it where figures are of usual size; on a narrower terminal lines are folded by the terminal, and no figure is cut.</summary>
    private const int Width = 100;

    public static void Write(TextWriter lines, DaySummary day)
    {
        lines.WriteLine();
        lines.WriteLine($"{day.Institution}, business day {day.Date:yyyy-MM-dd}, {day.Payments:N0} payments, seed {day.Seed}, amounts in {day.Currency.Code}");
        WriteTimes(lines, day);
        Show(lines, Channels(day).Lines());
        WriteFolded(lines, "refused: ", day.Refused.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.Reason, StringComparer.Ordinal).Select(pair => $"{pair.Key.Reason} {pair.Value:N0}"));
        Show(lines, Contracts(day).Lines());
        Show(lines, SummaryTable.Beside(ClearingLines(day).Lines(), SummaryTable.Stack(PayoutStates(day), Reserves(day), BankFiles(day))));
        Show(lines, Cycles(day).Lines());
        Show(lines, SummaryTable.Beside(Breaks(day).Lines(), Trial(day).Lines()));
        lines.WriteLine();
        foreach (var note in day.Notes) lines.WriteLine("NOTE  " + note);
        foreach (var proof in day.Proofs) lines.WriteLine(LineOf(proof));
        lines.WriteLine();
        var failed = day.Proofs.Count(proof => !proof.Holds);
        lines.WriteLine(failed == 0 ? $"All {day.Proofs.Count} proofs hold." : $"{failed} of {day.Proofs.Count} proofs FAILED.");
    }

    /// <summary>One line whatever the width, as scripts search for it.</summary>
    private static string LineOf(TieOut proof)
    {
        return $"PROOF {(proof.Holds ? "ok    " : "FAILED")} {proof.Name}: {proof.LeftName} {Figure(proof.Left)} {(proof.Holds ? "=" : "<>")} {proof.RightName} {Figure(proof.Right)}";

        string Figure(string text) => proof.Unit == TieOutUnit.Text ? text : Grouped(text);
    }

    private static void WriteTimes(TextWriter output, DaySummary day)
    {
        var table = new SummaryTable("stage", ">seconds", ">items", ">items/s", "of");
        foreach (var time in day.Times.Where(time => time.Items > 0))
        {
            var perSecond = time.Elapsed == default ? "" : (time.Items / time.Elapsed.TotalSeconds).ToString("N0");
            table.AddRow(time.Name, time.Elapsed.TotalSeconds.ToString("F2"), time.Items.ToString("N0"), perSecond, time.Unit);
        }

        Show(output, table.Lines());
        WriteFolded(output, "also: ", day.Times.Where(time => time.Items == 0).Select(time => $"{time.Name} {time.Elapsed.TotalSeconds:F2} s"));
    }

    private static SummaryTable Channels(DaySummary day)
    {
        var table = new SummaryTable("channel", ">lines", ">payments", ">gross", ">returns", ">returned", ">wallets", ">repeats", ">refused");
        foreach (var channel in day.Channels)
        {
            var returns = channel.Refunds + channel.Chargebacks;
            var wallets = channel.TopUps + channel.Withdrawals + channel.Transfers;
            table.AddRow(
                channel.Channel.Code, $"{channel.Read:N0}", $"{channel.Payments.Count:N0}", Money(day, channel.Payments.SumMinor), $"{returns.Count:N0}",
                Money(day, returns.SumMinor), $"{wallets.Count:N0}", $"{channel.Repeats:N0}", $"{channel.Refused + channel.Malformed:N0}");
        }

        return table;
    }

    private static SummaryTable Contracts(DaySummary day)
    {
        var table = new SummaryTable("contract", ">merchants", ">payments", ">gross", ">fees", ">basis points");
        foreach (var contract in day.Contracts)
        {
            var (whole, tenth) = Math.DivRem(contract.EffectiveRateTenths, 10);
            table.AddRow(contract.Strategy, $"{contract.Merchants:N0}", $"{contract.Payments:N0}", Money(day, contract.GrossMinor), Money(day, contract.FeesMinor), $"{whole}.{Math.Abs(tenth)}");
        }

        return table;
    }

    private static SummaryTable ClearingLines(DaySummary day)
    {
        var table = new SummaryTable("clearing lines", ">lines", ">amount");
        foreach (var (group, figure) in day.Lines.OrderBy(pair => pair.Key.Account).ThenBy(pair => pair.Key.Kind))
        {
            var suffix = group.Account switch { LineAccount.FeesDue => ", due later", LineAccount.House => ", ours", _ => "" };
            table.AddRow(group.Kind.Name() + suffix, $"{figure.Count:N0}", Money(day, figure.SumMinor));
        }

        table.AddRow("owed to merchants", "", Money(day, day.Lines.Where(pair => pair.Key.Account == LineAccount.Pending).Aggregate((Int128)0, (sum, pair) => sum + pair.Value.SumMinor)));
        return table;
    }

    private static SummaryTable PayoutStates(DaySummary day)
    {
        var table = new SummaryTable("payouts", ">number", ">amount");
        foreach (var state in day.PayoutStates.Where(state => state.Count > 0)) table.AddRow(state.State.ToString().ToLowerInvariant(), $"{state.Count:N0}", Money(day, state.AmountMinor));
        return table;
    }

    private static SummaryTable Reserves(DaySummary day)
    {
        var table = new SummaryTable("kept back and owed", ">merchants", ">amount");
        foreach (var reserve in day.Reserves) table.AddRow(reserve.Name, $"{reserve.Merchants:N0}", Money(day, reserve.AmountMinor));
        return table;
    }

    private static SummaryTable BankFiles(DaySummary day)
    {
        var table = new SummaryTable("from the bank", ">moved", ">findings");
        foreach (var file in day.BankFiles) table.AddRow(file.File, $"{file.Moved:N0}", $"{file.Findings.Count:N0}");
        return table;
    }

    private static SummaryTable Cycles(DaySummary day)
    {
        var table = new SummaryTable("cycle", "settles on", ">obligations", ">amount", ">carried", ">covered", ">blocked");
        foreach (var cycle in day.Cycles)
        {
            table.AddRow(
                cycle.Cycle, $"{cycle.SettlementDate:yyyy-MM-dd}", $"{cycle.Obligations:N0}", Money(day, cycle.PayableMinor), $"{cycle.CarriedForward:N0}", $"{cycle.Covered:N0}",
                $"{cycle.Blocked:N0}");
        }

        return table;
    }

    private static SummaryTable Breaks(DaySummary day)
    {
        var table = new SummaryTable("source", "breaks", ">number", ">difference");
        foreach (var found in day.Breaks.GroupBy(found => (found.Source, found.Type)))
            table.AddRow(found.Key.Source, found.Key.Type.Name(), $"{found.Count():N0}", Money(day, found.Sum(one => one.DifferenceMinor)));
        return table;
    }

    private static SummaryTable Trial(DaySummary day)
    {
        var table = new SummaryTable("trial balance", ">debit", ">credit");
        foreach (var row in day.TrialBalance.Rows) table.AddRow($"{row.Currency.Code} {row.Class}", Money(day, row.DebitMinor), Money(day, row.CreditMinor));
        foreach (var currency in day.TrialBalance.Currencies)
            table.AddRow($"{currency.Code} total", Grouped(currency.Format(day.TrialBalance.DebitMinor(currency))), Grouped(currency.Format(day.TrialBalance.CreditMinor(currency))));
        return table;
    }

    private static void Show(TextWriter output, IEnumerable<string> lines)
    {
        output.WriteLine();
        foreach (var line in lines) output.WriteLine(line);
    }

    /// <summary>Words with commas between, in lines that fit a terminal.</summary>
    private static void WriteFolded(TextWriter output, string heading, IEnumerable<string> words)
    {
        var line = heading;
        foreach (var word in words)
        {
            var next = line.EndsWith(' ') ? line + word : $"{line}, {word}";
            if (next.Length <= Width)
            {
                line = next;
                continue;
            }

            output.WriteLine(line + ",");
            line = new string(' ', heading.Length) + word;
        }

        output.WriteLine(line);
    }

    private static string Money(DaySummary day, Int128 minor) => Grouped(day.Currency.Format(minor));

    /// <summary>Digits before the point by threes: -1234567.89 becomes -1,234,567.89.</summary>
    internal static string Grouped(string number)
    {
        var point = number.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? number : number[..point];
        var sign = whole.StartsWith('-') ? "-" : "";
        return sign + Int128.Parse(whole[sign.Length..]).ToString("N0") + (point < 0 ? "" : number[point..]);
    }
}

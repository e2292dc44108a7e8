using Giro.Operations.Institution;
using Giro.Operations.DayEnd;
using Spectre.Console;

namespace Giro.Cli.Demo;

/// <summary>The summary for people: tables on a terminal as in a file, then a line for each proof.</summary>
internal static class SummaryText
{
    /// <summary>The widest table; on a narrower terminal its lines are folded by the terminal, and no figure is cut.</summary>
    private const int Width = 130;

    public static void Write(IAnsiConsole console, DaySummary day)
    {
        console.Profile.Width = Math.Max(console.Profile.Width, Width);
        var lines = console.Profile.Out.Writer;
        lines.WriteLine();
        lines.WriteLine($"{day.Institution}, business day {day.Date:yyyy-MM-dd}, {day.Payments:N0} payments, seed {day.Seed}, amounts in {day.Currency.Code}");
        WriteTimes(console, day);
        WriteChannels(console, day);
        WriteRefused(console, day);
        WriteMoney(console, day);
        WriteCycles(console, day);
        WriteBreaks(console, day);
        WriteTrialBalance(console, day);
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

    private static void WriteTimes(IAnsiConsole console, DaySummary day)
    {
        var table = Table("stage", ">seconds", ">items", ">items/s", "of");
        foreach (var time in day.Times)
        {
            var perSecond = time.Items == 0 || time.Elapsed == default ? "" : (time.Items / time.Elapsed.TotalSeconds).ToString("N0");
            table.AddRow(time.Name, time.Elapsed.TotalSeconds.ToString("F2"), time.Items == 0 ? "" : time.Items.ToString("N0"), perSecond, time.Unit);
        }

        console.Write(table);
    }

    private static void WriteChannels(IAnsiConsole console, DaySummary day)
    {
        var table = Table("channel", ">lines", ">payments", ">gross", ">refunds", ">refunded", ">chargebacks", ">repeats", ">refused", ">malformed");
        foreach (var channel in day.Channels)
        {
            table.AddRow(
                channel.Channel.Code, $"{channel.Read:N0}", $"{channel.Payments.Count:N0}", Money(day, channel.Payments.SumMinor), $"{channel.Refunds.Count:N0}",
                Money(day, channel.Refunds.SumMinor), $"{channel.Chargebacks.Count:N0}", $"{channel.Repeats:N0}", $"{channel.Refused:N0}", $"{channel.Malformed:N0}");
        }

        console.Write(table);
    }

    private static void WriteRefused(IAnsiConsole console, DaySummary day)
    {
        var table = Table("refused by", "reason", ">lines");
        foreach (var ((stage, reason), count) in day.Refused.OrderBy(pair => pair.Key.Stage).ThenBy(pair => pair.Key.Reason, StringComparer.Ordinal))
            table.AddRow(stage.ToString().ToLowerInvariant(), reason, $"{count:N0}");
        console.Write(table);
    }

    private static void WriteMoney(IAnsiConsole console, DaySummary day)
    {
        var table = Table("clearing lines", ">lines", ">amount");
        foreach (var (kind, figure) in day.Lines.OrderBy(pair => pair.Key)) table.AddRow(kind.ToString(), $"{figure.Count:N0}", Money(day, figure.SumMinor));
        table.AddRow("net owed to merchants", "", Money(day, day.Lines.Values.Aggregate((Int128)0, (sum, figure) => sum + figure.SumMinor)));
        table.AddRow("fees earned", "", Money(day, -day.Lines.GetValueOrDefault(LineKind.MerchantFee).SumMinor));
        table.AddRow("payouts instructed", $"{day.Payouts.Count:N0}", Money(day, day.Payouts.SumMinor));
        table.AddRow("channels settled (gross)", $"{day.ChannelsSettled.Count:N0}", Money(day, day.ChannelsSettled.SumMinor));
        console.Write(table);
    }

    private static void WriteCycles(IAnsiConsole console, DaySummary day)
    {
        var table = Table("cycle", "settles on", ">obligations", ">amount", ">carried forward", ">blocked");
        foreach (var cycle in day.Cycles)
            table.AddRow(cycle.Cycle, $"{cycle.SettlementDate:yyyy-MM-dd}", $"{cycle.Obligations:N0}", Money(day, cycle.PayableMinor), $"{cycle.CarriedForward:N0}", $"{cycle.Blocked:N0}");
        console.Write(table);
    }

    private static void WriteBreaks(IAnsiConsole console, DaySummary day)
    {
        var table = Table("break", "reference", ">expected", ">reported", ">difference", ">age, days", "owner");
        foreach (var found in day.Breaks.OrderBy(found => found.Type).ThenBy(found => found.Reference, StringComparer.Ordinal))
        {
            table.AddRow(
                found.Type.ToString(), found.Reference, Money(day, found.ExpectedMinor), Money(day, found.ActualMinor), Money(day, found.DifferenceMinor),
                $"{found.AgeDays(day.Date)}", found.Owner);
        }

        console.Write(table);
    }

    private static void WriteTrialBalance(IAnsiConsole console, DaySummary day)
    {
        var table = Table("trial balance", ">accounts", ">debit", ">credit");
        foreach (var row in day.TrialBalance.Rows)
            table.AddRow($"{row.Currency.Code} {row.Class}", $"{row.Accounts:N0}", Money(day, row.DebitMinor), Money(day, row.CreditMinor));
        foreach (var currency in day.TrialBalance.Currencies)
            table.AddRow($"{currency.Code} total", "", Grouped(currency.Format(day.TrialBalance.DebitMinor(currency))), Grouped(currency.Format(day.TrialBalance.CreditMinor(currency))));
        console.Write(table);
    }

    private static string Money(DaySummary day, Int128 minor) => Grouped(day.Currency.Format(minor));

    /// <summary>Digits before the point by threes: -1234567.89 becomes -1,234,567.89.</summary>
    private static string Grouped(string number)
    {
        var point = number.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? number : number[..point];
        var sign = whole.StartsWith('-') ? "-" : "";
        return sign + Int128.Parse(whole[sign.Length..]).ToString("N0") + (point < 0 ? "" : number[point..]);
    }

    /// <param name="columns">A heading that begins with '&gt;' is of figures, aligned right.</param>
    private static Table Table(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            var heading = new TableColumn(new Text(column.TrimStart('>'))).NoWrap();
            table.AddColumn(column.StartsWith('>') ? heading.RightAligned() : heading.LeftAligned());
        }

        return table;
    }
}

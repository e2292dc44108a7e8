using Giro.Cli.Demo;
using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Files;
using Giro.Operations.Reconciliation.Matching;
using Giro.Operations.Reconciliation.Sources;

namespace Giro.Cli.Commands;

/// <summary>A reconciliation as the person who has to clear up its breaks reads it.</summary>
internal static class ReconcileText
{
    public static void Write(TextWriter output, RunSummary summary, string folder)
    {
        WriteLeg(output, summary);
        output.WriteLine($"Results: {folder}");
        output.WriteLine(Time(summary));
    }

    public static void Write(TextWriter output, ReconcileConfig config, ThreeSidesSummary summary, string folder)
    {
        WriteLeg(output, summary.First);
        output.WriteLine();
        WriteLeg(output, summary.Second);
        output.WriteLine();
        var (left, middle, third) = (config.Leg.Left.Name, config.Leg.Right.Name, config.Third!.Right.Name);
        var table = new SummaryTable($"lines of {middle}", ">lines", "currency", ">sum");
        AddRows(table, $"in {left} and in {third}", summary.WithBoth);
        AddRows(table, $"in {left} only", summary.WithLeftOnly);
        AddRows(table, $"in {third} only", summary.WithThirdOnly);
        AddRows(table, "in neither", summary.WithNeither);
        foreach (var line in table.Lines()) output.WriteLine(line);
        output.WriteLine();
        output.WriteLine($"Results: {folder}, with {ThreeSides.FirstFolder}, {ThreeSides.SecondFolder} and {ThreeSides.LinesFile}");
    }

    private static void AddRows(SummaryTable table, string what, IReadOnlyList<MiddleTotal> totals)
    {
        if (totals.Count == 0) table.AddRow(what, "0", "", "");
        foreach (var (currency, lines) in totals) table.AddRow(what, $"{lines.Count:N0}", MoneyShown.CodeOf(currency), Money(currency, lines.SumMinor));
    }

    private static void WriteLeg(TextWriter output, RunSummary summary)
    {
        var breaks = summary.Breaks.Values.Sum();
        output.WriteLine(breaks == 0 ? $"{summary.Name}: everything is matched" : $"{summary.Name}: {breaks:N0} break{(breaks == 1 ? "" : "s")}");
        output.WriteLine();
        WriteProof(output, summary);
        if (breaks > 0) WriteBreaks(output, summary);
        WritePasses(output, summary);
        foreach (var (side, findings) in new[] { (summary.Left.Name, summary.Left.Findings), (summary.Right.Name, summary.Right.Findings) })
        {
            foreach (var finding in findings) output.WriteLine($"Note on {side}: {finding}");
        }

        if (summary.Suggestions > 0) output.WriteLine($"Suggestions: {summary.Suggestions:N0}; more than one line could be it, see suggestions.csv");
        foreach (var skipped in summary.Skipped.Take(5)) output.WriteLine($"Left alone by {summary.Passes[skipped.Pass].Name}: {skipped.Lines:N0} lines of {skipped.Key}: {skipped.Why}");
        if (summary.Skipped.Count > 5) output.WriteLine($"Left alone: {summary.Skipped.Count - 5:N0} more blocks, see summary.json");
        output.WriteLine($"Hash: {summary.Hash}");
    }

    /// <summary>Matched and breaks make up the input: proved before anything is written, and shown so that everybody can add it up again.</summary>
    private static void WriteProof(TextWriter output, RunSummary summary)
    {
        var table = new SummaryTable("side", "currency", ">matched", ">+ in breaks", ">= lines", ">matched sum", ">+ in breaks sum", ">= input sum");
        foreach (var one in summary.Tally.All)
        {
            table.AddRow(
                one.Side == Side.Left ? summary.Left.Name : summary.Right.Name, MoneyShown.CodeOf(one.Currency), $"{one.Matched.Count:N0}", $"{one.InAllBreaks.Count:N0}", $"{one.Input.Count:N0}",
                Money(one.Currency, one.Matched.SumMinor), Money(one.Currency, one.InAllBreaks.SumMinor), Money(one.Currency, one.Input.SumMinor));
        }

        foreach (var line in table.Lines()) output.WriteLine(line);
        output.WriteLine();
    }

    private static void WriteBreaks(TextWriter output, RunSummary summary)
    {
        var table = new SummaryTable("breaks", ">count", "currency", $">{summary.Left.Name}", $">{summary.Right.Name}");
        foreach (var (type, count) in summary.Breaks)
        {
            var first = true;
            foreach (var currency in summary.Tally.All.Where(one => one.InBreaks(type).Count > 0).Select(one => one.Currency).Distinct().Order())
            {
                table.AddRow(first ? BreakWords.NameOf(type) : "", first ? $"{count:N0}" : "", MoneyShown.CodeOf(currency), SumOf(Side.Left, currency, type), SumOf(Side.Right, currency, type));
                first = false;
            }
        }

        foreach (var line in table.Lines()) output.WriteLine(line);
        output.WriteLine();

        string SumOf(Side side, ushort currency, BreakType type) =>
            summary.Tally.All.FirstOrDefault(one => one.Side == side && one.Currency == currency)?.InBreaks(type) is { Count: > 0 } sum && type != BreakType.UnreadableLine ? Money(currency, sum.SumMinor) : "";
    }

    private static void WritePasses(TextWriter output, RunSummary summary)
    {
        var table = new SummaryTable("pass", "kind", ">pairs", ">groups", ">differing", $">lines of {summary.Left.Name}", $">lines of {summary.Right.Name}");
        foreach (var pass in summary.Passes)
            table.AddRow(pass.Name, pass.Kind.ToString().ToLowerInvariant(), $"{pass.Pairs:N0}", $"{pass.Groups:N0}", $"{pass.Differing:N0}", $"{pass.LeftLines:N0}", $"{pass.RightLines:N0}");
        foreach (var line in table.Lines()) output.WriteLine(line);
        output.WriteLine();
    }

    private static string Time(RunSummary summary)
    {
        var (times, lines) = (summary.Times, (long)summary.Left.Lines + summary.Right.Lines);
        var resumed = summary.IsResumed ? ", with what an interrupted run had done" : "";
        return $"Time: {times.Total.TotalSeconds:0.0} s (read {times.Read.TotalSeconds:0.0}, match {times.Match.TotalSeconds:0.0}, write {times.Write.TotalSeconds:0.0}), {lines / Math.Max(times.Total.TotalSeconds, 0.001):N0} lines/s{resumed}";
    }

    /// <summary>With groups of three digits, as on a statement.</summary>
    private static string Money(ushort currency, Int128 amountMinor)
    {
        var text = MoneyShown.Format(currency, amountMinor);
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var first = text.StartsWith('-') ? 1 : 0;
        for (var i = (point < 0 ? text.Length : point) - 3; i > first; i -= 3) text = text.Insert(i, ",");
        return text;
    }
}

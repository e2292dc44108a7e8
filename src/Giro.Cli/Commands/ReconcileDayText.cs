using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Runs;

namespace Giro.Cli.Commands;

/// <summary>What became of the sources of a day, for people and for machines.</summary>
internal static class ReconcileDayText
{
    public static void Print(TextWriter output, DateOnly date, IReadOnlyList<SourceResult> results)
    {
        output.WriteLine($"{date:yyyy-MM-dd}");
        foreach (var result in results)
        {
            output.WriteLine();
            output.WriteLine($"{result.Source.Name}  {Path.GetFileName(result.File)}  {StateOf(result)}");
            foreach (var finding in result.Findings) output.WriteLine($"  {finding}");
            if (result.Run is not { } run) continue;
            output.Write(PlainTable.Of(["side", ">lines", ">sum", ">matched", ">sum matched", ">in breaks", ">sum in breaks", ""], [Side("ours", run.Ours), Side("theirs", run.Theirs)]));
            foreach (var note in result.Notes) output.WriteLine($"  {note}");
            if (run.AcceptedBy.Length > 0) output.WriteLine($"  taken by {run.AcceptedBy} though flagged: {run.AcceptedWhy}");
            if (result.Changes is { } changes)
                output.WriteLine($"  against the run before: {changes.New.Count} new, {changes.Gone.Count} gone, {changes.Changed.Count} changed, {changes.Same} the same");
            if (result.Living.Count == 0) continue;
            output.Write(PlainTable.Of(
                ["open breaks", ">number", ">open", "owner"],
                result.Living.GroupBy(@break => (@break.Type, @break.Owner)).OrderBy(group => group.Key.Type).Select(group => (IReadOnlyList<string>)
                    [group.Key.Type.Name(), $"{group.Count()}", Money(group.Sum(@break => @break.OpenMinor)), group.Key.Owner])));

            IReadOnlyList<string> Side(string name, SideFigures side) =>
            [
                name, $"{side.Lines:N0}", Money(side.SumMinor), $"{side.MatchedLines:N0}", Money(side.MatchedMinor), $"{side.BreakLines:N0}", Money(side.BreakMinor),
                side.IsConserved ? "matched + in breaks = lines" : "NOT CONSERVED",
            ];

            string Money(Int128 minor) => Demo.SummaryText.Grouped(run.Currency.Format(minor));
        }
    }

    public static void PrintJson(DateOnly date, IReadOnlyList<SourceResult> results) => JsonOutput.Print(new
    {
        date,
        sources = results.Select(result => new
        {
            source = result.Source.Name,
            file = result.File,
            state = result.Status.ToString(),
            result.IsRepeat,
            result.Findings,
            result.Notes,
            run = result.Run is not { } run ? null : new
            {
                run.Part, run.Number, run.Statement, run.InputHash, run.ResultHash, run.AcceptedBy, run.AcceptedWhy, currency = run.Currency.Code, ours = Side(run, run.Ours), theirs = Side(run, run.Theirs),
            },
            changes = result.Changes is not { } changes ? null : new { @new = Keys(changes.New), gone = Keys(changes.Gone), changed = Keys(changes.Changed.Select(pair => pair.Now)), same = changes.Same },
            openBreaks = result.Living.Select(BreakText.Fields),
        }),
    });

    private static object Side(ReconciliationRun run, SideFigures side) => new
    {
        lines = side.Lines, sum = run.Currency.Format(side.SumMinor), matched = side.MatchedLines, sumMatched = run.Currency.Format(side.MatchedMinor), inBreaks = side.BreakLines,
        sumInBreaks = run.Currency.Format(side.BreakMinor), isConserved = side.IsConserved,
    };

    private static IEnumerable<string> Keys(IEnumerable<RunFinding> findings) => findings.Select(finding => finding.Key);

    private static string StateOf(SourceResult result) => result switch
    {
        { Status: StatementStatus.Flagged } => "FLAGGED: nothing of it was posted",
        { Status: StatementStatus.EntryRefused } => $"run {result.Run!.Number}, the ledger does not take all of it now",
        { IsRepeat: true } => $"run {result.Run!.Number} again: nothing changes",
        _ => $"run {result.Run!.Number}{(result.Run.Statement.Length > 0 ? " of statement " + result.Run.Statement : "")}",
    };
}

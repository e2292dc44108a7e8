using Giro.Operations.Institution;

namespace Giro.Operations.Reconciliation.Runs;

/// <summary>
/// Where a statement stands in the series of its account. It takes the place of one with its id, or of the last one of its day when it opens as that one did; when it
/// opens where that one closed, it is another part of the day.
/// </summary>
/// <param name="Current">The run in force that it takes the place of; null for none.</param>
/// <param name="Findings">Where it does not fit between its neighbours.</param>
internal sealed record StatementPlace(string Part, ReconciliationRun? Current, IReadOnlyList<string> Findings)
{
    /// <param name="runs">In force, by date and part, from the last one before the statement's date on.</param>
    public static StatementPlace Of(BankStatement statement, ReconciliationSource source, IReadOnlyList<ReconciliationRun> runs)
    {
        var onDay = runs.Where(run => run.Date == statement.Date).ToList();
        var current = onDay.Find(run => run.Statement == statement.Id);
        if (current is null && onDay is [.., var last] && last.OpeningMinor == statement.OpeningMinor && last.ClosingMinor != statement.OpeningMinor) current = last;
        var part = current?.Part ?? ReconciliationRun.PartOf(source.Name, statement.Date, onDay.Count + 1);
        var place = current is null ? runs.Count(run => run.Date <= statement.Date) : runs.Index().First(run => run.Item == current).Index;
        var findings = new List<string>();
        if (place > 0 && runs[place - 1].ClosingMinor is { } closed && closed != statement.OpeningMinor)
            findings.Add($"opens with {statement.OpeningMinor}, the statement before it closed with {closed}");
        var next = current is null ? place : place + 1;
        if (next < runs.Count && runs[next].OpeningMinor is { } opens && opens != statement.ClosingMinor)
            findings.Add($"closes with {statement.ClosingMinor}, the statement after it opens with {opens}");
        return new StatementPlace(part, current, findings);
    }
}

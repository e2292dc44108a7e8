using Giro.Operations.Institution;
using Giro.Operations.Institution.Calendars;
using Giro.Operations.Reconciliation.Runs;

namespace Giro.Operations.Reconciliation.Breaks;

/// <summary>What a run knows of itself when it comes to the breaks.</summary>
/// <param name="IsClosed">Whether an item is shown by another statement, or cleared up by persons.</param>
/// <param name="IsBooked">Whether this run's lines book an item.</param>
internal sealed record FindingsOfRun(
    ReconciliationRun Run, IReadOnlyList<RunFinding> Before, IReadOnlyList<RunFinding> Now, Func<string, bool> IsClosed, Func<string, bool> IsBooked);

/// <summary>
/// From what a run found to what becomes of the breaks of its source. A break is opened once and lives on from statement to statement: differences in time are carried and
/// clear themselves; a corrected file changes or supersedes what the file before it opened. What persons have resolved is not undone by a file: when the line that they
/// resolved is taken back, its money is a break again, the other way round.
/// </summary>
internal sealed class BreakLife(IBreakStore store, IReconciliationUnit unit, ReconciliationSource source, BusinessCalendar calendar, BreakEntries entries)
{
    private const string ItemStart = "item/";
    private const string LineStart = "line/";

    public static string ItemKey(string item) => ItemStart + item;

    /// <param name="lineKey">Unique among the lines of the part.</param>
    public static string LineKey(string part, string lineKey) => $"{LineStart}{part}/{lineKey}";

    private string TakenBackKey(Break @break) => $"taken-back/{@break.Number}";

    public void Apply(FindingsOfRun findings)
    {
        var run = findings.Run;
        var by = $"run {run.Number} of {run.Part}";
        var before = findings.Before.ToDictionary(finding => finding.Key);
        var now = findings.Now.Select(finding => finding.Key).ToHashSet();
        foreach (var finding in findings.Now) Take(findings, finding, before.GetValueOrDefault(finding.Key), by);
        foreach (var finding in findings.Before.Where(finding => !now.Contains(finding.Key))) Gone(findings, finding, by);
        foreach (var living in store.Breaks(new BreakQuery { Source = source.Name }))
        {
            if (now.Contains(living.Key) || living.OpenedOn > run.Date || living.Part == run.Part) continue;
            if (source.Kind == SourceKind.ChannelBill)
            {
                if (living.Parent == 0 && living.Type is BreakType.MissingAtBank or BreakType.MissingWithUs or BreakType.Ambiguous)
                    Close(living, BreakState.Cleared, BreakEventType.Cleared, by, run.Date, $"explained by {NameOf(run)}, {living.AgeDays(run.Date)} days after it was opened");
            }
            else if (living.Key.StartsWith(ItemStart, StringComparison.Ordinal))
            {
                Close(living, BreakState.Cleared, BreakEventType.Cleared, by, run.Date, findings.IsBooked(living.Item) ? $"booked by {NameOf(run)}, {living.AgeDays(run.Date)} days after it was due" : "nothing is expected of it any more");
            }
            else if (living.Key.StartsWith(LineStart, StringComparison.Ordinal) && living.SuspenseMinor == 0)
            {
                Close(living, BreakState.Cleared, BreakEventType.Cleared, by, run.Date, $"it was announced only; {NameOf(run)} says what was booked");
            }
        }
    }

    private void Take(FindingsOfRun findings, RunFinding finding, RunFinding? before, string by)
    {
        var (run, found) = (findings.Run, finding.Break);
        var known = store.FindBreak(source.Name, finding.Key);
        if (found is { Type: BreakType.Date, IsBooked: true })
        {
            var text = $"booked by {NameOf(run)}, {run.Date.DayNumber - found.OpenedOn.DayNumber} days after it was due";
            if (known is null) unit.Open(Make(run, finding) with { State = BreakState.Cleared, OpenMinor = 0 }, new BreakEvent(BreakEventType.Cleared, by, run.Date, text));
            else if (known.IsLiving) Close(known, BreakState.Cleared, BreakEventType.Cleared, by, run.Date, text);
        }
        else if (known is null)
        {
            Open(run, finding, by);
        }
        else if (known.IsLiving)
        {
            Keep(run, known, finding, by);
        }
        else if (known.State != BreakState.Resolved)
        {
            if (!findings.IsClosed(found.Item) && (known.State == BreakState.Superseded || !IsSame(known, found) || found.Item.Length > 0)) Open(run, finding, by);
        }
        else if (!finding.Key.StartsWith(ItemStart, StringComparison.Ordinal))
        {
            FoundAgain(run, known, finding, before, by);
        }
    }

    private void Keep(ReconciliationRun run, Break known, RunFinding finding, string by)
    {
        if (!IsSame(known, finding.Break))
        {
            var text = $"{known.Type.Name()} {known.ExpectedMinor} {known.ActualMinor} is now {finding.Break.Type.Name()} {finding.Break.ExpectedMinor} {finding.Break.ActualMinor}";
            var kept = OpenOf(finding.Break) == known.OpenMinor ? known : entries.Release(unit, known);
            unit.Save(
                kept with
                {
                    Type = finding.Break.Type, ExpectedMinor = finding.Break.ExpectedMinor, ActualMinor = finding.Break.ActualMinor, Line = finding.Break.Line, OpenMinor = OpenOf(finding.Break),
                    SuspenseMinor = MovesMoney(finding.Break) ? -OpenOf(finding.Break) : kept.SuspenseMinor,
                    State = kept == known ? known.State : BreakState.Open,
                    // Which lines it could be is over with the type; what persons have found out stays.
                    Reason = finding.Break.Reason.Length > 0 || known.Type == BreakType.Ambiguous ? finding.Break.Reason : known.Reason,
                },
                new BreakEvent(BreakEventType.Changed, by, run.Date, text));
        }
        else if (known.State == BreakState.Open && known.Part != run.Part)
        {
            unit.Save(known with { State = BreakState.CarriedForward }, new BreakEvent(BreakEventType.Carried, by, run.Date, $"not on {NameOf(run)} either"));
        }
    }

    /// <summary>Persons have resolved what stands in a file again: the same stays resolved, another figure is another break.</summary>
    private void FoundAgain(ReconciliationRun run, Break resolved, RunFinding finding, RunFinding? before, string by)
    {
        var takenBack = store.FindBreak(source.Name, TakenBackKey(resolved));
        if (!IsSame(resolved, finding.Break))
        {
            if (before is not null) TakeBack(run, resolved, by);
            Open(run, finding, by);
        }
        else if (takenBack is { IsLiving: true })
        {
            Close(takenBack, BreakState.Superseded, BreakEventType.Superseded, by, run.Date, "the line is there again");
        }
        else if (takenBack is not null && before is null)
        {
            Open(run, finding, by);
        }
    }

    private void Gone(FindingsOfRun findings, RunFinding finding, string by)
    {
        var (run, known) = (findings.Run, store.FindBreak(source.Name, finding.Key));
        if (known is null) return;
        if (known.IsLiving)
        {
            var isOwn = known.Part == run.Part;
            Close(known, isOwn ? BreakState.Superseded : BreakState.Cleared, isOwn ? BreakEventType.Superseded : BreakEventType.Cleared, by, run.Date, $"{NameOf(run)} as corrected explains it");
        }
        else if (known.State == BreakState.Resolved && MovesMoney(finding.Break))
        {
            TakeBack(run, known, by);
        }
    }

    /// <summary>The run has turned the line's entry round; what persons entered to resolve it stands alone on suspense now.</summary>
    private void TakeBack(ReconciliationRun run, Break resolved, string by)
    {
        var openMinor = -resolved.DifferenceMinor;
        var terms = source.TermsOf((byte)BreakType.MissingAtBank);
        unit.Open(
            new Break
            {
                Source = source.Name, Key = TakenBackKey(resolved), Part = run.Part, Type = BreakType.MissingAtBank, Reference = resolved.Reference, ExpectedMinor = resolved.ActualMinor,
                ActualMinor = resolved.ExpectedMinor, Currency = resolved.Currency, OpenedOn = run.Date, DueOn = terms.Deadline.LastDay(run.Date, calendar),
                Owner = terms.Owner ?? OwnerOf(BreakType.MissingAtBank), OpenMinor = openMinor, SuspenseMinor = -openMinor, Parent = resolved.Number,
                Reason = $"{NameOf(run)} as corrected takes back what break {resolved.Number} resolved",
            },
            new BreakEvent(BreakEventType.Opened, by, run.Date, $"the line of break {resolved.Number} is not there any more"));
    }

    private void Open(ReconciliationRun run, RunFinding finding, string by) =>
        unit.Open(Make(run, finding), new BreakEvent(BreakEventType.Opened, by, run.Date, $"{finding.Break.Type.Name()} on {NameOf(run)}"));

    private Break Make(ReconciliationRun run, RunFinding finding)
    {
        var found = finding.Break;
        var terms = source.TermsOf((byte)found.Type);
        return new Break
        {
            Source = source.Name, Key = finding.Key, Part = run.Part, Type = found.Type, Reference = found.Reference, Item = found.Item, Line = found.Line, ExpectedMinor = found.ExpectedMinor,
            ActualMinor = found.ActualMinor, Currency = source.Currency, OpenedOn = found.OpenedOn, DueOn = terms.Deadline.LastDay(found.OpenedOn, calendar), Owner = terms.Owner ?? OwnerOf(found.Type),
            OpenMinor = OpenOf(found), SuspenseMinor = MovesMoney(found) ? -OpenOf(found) : 0,
            Reason = found.Reason,
        };
    }

    /// <summary>What the run or the ledger has turned round already is gone with it; what a deadline put on suspense is released.</summary>
    private void Close(Break living, BreakState state, BreakEventType happened, string by, DateOnly on, string why)
    {
        var released = entries.Release(unit, living);
        unit.Save(released with { State = state, OpenMinor = 0, SuspenseMinor = 0, ChaseOn = null }, new BreakEvent(happened, by, on, why));
    }

    private string OwnerOf(BreakType type) => source.Kind == SourceKind.ChannelBill ? "channel operations" : type.UsualOwner();

    /// <summary>The statement's entry has put it on suspense.</summary>
    private bool MovesMoney(BreakFinding found) =>
        source.Kind == SourceKind.BankStatement && found.IsBooked && found.Type is BreakType.DuplicateAtBank or BreakType.MissingWithUs or BreakType.Amount or BreakType.Ambiguous && found.DifferenceMinor != 0;

    /// <summary>Of an item that is announced only, all of it is open.</summary>
    private static long OpenOf(BreakFinding found) => found.Item.Length > 0 && !found.IsBooked ? -found.ExpectedMinor : found.DifferenceMinor;

    private static bool IsSame(Break known, BreakFinding found) => (known.Type, known.ExpectedMinor, known.ActualMinor) == (found.Type, found.ExpectedMinor, found.ActualMinor);

    private static string NameOf(ReconciliationRun run) => run.Statement.Length > 0 ? $"statement {run.Statement}" : $"the file of {run.Date:yyyy-MM-dd}";
}

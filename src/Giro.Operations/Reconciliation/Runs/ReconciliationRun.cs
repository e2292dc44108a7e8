using System.Globalization;
using Giro.Ledger.Currencies;
using Giro.Ledger.Entries;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation.Breaks;

namespace Giro.Operations.Reconciliation.Runs;

/// <summary>What was compared on one side: count and sum in minor units, and how it divides. Matched and in breaks make the input, or nothing of the run is kept.</summary>
public readonly record struct SideFigures(long Lines, Int128 SumMinor, long MatchedLines, Int128 MatchedMinor, long BreakLines, Int128 BreakMinor)
{
    public bool IsConserved => MatchedLines + BreakLines == Lines && MatchedMinor + BreakMinor == SumMinor;
}

/// <summary>
/// One comparison of a source with our records for a business date. A corrected file makes another run with the next number; the earlier one is kept and marked.
/// </summary>
/// <param name="Part">Which of the day's files it is about: <c>bank/2026-11-11/1</c>. A second statement of a day that goes on where the first ended is another part.</param>
/// <param name="Number">Among the runs of the part, from 1.</param>
public sealed record ReconciliationRun(string Source, DateOnly Date, string Part, int Number)
{
    /// <summary>Statement number or message id; empty where the source has none.</summary>
    public string Statement { get; init; } = "";

    public required Currency Currency { get; init; }

    /// <summary>SHA-256 of the file, hexadecimal.</summary>
    public required string InputHash { get; init; }

    /// <summary>SHA-256 of what was found and is to be entered, hexadecimal.</summary>
    public required string ResultHash { get; init; }

    public SideFigures Ours { get; init; }

    public SideFigures Theirs { get; init; }

    /// <summary>Null where the source gives no balances.</summary>
    public long? OpeningMinor { get; init; }

    /// <inheritdoc cref="OpeningMinor"/>
    public long? ClosingMinor { get; init; }

    /// <summary>What was wrong with the file, a line each; empty for nothing.</summary>
    public string Flags { get; init; } = "";

    /// <summary>Who took the file all the same, and why; empty where nothing was wrong.</summary>
    public string AcceptedBy { get; init; } = "";

    /// <inheritdoc cref="AcceptedBy"/>
    public string AcceptedWhy { get; init; } = "";

    /// <summary>Number of the run that took its place; 0 while it is in force.</summary>
    public int SupersededBy { get; init; }

    public static string PartOf(string source, DateOnly date, int part) => $"{source}/{date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}/{part}";
}

/// <summary>A named person takes a file though it is flagged.</summary>
public sealed record Acceptance(string By, string Why);

/// <summary>A break as a run found it. Kept as it is for ever.</summary>
public sealed record RunFinding(string Key, BreakFinding Break);

/// <summary>A line and the item that it is. Lines that are only announced are not booked.</summary>
public readonly record struct RunMatch(int Line, string Item, long ExpectedMinor, long ActualMinor, bool IsBooked);

/// <summary>An entry that a run makes. The same wish under the same name in the next run changes nothing; another one reverses it and enters anew.</summary>
/// <param name="Slot">What it is about; its reference while it is the first of it.</param>
/// <param name="Queue">Entries of a queue are posted in order.</param>
public sealed record RunPosting(string Slot, string Queue, EntryKind Kind, IReadOnlyList<Leg> Legs, string Attributes)
{
    public int Version { get; init; } = 1;

    public string Reference => Version == 1 ? Slot : $"{Slot}/{Version}";

    public string ReversalReference => Reference + "/reversed";

    public IReadOnlyList<Leg> ReversedLegs => [.. Legs.Select(leg => new Leg(leg.Account, -leg.AmountMinor))];
}

/// <summary>What a run has changed against the run before it of the same part, by breaks.</summary>
public sealed record RunChanges(IReadOnlyList<RunFinding> New, IReadOnlyList<RunFinding> Gone, IReadOnlyList<(RunFinding Before, RunFinding Now)> Changed, int Same)
{
    public static RunChanges Between(IReadOnlyCollection<RunFinding> before, IReadOnlyCollection<RunFinding> now)
    {
        var known = before.ToDictionary(finding => finding.Key);
        var found = now.Select(finding => finding.Key).ToHashSet();
        var both = now.Where(finding => known.ContainsKey(finding.Key)).Select(finding => (Before: known[finding.Key], Now: finding)).ToList();
        var changed = both.Where(pair => !AreSame(pair.Before.Break, pair.Now.Break)).ToList();
        return new RunChanges(
            [.. now.Where(finding => !known.ContainsKey(finding.Key))], [.. before.Where(finding => !found.Contains(finding.Key))], changed, both.Count - changed.Count);
    }

    /// <summary>The place in the file may be another one.</summary>
    internal static bool AreSame(BreakFinding one, BreakFinding other) => one with { Line = 0, Reason = "" } == other with { Line = 0, Reason = "" };
}

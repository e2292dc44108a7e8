using Giro.Ledger.Currencies;

namespace Giro.Operations.Reconciliation.Breaks;

/// <summary>
/// Where a break is in its life. Numbers are stored and never reused. From the first four it may go to any of the others but back to Open; from the last three it
/// goes nowhere.
/// </summary>
public enum BreakState : byte
{
    None = 0,

    /// <summary>Found, and nobody has done anything yet.</summary>
    Open = 1,

    /// <summary>A difference in time that a later statement did not clear either.</summary>
    CarriedForward = 2,

    /// <summary>The bank or channel was asked.</summary>
    Chased = 3,

    /// <summary>Past its time: its amount stands on suspense.</summary>
    InSuspense = 4,

    /// <summary>Persons have cleared it up.</summary>
    Resolved = 5,

    /// <summary>It cleared itself: the line came, or nothing is expected any more.</summary>
    Cleared = 6,

    /// <summary>A corrected file took back what it came from.</summary>
    Superseded = 7,
}

/// <summary>A difference that someone has to clear up, as it is now. What became of it is in its events; nothing of it is ever deleted.</summary>
public sealed record Break
{
    /// <summary>Given by the store, from 1, in the order of opening; how people name it.</summary>
    public long Number { get; init; }

    public required string Source { get; init; }

    /// <summary>What it is about: the same whenever the same is found again. A source has one living break with a key at most.</summary>
    public required string Key { get; init; }

    /// <summary>The part of a day's statements in which it was found first.</summary>
    public required string Part { get; init; }

    public required BreakType Type { get; init; }

    public required string Reference { get; init; }

    /// <summary>Key of our item; empty for a line that is not ours.</summary>
    public string Item { get; init; } = "";

    /// <summary>Of the statement; 0 for none.</summary>
    public int Line { get; init; }

    public required long ExpectedMinor { get; init; }

    public required long ActualMinor { get; init; }

    public required Currency Currency { get; init; }

    public required DateOnly OpenedOn { get; init; }

    /// <summary>The last day on which it is in time.</summary>
    public required DateOnly DueOn { get; init; }

    public BreakState State { get; init; } = BreakState.Open;

    public required string Owner { get; init; }

    /// <summary>Why it is what it is, as far as somebody has found out; else empty.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What is left to be cleared up: what the bank moved more than expected, minus for money that left our account. 0 when it is closed.</summary>
    public required long OpenMinor { get; init; }

    /// <summary>What stands on suspense for it, a debit positive. 0 when it is closed.</summary>
    public long SuspenseMinor { get; init; }

    /// <summary>What stands on the account of suspended items for it, a debit positive. Stays when an item that never moved is given up.</summary>
    public long SuspendedMinor { get; init; }

    /// <summary>How often an entry has put it on suspense: a corrected file may take it off again, and another deadline put it back.</summary>
    public int Suspensions { get; init; }

    /// <summary>When the bank is asked again, or null.</summary>
    public DateOnly? ChaseOn { get; init; }

    /// <summary>The break that it was split off, or that it is the rest of; 0 for none.</summary>
    public long Parent { get; init; }

    public bool IsLiving => State is BreakState.Open or BreakState.CarriedForward or BreakState.Chased or BreakState.InSuspense;

    /// <summary>The difference, as the bank moved money against what was expected.</summary>
    public long DifferenceMinor => ActualMinor - ExpectedMinor;

    /// <summary>Calendar days since it was opened.</summary>
    public int AgeDays(DateOnly on) => on.DayNumber - OpenedOn.DayNumber;
}

/// <summary>Numbers are stored and never reused.</summary>
public enum BreakEventType : byte
{
    None = 0,
    Opened = 1,
    Carried = 2,

    /// <summary>A corrected file, or a later statement, says it otherwise.</summary>
    Changed = 3,
    Cleared = 4,
    Superseded = 5,
    Suspended = 6,
    Released = 7,
    Noted = 8,
    Assigned = 9,
    Chased = 10,
    Split = 11,
    Proposed = 12,
    Refused = 13,
    Withdrawn = 14,
    Resolved = 15,
    WrittenOff = 16,
}

/// <summary>What happened to a break: who, when, what. Written once.</summary>
/// <param name="By">A person, or what did it: a run, the deadline.</param>
/// <param name="On">Business date.</param>
public readonly record struct BreakEvent(BreakEventType Type, string By, DateOnly On, string Text);

/// <summary>An event in its place among those of its break, from 1.</summary>
public readonly record struct PastEvent(int Place, BreakEvent Event);

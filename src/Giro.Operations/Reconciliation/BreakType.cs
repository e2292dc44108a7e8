namespace Giro.Operations.Reconciliation;

/// <summary>How a statement and our records differ. Numbers are stored and never reused.</summary>
public enum BreakType : byte
{
    None = 0,

    /// <summary>We have it and the bank or channel does not.</summary>
    MissingAtBank = 1,

    /// <summary>The same, and booked, or announced to be, on another date than it was due.</summary>
    Date = 2,

    /// <summary>The bank or channel has the same once more.</summary>
    DuplicateAtBank = 3,

    /// <summary>The same with another amount.</summary>
    Amount = 4,

    /// <summary>The bank or channel has it and nothing of ours explains it.</summary>
    MissingWithUs = 5,

    /// <summary>The same with another fee.</summary>
    Fee = 6,

    /// <summary>The same in another state: paid with us, failed with them.</summary>
    Status = 7,

    /// <summary>The same in another currency.</summary>
    Currency = 8,

    /// <summary>We have the same once more.</summary>
    DuplicateWithUs = 9,

    /// <summary>More than one line could be it; a person has to choose.</summary>
    Ambiguous = 10,

    /// <summary>A line that could not be read.</summary>
    UnreadableLine = 11,
}

/// <summary>How each type is written, and who clears such breaks up unless a source says otherwise.</summary>
public static class BreakTypes
{
    public static IReadOnlyList<BreakType> All { get; } = [.. Enum.GetValues<BreakType>().Where(type => type != BreakType.None)];

    /// <summary>Such as <c>missing-at-bank</c>.</summary>
    public static string Name(this BreakType type) => Institution.InstitutionFileWords.BreakTypes[(int)type];

    /// <summary>The same has happened and stands on the other side on another day: it clears itself when that day has come.</summary>
    public static bool IsTiming(this BreakType type) => type is BreakType.MissingAtBank or BreakType.Date;

    public static string UsualOwner(this BreakType type) => type switch
    {
        BreakType.MissingAtBank or BreakType.Date => "payout operations",
        BreakType.DuplicateAtBank or BreakType.Amount => "bank relations",
        _ => "treasury",
    };
}

/// <summary>A difference as one comparison finds it. A function of what was compared: the same again gives the same.</summary>
/// <param name="Reference">End-to-end id, or the bank's reference where there is none.</param>
/// <param name="ExpectedMinor">What our records say; 0 where they say nothing. Credits to our account positive.</param>
/// <param name="ActualMinor">What the statement says; 0 where it says nothing.</param>
/// <param name="Line">The statement line; 0 for none.</param>
/// <param name="OpenedOn">Business date from which its age counts: the due date, or the statement's.</param>
public sealed record BreakFinding(BreakType Type, string Reference, long ExpectedMinor, long ActualMinor, int Line, DateOnly OpenedOn)
{
    /// <summary>Key of our item; empty where it is about none.</summary>
    public string Item { get; init; } = "";

    /// <summary>The line is in the closing balance: its money has moved.</summary>
    public bool IsBooked { get; init; }

    /// <summary>What the comparison can say of why; else empty. It is kept with the break, and no part of what makes a finding the same.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Unique in a statement, and the same whenever it is read again.</summary>
    public string Id => $"{Type}/{Reference}/{Line}";

    /// <summary>The difference, as the bank moved money against what was expected.</summary>
    public long DifferenceMinor => ActualMinor - ExpectedMinor;

    public string Owner => Type.UsualOwner();

    /// <summary>Calendar days since it was opened.</summary>
    public int AgeDays(DateOnly on) => on.DayNumber - OpenedOn.DayNumber;
}

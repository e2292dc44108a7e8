namespace Giro.Operations.Reconciliation;

/// <summary>How a statement and our records differ. Numbers are stored and never reused.</summary>
public enum BreakType : byte
{
    None = 0,

    /// <summary>We expected it and the statement does not have it.</summary>
    Missing = 1,

    /// <summary>It is there with the right amount, and booked, or announced to be, after the date it was due.</summary>
    Late = 2,

    /// <summary>The same payment once more.</summary>
    Doubled = 3,

    /// <summary>It is there with another amount.</summary>
    AmountDiffers = 4,

    /// <summary>The statement has it and nothing of ours explains it.</summary>
    Unknown = 5,
}

/// <summary>A difference that someone has to clear up.</summary>
/// <param name="Reference">End-to-end id, or the bank's reference where there is none.</param>
/// <param name="ExpectedMinor">What our records say; 0 where they say nothing. Credits to our account positive.</param>
/// <param name="ActualMinor">What the statement says; 0 where it says nothing.</param>
/// <param name="Line">The statement line; 0 for none.</param>
/// <param name="OpenedOn">Business date from which its age counts: the due date, or the statement's.</param>
public sealed record Break(BreakType Type, string Reference, long ExpectedMinor, long ActualMinor, int Line, DateOnly OpenedOn)
{
    /// <summary>Unique in a statement, and the same whenever it is read again.</summary>
    public string Id => $"{Type}/{Reference}/{Line}";

    /// <summary>The difference, as the bank moved money against what was expected.</summary>
    public long DifferenceMinor => ActualMinor - ExpectedMinor;

    /// <summary>Who clears it up.</summary>
    public string Owner => Type switch
    {
        BreakType.Missing or BreakType.Late => "payout operations",
        BreakType.Doubled or BreakType.AmountDiffers => "bank relations",
        _ => "treasury",
    };

    /// <summary>Calendar days since it was opened.</summary>
    public int AgeDays(DateOnly on) => on.DayNumber - OpenedOn.DayNumber;
}

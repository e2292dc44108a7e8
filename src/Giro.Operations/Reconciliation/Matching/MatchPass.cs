namespace Giro.Operations.Reconciliation.Matching;

/// <summary>What a pass looks for. Numbers are reported and never reused.</summary>
public enum PassKind : byte
{
    None = 0,

    /// <summary>One with one: the same key, and everything that the pass compares is equal.</summary>
    Exact = 1,

    /// <summary>The one line with a key left on each side, differing in what is compared: claimed by each other, as a break of the type of the difference.</summary>
    Difference = 2,

    /// <summary>One with one: the same key, dates within a window, amounts within a tolerance; only where neither has another candidate.</summary>
    Window = 3,

    /// <summary>All lines of a key on the side of many with the line or lines of the key on the other, by sum.</summary>
    Group = 4,

    /// <summary>Within the lines of a key, sets that sum to the same, found by search within a budget; only where there is one solution.</summary>
    Subset = 5,
}

/// <summary>In what two lines of a pair differ. More than one may hold.</summary>
[Flags]
public enum Differences : byte
{
    None = 0,
    Amount = 1,
    Fee = 2,
    Currency = 4,
    Status = 8,
    Date = 16,
}

/// <summary>Who may be many in a group.</summary>
public enum GroupShape : byte
{
    None = 0,
    ManyToOne = 1,
    OneToMany = 2,
    ManyToMany = 3,
}

public enum KeySource : byte
{
    None = 0,
    Text = 1,
    Amount = 2,
    Day = 3,
    Currency = 4,
}

/// <summary>One part of a key.</summary>
/// <param name="Column">of <see cref="LineBlock.Texts"/>, for a text; else 0</param>
public readonly record struct KeyPart(KeySource Source, int Column)
{
    public static KeyPart Text(int column) => new(KeySource.Text, column);
}

/// <summary>One pass over the lines that the passes before it have left. A line is claimed once, by the first pass that can.</summary>
public sealed record MatchPass
{
    public required string Name { get; init; }

    public required PassKind Kind { get; init; }

    /// <summary>As many parts as on the right, compared one by one. A line whose every text part is empty has no key and takes no part, unless the key has no parts at all.</summary>
    public required IReadOnlyList<KeyPart> LeftKey { get; init; }

    /// <inheritdoc cref="LeftKey"/>
    public required IReadOnlyList<KeyPart> RightKey { get; init; }

    /// <summary>What an exact pass wants equal, and a difference pass reports. What one side does not tell (no date, no currency, an empty status) is not compared.</summary>
    public Differences Compare { get; init; } = Differences.Amount | Differences.Currency;

    /// <summary>
    /// Left lines are each themselves, as payouts are: which of two equal ones was matched makes a difference. Where there are more of them than right ones, they are
    /// suggested, and none is matched before the other.
    /// </summary>
    public bool LeftAreDistinct { get; init; }

    /// <summary>Compare the left amount less the left fee: the bank pays net of it.</summary>
    public bool LeftIsNetOfFee { get; init; }

    /// <inheritdoc cref="LeftIsNetOfFee"/>
    public bool RightIsNetOfFee { get; init; }

    /// <summary>The right date may be this many calendar days before the left, 0 or more.</summary>
    public int DaysBefore { get; init; }

    /// <summary>And this many after it.</summary>
    public int DaysAfter { get; init; }

    /// <summary>The right amount may be this much lower than the left, by magnitude, 0 or more; of a group, its sum.</summary>
    public long BelowMinor { get; init; }

    /// <summary>And this much higher.</summary>
    public long AboveMinor { get; init; }

    /// <summary>Of a group, or of what a subset searches for; a subset without one is many to many.</summary>
    public GroupShape Shape { get; init; }

    /// <summary>A subset may have this many lines on one side at most.</summary>
    public int MaxLines { get; init; } = 8;

    /// <summary>A block of more lines than this, both sides together, is left alone, and counted as such. 64 at most.</summary>
    public int MaxBlock { get; init; } = 64;

    /// <summary>Steps of the search in one block; past it the block is left alone, and counted as such.</summary>
    public long Budget { get; init; } = 1_000_000;

    /// <summary>Text columns that hold the status; -1 for none.</summary>
    public int LeftStatus { get; init; } = -1;

    /// <inheritdoc cref="LeftStatus"/>
    public int RightStatus { get; init; } = -1;

    /// <summary>A strategy that says for each line whether the pass takes it, and with which key, amount and tolerances; null for the figures above.</summary>
    public PassTerms? Terms { get; init; }
}

namespace Giro.Operations.Reconciliation.Breaks;

/// <summary>How persons clear a break up by money or by saying what explains it. Numbers are stored and never reused.</summary>
public enum ResolutionKind : byte
{
    None = 0,

    /// <summary>Breaks explain each other; what they do not stays as a break.</summary>
    Match = 1,

    /// <summary>It is our loss or gain.</summary>
    WriteOff = 2,

    /// <summary>It belongs on another account.</summary>
    Adjust = 3,
}

/// <summary>Numbers are stored and never reused.</summary>
public enum ProposalState : byte
{
    None = 0,
    Proposed = 1,
    Approved = 2,

    /// <summary>Somebody said no.</summary>
    Refused = 3,

    /// <summary>Who proposed it took it back.</summary>
    Withdrawn = 4,
}

/// <summary>
/// What one person, the maker, wants done with breaks, and another one, the checker, has to approve. It is never changed: another wish is another proposal with
/// another number, so nobody approves what he has not seen.
/// </summary>
/// <param name="Breaks">By number: one, or for a match two and more.</param>
/// <param name="OpenMinor">What was open of each when it was proposed; a break that has changed since needs another proposal.</param>
/// <param name="Account">To adjust to; else empty.</param>
public sealed record BreakProposal(ResolutionKind Kind, IReadOnlyList<long> Breaks, IReadOnlyList<long> OpenMinor, string Account, string Why, string Maker)
{
    /// <summary>Given by the store, from 1.</summary>
    public long Number { get; init; }

    public ProposalState State { get; init; } = ProposalState.Proposed;

    /// <summary>Who approved or refused it; empty until then.</summary>
    public string DecidedBy { get; init; } = "";

    /// <summary>Why it was refused; else empty.</summary>
    public string DecidedWhy { get; init; } = "";

    /// <summary>Of its entry.</summary>
    public string Reference => $"break-resolution/{Number}";
}

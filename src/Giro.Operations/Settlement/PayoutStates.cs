namespace Giro.Operations.Settlement;

/// <summary>Numbers are stored and never reused; 210 more is the kind of the entry that leads there.</summary>
public enum PayoutState : byte
{
    None = 0,

    /// <summary>Written down, with its end-to-end id; the money has left payable.</summary>
    Created = 1,

    /// <summary>By policy or by persons.</summary>
    Approved = 2,

    /// <summary>In a file for the bank, or about to be: only the file tells the bank.</summary>
    Instructed = 3,

    /// <summary>The bank says that it will pay.</summary>
    Accepted = 4,

    /// <summary>The bank says that it paid.</summary>
    Settled = 5,

    /// <summary>The bank says that it will not pay; the money is payable again and waits for a reissue.</summary>
    Rejected = 6,

    /// <summary>The money came back; it is payable again and waits for a reissue.</summary>
    Returned = 7,

    /// <summary>Another payout has taken its place.</summary>
    Reissued = 8,

    /// <summary>A person said no; the money is payable again.</summary>
    Declined = 9,
}

/// <summary>What becomes of a wish to move a payout to a state.</summary>
public enum TransitionVerdict : byte
{
    None = 0,

    /// <summary>Allowed.</summary>
    Done = 1,

    /// <summary>Allowed by way of Settled: who gives money back has paid it.</summary>
    DoneBySettled = 2,

    /// <summary>It has been in that state: the same message again. Nothing changes.</summary>
    Repeat = 3,

    /// <summary>Word of acceptance that comes after word of what followed it. Nothing changes.</summary>
    Superseded = 4,

    /// <summary>It cannot be; someone has to look.</summary>
    Refused = 5,
}

/// <summary>The states that a payout has been in, as bits; a payout is in one and has been in others.</summary>
public readonly record struct PayoutPast(int Bits)
{
    public bool Has(PayoutState state) => (Bits & (1 << (int)state)) != 0;

    public PayoutPast With(PayoutState state) => new(Bits | (1 << (int)state));
}

/// <summary>
/// The table of transitions. What is not in it is refused.
/// <code>
/// from \ to    Approved  Declined  Instructed  Accepted  Settled  Rejected  Returned  Reissued
/// Created      yes       yes
/// Approved               yes       yes
/// Instructed                                   yes       yes      yes       (settled)
/// Accepted                                               yes      yes       (settled)
/// Settled                                                                   yes
/// Rejected                                                                            yes
/// Returned                                                                            yes
/// </code>
/// </summary>
public static class PayoutStates
{
    private static readonly (PayoutState From, PayoutState To)[] Allowed =
    [
        (PayoutState.Created, PayoutState.Approved),
        (PayoutState.Created, PayoutState.Declined),
        (PayoutState.Approved, PayoutState.Declined),
        (PayoutState.Approved, PayoutState.Instructed),
        (PayoutState.Instructed, PayoutState.Accepted),
        (PayoutState.Instructed, PayoutState.Settled),
        (PayoutState.Instructed, PayoutState.Rejected),
        (PayoutState.Accepted, PayoutState.Settled),
        (PayoutState.Accepted, PayoutState.Rejected),
        (PayoutState.Settled, PayoutState.Returned),
        (PayoutState.Rejected, PayoutState.Reissued),
        (PayoutState.Returned, PayoutState.Reissued),
    ];

    public static TransitionVerdict Judge(PayoutState from, PayoutPast past, PayoutState to)
    {
        if (past.Has(to)) return TransitionVerdict.Repeat;
        if (Allowed.Contains((from, to))) return TransitionVerdict.Done;
        if (to == PayoutState.Returned && Allowed.Contains((from, PayoutState.Settled))) return TransitionVerdict.DoneBySettled;
        return to == PayoutState.Accepted && past.Has(PayoutState.Instructed) ? TransitionVerdict.Superseded : TransitionVerdict.Refused;
    }

    /// <summary>Whether the merchant's money is with the payout and not payable.</summary>
    public static bool IsOpen(this PayoutState state) => state is PayoutState.Created or PayoutState.Approved or PayoutState.Instructed or PayoutState.Accepted;
}

using Giro.Ledger.Entries;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Terms;

namespace Giro.Operations.Decision;

/// <summary>Where a message came from.</summary>
/// <param name="Source">Index of the file in the run.</param>
public readonly record struct Origin(int Source, long Line);

/// <summary>What an entry in flight added to a total of its period; taken back when the ledger refuses it.</summary>
public readonly record struct TotalDelta(TotalKey Key, long Amount);

/// <summary>What a return takes of a part of its payment.</summary>
/// <param name="Part">Index among the payment's parts.</param>
public readonly record struct ReturnedPart(int Part, long AmountMinor, long FeeMinor);

/// <summary>What must be known of an entry when the ledger's answer comes.</summary>
/// <param name="Original">Of a return: its payment. Else default.</param>
public readonly record struct InFlight(Origin Origin, PaymentKind Kind, EntryId Id, EntryId Original, Channel Channel, long AmountMinor)
{
    /// <summary>Of a payment that is not combined.</summary>
    public AcceptedPart Part { get; init; }

    /// <summary>Of a combined payment; else null.</summary>
    public AcceptedPart[]? Parts { get; init; }

    /// <summary>Of a return, already counted against its payment; else null.</summary>
    public ReturnedPart[]? Returned { get; init; }

    /// <summary>Null for none.</summary>
    public TotalDelta[]? Totals { get; init; }

    /// <summary>Of the message (<see cref="Intake.PaymentMessage.Fingerprint"/>).</summary>
    public long Fingerprint { get; init; }
}

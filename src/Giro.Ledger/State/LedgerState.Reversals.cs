using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Giro.Ledger.Entries;
using Giro.Ledger.Ids;
using Giro.Ledger.Journal;

namespace Giro.Ledger.State;

internal sealed partial class LedgerState
{
    /// <summary>
    /// Posts the opposite of an entry, whole and once. The command carries the original's record, fetched from the journal by the
    /// caller's thread, so that the writer never reads from disk; the fingerprint in the id index tells whether it is the original.
    /// The legs of a capture in full are no part of its fingerprint and have one of their own (<see cref="BookHash.LegsMark"/>).
    /// That it happened is remembered under <see cref="BookHash.ReversalMark"/>, so a second reversal under any id is refused.
    /// </summary>
    private CommandResult Reverse(in RecordBody command, BatchBuffer batch)
    {
        ref readonly var header = ref command.Header;
        var status = FormOf(header, IsTargetOnly(command));
        if (status != Status.Accepted) return CommandResult.Refused(status);
        var fingerprint = Hash.Fingerprint(command);
        if (Ids.TryFind(header.IdLow, header.IdHigh, out var known)) return Known(known, fingerprint);
        status = DatesOf(header);
        if (status != Status.Accepted) return CommandResult.Refused(status);

        var target = command.Fixed<TargetBody>().Target;
        if (!Ids.TryFind(target, out var targetRecord)) return CommandResult.Refused(Status.ReversalTargetUnknown);
        if (targetRecord.Type is not (RecordType.Entry or RecordType.Capture)) return CommandResult.Refused(Status.NotReversible);
        if (RecordBody.TryParse(command.Tail, out var original) != Status.Accepted || original.Header.Id != target
            || Hash.Fingerprint(original) != targetRecord.Fingerprint || original.Header.LegCount is < MinLegs or > MaxLegs || !HasItsFilledLegs(original))
            return CommandResult.Refused(Status.ReversalContentMismatch);
        var mark = Hash.ReversalMark(target);
        if (Ids.TryFind(mark, out _)) return CommandResult.Refused(Status.AlreadyReversed);

        var legs = _legs.AsSpan(0, original.Header.LegCount);
        for (var i = 0; i < legs.Length; i++) legs[i] = new Leg(original.Legs[i].Account, -original.Legs[i].AmountMinor);
        status = PostLegs(legs, out var fault);
        if (status != Status.Accepted) return CommandResult.Refused(status, fault);
        var result = Accept(ref CopyWithLegs(command, legs, batch), fingerprint);
        Remember(new IdRecord(mark, fingerprint, result.Number, RecordType.Reversal));
        return result;
    }

    private bool HasItsFilledLegs(in RecordBody original) =>
        (original.Header.Flags & RecordFlags.LegsFilled) == 0
        || (Ids.TryFind(Hash.LegsMark(original.Header.Id), out var legs) && legs.Fingerprint == Hash.OfLegs(original.Legs));

    /// <summary>Appends a record that is the command with legs filled in, and without what follows its attributes.</summary>
    private static ref RecordHeader CopyWithLegs(in RecordBody command, ReadOnlySpan<Leg> legs, BatchBuffer batch)
    {
        var legsAt = RecordHeader.Size + Unsafe.SizeOf<TargetBody>();
        var attributesAt = legsAt + (legs.Length * Leg.Size);
        var length = attributesAt + RecordBody.Padded(command.Header.AttributeLength);
        var span = batch.Reserve(length);
        command.Bytes[..legsAt].CopyTo(span);
        MemoryMarshal.AsBytes(legs).CopyTo(span[legsAt..]);
        span[attributesAt..].Clear();
        command.Attributes.CopyTo(span[attributesAt..]);
        ref var header = ref MemoryMarshal.AsRef<RecordHeader>(span);
        header.Length = (uint)length;
        header.LegCount = (ushort)legs.Length;
        header.Flags |= RecordFlags.LegsFilled;
        return ref header;
    }
}

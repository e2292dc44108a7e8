using System.Runtime.InteropServices;
using Giro.Ledger.Accounts;
using Giro.Ledger.Entries;
using Giro.Ledger.Holds;
using Giro.Ledger.Ids;
using Giro.Ledger.Journal;

namespace Giro.Ledger.State;

internal sealed partial class LedgerState
{
    private CommandResult PlaceHold(in RecordBody command, BatchBuffer batch)
    {
        ref readonly var header = ref command.Header;
        ref readonly var body = ref command.Fixed<HoldBody>();
        var status = FormOf(header, body.Reserved == 0);
        if (status != Status.Accepted) return CommandResult.Refused(status);
        var legs = command.Legs;
        status = AmountsOf(legs, out var fault);
        if (status != Status.Accepted) return CommandResult.Refused(status, fault);
        var fingerprint = Hash.Fingerprint(command);
        if (Ids.TryFind(header.IdLow, header.IdHigh, out var known)) return Known(known, fingerprint);
        status = DatesOf(header);
        if (status != Status.Accepted) return CommandResult.Refused(status);
        if (body.ExpiresAtUs != 0 && body.ExpiresAtUs <= NowUs) return CommandResult.Refused(Status.ExpiryNotInFuture);
        status = JudgeLegs(legs, out fault);
        if (status != Status.Accepted) return CommandResult.Refused(status, fault);
        status = ReserveLegs(legs, out fault);
        if (status != Status.Accepted) return CommandResult.Refused(status, fault);

        var hold = Holds.Add(header.Id, NextNumber, body.ExpiresAtUs, legs);
        if (_inChain) _undo.Push(UndoStep.HoldAdded(hold));
        return Accept(ref batch.Copy(command.Bytes), fingerprint);
    }

    private Status ReserveLegs(ReadOnlySpan<Leg> legs, out int fault)
    {
        SaveBalances(legs);
        var reserved = 0;
        var status = Status.Accepted;
        for (fault = -1; reserved < legs.Length; reserved++)
        {
            if (TryReserve(legs[reserved])) continue;
            fault = reserved;
            status = Status.HeldAmountTooLarge;
            break;
        }

        if (status == Status.Accepted) status = JudgeLimits(legs, out fault);
        if (status == Status.Accepted && Holds.Count >= _maxHolds) status = Status.HoldsFull;
        if (status != Status.Accepted)
        {
            for (var i = 0; i < reserved; i++) Unreserve(legs[i].Account, legs[i].AmountMinor);
        }

        return status;
    }

    private bool TryReserve(in Leg leg)
    {
        ref var account = ref Accounts[leg.Account];
        var amount = Math.Abs(leg.AmountMinor);
        ref var held = ref account.HeldRaising;
        if (account.Lowers(leg.AmountMinor)) held = ref account.HeldLowering;
        if (held > long.MaxValue - amount) return false;
        held += amount;
        return true;
    }

    /// <summary>Gives back a held amount; signed as the hold's leg.</summary>
    private void Unreserve(ulong handle, long amountMinor)
    {
        ref var account = ref Accounts[handle];
        if (account.Lowers(amountMinor)) account.HeldLowering -= Math.Abs(amountMinor);
        else account.HeldRaising -= Math.Abs(amountMinor);
    }

    private CommandResult Capture(in RecordBody command, BatchBuffer batch)
    {
        ref readonly var header = ref command.Header;
        var status = FormOf(header, IsTargetOnly(command), RecordFlags.Final);
        if (status != Status.Accepted) return CommandResult.Refused(status);
        var legs = command.Legs;
        status = AmountsOf(legs, out var fault);
        if (status != Status.Accepted) return CommandResult.Refused(status, fault);
        var fingerprint = Hash.Fingerprint(command);
        if (Ids.TryFind(header.IdLow, header.IdHigh, out var known)) return Known(known, fingerprint);
        Hold? hold = null;
        status = DatesOf(header);
        if (status == Status.Accepted) status = FindHold(command.Fixed<TargetBody>().Target, out hold);
        if (hold is null) return CommandResult.Refused(status);

        var inFull = legs.IsEmpty;
        if (inFull) legs = RemainingLegs(hold);
        else status = MatchCapture(hold, legs, out fault);
        if (status != Status.Accepted) return CommandResult.Refused(status, fault);
        status = JudgeLegs(legs, out fault);
        if (status != Status.Accepted) return CommandResult.Refused(status, fault);

        // The limits were judged when the hold was placed, with its amounts counted; they cannot refuse it twice.
        SaveHold(hold);
        SaveBalances(hold.Legs);
        ApplyCapture(hold, legs, (header.Flags & RecordFlags.Final) != 0);
        if (!inFull) return Accept(ref batch.Copy(command.Bytes), fingerprint);
        var result = Accept(ref CopyWithLegs(command, legs, batch), fingerprint);
        Remember(new IdRecord(Hash.LegsMark(header.Id), Hash.OfLegs(legs), result.Number, RecordType.Capture));
        return result;
    }

    private ReadOnlySpan<Leg> RemainingLegs(Hold hold)
    {
        var count = 0;
        foreach (ref readonly var leg in hold.Legs)
        {
            if (leg.AmountMinor != 0) _legs[count++] = leg;
        }

        return _legs.AsSpan(0, count);
    }

    /// <summary>
    /// Each leg of a capture is one of the hold's legs, in the same order, of at most what is left of it. Legs may be left out; a leg that has
    /// nothing left is passed over when a later one fits.
    /// </summary>
    /// <param name="fault">The leg at fault: the first that is none of the hold's, else the first that is too large.</param>
    private static Status MatchCapture(Hold hold, ReadOnlySpan<Leg> legs, out int fault)
    {
        var at = 0;
        fault = -1;
        for (var i = 0; i < legs.Length; i++)
        {
            var exhausted = -1;
            for (; at < hold.LegCount; at++)
            {
                if (!IsSameSide(hold.Remaining[at], legs[i], out var used)) continue;
                if (!used) break;
                if (exhausted < 0) exhausted = at;
            }

            if (at == hold.LegCount && exhausted < 0)
            {
                fault = i;
                return Status.CaptureLegsMismatch;
            }

            // A leg that is too large is remembered and not answered yet: a later one may be none of the hold's, which takes precedence.
            if (at == hold.LegCount) at = exhausted;
            if (fault < 0 && Math.Abs(legs[i].AmountMinor) > Math.Abs(hold.Remaining[at].AmountMinor)) fault = i;
            at++;
        }

        return fault < 0 ? Status.Accepted : Status.CaptureExceedsHold;
    }

    private static bool IsSameSide(in Leg held, in Leg captured, out bool used)
    {
        used = held.AmountMinor == 0;
        return held.Account == captured.Account && (used || (held.AmountMinor > 0) == (captured.AmountMinor > 0));
    }

    /// <summary>Posts the captured legs, lowers what is held, and closes the hold when nothing is left or the capture is final.</summary>
    private void ApplyCapture(Hold hold, ReadOnlySpan<Leg> legs, bool final)
    {
        var at = 0;
        foreach (ref readonly var leg in legs)
        {
            while (!IsSameSide(hold.Remaining[at], leg, out var used) || used) at++;
            hold.Remaining[at] = new Leg(leg.Account, hold.Remaining[at].AmountMinor - leg.AmountMinor);
            Unreserve(leg.Account, leg.AmountMinor);
            Post(ref Accounts[leg.Account], leg.AmountMinor);
            at++;
        }

        foreach (ref readonly var leg in hold.Legs)
        {
            if (leg.AmountMinor != 0 && !final) return;
        }

        CloseHold(hold);
    }

    private CommandResult Release(in RecordBody command, BatchBuffer batch)
    {
        ref readonly var header = ref command.Header;
        var result = JudgeHoldChange(command, mayChain: true, out var hold, out var fingerprint);
        if (hold is null) return result;
        SaveHold(hold);
        SaveBalances(hold.Legs);
        CloseHold(hold);
        return Accept(ref batch.Copy(command.Bytes), fingerprint);
    }

    private CommandResult Extend(in RecordBody command, BatchBuffer batch)
    {
        var result = JudgeHoldChange(command, mayChain: false, out var hold, out var fingerprint);
        if (hold is null) return result;
        var expiresAtUs = command.Fixed<TargetBody>().ExpiresAtUs;
        if (expiresAtUs <= NowUs) return CommandResult.Refused(Status.ExpiryNotInFuture);
        if (hold.ExpiresAtUs == 0 || expiresAtUs <= hold.ExpiresAtUs) return CommandResult.Refused(Status.ExpiryNotLater);
        Holds.Extend(hold, expiresAtUs);
        return Accept(ref batch.Copy(command.Bytes), fingerprint);
    }

    /// <summary>What release and extension share. Without a hold, the result is the answer.</summary>
    private CommandResult JudgeHoldChange(in RecordBody command, bool mayChain, out Hold? hold, out ulong fingerprint)
    {
        hold = null;
        fingerprint = 0;
        ref readonly var header = ref command.Header;
        ref readonly var body = ref command.Fixed<TargetBody>();
        var status = FormOf(header, body.Reserved == 0 && (header.Type == RecordType.Extend || body.ExpiresAtUs == 0), mayChain: mayChain);
        if (status != Status.Accepted) return CommandResult.Refused(status);
        fingerprint = Hash.Fingerprint(command);
        if (Ids.TryFind(header.IdLow, header.IdHigh, out var known)) return Known(known, fingerprint);
        status = DatesOf(header);
        if (status == Status.Accepted) status = FindHold(command.Fixed<TargetBody>().Target, out hold);
        return CommandResult.Refused(status);
    }

    private Status FindHold(UInt128 id, out Hold? hold)
    {
        if (Holds.TryFind(id, out hold)) return Status.Accepted;
        hold = null;
        if (!Ids.TryFind(id, out var known)) return Status.HoldUnknown;
        return known.Type == RecordType.Hold ? Status.HoldNotOpen : Status.NotAHold;
    }

    private static bool IsTargetOnly(in RecordBody command)
    {
        ref readonly var body = ref command.Fixed<TargetBody>();
        return body.ExpiresAtUs == 0 && body.Reserved == 0;
    }

    private void CloseHold(Hold hold)
    {
        foreach (ref readonly var leg in hold.Legs)
        {
            if (leg.AmountMinor != 0) Unreserve(leg.Account, leg.AmountMinor);
        }

        Holds.Remove(hold);
        if (!_inChain) Holds.Reuse(hold);
    }

    /// <summary>Closes holds whose time has come and journals it. Stops when the batch has no room; the next batch goes on.</summary>
    /// <param name="batch">The batch, before anything else is in it.</param>
    /// <param name="keepFree">Bytes that the batch's submissions may need.</param>
    public void ExpireHolds(BatchBuffer batch, int keepFree)
    {
        const int Length = RecordHeader.Size + 32;
        Holds.ForgetClosedExpiries();
        while (batch.Room - keepFree >= Length && Holds.FirstExpired(NowUs) is { } hold)
        {
            var span = batch.Reserve(Length);
            span.Clear();
            ref var header = ref MemoryMarshal.AsRef<RecordHeader>(span);
            header.Type = RecordType.Expire;
            header.Length = Length;
            header.BusinessDate = BusinessDate;
            header.ValueDate = BusinessDate;
            MemoryMarshal.AsRef<TargetBody>(span[RecordHeader.Size..]).Target = hold.Id;
            CloseHold(hold);
            NextNumber++;
        }
    }
}

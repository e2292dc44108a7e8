using Giro.Ledger.Accounts;
using Giro.Ledger.Entries;
using Giro.Ledger.Ids;
using Giro.Ledger.Journal;

namespace Giro.Ledger.State;

internal sealed partial class LedgerState
{
    /// <summary>
    /// Applies a record of the journal: a fact, so nothing is judged. Returns null, or why the record cannot have happened in this state;
    /// then the journal is not the one that the state came from.
    /// </summary>
    public string? Replay(in RecordBody record)
    {
        ref readonly var header = ref record.Header;
        var fingerprint = Hash.Fingerprint(record);
        var wrong = header.Type switch
        {
            RecordType.Entry => ReplayLegs(record.Legs),
            RecordType.Reversal => ReplayReversal(record, fingerprint),
            RecordType.Hold => ReplayHold(record),
            RecordType.Capture => ReplayCapture(record),
            RecordType.Release or RecordType.Expire => ReplayClose(record),
            RecordType.Extend => ReplayExtend(record),
            RecordType.OpenAccount => ReplayOpenAccount(record, fingerprint),
            RecordType.SetLimits or RecordType.SetState or RecordType.SetMetadata => ReplayChange(record),
            RecordType.AdvanceDate => ReplayAdvance(header),
            _ => $"has a record of type {(int)header.Type}, which has no place here",
        };
        if (wrong is not null) return wrong;
        if ((header.IdLow | header.IdHigh) != 0)
        {
            if (Ids.TryFind(header.IdLow, header.IdHigh, out _)) return $"has the id {header.Id:x32} a second time";
            Ids.Insert(new IdRecord(header.Id, fingerprint, NextNumber, header.Type));
        }

        NextNumber++;
        return null;
    }

    /// <summary>Fills an empty state from a snapshot. The old ids are in the runs that the snapshot names.</summary>
    public void Restore(Snapshots.Snapshot snapshot)
    {
        Accounts.Load(snapshot.Accounts);
        Cards = snapshot.Cards;
        for (var handle = 1UL; handle <= (ulong)Accounts.Count; handle++)
        {
            ref readonly var account = ref Accounts[handle];
            UseCurrency(account.Currency);
            _totals[account.Currency] += account.Class.NormalSign() * account.Balance;
        }

        foreach (var (hold, legs) in snapshot.Holds) Holds.Add(hold.Id, hold.Number, hold.ExpiresAtUs, legs);
    }

    private string? ReplayLegs(ReadOnlySpan<Leg> legs)
    {
        foreach (ref readonly var leg in legs)
        {
            if (!Accounts.Contains(leg.Account)) return $"posts to account {leg.Account}, which was never opened";
        }

        foreach (ref readonly var leg in legs) Post(ref Accounts[leg.Account], leg.AmountMinor);
        return null;
    }

    private string? ReplayReversal(in RecordBody record, ulong fingerprint)
    {
        var mark = Hash.ReversalMark(record.Fixed<TargetBody>().Target);
        if (Ids.TryFind(mark, out _)) return "reverses an entry a second time";
        var wrong = ReplayLegs(record.Legs);
        if (wrong is null) Ids.Insert(new IdRecord(mark, fingerprint, NextNumber, RecordType.Reversal));
        return wrong;
    }

    private string? ReplayHold(in RecordBody record)
    {
        foreach (ref readonly var leg in record.Legs)
        {
            if (!Accounts.Contains(leg.Account) || !TryReserve(leg)) return $"holds an amount of account {leg.Account} that cannot be held";
        }

        Holds.Add(record.Header.Id, NextNumber, record.Fixed<HoldBody>().ExpiresAtUs, record.Legs);
        return null;
    }

    private string? ReplayCapture(in RecordBody record)
    {
        if (!Holds.TryFind(record.Fixed<TargetBody>().Target, out var hold)) return "captures a hold that is not open";
        if (MatchCapture(hold, record.Legs, out _) != Status.Accepted) return "captures what its hold does not have";
        ApplyCapture(hold, record.Legs, (record.Header.Flags & RecordFlags.Final) != 0);
        if ((record.Header.Flags & RecordFlags.LegsFilled) != 0)
            Ids.Insert(new IdRecord(Hash.LegsMark(record.Header.Id), Hash.OfLegs(record.Legs), NextNumber, RecordType.Capture));
        return null;
    }

    private string? ReplayClose(in RecordBody record)
    {
        if (!Holds.TryFind(record.Fixed<TargetBody>().Target, out var hold)) return "closes a hold that is not open";
        CloseHold(hold);
        return null;
    }

    private string? ReplayExtend(in RecordBody record)
    {
        if (!Holds.TryFind(record.Fixed<TargetBody>().Target, out var hold)) return "extends a hold that is not open";
        Holds.Extend(hold, record.Fixed<TargetBody>().ExpiresAtUs);
        return null;
    }

    private string? ReplayOpenAccount(in RecordBody record, ulong fingerprint)
    {
        if (Cards.TryFind(record.Path, out _)) return "opens an account a second time";
        var handle = AddAccount(record, NextNumber, fingerprint);
        return handle == record.Fixed<OpenAccountBody>().Account ? null : $"opens account {record.Fixed<OpenAccountBody>().Account} where {handle} is next";
    }

    private string? ReplayChange(in RecordBody record)
    {
        if (!Accounts.Contains(record.Fixed<ChangeAccountBody>().Account)) return "changes an account that was never opened";
        ApplyChange(record);
        return null;
    }

    private string? ReplayAdvance(in RecordHeader header)
    {
        if (header.BusinessDate <= BusinessDate) return "advances the business date backwards";
        BusinessDate = header.BusinessDate;
        return null;
    }
}

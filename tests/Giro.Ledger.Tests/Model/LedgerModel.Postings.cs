using System.Numerics;
using Giro.Ledger.Accounts;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;

namespace Giro.Ledger.Tests.Model;

/// <summary>Entries, holds and reversals.</summary>
internal sealed partial class LedgerModel
{
    private Status Post(List<(ulong Account, long Amount)> legs, bool judgeLimits)
    {
        var status = JudgeLegs(legs);
        if (status != Status.Accepted) return status;
        foreach (var (account, amount) in legs) Of(account)!.Net += amount;
        status = judgeLimits ? JudgeLimits(legs) : Status.Accepted;
        if (status == Status.Accepted) return status;
        foreach (var (account, amount) in legs) Of(account)!.Net -= amount;
        return status;
    }

    private Status JudgeLegs(List<(ulong Account, long Amount)> legs)
    {
        if (legs.Exists(leg => Of(leg.Account) is null)) return Status.AccountUnknown;
        foreach (var currency in legs.GroupBy(leg => Of(leg.Account)!.Currency))
        {
            if (currency.Aggregate(BigInteger.Zero, (sum, leg) => sum + leg.Amount) != 0) return Status.NotZeroSum;
        }

        var faults = legs.Select(leg => (Of(leg.Account)!.State, leg.Amount > 0) switch
        {
            (AccountState.Closed, _) => Status.AccountClosed,
            (AccountState.Frozen, _) => Status.AccountFrozen,
            (AccountState.DebitsFrozen, true) => Status.DebitsFrozen,
            (AccountState.CreditsFrozen, false) => Status.CreditsFrozen,
            _ => Status.Accepted,
        }).Where(status => status != Status.Accepted);
        return faults.DefaultIfEmpty(Status.Accepted).Min();
    }

    /// <summary>The end state, holds counted; each leg is bound by the limit that it moves towards.</summary>
    private Status JudgeLimits(List<(ulong Account, long Amount)> legs)
    {
        if (legs.Exists(leg => Lowers(leg.Account, leg.Amount) && Of(leg.Account)!.Balance - HeldLowering(leg.Account) < Of(leg.Account)!.Lowest)) return Status.BelowLowest;
        return legs.Exists(leg => !Lowers(leg.Account, leg.Amount) && Of(leg.Account)!.Balance + HeldRaising(leg.Account) > Of(leg.Account)!.Highest)
            ? Status.AboveHighest : Status.Accepted;
    }

    private Status Hold(ModelCommand command)
    {
        if (command.ExpiresAt <= Now) return Status.ExpiryNotInFuture;
        var status = JudgeLegs(command.Legs);
        if (status != Status.Accepted) return status;
        Holds.Add(new ModelHold { Id = command.Id, Number = LastNumber + 1, ExpiresAt = command.ExpiresAt, Legs = [.. command.Legs] });
        if (command.Legs.Exists(leg => HeldLowering(leg.Account) > long.MaxValue || HeldRaising(leg.Account) > long.MaxValue)) status = Status.HeldAmountTooLarge;
        if (status == Status.Accepted) status = JudgeLimits(command.Legs);
        if (status == Status.Accepted && Holds.Count > maxHolds) status = Status.HoldsFull;
        if (status != Status.Accepted) Holds.RemoveAt(Holds.Count - 1);
        return status;
    }

    private Status FindHold(int id, out ModelHold? hold)
    {
        hold = Holds.Find(open => open.Id == id);
        if (hold is not null) return Status.Accepted;
        if (!Ids.TryGetValue(id, out var known)) return Status.HoldUnknown;
        return known.Type == RecordType.Hold ? Status.HoldNotOpen : Status.NotAHold;
    }

    private Status Capture(ModelCommand command, List<(ulong Account, long Amount)> posted)
    {
        var status = FindHold(command.Target, out var hold);
        if (hold is null) return status;
        List<(ulong Account, long Amount)> legs = command.Legs.Count > 0 ? command.Legs : hold.Legs.FindAll(leg => leg.Left != 0);
        status = Match(hold, legs, out var places);
        if (status == Status.Accepted) status = Post(legs, judgeLimits: false);
        if (status != Status.Accepted) return status;
        for (var i = 0; i < legs.Count; i++) hold.Legs[places[i]] = (legs[i].Account, hold.Legs[places[i]].Left - legs[i].Amount);
        if (command.Final || hold.Legs.TrueForAll(leg => leg.Left == 0)) Holds.Remove(hold);
        posted.AddRange(legs);
        return Status.Accepted;
    }

    /// <summary>
    /// Finds the hold's leg for each leg of a capture: in the hold's order, the first with something left on that side; where all are used up the capture is too
    /// large, and where there is none it does not match.
    /// </summary>
    private static Status Match(ModelHold hold, List<(ulong Account, long Amount)> legs, out List<int> places)
    {
        places = [];
        var from = 0;
        var status = Status.Accepted;
        foreach (var (account, amount) in legs)
        {
            var place = hold.Legs.FindIndex(from, leg => leg.Account == account && leg.Left != 0 && leg.Left > 0 == amount > 0);
            if (place < 0) place = hold.Legs.FindIndex(from, leg => leg.Account == account && leg.Left == 0);
            if (place < 0) return Status.CaptureLegsMismatch;
            if (BigInteger.Abs(amount) > BigInteger.Abs(hold.Legs[place].Left)) status = Status.CaptureExceedsHold;
            places.Add(place);
            from = place + 1;
        }

        return status;
    }

    private Status Release(ModelCommand command)
    {
        var status = FindHold(command.Target, out var hold);
        if (hold is not null) Holds.Remove(hold);
        return status;
    }

    private Status Extend(ModelCommand command)
    {
        var status = FindHold(command.Target, out var hold);
        if (hold is null) return status;
        if (command.ExpiresAt <= Now) return Status.ExpiryNotInFuture;
        if (hold.ExpiresAt is null || command.ExpiresAt <= hold.ExpiresAt) return Status.ExpiryNotLater;
        hold.ExpiresAt = command.ExpiresAt;
        return Status.Accepted;
    }

    private Status Reverse(ModelCommand command)
    {
        if (!Ids.TryGetValue(command.Target, out var original)) return Status.ReversalTargetUnknown;
        if (original.Type is not (RecordType.Entry or RecordType.Capture)) return Status.NotReversible;
        if (command.RecordOf != command.Target) return Status.ReversalContentMismatch;
        if (Reversed.Contains(command.Target)) return Status.AlreadyReversed;
        var status = Post(original.Posted.ConvertAll(leg => (leg.Account, -leg.Amount)), judgeLimits: true);
        if (status != Status.Accepted) return status;
        Reversed.Add(command.Target);
        if (_inChain) _reversedInChain.Add(command.Target);
        return status;
    }
}

using System.Text.Json;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;
using Giro.Operations.Institution;
using Giro.Operations.Settlement;

namespace Giro.Operations.Reconciliation.Breaks;

/// <summary>What an approved proposal does, and why one cannot be. Afterwards the breaks are closed and nothing of them stands on suspense.</summary>
internal sealed class BreakResolution(Book book, PaymentInstitution institution, InstitutionAccounts accounts, IBreakStore store)
{
    private readonly BreakEntries _entries = new(institution, accounts);
    private readonly BankItemLegs _legs = new(institution, accounts);
    private readonly PayoutTransitions _transitions = new(institution, accounts);

    /// <summary>About an item of ours that no statement shows: its money has not moved.</summary>
    public static bool IsOfItem(Break @break) => @break.Key.StartsWith("item/", StringComparison.Ordinal);

    public string Describe(BreakProposal proposal) => proposal.Kind switch
    {
        ResolutionKind.Match => $"match {string.Join(" with ", proposal.Breaks)}",
        ResolutionKind.WriteOff => "write off",
        _ => $"adjust to {proposal.Account}",
    };

    /// <summary>Null when it can be done now.</summary>
    public BreakDeskResult? Refusal(BreakProposal proposal, IReadOnlyList<Break> breaks) => proposal.Kind == ResolutionKind.Match ? MatchRefusal(breaks) : GiveUpRefusal(proposal, breaks);

    public void Apply(IReconciliationUnit unit, BreakProposal proposal, IReadOnlyList<Break> breaks, string checker, DateOnly on)
    {
        if (proposal.Kind == ResolutionKind.Match) Match(unit, proposal, breaks, checker, on);
        else GiveUp(unit, proposal, breaks[0], checker, on);
    }

    private BreakDeskResult? MatchRefusal(IReadOnlyList<Break> breaks)
    {
        if (breaks.Count < 2) return No(BreakDeskStatus.NotAllowed, breaks[0], "a match needs two breaks or more");
        if (breaks.DistinctBy(@break => (@break.Source, @break.Currency)).Count() > 1) return No(BreakDeskStatus.NotAllowed, breaks[0], "breaks that explain each other are of one source and currency");
        foreach (var @break in breaks.Where(IsOfItem).Where(IsOfBank))
        {
            if (store.FindItem(@break.Item) is not { BookedBy: "" } item) return No(BreakDeskStatus.Changed, @break, $"{@break.Reference} is not open any more; run the statement again");
            if (item.Payout is not { } payout) continue;
            var to = item.IsLeaving ? PayoutState.Settled : PayoutState.Returned;
            if (PayoutStates.Judge(payout.State, payout.Past, to) == TransitionVerdict.Refused) return No(BreakDeskStatus.NotAllowed, @break, $"payout {payout.EndToEndId} is {payout.State} and cannot become {to}");
        }

        return null;
    }

    private BreakDeskResult? GiveUpRefusal(BreakProposal proposal, IReadOnlyList<Break> breaks)
    {
        if (breaks is not [var @break]) return No(BreakDeskStatus.NotAllowed, breaks[0], "one break is given up or adjusted at a time");
        if (@break.OpenMinor == 0) return No(BreakDeskStatus.NotAllowed, @break, "there is no money in it; note what was found, and chase who has to mend it");
        if (IsOfItem(@break) && IsOfBank(@break))
        {
            if (store.FindItem(@break.Item) is not { BookedBy: "" } item) return No(BreakDeskStatus.Changed, @break, $"{@break.Reference} is not open any more; run the statement again");
            if (item.Payout is not null) return No(BreakDeskStatus.NotAllowed, @break, $"the money of {@break.Reference} has not left; chase the bank until it pays or rejects it, or match the line that is it");
        }
        else if (@break.SuspenseMinor == 0 && IsOfBank(@break))
        {
            return No(BreakDeskStatus.NotAllowed, @break, "the bank has only announced it; wait for what it books");
        }

        if (proposal.Kind == ResolutionKind.Adjust) return Account(@break, proposal.Account) is null ? No(BreakDeskStatus.WrongAccount, @break, WhyNot(@break, proposal.Account)) : null;
        var limitMinor = institution.FindSource(@break.Source)!.WriteOffLimitMinor;
        var beforeMinor = WrittenOffOf(@break);
        if (Int128.Abs(@break.OpenMinor) + beforeMinor <= limitMinor) return null;
        var before = beforeMinor == 0 ? "" : $" with {@break.Currency.Format(beforeMinor)} given up of the same before";
        return No(BreakDeskStatus.OverLimit, @break, $"{@break.Currency.Format(Int128.Abs(@break.OpenMinor))} {@break.Currency.Code}{before} is more than the {@break.Currency.Format(limitMinor)} that {@break.Source} may give up");
    }

    /// <summary>Their items are booked against suspense, where the lines stand; what does not cancel there is a break of its own.</summary>
    private void Match(IReconciliationUnit unit, BreakProposal proposal, IReadOnlyList<Break> breaks, string checker, DateOnly on)
    {
        var restMinor = breaks.Sum(@break => @break.OpenMinor);
        foreach (var @break in breaks)
        {
            var released = _entries.Release(unit, @break);
            if (IsOfItem(@break) && IsOfBank(@break)) Discharge(unit, proposal, @break, EntryKind.BreakMatched, _entries.SuspenseOf(@break), checker);
            Resolve(unit, released, proposal, checker, on, BreakEventType.Resolved);
        }

        if (restMinor == 0) return;
        var expectedMinor = breaks.Sum(@break => @break.ExpectedMinor);
        var source = institution.FindSource(breaks[0].Source)!;
        var terms = source.TermsOf((byte)BreakType.Amount);
        var openedOn = breaks.Min(@break => @break.OpenedOn);
        unit.Open(
            breaks[0] with
            {
                Key = $"rest/{proposal.Number}", Type = BreakType.Amount, Item = "", Line = 0, State = BreakState.Open, ExpectedMinor = expectedMinor, ActualMinor = expectedMinor + restMinor,
                OpenedOn = openedOn, DueOn = terms.Deadline.LastDay(openedOn, institution.Calendar), Owner = terms.Owner ?? BreakType.Amount.UsualOwner(), OpenMinor = restMinor,
                SuspenseMinor = IsOfBank(breaks[0]) ? -restMinor : 0, SuspendedMinor = 0, ChaseOn = null, Parent = breaks[0].Number,
            },
            new BreakEvent(BreakEventType.Opened, checker, on, $"what is left of proposal {proposal.Number}"));
    }

    private void GiveUp(IReconciliationUnit unit, BreakProposal proposal, Break @break, string checker, DateOnly on)
    {
        var isWriteOff = proposal.Kind == ResolutionKind.WriteOff;
        var kind = isWriteOff ? EntryKind.BreakWrittenOff : EntryKind.BreakAdjusted;
        var happened = isWriteOff ? BreakEventType.WrittenOff : BreakEventType.Resolved;
        var own = accounts.In(@break.Currency);
        // What is open below zero is money that left, a loss.
        var account = !isWriteOff ? Account(@break, proposal.Account)!.Value : @break.OpenMinor < 0 ? own.ReconciliationWriteOffs : own.ReconciliationGains;
        if (IsOfItem(@break) && IsOfBank(@break))
        {
            var released = _entries.Release(unit, @break);
            Discharge(unit, proposal, @break, kind, account, checker);
            Resolve(unit, released, proposal, checker, on, happened);
            return;
        }

        var suspended = _entries.Suspend(unit, @break);
        unit.Queue(new WaitingEntry(
            BreakEntries.QueueOf(@break), proposal.Reference, kind, [new Leg(account, suspended.SuspenseMinor), new Leg(_entries.SuspenseOf(@break), -suspended.SuspenseMinor)],
            Attributes(proposal, @break, checker)));
        Resolve(unit, suspended, proposal, checker, on, happened);
    }

    /// <summary>Books an item as a statement would, with an account in the place of the bank's side.</summary>
    private void Discharge(IReconciliationUnit unit, BreakProposal proposal, Break @break, EntryKind kind, ulong against, string checker)
    {
        var item = store.FindItem(@break.Item)!;
        if (item.Payout is { } payout) _transitions.Move(unit, payout, item.IsLeaving ? PayoutState.Settled : PayoutState.Returned, ("proposal", $"{proposal.Number}"), ("maker", proposal.Maker), ("checker", checker));
        var legs = _legs.Of(item);
        unit.Queue(new WaitingEntry(
            item.Queue, proposal.Breaks.Count == 1 ? proposal.Reference : $"{proposal.Reference}/{@break.Number}", kind, [.. legs, new Leg(against, -legs.Sum(leg => leg.AmountMinor))],
            Attributes(proposal, @break, checker)));
        unit.Book(item, proposal.Reference);
    }

    private void Resolve(IReconciliationUnit unit, Break @break, BreakProposal proposal, string checker, DateOnly on, BreakEventType happened) => unit.Save(
        @break with { State = BreakState.Resolved, OpenMinor = 0, SuspenseMinor = 0, ChaseOn = null, Reason = proposal.Why },
        new BreakEvent(happened, checker, on, $"proposal {proposal.Number} of {proposal.Maker}: {Describe(proposal)}: {proposal.Why}"));

    /// <summary>What was given up of the break that this one was split off, all parts together: a split does not get round the limit.</summary>
    private Int128 WrittenOffOf(Break @break)
    {
        var all = store.Breaks(new BreakQuery { Source = @break.Source, WithClosed = true }).ToDictionary(one => one.Number);
        var root = RootOf(@break);
        return all.Values.Where(one => one.Number != @break.Number && one.Parent != 0 && RootOf(one) == root)
            .Where(one => store.History(one.Number).Any(past => past.Event.Type == BreakEventType.WrittenOff))
            .Aggregate((Int128)0, (sum, one) => sum + Int128.Abs(one.DifferenceMinor));

        long RootOf(Break one)
        {
            while (one.Parent != 0) one = all[one.Parent];
            return one.Number;
        }
    }

    /// <summary>Accounts that no other records are checked against: expenses but what channels keep, and gains of reconciliation. Null for any other.</summary>
    private ulong? Account(Break @break, string path)
    {
        var gains = ChartOfAccounts.In(ChartOfAccounts.ReconciliationGains, @break.Currency, institution.Currency);
        if (path != gains && (!path.StartsWith("expense/", StringComparison.Ordinal) || path == ChartOfAccounts.ChannelCosts)) return null;
        var handle = new AccountDirectory(book, institution).HandleOf(path);
        return handle != 0 && book.Query(reader => reader.Account(handle).Currency) == @break.Currency ? handle : null;
    }

    private static string WhyNot(Break @break, string path) =>
        $"{path} is no account in {@break.Currency.Code} to adjust to: take one below expense/ that is not {ChartOfAccounts.ChannelCosts}, or {ChartOfAccounts.ReconciliationGains}; the others are checked against records of their own";

    private bool IsOfBank(Break @break) => institution.FindSource(@break.Source)!.Kind == SourceKind.BankStatement;

    private static BreakDeskResult No(BreakDeskStatus status, Break @break, string why) => new(status, @break.Number, $"break {@break.Number}: {why}");

    private static string Attributes(BreakProposal proposal, Break @break, string checker) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["break"] = @break.Number, ["proposal"] = proposal.Number, ["ref"] = @break.Reference, ["why"] = proposal.Why, ["maker"] = proposal.Maker, ["checker"] = checker,
    });
}

using Giro.Ledger.Writer;
using Giro.Operations.Institution;
using Giro.Operations.Settlement;

namespace Giro.Operations.Reconciliation.Breaks;

/// <summary>Numbers are reported and never reused; in order of precedence.</summary>
public enum BreakDeskStatus : byte
{
    None = 0,
    Done = 1,

    /// <summary>Another person has to approve.</summary>
    Proposed = 2,

    /// <summary>There is no such break or proposal.</summary>
    Unknown = 3,

    /// <summary>It is closed, or decided.</summary>
    Closed = 4,

    /// <summary>Who proposed cannot approve.</summary>
    SamePerson = 5,

    /// <summary>The break is another one than when it was proposed.</summary>
    Changed = 6,

    /// <summary>More than the source's limit, with what was given up of the same break before.</summary>
    OverLimit = 7,

    /// <summary>Breaks of this kind are not cleared up this way; the reason says how.</summary>
    NotAllowed = 8,

    /// <summary>The parts do not make the whole.</summary>
    SumDiffers = 9,

    /// <summary>There is no such account, or it is checked against other records.</summary>
    WrongAccount = 10,
}

/// <param name="Number">Of the break, or of the proposal for what is proposed and decided.</param>
/// <param name="Reason">In words, where it was not done; else empty.</param>
public readonly record struct BreakDeskResult(BreakDeskStatus Status, long Number, string Reason = "");

/// <summary>
/// What persons do with breaks. Notes, owners, chases and splits move no money and one person does them. A match, a write-off and an adjustment are proposed by one, the
/// maker, and approved by another, the checker: the decision and its entries are one transaction, and the entries are posted when it is there.
/// </summary>
public sealed class BreakDesk(Book book, PaymentInstitution institution, InstitutionAccounts accounts, IBreakStore store, IWaitingEntryStore waiting)
{
    /// <summary>Names and reasons stand on entries, which take 2,048 bytes of attributes.</summary>
    public const int MostLetters = 100;

    private readonly SettlementPosting _posting = new(book, waiting);
    private readonly BreakEntries _entries = new(institution, accounts);
    private readonly BreakResolution _resolution = new(book, institution, accounts, store);

    /// <param name="reason">What the break comes from, as far as it is known; null leaves it as it is.</param>
    public BreakDeskResult Note(long number, string by, string text, DateOnly on, string? reason = null) =>
        Change(number, BreakEventType.Noted, by, on, text, @break => @break with { Reason = reason ?? @break.Reason });

    public BreakDeskResult Assign(long number, string owner, string by, DateOnly on)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(owner);
        return Change(number, BreakEventType.Assigned, by, on, $"to {owner}", @break => @break with { Owner = owner });
    }

    /// <summary>The bank or channel was asked.</summary>
    /// <param name="next">When to ask again.</param>
    public BreakDeskResult Chase(long number, string by, string text, DateOnly next, DateOnly on) => Change(
        number, BreakEventType.Chased, by, on, $"{text}; again on {next:yyyy-MM-dd}",
        @break => @break with { ChaseOn = next, State = @break.State == BreakState.InSuspense ? BreakState.InSuspense : BreakState.Chased });

    /// <summary>Makes breaks of the parts of one, so that each can be cleared up in its own way.</summary>
    /// <param name="partsMinor">None zero; their sum is what is open.</param>
    /// <returns>With the number of the first part.</returns>
    public BreakDeskResult Split(long number, IReadOnlyList<long> partsMinor, string by, string why, DateOnly on)
    {
        Check(by, why);
        if (Living(number, out var refusal) is not { } @break) return refusal;
        if (BreakResolution.IsOfItem(@break)) return new BreakDeskResult(BreakDeskStatus.NotAllowed, number, $"break {number} is about {@break.Reference}, which clears as a whole");
        if (partsMinor.Count < 2 || partsMinor.Contains(0) || partsMinor.Aggregate((Int128)0, (sum, part) => sum + part) != @break.OpenMinor)
            return new BreakDeskResult(BreakDeskStatus.SumDiffers, number, $"{Text(@break, @break.OpenMinor)} is open of break {number}; the parts must be two or more, none of them zero, and sum to it");
        using var unit = store.Begin();
        var whole = _entries.Release(unit, @break);
        var first = 0L;
        for (var i = 0; i < partsMinor.Count; i++)
        {
            var part = unit.Open(
                whole with
                {
                    Key = $"split/{number}/{i + 1}", State = BreakState.Open, ExpectedMinor = 0, ActualMinor = partsMinor[i], OpenMinor = partsMinor[i],
                    SuspenseMinor = whole.SuspenseMinor == 0 ? 0 : -partsMinor[i], Parent = number,
                },
                new BreakEvent(BreakEventType.Opened, by, on, $"part {i + 1} of {partsMinor.Count} of break {number}"));
            if (first == 0) first = part.Number;
        }

        unit.Save(whole with { State = BreakState.Resolved, OpenMinor = 0, SuspenseMinor = 0 }, new BreakEvent(BreakEventType.Split, by, on, $"into {partsMinor.Count} parts from {first} on: {why}"));
        unit.Commit();
        _ = _posting.Post();
        return new BreakDeskResult(BreakDeskStatus.Done, first);
    }

    /// <summary>Asks for a resolution that another person has to approve. What cannot be done is refused at once, with the reason.</summary>
    /// <param name="breaks">One; two or more for a match.</param>
    /// <param name="account">To adjust to; else empty.</param>
    /// <param name="replaces">A proposal of the same person that this one is instead of; 0 for none.</param>
    public BreakDeskResult Propose(ResolutionKind kind, IReadOnlyList<long> breaks, string account, string why, string by, DateOnly on, long replaces = 0)
    {
        Check(by, why);
        var found = new List<Break>();
        foreach (var number in breaks.Distinct())
        {
            if (Living(number, out var refusal) is not { } @break) return refusal;
            found.Add(@break);
        }

        var proposal = new BreakProposal(kind, [.. found.Select(@break => @break.Number)], [.. found.Select(@break => @break.OpenMinor)], account, why, by);
        if (_resolution.Refusal(proposal, found) is { } no) return no;
        using var unit = store.Begin();
        if (replaces != 0)
        {
            if (Open(replaces, out var refusal) is not { } old) return refusal;
            if (!IsSamePerson(by, old.Maker)) return new BreakDeskResult(BreakDeskStatus.NotAllowed, replaces, $"{old.Maker} made proposal {replaces}; {by} can refuse it");
            End(unit, old, ProposalState.Withdrawn, by, "another one takes its place", on);
        }

        proposal = unit.Add(proposal);
        foreach (var @break in found) unit.Save(store.FindBreak(@break.Number)!, new BreakEvent(BreakEventType.Proposed, by, on, $"proposal {proposal.Number}: {_resolution.Describe(proposal)}: {why}"));
        unit.Commit();
        return new BreakDeskResult(BreakDeskStatus.Proposed, proposal.Number);
    }

    /// <summary>Does what was proposed. Approving again changes nothing.</summary>
    /// <param name="by">Another person than the maker.</param>
    public BreakDeskResult Approve(long proposal, string by, DateOnly on)
    {
        Check(by, by);
        _ = _posting.Post();
        if (Open(proposal, out var refusal) is not { } open)
            return refusal.Status == BreakDeskStatus.Closed && store.FindProposal(proposal)!.State == ProposalState.Approved ? new BreakDeskResult(BreakDeskStatus.Done, proposal) : refusal;
        if (IsSamePerson(by, open.Maker)) return new BreakDeskResult(BreakDeskStatus.SamePerson, proposal, $"{open.Maker} made proposal {proposal}; another person has to approve it");
        using (var unit = store.Begin())
        {
            var breaks = new List<Break>();
            foreach (var (i, number) in open.Breaks.Index())
            {
                if (Living(number, out var closed) is not { } @break) return closed;
                if (@break.OpenMinor != open.OpenMinor[i])
                    return new BreakDeskResult(BreakDeskStatus.Changed, proposal, $"{Text(@break, @break.OpenMinor)} is open of break {number}, and {Text(@break, open.OpenMinor[i])} was when it was proposed; propose it anew");
                breaks.Add(@break);
            }

            if (_resolution.Refusal(open, breaks) is { } no) return no;
            _resolution.Apply(unit, open, breaks, by, on);
            unit.Decide(open with { State = ProposalState.Approved, DecidedBy = by });
            unit.Commit();
        }

        _ = _posting.Post();
        return new BreakDeskResult(BreakDeskStatus.Done, proposal);
    }

    /// <summary>Says no; who proposed it takes it back by that.</summary>
    public BreakDeskResult Refuse(long proposal, string by, string why, DateOnly on)
    {
        Check(by, why);
        if (Open(proposal, out var refusal) is not { } open) return refusal;
        using var unit = store.Begin();
        End(unit, open, IsSamePerson(by, open.Maker) ? ProposalState.Withdrawn : ProposalState.Refused, by, why, on);
        unit.Commit();
        return new BreakDeskResult(BreakDeskStatus.Done, proposal);
    }

    private void End(IReconciliationUnit unit, BreakProposal open, ProposalState state, string by, string why, DateOnly on)
    {
        unit.Decide(open with { State = state, DecidedBy = by, DecidedWhy = why });
        var happened = new BreakEvent(state == ProposalState.Withdrawn ? BreakEventType.Withdrawn : BreakEventType.Refused, by, on, $"proposal {open.Number}: {why}");
        foreach (var number in open.Breaks) unit.Save(store.FindBreak(number)!, happened);
    }

    private BreakDeskResult Change(long number, BreakEventType type, string by, DateOnly on, string text, Func<Break, Break> change)
    {
        Check(by, text);
        if (Living(number, out var refusal) is not { } @break) return refusal;
        using var unit = store.Begin();
        unit.Save(change(@break), new BreakEvent(type, by, on, text));
        unit.Commit();
        return new BreakDeskResult(BreakDeskStatus.Done, number);
    }

    private Break? Living(long number, out BreakDeskResult refusal)
    {
        var found = store.FindBreak(number);
        refusal = found switch
        {
            null => new BreakDeskResult(BreakDeskStatus.Unknown, number, $"there is no break {number}"),
            { IsLiving: false } => new BreakDeskResult(BreakDeskStatus.Closed, number, $"break {number} is {found.State.ToString().ToLowerInvariant()}"),
            _ => default,
        };
        return refusal.Status == BreakDeskStatus.None ? found : null;
    }

    private BreakProposal? Open(long number, out BreakDeskResult refusal)
    {
        var found = store.FindProposal(number);
        refusal = found switch
        {
            null => new BreakDeskResult(BreakDeskStatus.Unknown, number, $"there is no proposal {number}"),
            { State: not ProposalState.Proposed } =>
                new BreakDeskResult(BreakDeskStatus.Closed, number, $"proposal {number} was {found.State.ToString().ToLowerInvariant()} by {found.DecidedBy}{(found.DecidedWhy.Length > 0 ? ": " + found.DecidedWhy : "")}"),
            _ => default,
        };
        return refusal.Status == BreakDeskStatus.None ? found : null;
    }

    private static bool IsSamePerson(string one, string other) => MerchantReceivables.Person(one) == MerchantReceivables.Person(other);

    private static string Text(Break @break, long minor) => $"{@break.Currency.Format(minor)} {@break.Currency.Code}";

    private static void Check(string by, string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(by.Length, MostLetters);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, MostLetters * 2);
    }
}

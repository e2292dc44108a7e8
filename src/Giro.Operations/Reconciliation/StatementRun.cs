using Giro.Ledger.Writer;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation.Breaks;
using Giro.Operations.Reconciliation.Runs;
using Giro.Operations.Reconciliation.Sources;
using Giro.Operations.Settlement;

namespace Giro.Operations.Reconciliation;

/// <summary>Numbers are reported and never reused.</summary>
public enum StatementStatus : byte
{
    None = 0,
    Reconciled = 1,

    /// <summary>The statement does not add up, is not ours, or does not follow the one before it. Nothing was posted or kept; a named person may accept it.</summary>
    Flagged = 2,

    /// <summary>The run is kept, and the ledger does not take one of its entries now; it waits and is tried again by every run.</summary>
    EntryRefused = 3,
}

/// <param name="Findings">Why it was flagged or which entry was refused; else empty.</param>
public sealed record StatementResult(StatementStatus Status, BankStatement Statement, MatchResult Result, IReadOnlyList<string> Findings)
{
    /// <summary>The run in force afterwards; null when the statement was flagged.</summary>
    public ReconciliationRun? Run { get; init; }

    /// <summary>It found what the run in force had found from the same file: nothing was written.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>Against the run that it took the place of; null for the first of its part.</summary>
    public RunChanges? Changes { get; init; }
}

/// <summary>
/// Reconciles a bank statement: every booked line becomes an entry on the nostro account, so the ledger shows what the bank shows. Lines that discharge a payout or a
/// channel settlement are booked against it, a difference in amount and every unexplained line against suspense. What a notification has not said yet, the
/// statement says: a payout that it shows is settled, and one whose money it shows coming back is returned. All that a run decides is one transaction of the records, its
/// entries wait there, and it is a function of statement and records: so it can be stopped anywhere and run again, and the same again changes nothing.
/// A corrected statement makes a run that takes the place of the earlier one: what it takes back is reversed by entries.
/// </summary>
/// <param name="passes">How sources match what names no item of ours; null for the usual passes.</param>
public sealed class StatementRun(
    Book book, InstitutionAccounts accounts, PaymentInstitution institution, IReconciliationStore store, IPayoutStore payouts, IWaitingEntryStore entries,
    InstitutionPasses? passes = null)
{
    private readonly InstitutionPasses _passes = passes ?? InstitutionPasses.Usual;
    private readonly SettlementPosting _posting = new(book, entries);
    private readonly PayoutTransitions _transitions = new(institution, accounts);
    private readonly BankItemLegs _legs = new(institution, accounts);

    /// <param name="acceptance">Who takes the statement though it may be flagged; null for nobody.</param>
    public StatementResult Run(BankStatement statement, Acceptance? acceptance = null)
    {
        _ = _posting.Post();
        var result = Decide(statement, acceptance);
        var refused = _posting.Post();
        if (result.Status != StatementStatus.Reconciled || refused.Count == 0) return result;
        return result with { Status = StatementStatus.EntryRefused, Findings = [.. refused.Select(entry => $"{entry}")] };
    }

    private StatementResult Decide(BankStatement statement, Acceptance? acceptance)
    {
        var currency = statement.ForeignCurrency ?? institution.Currency;
        var source = institution.StatementSource(currency);
        using var unit = store.Begin();
        var place = StatementPlace.Of(statement, source, store.RunsAround(source.Name, statement.Date));
        string[] flags = [.. statement.Findings, .. place.Findings];
        if (flags.Length > 0 && place.Current is { } accepted && accepted.InputHash == statement.InputHash) acceptance ??= new Acceptance(accepted.AcceptedBy, accepted.AcceptedWhy);
        if (flags.Length > 0 && acceptance is null) return new StatementResult(StatementStatus.Flagged, statement, new MatchResult([], [], []), flags);

        var items = store.ItemsFor(place.Part, statement.Date, currency, institution.Currency);
        var known = items.Select(item => item.Name).ToHashSet();
        items = [.. items, .. FirstHeardOf(statement, currency).Where(item => !known.Contains(item.Name))];
        var outcome = StatementOutcome.Of(statement, place.Part, items, accounts.In(currency), _legs, new StatementPasses(_passes.Of(source), currency, place.Part));
        var run = new ReconciliationRun(source.Name, statement.Date, place.Part, (place.Current?.Number ?? 0) + 1)
        {
            Statement = statement.Id, Currency = currency, InputHash = statement.InputHash, ResultHash = outcome.Hash, Ours = outcome.Ours, Theirs = outcome.Theirs, OpeningMinor = statement.OpeningMinor,
            ClosingMinor = statement.ClosingMinor, Flags = string.Join('\n', flags), AcceptedBy = flags.Length > 0 ? acceptance!.By : "", AcceptedWhy = flags.Length > 0 ? acceptance!.Why : "",
        };
        var result = new StatementResult(StatementStatus.Reconciled, statement, outcome.Result, []);
        if (place.Current is { } current && (current.InputHash, current.ResultHash) == (run.InputHash, run.ResultHash)) return result with { Run = current, IsRepeat = true };
        var before = place.Current is { } earlier ? store.FindingsOf(place.Part, earlier.Number) : [];
        Keep(unit, run, outcome, items, before, source);
        unit.Commit();
        return result with { Run = run, Changes = place.Current is null ? null : RunChanges.Between(before, outcome.Findings) };
    }

    private void Keep(IReconciliationUnit unit, ReconciliationRun run, StatementOutcome outcome, IReadOnlyList<BankItem> items, IReadOnlyList<RunFinding> before, ReconciliationSource source)
    {
        Move(unit, outcome.Booked, run.Statement);
        new RunPostings(store, unit).Apply(run, outcome.Postings);
        var booked = outcome.Booked.Select(pair => pair.Item.Name).ToHashSet();
        var closed = items.Where(item => item.IsClosedFor(run.Part)).Select(item => item.Name).ToHashSet();
        foreach (var item in items.Where(item => !closed.Contains(item.Name) && booked.Contains(item.Name) != item.BookedBy.Length > 0))
            unit.Book(item, booked.Contains(item.Name) ? run.Part : "");
        new BreakLife(store, unit, source, institution.Calendar, new BreakEntries(institution, accounts))
            .Apply(new FindingsOfRun(run, before, outcome.Findings, closed.Contains, booked.Contains));
        unit.Add(run, outcome.Findings, outcome.Matches);
    }

    /// <summary>Payouts whose whole money a booked line brings back, and that are not known to be returned.</summary>
    private IEnumerable<BankItem> FirstHeardOf(BankStatement statement, Ledger.Currencies.Currency currency)
    {
        foreach (var line in statement.Lines.Where(line => line is { IsBooked: true, AmountMinor: > 0, Reference.Length: > 0 }).DistinctBy(line => line.Reference))
        {
            if (payouts.Find(line.Reference) is { } payout && payout.AmountMinor == line.AmountMinor && payout.Currency == currency
                && PayoutStates.Judge(payout.State, payout.Past, PayoutState.Returned) is TransitionVerdict.Done or TransitionVerdict.DoneBySettled)
                yield return BankItem.Of(payout, isLeaving: false, statement.Date, bookedBy: "");
        }
    }

    /// <summary>Settles and returns what the statement shows, where it has not been before. What it no longer shows stays settled, and in transit again.</summary>
    private void Move(IReconciliationUnit unit, IReadOnlyList<(BankItem Item, StatementLine Line)> booked, string statementId)
    {
        var moved = new Dictionary<string, Payout>();
        foreach (var (item, _) in booked.Where(pair => pair.Item.Payout is not null).OrderBy(pair => !pair.Item.IsLeaving))
        {
            var payout = moved.GetValueOrDefault(item.Expected.Reference, item.Payout!);
            var move = _transitions.Move(unit, payout, item.IsLeaving ? PayoutState.Settled : PayoutState.Returned, ("statement", statementId));
            if (move.Verdict == TransitionVerdict.Refused) throw new InvalidDataException(move.Reason);
            moved[item.Expected.Reference] = move.Payout;
        }
    }
}

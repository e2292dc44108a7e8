using Giro.Ledger.Writer;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation.Breaks;
using Giro.Operations.Reconciliation.Runs;
using Giro.Operations.Reconciliation.Sources;
using Giro.Operations.Settlement;

namespace Giro.Operations.Reconciliation.Bills;

/// <param name="Findings">Why it was flagged; else empty.</param>
public sealed record BillResult(StatementStatus Status, ReconciliationSource Source, IReadOnlyList<string> Findings)
{
    /// <summary>The run in force afterwards; null when the bill was flagged.</summary>
    public ReconciliationRun? Run { get; init; }

    /// <summary>What it found, carried ones that are still open among them.</summary>
    public IReadOnlyList<RunFinding> Breaks { get; init; } = [];

    /// <inheritdoc cref="MatchResult.Notes"/>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <inheritdoc cref="StatementResult.IsRepeat"/>
    public bool IsRepeat { get; init; }

    /// <inheritdoc cref="StatementResult.Changes"/>
    public RunChanges? Changes { get; init; }
}

/// <summary>
/// Reconciles a channel's bill of a day with what the ledger has of the channel. It enters nothing: money comes with the bank's statement. Its breaks live as those of
/// statements do, and what is on the bill of another day clears itself.
/// </summary>
/// <param name="passes">How lines are matched; null for the usual passes.</param>
public sealed class BillRun(Book book, InstitutionAccounts accounts, PaymentInstitution institution, IReconciliationStore store, IWaitingEntryStore waiting, InstitutionPasses? passes = null)
{
    private const string Nothing = "";
    private readonly InstitutionPasses _passes = passes ?? InstitutionPasses.Usual;
    private readonly SettlementPosting _posting = new(book, waiting);

    /// <param name="payments">Of the channel and day, as <see cref="ChannelPayments"/> reads them.</param>
    /// <param name="acceptance">Who takes the bill though it may be flagged; null for nobody.</param>
    public BillResult Run(ReconciliationSource source, ChannelBill bill, IReadOnlyList<ChannelPayment> payments, Acceptance? acceptance = null)
    {
        _ = _posting.Post();
        var result = Decide(source, bill, payments, acceptance);
        _ = _posting.Post();
        return result;
    }

    private BillResult Decide(ReconciliationSource source, ChannelBill bill, IReadOnlyList<ChannelPayment> payments, Acceptance? acceptance)
    {
        using var unit = store.Begin();
        var part = ReconciliationRun.PartOf(source.Name, bill.Date, 1);
        var current = store.RunsOf(source.Name, bill.Date).LastOrDefault(run => run.SupersededBy == 0);
        if (bill.Findings.Count > 0 && current is not null && current.InputHash == bill.InputHash) acceptance ??= new Acceptance(current.AcceptedBy, current.AcceptedWhy);
        if (bill.Findings.Count > 0 && acceptance is null) return new BillResult(StatementStatus.Flagged, source, bill.Findings);

        var before = current is null ? [] : store.FindingsOf(part, current.Number);
        var channel = institution.Channels.Single(channel => channel.Code == source.ChannelCode);
        var outcome = BillOutcome.Of(bill, part, payments, Carried(source, bill.Date, part, current, before), source, channel, _passes.Of(source));
        var run = new ReconciliationRun(source.Name, bill.Date, part, (current?.Number ?? 0) + 1)
        {
            Currency = source.Currency, InputHash = bill.InputHash, ResultHash = outcome.Hash, Ours = outcome.Ours, Theirs = outcome.Theirs, Flags = string.Join('\n', bill.Findings),
            AcceptedBy = bill.Findings.Count > 0 ? acceptance!.By : Nothing, AcceptedWhy = bill.Findings.Count > 0 ? acceptance!.Why : Nothing,
        };
        var result = new BillResult(StatementStatus.Reconciled, source, []) { Breaks = outcome.Findings, Notes = outcome.Notes };
        if (current is not null && (current.InputHash, current.ResultHash) == (run.InputHash, run.ResultHash)) return result with { Run = current, IsRepeat = true };
        new BreakLife(store, unit, source, institution.Calendar, new BreakEntries(institution, accounts)).Apply(new FindingsOfRun(
            run, before, outcome.Findings, item => store.FindBreak(source.Name, BreakLife.ItemKey(item))?.State == BreakState.Cleared, _ => true));
        // What this run has cleared of other days, so that the same bill again finds it open to be cleared.
        unit.Add(run, outcome.Findings, [.. outcome.Cleared.Select((cleared, i) => new RunMatch(i + 1, CarriedName(cleared), cleared.ExpectedMinor, cleared.ActualMinor, IsBooked: false))]);
        unit.Commit();
        return result with { Run = run, Changes = current is null ? null : RunChanges.Between(before, outcome.Findings) };
    }

    /// <summary>Living breaks of other days that a line or a payment of this one may be, and those that were when the run in force compared them.</summary>
    private List<Break> Carried(ReconciliationSource source, DateOnly date, string part, ReconciliationRun? current, IReadOnlyList<RunFinding> before)
    {
        var known = before.Select(finding => store.FindBreak(source.Name, finding.Key)).OfType<Break>();
        var cleared = current is null ? [] : store.ItemsOf(part, current.Number).Select(name => store.FindBreak(long.Parse(name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]))).OfType<Break>();
        return [.. store.Breaks(new BreakQuery { Source = source.Name }).Concat(known).Concat(cleared).DistinctBy(@break => @break.Number)
            .Where(@break => @break.Part != part && @break.OpenedOn <= date && @break.Parent == 0 && @break.Type is BreakType.MissingAtBank or BreakType.MissingWithUs or BreakType.Ambiguous)
            .OrderBy(@break => @break.Number)];
    }

    private static string CarriedName(Break cleared) => $"carried/{cleared.Number}";
}

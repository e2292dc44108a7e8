using Giro.Ledger.Currencies;
using Giro.Operations.Reconciliation.Breaks;
using Giro.Operations.Reconciliation.Runs;
using Giro.Operations.Settlement;

namespace Giro.Operations.Reconciliation;

/// <summary>Runs, what they found and entered, and breaks. One thread at a time.</summary>
public interface IReconciliationStore : IBreakStore, IDisposable
{
    /// <summary>The runs of a source that are in force, for dates from the last one before <paramref name="date"/> on: by date and part.</summary>
    IReadOnlyList<ReconciliationRun> RunsAround(string source, DateOnly date);

    /// <summary>All runs of a source and date, those that were superseded too, by part and number.</summary>
    IReadOnlyList<ReconciliationRun> RunsOf(string source, DateOnly date);

    IReadOnlyList<RunFinding> FindingsOf(string part, int run);

    /// <summary>What a run has matched, by name.</summary>
    IReadOnlyList<string> ItemsOf(string part, int run);

    /// <summary>Entries of a part's runs that are not reversed.</summary>
    IReadOnlyList<RunPosting> PostingsInForce(string part);

    /// <summary>
    /// Payouts, returned payouts and channel settlements in a currency, due by a date, that no other statement shows; and those that an earlier run of the part has
    /// found missing, whatever has become of them since, so that the same statement gives the same result.
    /// </summary>
    /// <param name="home">The currency that channels pay in.</param>
    IReadOnlyList<BankItem> ItemsFor(string part, DateOnly dueBy, Currency currency, Currency home);
}

/// <summary>What a run decides, at once: its findings, breaks, items, states of payouts, and the entries that follow from them.</summary>
public interface IReconciliationUnit : IPayoutUnit
{
    /// <returns>With its number.</returns>
    Break Open(Break opened, BreakEvent happened);

    /// <summary>Keeps what has changed of a break, and why.</summary>
    void Save(Break changed, BreakEvent happened);

    /// <returns>With its number.</returns>
    BreakProposal Add(BreakProposal proposal);

    void Decide(BreakProposal decided);

    /// <summary>Keeps a run, its findings and its matches, and marks the one before it as superseded.</summary>
    void Add(ReconciliationRun run, IReadOnlyCollection<RunFinding> findings, IReadOnlyCollection<RunMatch> matches);

    /// <summary>The version of an entry that a part's run makes under a name: 1, or more when earlier ones were reversed.</summary>
    int NextVersion(string slot);

    void Add(string part, int run, RunPosting posting);

    void Reverse(RunPosting posting, int run);

    /// <summary>Items that booked lines discharge, or persons; empty for none any more.</summary>
    void Book(BankItem item, string by);
}

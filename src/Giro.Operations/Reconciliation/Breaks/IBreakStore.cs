using Giro.Operations.Settlement;

namespace Giro.Operations.Reconciliation.Breaks;

/// <summary>Which breaks are asked for; null and empty for any.</summary>
public sealed record BreakQuery
{
    public string Source { get; init; } = "";

    public BreakType? Type { get; init; }

    public string Owner { get; init; } = "";

    /// <summary>Those that are closed too.</summary>
    public bool WithClosed { get; init; }
}

/// <summary>Breaks, what happened to them, and what is proposed. One thread at a time.</summary>
public interface IBreakStore
{
    Break? FindBreak(long number);

    /// <summary>The youngest with the key, living or not.</summary>
    Break? FindBreak(string source, string key);

    /// <summary>By number.</summary>
    IReadOnlyList<Break> Breaks(BreakQuery query);

    /// <summary>From the first on.</summary>
    IReadOnlyList<PastEvent> History(long number);

    BreakProposal? FindProposal(long number);

    /// <summary>Those that nobody has decided on, by number.</summary>
    IReadOnlyList<BreakProposal> OpenProposals();

    /// <summary>The item that a break is about, when no statement shows it.</summary>
    BankItem? FindItem(string item);

    IReconciliationUnit Begin();
}

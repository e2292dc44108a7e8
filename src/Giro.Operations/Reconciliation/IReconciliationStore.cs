using Giro.Operations.Settlement;

namespace Giro.Operations.Reconciliation;

/// <summary>What of ours a statement is compared with.</summary>
public sealed record Outstanding(IReadOnlyList<Payout> Payouts, IReadOnlyList<ChannelSettlement> Channels);

/// <summary>Statements, matches and breaks. One thread at a time.</summary>
public interface IReconciliationStore : IDisposable
{
    /// <summary>The closing balance of the statement before this one; null when this is the first.</summary>
    long? ClosingBefore(string statementId);

    /// <summary>Payouts and channel settlements due by a date that no other statement has settled.</summary>
    Outstanding OutstandingFor(string statementId, DateOnly dueBy);

    /// <summary>Keeps the outcome, in place of an earlier outcome of the same statement, at once.</summary>
    /// <param name="settled">References of payouts and channel settlements that booked lines have discharged.</param>
    void Save(BankStatement statement, MatchResult result, IReadOnlyCollection<string> settled);
}

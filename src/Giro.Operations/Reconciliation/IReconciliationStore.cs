using Giro.Ledger.Currencies;
using Giro.Operations.Settlement;

namespace Giro.Operations.Reconciliation;

/// <summary>What of ours a statement is compared with.</summary>
/// <param name="Payouts">Money that is to leave.</param>
/// <param name="Returns">Payouts whose money is to come back.</param>
public sealed record Outstanding(IReadOnlyList<Payout> Payouts, IReadOnlyList<Payout> Returns, IReadOnlyList<ChannelSettlement> Channels);

/// <summary>Statements, matches and breaks. One thread at a time.</summary>
public interface IReconciliationStore : IDisposable
{
    /// <summary>The closing balance of the statement before this one of an account in a currency; null when this is the first.</summary>
    long? ClosingBefore(string statementId, Currency currency);

    /// <summary>Payouts, returned payouts and channel settlements in a currency, due by a date, that no other statement has booked.</summary>
    /// <param name="home">The currency that channels pay in.</param>
    Outstanding OutstandingFor(string statementId, DateOnly dueBy, Currency currency, Currency home);

    /// <summary>Keeps the outcome, in place of an earlier outcome of the same statement, at once.</summary>
    /// <param name="booked">Payouts, returns and channel settlements that booked lines have discharged.</param>
    void Save(BankStatement statement, Currency currency, MatchResult result, IReadOnlyCollection<ExpectedItem> booked);
}

using Giro.Ledger.Entries;
using Giro.Rules.Strategies;

namespace Giro.Operations.Institution.Terms;

/// <summary>
/// Legs of the events of settlement by the accounting rules in force: <c>channel-settled</c> (amount and cost), <c>payout</c> and <c>payout-returned</c> (amount and
/// merchant). Not thread-safe.
/// </summary>
public sealed class EventLegs(RuleBooks rules, AccountDirectory accounts, PaymentInstitution institution)
{
    private readonly LegMaker _legs = new(accounts, institution, rules.Symbols);

    /// <summary>The legs of an event; null when the rules say nothing of it, and the chart of accounts decides.</summary>
    /// <exception cref="InvalidOperationException">The rules have no answer; the message says why.</exception>
    public Leg[]? Of(string eventName, Merchant? merchant, Channel? channel, long amountMinor, long costMinor = 0)
    {
        var accounting = rules.Current.Accounting;
        if (accounting.Rules.Events.All(one => one.Event != eventName)) return null;
        _legs.Begin();
        var part = new PartFacts { Merchant = merchant, Channel = channel, AmountMinor = amountMinor };
        var status = _legs.Add(accounting, eventName, new EventFacts { Part = part, CostMinor = costMinor });
        if (status != LegStatus.None) throw new InvalidOperationException($"the accounting rules have no legs for {eventName} of {amountMinor}: {status} {_legs.Subject}");
        return _legs.Legs.ToArray();
    }
}

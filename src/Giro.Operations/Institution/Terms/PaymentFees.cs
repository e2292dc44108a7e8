using System.Text;
using Giro.Rules.Programs;

namespace Giro.Operations.Institution.Terms;

/// <summary>Is told the fees of each part of a payment.</summary>
public interface IPartFees
{
    /// <param name="calculator">Has the lines; valid during the call.</param>
    /// <param name="totals">What the strategy read.</param>
    void Take(scoped in PartFacts part, FeeStrategy strategy, FeeCalculator calculator, in FeeOutcome outcome, scoped ReadOnlySpan<long> totals);
}

/// <summary>
/// From the facts of a journaled payment to the fees of its parts, as the rules of its version make them: how clearing, explanations and trials of changed
/// rules come to them. Not thread-safe.
/// </summary>
public sealed class PaymentFees(PaymentInstitution institution, SymbolTable symbols)
{
    private readonly FeeCalculator _calculator = new(institution, symbols);
    private readonly LocalDates _dates = new(institution.TimeZone);
    private long[] _totals = new long[16];

    /// <summary>Works out the fees of each part, in order.</summary>
    /// <exception cref="InvalidDataException">The facts name a merchant or channel that there is not, or lack totals.</exception>
    public void Work(in PaymentFacts facts, PaymentKind kind, RuleBook rules, IPartFees fees)
    {
        var date = _dates.Of(facts.At);
        var parts = new PaymentPartReader(facts);
        var totals = new TotalsReader(facts.Totals);
        while (parts.MoveNext())
        {
            var part = PartOf(parts.Current, facts, kind, date);
            if (rules.Find(part.Contract!.FeeStrategy) is not { } strategy)
                throw new InvalidDataException($"the contract of {part.Merchant!.Id} names the strategy {part.Contract.FeeStrategy}, which rule book {rules.Number} does not have");
            if (_totals.Length < strategy.Totals.Count) _totals = new long[strategy.Totals.Count];
            var read = _totals.AsSpan(0, strategy.Totals.Count);
            totals.Take(read);
            var outcome = _calculator.Work(strategy, part, read);
            fees.Take(part, strategy, _calculator, outcome, read);
        }
    }

    /// <summary>A part with its merchant, channel and contract.</summary>
    /// <exception cref="InvalidDataException">There is no such merchant or channel.</exception>
    public PartFacts PartOf(PaymentPart part, PaymentFacts facts, PaymentKind kind, DateOnly date)
    {
        var merchant = institution.FindMerchant(part.Merchant) ?? throw new InvalidDataException($"a payment names the merchant {Encoding.UTF8.GetString(part.Merchant)}, which there is not");
        var channel = institution.FindChannel(part.Channel) ?? throw new InvalidDataException($"a payment names the channel {Encoding.UTF8.GetString(part.Channel)}, which there is not");
        var order = part.Order;
        if (order.IsEmpty) _ = facts.Fields.TryGet("order"u8, out order);
        return new PartFacts
        {
            Kind = kind, Merchant = merchant, Channel = channel, Contract = merchant.ContractOn(date), Order = order, AmountMinor = part.AmountMinor, Date = date,
            Fields = facts.Fields, Was = part.Was,
        };
    }

    /// <summary>The local date of a payment.</summary>
    public DateOnly DateOf(DateTimeOffset at) => _dates.Of(at);
}

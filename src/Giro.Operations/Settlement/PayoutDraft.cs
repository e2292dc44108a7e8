using Giro.Operations.Institution;

namespace Giro.Operations.Settlement;

/// <summary>From what is payable to a payout in the currency of the contract.</summary>
internal sealed class PayoutDraft(PaymentInstitution institution, IReadOnlyCollection<RateTable> rates)
{
    /// <param name="rate">Null where no exchange is needed.</param>
    /// <param name="missing">Why there is none, in words; empty when this returns true.</param>
    /// <returns>False when the contract asks for a currency that cannot be had.</returns>
    public bool TryRate(Merchant merchant, DateOnly businessDate, out QuotedRate? rate, out string missing)
    {
        rate = null;
        missing = "";
        if (merchant.Contract.Settlement.Exchange is not { } exchange || exchange.Currency == institution.Currency) return true;
        if (institution.NostroIn(exchange.Currency) is null) missing = $"the institution has no account in {exchange.Currency.Code}";
        else rate = rates.FirstOrDefault(table => table.Source == exchange.Source)?.On(exchange.Currency, businessDate);
        if (missing.Length == 0 && rate is null) missing = $"{exchange.Source} has no rate for {exchange.Currency.Code} on {businessDate:yyyy-MM-dd} or before";
        return rate is not null;
    }

    public Payout Of(Merchant merchant, string id, string disbursement, PayoutPart part, DateOnly businessDate, QuotedRate? rate)
    {
        var exchange = merchant.Contract.Settlement.Exchange;
        var amountMinor = rate is { } quoted ? quoted.Convert(part.AmountMinor, institution.Currency, exchange!.Currency, exchange.Rounding) : part.AmountMinor;
        return new Payout(
            id, merchant.Id, disbursement, part.AmountMinor, amountMinor, exchange?.Currency ?? institution.Currency, merchant.Name, part.Iban, businessDate, PayoutState.Created);
    }
}

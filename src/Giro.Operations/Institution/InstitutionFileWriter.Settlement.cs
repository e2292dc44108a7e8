namespace Giro.Operations.Institution;

internal sealed partial class InstitutionFileWriter
{
    /// <summary>Null for plain settlement.</summary>
    private string? Settlement(SettlementTerms terms)
    {
        var plain = SettlementTerms.Plain;
        if (terms == plain) return null;
        return Line(
            ("minimumPayout", terms.MinimumPayoutMinor == 0 ? null : Amount(terms.MinimumPayoutMinor)),
            ("fixedReserve", terms.FixedReserveMinor == 0 ? null : Amount(terms.FixedReserveMinor)),
            ("rollingReserve", terms.RollingReserve is { } rolling ? Line(("rate", Quoted(Percent(rolling.RateBillionths, 7))), ("days", rolling.DaysHeld.ToString()), ("cap", Amount(rolling.CapMinor))) : null),
            ("accounts", terms.PayoutAccounts.Count == 0 ? null : $"[{string.Join(", ", terms.PayoutAccounts.Select(AccountLine))}]"),
            ("remainder", terms.Remainder == plain.Remainder ? null : Quoted(InstitutionFileWords.Remainders[(int)terms.Remainder])),
            ("exchange", terms.Exchange is { } exchange
                ? Line(("currency", Quoted(exchange.Currency.Code)), ("source", Quoted(exchange.Source)), ("rounding", Quoted(InstitutionFileWords.Roundings[(int)exchange.Rounding])))
                : null),
            ("waterfall", terms.Waterfall.SequenceEqual(plain.Waterfall) ? null : $"[{string.Join(", ", terms.Waterfall.Select(step => Quoted(InstitutionFileWords.WaterfallSteps[(int)step])))}]"),
            ("carryForwardDays", terms.CarryForwardDays == plain.CarryForwardDays ? null : terms.CarryForwardDays.ToString()),
            ("guarantor", terms.GuarantorId is { } guarantor ? Quoted(guarantor) : null),
            ("writeOffAfterDays", terms.WriteOffAfterDays == 0 ? null : terms.WriteOffAfterDays.ToString()));
    }

    private string AccountLine(PayoutAccount account) => Line(
        ("iban", Quoted(account.Iban)),
        ("share", account.ShareBillionths == 0 ? null : Quoted(Percent(account.ShareBillionths, 7))),
        ("fixed", account.FixedMinor == 0 ? null : Amount(account.FixedMinor)));

    private string? ForeignNostros() => institution.ForeignNostros.Count == 0 ? null : $"[{string.Join(", ", institution.ForeignNostros.OrderBy(pair => pair.Key.Number).Select(pair =>
        Line(("currency", Quoted(pair.Key.Code)), ("iban", Quoted(pair.Value.Iban)), ("bic", Quoted(pair.Value.Bic)))))}]";

    private string? Approval() => institution.PayoutApproval == PayoutApprovalPolicy.Automatic ? null
        : Line(("automaticUpTo", Amount(institution.PayoutApproval.AutomaticUpToMinor)), ("onePersonUpTo", Amount(institution.PayoutApproval.OnePersonUpToMinor)));
}

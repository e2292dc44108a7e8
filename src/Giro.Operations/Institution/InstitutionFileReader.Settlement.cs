using System.Text.Json;
using Giro.Ledger.Currencies;
using Giro.Rules.Programs;

namespace Giro.Operations.Institution;

internal sealed partial class InstitutionFileReader
{
    /// <summary>Decimals of a percentage that is kept in billionths.</summary>
    private const int RateDigits = 7;

    /// <summary>Guarantors that contracts name, and where: they are looked for when all merchants are known.</summary>
    private readonly List<(string MerchantId, string GuarantorId, InstitutionFileNode At)> _guarantors = [];

    private SettlementTerms ReadSettlement(string merchantId, InstitutionFileNode node)
    {
        var before = faults.Count;
        var fields = new InstitutionFileFields(node, faults);
        var plain = SettlementTerms.Plain;
        var waterfall = fields.List("waterfall", isOptional: true);
        var terms = new SettlementTerms
        {
            MinimumPayoutMinor = fields.Amount("minimumPayout", _digits, 0),
            FixedReserveMinor = fields.Amount("fixedReserve", _digits, 0),
            RollingReserve = fields.Object("rollingReserve", isOptional: true) is { } rolling ? ReadRolling(rolling) : null,
            PayoutAccounts = [.. Objects(fields.List("accounts", isOptional: true)).Select(ReadPayoutAccount)],
            Remainder = (RemainderRule)fields.Word("remainder", InstitutionFileWords.Remainders, (int)plain.Remainder),
            Exchange = fields.Object("exchange", isOptional: true) is { } exchange ? ReadExchange(exchange) : null,
            Waterfall = waterfall.Count == 0 ? plain.Waterfall : [.. waterfall.Select(StepOf)],
            CarryForwardDays = fields.Count("carryForwardDays", 0, int.MaxValue, plain.CarryForwardDays),
            GuarantorId = fields.OptionalText("guarantor", "M000002"),
            WriteOffAfterDays = fields.Count("writeOffAfterDays", 0, 100_000, 0),
        };
        fields.Finish();
        if (terms.GuarantorId is { } guarantor) _guarantors.Add((merchantId, guarantor, node));
        if (faults.Count == before && terms.Fault() is { } fault) faults.Add(node, fault, "change the terms so that they agree");
        return faults.Count == before ? terms : plain;
    }

    private void CheckGuarantors(List<Merchant> merchants)
    {
        var ids = merchants.Select(merchant => merchant.Id).ToHashSet();
        foreach (var (merchantId, guarantorId, at) in _guarantors.Where(one => one.MerchantId == one.GuarantorId || !ids.Contains(one.GuarantorId)))
            faults.Add(at, merchantId == guarantorId ? "a merchant cannot be its own guarantor" : $"the guarantor '{guarantorId}' is no merchant", "name the id of another merchant");
    }

    private RollingReserve ReadRolling(InstitutionFileNode node)
    {
        var fields = new InstitutionFileFields(node, faults);
        var reserve = new RollingReserve(fields.Percent("rate", RateDigits), fields.Count("days", 0, 3_660, null), fields.Amount("cap", _digits, long.MaxValue));
        fields.Finish();
        return reserve;
    }

    private PayoutAccount ReadPayoutAccount(InstitutionFileNode node)
    {
        var fields = new InstitutionFileFields(node, faults);
        var account = new PayoutAccount(Iban(fields), fields.Percent("share", RateDigits, 0), fields.Amount("fixed", _digits, 0));
        fields.Finish();
        return account;
    }

    private PayoutExchange ReadExchange(InstitutionFileNode node)
    {
        var fields = new InstitutionFileFields(node, faults);
        var exchange = new PayoutExchange(CurrencyOf(fields), fields.Text("source", "ECB"), (RoundingMode)fields.Word("rounding", InstitutionFileWords.Roundings, (int)RoundingMode.HalfEven));
        fields.Finish();
        return exchange;
    }

    private Dictionary<Currency, NostroAccount> ReadForeignNostros(IReadOnlyList<InstitutionFileNode> items)
    {
        var nostros = new Dictionary<Currency, NostroAccount>();
        foreach (var item in Objects(items))
        {
            var fields = new InstitutionFileFields(item, faults);
            var currency = CurrencyOf(fields);
            var nostro = NostroOf(fields);
            fields.Finish();
            if (!nostros.TryAdd(currency, nostro)) faults.Add(item, $"there is an account in {currency.Code} already", "keep one of them");
        }

        return nostros;
    }

    private PayoutApprovalPolicy ReadApproval(InstitutionFileNode node)
    {
        var fields = new InstitutionFileFields(node, faults);
        var policy = new PayoutApprovalPolicy(fields.Amount("automaticUpTo", _digits, long.MaxValue), fields.Amount("onePersonUpTo", _digits, long.MaxValue));
        fields.Finish();
        return policy;
    }

    private WaterfallStep StepOf(InstitutionFileNode node)
    {
        for (var i = 1; i < InstitutionFileWords.WaterfallSteps.Count; i++)
        {
            if (node.Kind == JsonValueKind.String && node.Text == InstitutionFileWords.WaterfallSteps[i]) return (WaterfallStep)i;
        }

        faults.Add(node, $"'{node.Text}' is no step of the waterfall", $"write one of {string.Join(", ", InstitutionFileWords.WaterfallSteps.Skip(1))}");
        return WaterfallStep.CarryForward;
    }

    private static Currency CurrencyOf(InstitutionFileFields fields)
    {
        var code = fields.Text("currency", "USD");
        if (!Currency.TryFromCode(code, out var currency) && code.Length > 0) fields.Fault("currency", $"'{code}' is no currency of ISO 4217 with minor units", "write its code in capitals, such as \"USD\"");
        return currency;
    }

    private IEnumerable<InstitutionFileNode> Objects(IReadOnlyList<InstitutionFileNode> items)
    {
        foreach (var item in items)
        {
            if (item.Kind == JsonValueKind.Object) yield return item;
            else faults.Add(item, "it is no object", "write its fields between { and }");
        }
    }
}

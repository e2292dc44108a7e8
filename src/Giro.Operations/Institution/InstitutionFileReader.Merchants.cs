using System.Text.Json;

namespace Giro.Operations.Institution;

internal sealed partial class InstitutionFileReader
{
    private Merchant ReadMerchant(InstitutionFileNode node, int ordinal)
    {
        var fields = new InstitutionFileFields(node, faults);
        var id = Code(fields, "id", "M000001");
        var name = fields.Text("name", "Sample Merchant 1");
        var iban = Iban(fields);
        var attributes = fields.Object("attributes", isOptional: true) is { } given ? ReadAttributes(given) : [];
        var contracts = new List<Contract>();
        foreach (var item in fields.List("contracts")) AddContract(id, contracts, item);
        if (contracts.Count == 0) fields.Fault("contracts", $"merchant {id} has no contract", "give it one");
        fields.Finish();
        return new Merchant(ordinal, id, name, iban, contracts) { Attributes = attributes };
    }

    private Dictionary<string, string> ReadAttributes(InstitutionFileNode node)
    {
        var attributes = new Dictionary<string, string>();
        foreach (var (name, value) in node.Members)
        {
            if (value.Kind != JsonValueKind.String) faults.Add(value, "it is no text", "write it in quotes, such as \"5411\"");
            else if (!attributes.TryAdd(name, value.Text)) faults.Add(value, "it is there already", "keep one of them");
        }

        return attributes;
    }

    private void AddContract(string merchantId, List<Contract> contracts, InstitutionFileNode node)
    {
        if (node.Kind != JsonValueKind.Object)
        {
            faults.Add(node, "it is no object", "write its fields between { and }");
            return;
        }

        var fields = new InstitutionFileFields(node, faults);
        var version = fields.Count("version", 1, int.MaxValue, null);
        var from = fields.Date("from");
        var strategy = fields.Text("strategy", "flat-percent");
        var deduction = (FeeDeduction)fields.Word("deduction", InstitutionFileWords.Deductions, (int)FeeDeduction.Net);
        var attribution = (Attribution)fields.Word("attribution", InstitutionFileWords.Attributions, (int)Attribution.InProportion);
        var code = fields.Text("schedule", "T1");
        var highestMinor = fields.Amount("highestPending", _digits, long.MaxValue);
        var settlement = fields.Object("settlement", isOptional: true) is { } given ? ReadSettlement(merchantId, given) : SettlementTerms.Plain;
        fields.Finish();
        if (code.Length > 0 && !_scheduleCodes.Contains(code)) fields.Fault("schedule", $"there is no schedule '{code}'", $"name one of {string.Join(", ", _scheduleCodes)}, or add it to schedules");
        if (contracts.Count > 0 && (contracts[^1].Version >= version || contracts[^1].From >= from))
        {
            fields.Fault("version", $"version {version} from {from:yyyy-MM-dd} does not come after version {contracts[^1].Version} from {contracts[^1].From:yyyy-MM-dd}",
                "put contracts in the order of their dates, each with a higher version");
        }

        contracts.Add(new Contract((uint)version, from, strategy, _schedules.GetValueOrDefault(code)!, highestMinor) { Deduction = deduction, Attribution = attribution, Settlement = settlement });
    }
}

using System.Text;
using System.Text.Json;
using Giro.Ledger.Currencies;
using Giro.Messages;
using Giro.Messages.Reports;
using Giro.Messages.Tables;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Reconciliation.Sources;

/// <summary>From the values of a config to what is reconciled. Goes on after a fault, so that all are told at once.</summary>
/// <param name="document">the same JSON, for mappings, which read themselves</param>
internal sealed class ReconcileConfigReader(InstitutionFileFaults faults, string file, JsonElement document, Func<string, byte[]> beside, Func<string> hash)
{
    private const string Suggestion =
        "write \"passes\": [ { \"name\": \"order\", \"kind\": \"exact\", \"key\": [\"order\"], \"compare\": [\"amount\", \"currency\"] }, { \"name\": \"differs\", \"kind\": \"difference\", \"key\": [\"order\"], \"compare\": [\"amount\", \"currency\"] } ]";

    private static readonly string[] OfReportsOnly = ["date", "details"];
    private static readonly string[] Dates = ["", "booking-date", "value-date"];
    private static readonly string[] Signs = ["", "as-written", "reversed"];
    private static readonly string[] Details = ["", "with-their-batch", "one-by-one"];

    /// <summary>Something to go on with; it holds only when there are no faults.</summary>
    public ReconcileConfig? Read(InstitutionFileNode root)
    {
        if (root.Kind != JsonValueKind.Object)
        {
            faults.Add(root, "it is no object", "begin with { and end with }");
            return null;
        }

        var fields = new InstitutionFileFields(root, faults);
        var name = fields.Text("name", "channel-day");
        var code = fields.Text("currency", "CNY");
        if (!Currency.TryFromCode(code, out var currency) && code.Length > 0) fields.Fault("currency", $"'{code}' is no currency of ISO 4217 with minor units", "write its code in capitals, such as \"CNY\"");
        var left = Side(fields.Object("left"), "our records");
        var right = Side(fields.Object("right"), "channel bill");
        var plan = left is null || right is null ? null : Plan(fields, left, right, currency);
        if (left is null || right is null) fields.Any("passes", null);
        var third = fields.Object("third", isOptional: true) is { } leg && right is not null ? Third(leg, right, currency) : null;
        fields.Finish();
        if (faults.Count > 0 || plan is null) return null;
        return new ReconcileConfig
        {
            Name = name,
            Leg = new LegConfig(left!.Config(), right!.Config(), plan, hash()),
            Third = third is var (side, middle, thirdPlan) ? new LegConfig(middle.Config(), side.Config(), thirdPlan, hash()) : null,
        };
    }

    private (SideColumns Side, SideColumns Middle, MatchPlan Plan)? Third(InstitutionFileNode node, SideColumns right, Currency currency)
    {
        var fields = new InstitutionFileFields(node, faults);
        var side = Side(fields.Object("side"), "bank statement");
        var middle = new SideColumns(right);
        var plan = side is null ? null : Plan(fields, middle, side, currency);
        if (side is null) fields.Any("passes", null);
        fields.Finish();
        return side is null || plan is null ? null : (side, middle, plan);
    }

    private MatchPlan? Plan(InstitutionFileFields fields, SideColumns left, SideColumns right, Currency currency)
    {
        if (!fields.Has("passes"))
        {
            fields.Any("passes", Suggestion);
            return null;
        }

        return fields.Any("passes", null) is { } list ? new PassListReader(faults, beside, left, right, currency).Read(list, Suggestion) : null;
    }

    private SideColumns? Side(InstitutionFileNode? node, string example)
    {
        if (node is null) return null;
        var fields = new InstitutionFileFields(node, faults);
        var before = faults.Count;
        var name = fields.Text("name", example);
        var format = fields.Text("format", ReportFormats.Csv);
        var mapping = Mapping(fields, format);
        if (format.Length > 0 && !ReportFormats.Names.Contains(format) && !TableMappings.Names.Contains(format))
            fields.Fault("format", $"there is no format '{format}'", $"write one of {string.Join(", ", ReportFormats.Names.Concat(TableMappings.Names))}");
        var date = fields.Word("date", Dates, 1);
        var sign = fields.Word("sign", Signs, 1);
        var details = fields.Word("details", Details, 1);
        if (format == ReportFormats.Csv)
        {
            foreach (var unused in OfReportsOnly.Where(fields.Has)) fields.Fault(unused, "a table has no choice of it", "remove it; the mapping says which column is the date");
        }

        var side = new SideColumns(new SideConfig
        {
            Name = name, Format = format, Mapping = mapping, Texts = [], TakesValueDate = date == 2, ReversesSign = sign == 2, TakesDetails = details == 2,
        });
        foreach (var shown in fields.List("show", isOptional: true)) side.Column(shown.Text, shown, faults);
        fields.Finish();
        return faults.Count > before ? null : side;
    }

    private TableMapping? Mapping(InstitutionFileFields fields, string format)
    {
        if (format != ReportFormats.Csv)
        {
            if (fields.Has("mapping")) fields.Fault("mapping", $"the format {format} has its own", $"remove it, or write \"format\": \"{ReportFormats.Csv}\"");
            fields.Any("mapping", null);
            return null;
        }

        if (fields.Any("mapping", "write \"mapping\": \"orders.json\", or the mapping itself between { and }") is not { } node) return null;
        try
        {
            if (node.Kind == JsonValueKind.Object) return TableMapping.Read(Element(node.Path), file, node.Path);
            if (node.Kind == JsonValueKind.String) return TableMapping.Parse(Encoding.UTF8.GetString(beside(node.Text)).TrimStart('\uFEFF'), node.Text);
            faults.Add(node, "it is neither the name of a file nor a mapping", "write \"mapping\": \"orders.json\", or the mapping itself between { and }");
        }
        catch (MessageFormatException e) when (node.Kind == JsonValueKind.Object)
        {
            faults.Add(node.Line, e.ElementPath, e.Reason, "mend the mapping there");
        }
        catch (MessageFormatException e)
        {
            faults.Add(node, e.Message, "mend that file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(node, $"the file cannot be read: {e.Message}", "name a file beside this one");
        }

        return null;
    }

    /// <summary>The same value in the document, for a mapping that reads itself.</summary>
    private JsonElement Element(string path)
    {
        var element = document;
        foreach (var name in path.Split('.')) element = element.GetProperty(name);
        return element;
    }
}

using System.Text.Json;
using Giro.Ledger.Currencies;
using Giro.Messages.Reports;
using Giro.Messages.Tables;

namespace Giro.Operations.Institution;

internal sealed partial class InstitutionFileReader
{
    private const int MostDays = 3_660;

    private ReconciliationSource? ReadSource(InstitutionFileNode node, List<Channel> channels, Currency home, Dictionary<Currency, NostroAccount> foreign)
    {
        var before = faults.Count;
        var fields = new InstitutionFileFields(node, faults);
        var name = Code(fields, "name", "bank");
        var kind = (SourceKind)fields.Word("kind", InstitutionFileWords.SourceKinds);
        var channel = kind == SourceKind.ChannelBill ? fields.Text("channel", "card") : fields.OptionalText("channel", "card") ?? "";
        if (kind == SourceKind.ChannelBill && channel.Length > 0 && !channels.Exists(one => one.Code == channel)) fields.Fault("channel", $"there is no channel '{channel}'", "name one of the channels above");
        if (kind == SourceKind.BankStatement && channel.Length > 0) fields.Fault("channel", "a bank statement is of no channel", "remove it, or write \"kind\": \"channel-bill\"");
        var code = fields.OptionalText("currency", "EUR") ?? home.Code;
        if (!Currency.TryFromCode(code ?? "", out var currency) || (currency != home && !foreign.ContainsKey(currency))) fields.Fault("currency", $"there is no account of ours in '{code}'", "name the currency of one");
        var format = fields.OptionalText("format", ReportFormats.Camt053) ?? "";
        if (format.Length > 0 && !format.EndsWith(".json", StringComparison.Ordinal) && !ReportFormats.Names.Contains(format) && !TableMappings.Names.Contains(format))
            fields.Fault("format", $"there is no format '{format}'", $"write one of {string.Join(", ", ReportFormats.Names.Concat(TableMappings.Names))}, or the path of a mapping that ends in .json");
        var usual = DeadlineOf(fields, BreakDeadline.Usual);
        var source = new ReconciliationSource
        {
            Name = name, Kind = kind, Currency = currency, ChannelCode = channel, Format = format, FilePattern = fields.OptionalText("file", "in/camt053-{yyyymmdd}.xml") ?? "", Deadline = usual,
            WriteOffLimitMinor = fields.Amount("writeOffLimit", _digits, 0), Terms = TermsOf(fields.List("breaks", isOptional: true), usual),
            Passes = PassesOf(fields),
        };
        fields.Finish();
        return faults.Count == before ? source : null;
    }

    private PassesText? PassesOf(InstitutionFileFields fields)
    {
        if (fields.Any("passes", null) is not { } node) return null;
        if (node.Kind == JsonValueKind.Array) return new PassesText(textOf(node), node.Path, node.Line);
        faults.Add(node, "it is no list", "write the passes between [ and ]");
        return null;
    }

    private Dictionary<byte, BreakTerms> TermsOf(IReadOnlyList<InstitutionFileNode> items, BreakDeadline usual)
    {
        var all = new Dictionary<byte, BreakTerms>();
        foreach (var item in Objects(items))
        {
            var fields = new InstitutionFileFields(item, faults);
            var type = (byte)fields.Word("type", InstitutionFileWords.BreakTypes);
            var terms = new BreakTerms(DeadlineOf(fields, usual), fields.OptionalText("owner", "treasury"));
            fields.Finish();
            if (!all.TryAdd(type, terms)) faults.Add(item, $"{InstitutionFileWords.BreakTypes[type]} is there already", "keep one of them");
        }

        return all;
    }

    private static BreakDeadline DeadlineOf(InstitutionFileFields fields, BreakDeadline usual) => new(
        fields.Count("days", 0, MostDays, usual.Days), fields.Word("counts", InstitutionFileWords.DayCounts, usual.CountsBusinessDays ? 1 : 2) == 1);

    /// <summary>Where a break belongs must be clear: one source for an account, one for a channel.</summary>
    private static void CheckSources(InstitutionFileFields fields, List<ReconciliationSource> sources)
    {
        foreach (var twice in sources.GroupBy(source => (source.Kind, source.ChannelCode, source.Kind == SourceKind.BankStatement ? source.Currency.Code : "")).Where(group => group.Count() > 1))
            fields.Fault("sources", $"{string.Join(" and ", twice.Select(source => source.Name))} are about the same", "keep one of them");
    }
}

using System.Globalization;
using System.Text;
using Giro.Messages.Reports;
using Giro.Messages.Tables;

namespace Giro.Messages.Tests.Tables;

/// <summary>Tables to read, and what was read as a page of a ledger.</summary>
internal static class GivenTable
{
    public static int Digits(string currency) => currency switch
    {
        "JPY" => 0,
        "CNY" or "EUR" or "USD" or "HKD" => 2,
        "KWD" => 3,
        _ => -1,
    };

    public static TableMapping Mapping(string json) => TableMapping.Parse(json, "mapping.json");

    public static List<ReportItem> Read(string text, TableMapping mapping) => Read(Encoding.UTF8.GetBytes(text), mapping);

    public static List<ReportItem> Read(byte[] file, TableMapping mapping)
    {
        using var input = new MemoryStream(file);
        using var reader = new TableReportReader(input, "table.csv", mapping, Digits);
        return Read(reader);
    }

    public static List<ReportItem> Read(IReportReader reader)
    {
        var items = new List<ReportItem>();
        while (reader.Read() is { } item) items.Add(item);
        Assert.Null(reader.Read());
        Assert.IsType<ReportItem.FileEnd>(items[^1]);
        return items;
    }

    public static ReportLine[] Lines(IEnumerable<ReportItem> items) => [.. items.OfType<ReportItem.Line>().Select(item => item.Value)];

    public static ReportItem.SectionEnd End(IEnumerable<ReportItem> items) => Assert.Single(items.OfType<ReportItem.SectionEnd>());

    /// <summary>All of the file's: of lines, of the section, of the file.</summary>
    public static ReportFinding[] Findings(IEnumerable<ReportItem> items) => [.. items.SelectMany(item => item switch
    {
        ReportItem.Line line => line.Findings,
        ReportItem.SectionEnd end => end.Findings,
        ReportItem.FileEnd end => end.Findings,
        _ => [],
    })];

    /// <summary>code line: text</summary>
    public static string[] Said(IEnumerable<ReportItem> items) => [.. Findings(items).Select(finding => $"{finding.Code} {finding.Place?.Line}: {finding.Text}")];

    /// <summary>date time | amount currency | reference | kind | counterparty</summary>
    public static string Page(IEnumerable<ReportItem> items) => string.Join('\n', Lines(items).Select(Row));

    public static string Row(ReportLine line) =>
        $"{line.BookingDate:yyyy-MM-dd}{(line.Time is { } time ? time.ToString(" HH:mm:ss", CultureInfo.InvariantCulture) : "")} | {line.AmountMinor} {line.Currency} | {line.Reference} | {line.Kind} | {line.Counterparty}";
}

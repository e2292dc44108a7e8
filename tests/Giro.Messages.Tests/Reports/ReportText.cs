using System.Text;
using Giro.Messages.Reports;
using Giro.Messages.Tests.Iso20022;

namespace Giro.Messages.Tests.Reports;

/// <summary>What a reader gives, a line of text an item, so that a test reads like the file.</summary>
internal static class ReportText
{
    public static List<string> Of(string message, string? format = null)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(message));
        using var reader = format is null ? ReportFormats.Open(input, "file", Given.Digits) : ReportFormats.Open(format, input, "file", Given.Digits);
        var lines = new List<string>();
        while (reader.Read() is { } item)
            lines.AddRange(Of(item));
        Assert.Null(reader.Read());
        return [reader.Format, .. lines];
    }

    public static List<ReportLine> LinesOf(string message)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(message));
        using var reader = ReportFormats.Open(input, "file", Given.Digits);
        var lines = new List<ReportLine>();
        while (reader.Read() is { } item)
        {
            if (item is ReportItem.Line line)
                lines.Add(line.Value);
        }

        return lines;
    }

    private static IEnumerable<string> Of(ReportItem item) => item switch
    {
        ReportItem.SectionStart start => [$"section {start.Section.Id}"],
        ReportItem.Line line => [$"{line.Value.Number}: {Money(line.Value)} {line.Value.Reference} {line.Value.Status} {line.Value.Reason}".TrimEnd(), .. line.Findings.Select(Of)],
        ReportItem.SectionEnd end =>
            [$"end {end.Section.Id} {end.Section.Currency}: {end.Totals.Lines} lines, {end.Totals.CreditCount} in {end.Totals.CreditMinor}, {end.Totals.DebitCount} out {end.Totals.DebitMinor}", .. end.Findings.Select(Of)],
        ReportItem.FileEnd end => ["file end", .. end.Findings.Select(Of)],
        _ => throw new ArgumentOutOfRangeException(nameof(item)),
    };

    private static string Of(ReportFinding finding) => $"! {finding.Code} expected {finding.Expected}, found {finding.Found} at {finding.Place?.ElementPath}";

    private static string Money(ReportLine line) => line.Currency.Length == 0 ? "-" : $"{line.AmountMinor} {line.Currency}";
}

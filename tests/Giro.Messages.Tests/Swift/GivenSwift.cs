using System.Text;
using Giro.Messages.Reports;
using Giro.Messages.Swift;

namespace Giro.Messages.Tests.Swift;

/// <summary>Messages to start from, and the ways to read them.</summary>
internal static class GivenSwift
{
    public static int Digits(string currency) => currency switch
    {
        "JPY" => 0,
        "CHF" or "CZK" or "DKK" or "EUR" or "HUF" or "NOK" or "PLN" or "USD" => 2,
        "KWD" => 3,
        _ => -1,
    };

    /// <summary>A statement over 100.00 EUR, with its end.</summary>
    public static string Statement(string lines, string closing = "C261120EUR100,00", string opening = "C261119EUR100,00", string number = "7/1",
        string after = "") =>
        $":20:REF1\n:25:12345678/9988\n:28C:{number}\n:60F:{opening}\n{lines}{(lines.Length > 0 ? "\n" : "")}:62F:{closing}\n{after}-\n";

    public static string Interim(string lines, string after = "") =>
        $":20:REF1\n:25:12345678/9988\n:28C:7/1\n:34F:EUR0,00\n:13D:2611201730+0100\n{lines}{(lines.Length > 0 ? "\n" : "")}{after}-\n";

    public static List<MtItem> Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    public static List<MtItem> Read(byte[] bytes, Encoding? encoding = null)
    {
        using var input = new MemoryStream(bytes);
        using var reader = new MtStatementReader(input, "bank.sta", Digits, encoding);
        var items = new List<MtItem>();
        while (reader.Read() is { } item) items.Add(item);
        return items;
    }

    public static MessageFormatException Refused(string text) => Assert.Throws<MessageFormatException>(() => Read(text));

    public static List<ReportItem> Report(string text)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(text));
        using var reader = new Mt940ReportReader(input, "bank.sta", Digits);
        var items = new List<ReportItem>();
        while (reader.Read() is { } item) items.Add(item);
        return items;
    }

    public static List<StatementLine> Lines(this IEnumerable<MtItem> items) => [.. items.OfType<MtItem.Line>().Select(line => line.Value)];

    public static IEnumerable<ReportFinding> Findings(this IEnumerable<MtItem> items) => items.SelectMany(item => item switch
    {
        MtItem.Line line => line.Findings,
        MtItem.StatementEnd end => end.Findings,
        MtItem.FileEnd end => end.Findings,
        _ => [],
    });

    /// <summary>One finding a line: code, expected, found and line.</summary>
    public static string Shown(this IEnumerable<ReportFinding> findings) =>
        string.Join('\n', findings.Select(finding => $"{finding.Code} | {finding.Expected} | {finding.Found} | {finding.Place?.ElementPath} "
            + $"{finding.Place?.Line}"));
}

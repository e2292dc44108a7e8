using System.Globalization;
using Giro.Ledger.Currencies;
using Giro.Messages.Reports;

namespace Giro.Cli.Commands;

/// <summary>A checked file for people: its format, a row a section, what does not agree, and what follows from it.</summary>
internal static class MessageCheckText
{
    private const int MaxFindings = 50;
    private const int MaxSections = 200;

    public static void Print(MessageCheck check, bool isLast)
    {
        Console.WriteLine($"{check.Path}: {(check.Format.Length > 0 ? check.Format : "unknown format")}");
        if (check.Sections.Count > 0)
        {
            Console.WriteLine();
            Console.Write(Table(check));
            Console.WriteLine();
        }

        if (check.Error is { } error) PrintError(check, error);
        else PrintVerdict(check);
        if (!isLast) Console.WriteLine();
    }

    private static void PrintError(MessageCheck check, Messages.MessageFormatException error)
    {
        Console.Out.Flush();
        Console.Error.WriteLine($"giro: {error.Message}");
        Console.WriteLine(check.LineCount > 0
            ? $"  UNREADABLE from there on: {check.LineCount} {(check.LineCount == 1 ? "line was" : "lines were")} read before it. Nothing of the file may be posted."
            : $"  UNREADABLE: nothing of the file may be posted.{(check.Format.Length == 0 ? " If it is a table: a table needs its mapping: --mapping FILE or NAME." : "")}");
    }

    private static void PrintVerdict(MessageCheck check)
    {
        var counted = $"{Counted(check.SectionCount, "section")}, {Counted(check.LineCount, "line")}";
        if (check.FindingCount == 0)
        {
            Console.WriteLine($"  adds up: {counted}");
            return;
        }

        Console.WriteLine($"  FLAGGED: {Counted(check.FindingCount, "finding")}; it is not posted without a named person accepting it ({counted})");
        foreach (var finding in check.Findings.Take(MaxFindings)) Print(finding);
        if (check.FindingCount > MaxFindings) Console.WriteLine($"\n  and {check.FindingCount - MaxFindings} more; --output json lists up to a thousand");
    }

    private static void Print(ReportFinding finding)
    {
        Console.WriteLine();
        Console.WriteLine($"  {finding.Code}{(finding.Place is { } place ? $" at {place}" : "")}");
        Console.WriteLine($"    {finding.Text}");
        if (finding.Expected.Length + finding.Found.Length > 0)
            Console.WriteLine($"    expected {Or(finding.Expected, "nothing")}, found {Or(finding.Found, "nothing")}");
    }

    private static string Table(MessageCheck check)
    {
        var text = PlainTable.Of(
            ["section", "account", "date", "currency", ">lines", ">opening", ">credits", ">in", ">debits", ">out", ">closing", ">not booked"],
            check.Sections.Take(MaxSections).SelectMany(Rows));
        return check.SectionCount > MaxSections ? $"{text}  and {check.SectionCount - MaxSections} more sections\n" : text;
    }

    /// <summary>A row a currency, the section's own words on the first.</summary>
    private static IEnumerable<IReadOnlyList<string>> Rows(CheckedSection section)
    {
        var head = section.Section;
        string[] first =
        [
            Or(head.Id, "-"), head.Account, head.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "", "", $"{section.Lines}", "", "", "", "", "", "",
            section.Unbooked > 0 ? $"{section.Unbooked}" : "",
        ];
        if (section.Movements.Count == 0) yield return first;
        foreach (var (currency, movement) in section.Movements)
        {
            string[] row = first[0].Length > 0 ? first : [.. first.Select(_ => "")];
            row[3] = currency;
            if (currency == head.Currency)
            {
                row[5] = head.OpeningMinor is { } opening ? Money(opening, currency) : "";
                row[10] = head.ClosingMinor is { } closing ? Money(closing, currency) : "";
            }

            (row[6], row[7]) = ($"{movement.Credits}", Money(movement.CreditMinor, currency));
            (row[8], row[9]) = ($"{movement.Debits}", Money(movement.DebitMinor, currency));
            yield return row;
            first = [.. first.Select(_ => "")];
        }
    }

    public static string Money(Int128 minor, string currency) => Currency.FromCode(currency).Format(minor);

    private static string Counted(long count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;
}

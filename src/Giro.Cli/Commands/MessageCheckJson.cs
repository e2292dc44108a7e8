using System.Globalization;
using Giro.Messages.Reports;

namespace Giro.Cli.Commands;

/// <summary>A checked file for machines. Amounts are decimal texts with exactly the decimals of their currency.</summary>
internal static class MessageCheckJson
{
    public static object Of(MessageCheck check) => new
    {
        file = check.Path,
        format = check.Format,
        verdict = check.Error is not null ? "unreadable" : check.FindingCount > 0 ? "flagged" : "adds up",
        lines = check.LineCount,
        sectionCount = check.SectionCount,
        findingCount = check.FindingCount,
        error = check.Error is { } error ? new { line = error.Line, column = error.Column, field = error.ElementPath, reason = error.Reason } : null,
        sections = check.Sections.Select(Of),
        findings = check.Findings.Select(Of),
    };

    private static object Of(CheckedSection section) => new
    {
        id = section.Section.Id,
        account = section.Section.Account,
        date = section.Section.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        currency = section.Section.Currency,
        lines = section.Lines,
        notBooked = section.Unbooked,
        opening = section.Section.OpeningMinor is { } opening ? MessageCheckText.Money(opening, section.Section.Currency) : null,
        closing = section.Section.ClosingMinor is { } closing ? MessageCheckText.Money(closing, section.Section.Currency) : null,
        movements = section.Movements.Select(pair => new
        {
            currency = pair.Key,
            credits = pair.Value.Credits,
            creditSum = MessageCheckText.Money(pair.Value.CreditMinor, pair.Key),
            debits = pair.Value.Debits,
            debitSum = MessageCheckText.Money(pair.Value.DebitMinor, pair.Key),
        }),
    };

    private static object Of(ReportFinding finding) => new
    {
        code = finding.Code,
        expected = finding.Expected,
        found = finding.Found,
        field = finding.Place?.ElementPath,
        line = finding.Place?.Line,
        column = finding.Place?.Column,
        text = finding.Text,
    };
}

using Giro.Messages;
using Giro.Messages.Reports;
using Giro.Operations.Reconciliation.Files;

namespace Giro.Operations.Reconciliation.Sources;

/// <summary>A file that is read as a report, from its first line to its last. What it does not sum up to is told with the results; it is reconciled all the same.</summary>
internal sealed class ReportSide(SideReading reading)
{
    /// <summary>Lines of a segment.</summary>
    private const int SegmentLines = 100_000;

    private const string UnreadableLine = "unreadable-line";

    /// <summary>How many more there are than are told one by one.</summary>
    private const string MoreUnreadable = "unreadable-lines";

    private readonly SourceLines _lines = new(reading.Side, reading.Config.Texts.Count);
    private readonly Func<ReportLine, string>[] _texts = [.. reading.Config.Texts.Select(TextOf)];
    private readonly List<string> _findings = [];
    private readonly HashSet<string> _others = [];
    private int _segments;

    public SideEnd Read(IRunProgress progress)
    {
        using var input = SideFile.OpenCounted(reading.Path, progress.Advance);
        using var reader = SideFile.OpenReport(reading.Config, input, Path.GetFileName(reading.Path));
        var sink = reading.NewSink();
        while (reader.Read() is { } item)
        {
            switch (item)
            {
                case ReportItem.Line line:
                    Add(line.Value);
                    Add(line.Findings);
                    break;
                case ReportItem.SectionEnd section:
                    Add(section.Findings);
                    break;
                case ReportItem.FileEnd file:
                    Add(file.Findings);
                    break;
                default:
                    break;
            }

            if (_lines.Count >= SegmentLines) Flush(sink);
        }

        if (_lines.Count > 0) Flush(sink);
        RequireOthers();
        return new SideEnd(_segments, _findings);
    }

    private void Add(ReportLine line)
    {
        if (reading.Config.TakesDetails && line.Details.Count > 0)
        {
            foreach (var detail in line.Details) Add(detail);
            return;
        }

        foreach (var name in line.Others.Keys) _others.Add(name);
        var currency = SideReading.NumberOf(line.Currency);
        var date = reading.Config.TakesValueDate ? line.ValueDate ?? line.BookingDate : line.BookingDate ?? line.ValueDate;
        _lines.Add(line.Place.Line, reading.Config.ReversesSign ? -line.AmountMinor : line.AmountMinor, line.FeeMinor ?? 0, date?.DayNumber ?? 0, currency);
        for (var i = 0; i < _texts.Length; i++) _lines.Block.Texts[i].Add(System.Text.Encoding.UTF8.GetBytes(_texts[i](line)));
    }

    private void Add(IReadOnlyList<ReportFinding> findings)
    {
        foreach (var finding in findings)
        {
            if (finding.Code == UnreadableLine) _lines.AddUnreadable(finding.Place?.Line ?? 1, finding.Text, finding.Found);
            else if (finding.Code == MoreUnreadable && int.TryParse(finding.Found, out var more)) AddMore(more);
            else if (_findings.Count < 100) _findings.Add(finding.Place is null ? finding.Text : $"{finding.Place}: {finding.Text}");
        }
    }

    private void AddMore(int lines)
    {
        for (; lines > 0; lines--) _lines.AddUnreadable(1, "cannot be read; there are too many of them to tell where each stands", "");
    }

    /// <summary>Text lines are of the whole file here, not of the segment.</summary>
    private void Flush(SegmentSink sink)
    {
        sink.Write(_segments++, _lines, 0, 0);
        _lines.Clear();
    }

    /// <summary>A field that no line has is an error of the config, which could not be found before the file was read: with it as a key nothing would match.</summary>
    private void RequireOthers()
    {
        foreach (var name in reading.Config.Texts)
        {
            if (reading.Config.Mapping is null && !SideFields.OfReports.Contains(name) && !_others.Contains(name) && _segments > 0)
                throw new MessageFormatException(Path.GetFileName(reading.Path), 0, 0, name, $"no line has this field; there are {string.Join(", ", SideFields.OfReports.Concat(_others.Order(StringComparer.Ordinal)))}");
        }
    }

    private static Func<ReportLine, string> TextOf(string name) => name switch
    {
        "reference" => line => line.Reference,
        "bank-reference" => line => line.BankReference,
        "batch" => line => line.Batch,
        "original-reference" => line => line.OriginalReference,
        "kind" => line => line.Kind,
        SideFields.Status => line => line.Status,
        "reason" => line => line.Reason,
        "counterparty" => line => line.Counterparty,
        "counterparty-account" => line => line.CounterpartyAccount,
        "text" => line => line.Text,
        "booked" => line => line.IsBooked ? "yes" : "no",
        _ => line => line.Others.GetValueOrDefault(name, ""),
    };
}

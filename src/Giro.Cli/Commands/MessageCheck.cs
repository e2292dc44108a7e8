using Giro.Messages;
using Giro.Messages.Reports;

namespace Giro.Cli.Commands;

/// <summary>What one file was found to be, and what does not agree in it. Memory is bounded: of very many sections or findings the first are kept, and all are counted.</summary>
internal sealed class MessageCheck
{
    private const int MaxKept = 1_000;

    private readonly List<CheckedSection> _sections = [];
    private readonly List<ReportFinding> _findings = [];

    private MessageCheck(string path) => Path = path;

    public string Path { get; }

    /// <summary>Format and version; empty when the file is in none that is known.</summary>
    public string Format { get; private set; } = "";

    /// <summary>Why the file could not be read to its end; null when it was.</summary>
    public MessageFormatException? Error { get; private set; }

    public IReadOnlyList<CheckedSection> Sections => _sections;

    public long SectionCount { get; private set; }

    public long LineCount { get; private set; }

    public IReadOnlyList<ReportFinding> Findings => _findings;

    public long FindingCount { get; private set; }

    /// <exception cref="CliException">There is no such file, or it is a directory.</exception>
    public static MessageCheck Of(string path, Func<Stream, string, IReportReader> open)
    {
        if (Directory.Exists(path)) throw CliException.BadInput($"{path} is a directory; name the files in it, for example {System.IO.Path.Combine(path, "*")}");
        if (!File.Exists(path)) throw CliException.NotFound($"there is no file {path}");
        var check = new MessageCheck(path);
        using var file = File.OpenRead(path);
        try
        {
            using var reader = open(file, path);
            check.Read(reader);
        }
        catch (MessageFormatException e)
        {
            check.Error = e;
        }

        return check;
    }

    private void Read(IReportReader reader)
    {
        CheckedSection? section = null;
        Format = reader.Format;
        while (reader.Read() is { } item)
        {
            Format = reader.Format;
            switch (item)
            {
                case ReportItem.SectionStart:
                    section = new CheckedSection();
                    break;
                case ReportItem.Line line:
                    LineCount++;
                    section?.Add(line.Value);
                    Keep(line.Findings);
                    break;
                case ReportItem.SectionEnd end:
                    section!.Close(end.Section, end.Totals);
                    if (SectionCount++ < MaxKept) _sections.Add(section);
                    Keep(end.Findings);
                    section = null;
                    break;
                case ReportItem.FileEnd end:
                    Keep(end.Findings);
                    break;
            }
        }
    }

    private void Keep(IReadOnlyList<ReportFinding> findings)
    {
        FindingCount += findings.Count;
        foreach (var finding in findings)
        {
            if (_findings.Count < MaxKept) _findings.Add(finding);
        }
    }
}

/// <summary>A section and what its lines came to, by currency: lines may have others than the section.</summary>
internal sealed class CheckedSection
{
    private readonly SortedDictionary<string, Movement> _movements = new(StringComparer.Ordinal);

    public ReportSection Section { get; private set; } = new() { Id = "" };

    public long Lines { get; private set; }

    /// <summary>Lines that are only announced, and are in no balance.</summary>
    public long Unbooked { get; private set; }

    public IReadOnlyDictionary<string, Movement> Movements => _movements;

    public void Add(ReportLine line)
    {
        Lines++;
        if (!line.IsBooked) Unbooked++;
        if (line.Currency.Length == 0) return;
        _movements[line.Currency] = _movements.GetValueOrDefault(line.Currency).With(line.AmountMinor);
    }

    public void Close(ReportSection section, ReportTotals totals)
    {
        Section = section;
        Lines = Math.Max(Lines, totals.Lines);
        if (section.Currency.Length > 0) _movements.TryAdd(section.Currency, default);
    }

    /// <summary>Sums are minor units and not negative.</summary>
    internal readonly record struct Movement(long Credits, Int128 CreditMinor, long Debits, Int128 DebitMinor)
    {
        public Movement With(long amountMinor) => amountMinor < 0
            ? this with { Debits = Debits + 1, DebitMinor = DebitMinor - amountMinor }
            : this with { Credits = Credits + 1, CreditMinor = CreditMinor + amountMinor };
    }
}

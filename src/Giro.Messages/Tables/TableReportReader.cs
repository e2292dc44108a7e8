using System.Text;
using System.Text.Unicode;
using Giro.Messages.Reports;

namespace Giro.Messages.Tables;

/// <summary>
/// Reads a table by its mapping: one section, a line for each of its lines. Memory is bounded by the longest record that is allowed. A line that cannot be
/// read is a finding <c>unreadable-line</c> of the section with its place, and reading goes on; a file whose header is not found, that ends within quotes,
/// or in which none of the first thousand lines can be read, is refused.
/// </summary>
public sealed class TableReportReader : IReportReader
{
    /// <summary>So many are told one by one. A file whose first lines are so many of them, and no other, is refused.</summary>
    private const int MaxUnreadable = 1000;

    private static readonly string[] Known =
    [
        "amount", "fee", "balance", "currency", "date", "value-date", "time", "reference", "bank-reference", "original-reference", "batch", "kind", "status", "reason",
        "counterparty", "counterparty-account", "text",
    ];

    private readonly Stream _input;
    private readonly string _fileName;
    private readonly TableMapping _mapping;
    private readonly Func<string, int> _digitsOf;
    private readonly List<ReportFinding> _unreadable = [];
    private Stream? _utf8;
    private RecordStream _records = null!;
    private TableHead _head = null!;
    private TableLines _lines = null!;
    private TableTally _tally = null!;
    private (string Name, int Index)[] _others = [];
    private long _unreadableCount;
    private long _number;
    private State _state;

    /// <param name="input">in any of the mapping's encodings; left open</param>
    /// <param name="fileName">what errors call it</param>
    /// <param name="digitsOf">decimals of an ISO 4217 code; negative when it is unknown</param>
    public TableReportReader(Stream input, string fileName, TableMapping mapping, Func<string, int> digitsOf) =>
        (_input, _fileName, _mapping, _digitsOf) = (input, fileName, mapping, digitsOf);

    private enum State : byte
    {
        Start,
        Lines,
        SectionEnded,
        Ended,
    }

    public string Format => _mapping.Name;

    public ReportItem? Read()
    {
        switch (_state)
        {
            case State.Start:
                _state = State.Lines;
                return Start();
            case State.Lines:
                if (NextLine() is { } line) return line;
                _state = State.SectionEnded;
                return End();
            case State.SectionEnded:
                _state = State.Ended;
                return new ReportItem.FileEnd([]);
            default:
                return null;
        }
    }

    public void Dispose() => _utf8?.Dispose();

    private ReportItem.SectionStart Start()
    {
        _utf8 = TableInput.Open(_input, _mapping.Encodings, leaveOpen: true);
        _records = new RecordStream(_utf8, _fileName, _mapping.Dialect);
        _head = TableHead.Find(_records.Start(out var isWhole), isWhole, _mapping, _fileName, _records.Scratch);
        _records.Skip(_head.Offset, _head.Lines);
        _lines = new TableLines(_head.Columns, _digitsOf);
        _tally = new TableTally(_head.Columns, _digitsOf);
        _others = [.. _head.Columns.Fields.Where(name => !Known.Contains(name)).Select(name => (name, _head.Columns.FieldIndex(name)))];
        return new ReportItem.SectionStart(Section());
    }

    private ReportItem.Line? NextLine()
    {
        while (_records.Next(out var record))
        {
            var place = new MessagePlace("", _records.Line, 1);
            var kind = _lines.Read(record);
            if (_tally.AwaitsFigures && kind != TableLineKind.Blank) kind = TableLineKind.Trailer;
            switch (kind)
            {
                case TableLineKind.Line:
                    var line = LineOf(record, place);
                    var findings = _tally.Add(record, _lines, line);
                    return new ReportItem.Line(line, Oddities(record, place, findings));
                case TableLineKind.Unreadable:
                    Unreadable(record, place with { ElementPath = _lines.ProblemField });
                    break;
                case TableLineKind.Trailer:
                    _tally.AddTrailer(record, place);
                    break;
                case TableLineKind.Header:
                    Report(new ReportFinding("repeated-header", "", "", place, "the header stands in the file again: files were put together, or lines doubled"));
                    break;
                default: // blank, a comment, or skipped
                    break;
            }
        }

        return null;
    }

    private ReportItem.SectionEnd End()
    {
        var findings = new List<ReportFinding>(_unreadable);
        if (_unreadableCount > MaxUnreadable)
            findings.Add(new ReportFinding("unreadable-lines", "0", $"{_unreadableCount - MaxUnreadable}", null, $"{_unreadableCount - MaxUnreadable} more lines cannot be read"));
        foreach (var name in _head.DoubledColumns)
            findings.Add(new ReportFinding("doubled-column", "1", "2", null, $"the header has the column '{name}' more than once; the first is read"));
        findings.AddRange(_tally.Close());
        var section = Section() with { Date = _tally.LastDay, OpeningMinor = Fits(_tally.Opening), ClosingMinor = Fits(_tally.Closing) };
        return new ReportItem.SectionEnd(section, _tally.Totals, findings);
    }

    private ReportSection Section()
    {
        var told = _head.Columns.Preamble;
        return new ReportSection
        {
            Id = told.GetValueOrDefault("statement", ""),
            Account = told.GetValueOrDefault("account", ""),
            Currency = _tally.Currency,
            MinorUnitDigits = _tally.Currency.Length == 0 ? 0 : Math.Max(_digitsOf(_tally.Currency), 0),
        };
    }

    private ReportLine LineOf(in CsvRecordReader record, MessagePlace place)
    {
        var others = new Dictionary<string, string>();
        foreach (var (name, index) in _others)
        {
            if (_lines.Text(record, index) is { IsEmpty: false } text) others[name] = Encoding.UTF8.GetString(text);
        }

        return new ReportLine
        {
            Number = ++_number,
            Place = place,
            AmountMinor = _lines.AmountMinor,
            Currency = Encoding.ASCII.GetString(_lines.Currency),
            BookingDate = _lines.Day > 0 ? DateOnly.FromDayNumber(_lines.Day) : null,
            ValueDate = _lines.ValueDay > 0 ? DateOnly.FromDayNumber(_lines.ValueDay) : null,
            Time = _lines.Second >= 0 ? TimeOnly.FromTimeSpan(TimeSpan.FromSeconds((long)_lines.Second)) : null,
            Reference = Text(record, "reference"),
            BankReference = Text(record, "bank-reference"),
            OriginalReference = Text(record, "original-reference"),
            Batch = Text(record, "batch"),
            Kind = Text(record, "kind"),
            Status = Text(record, "status"),
            Reason = Text(record, "reason"),
            Counterparty = Text(record, "counterparty"),
            CounterpartyAccount = Text(record, "counterparty-account"),
            Text = Text(record, "text"),
            FeeMinor = _lines.HasFee ? _lines.FeeMinor : null,
            BalanceMinor = _lines.HasBalance ? _lines.BalanceMinor : null,
            Others = others,
        };
    }

    private string Text(in CsvRecordReader record, string name)
    {
        var index = _head.Columns.FieldIndex(name);
        return index < 0 ? "" : Encoding.UTF8.GetString(_lines.Text(record, index));
    }

    private IReadOnlyList<ReportFinding> Oddities(in CsvRecordReader record, MessagePlace place, IReadOnlyList<ReportFinding> findings)
    {
        var isText = Utf8.IsValid(record.Record) && record.Record.IndexOf("\ufffd"u8) < 0;
        if (isText && _lines.ExcessField is null) return findings;
        var all = findings.ToList();
        if (!isText)
            all.Add(new ReportFinding("undecodable-text", "text", "", place, "holds bytes that are no text in the file's encoding; they are read as \ufffd"));
        if (_lines.ExcessField is { } field)
            all.Add(new ReportFinding("excess-decimals", "", "", place with { ElementPath = field }, $"{field} has more decimals than its currency; it is left out"));
        return all;
    }

    private void Unreadable(in CsvRecordReader record, MessagePlace place)
    {
        _unreadableCount++;
        _tally.AddUnreadable();
        if (_unreadableCount == MaxUnreadable && _number == 0)
        {
            var reason = $"the first {MaxUnreadable} lines cannot be read, it is another format: the last of them {_lines.Problem}";
            throw new MessageFormatException(_fileName, place.Line, 1, place.ElementPath, reason);
        }


        if (_unreadableCount > MaxUnreadable) return;
        var shown = Encoding.UTF8.GetString(record.Record[..Math.Min(record.Record.Length, 200)]);
        _unreadable.Add(new ReportFinding("unreadable-line", "a line", shown, place, $"cannot be read: {_lines.Problem}"));
    }

    private void Report(ReportFinding finding)
    {
        if (_unreadable.Count < 2 * MaxUnreadable) _unreadable.Add(finding);
    }

    private static long? Fits(Int128? minor) => minor is { } value && value >= long.MinValue && value <= long.MaxValue ? (long)value : null;
}

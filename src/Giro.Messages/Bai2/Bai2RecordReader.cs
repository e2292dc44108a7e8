using Giro.Messages.Lines;

namespace Giro.Messages.Bai2;

/// <summary>
/// Takes a file apart into records, each with the records 88 that continue it. A physical record is a line; or several share a line, each ended by <c>/</c>
/// and blanks; or they follow each other without ends of line, in the physical record length of the file header. A line in the middle of a text that is no
/// record continues it, and is a finding.
/// </summary>
internal sealed class Bai2RecordReader(TextLines lines, FindingLog findings) : IDisposable
{
    private const int MaxRecordLength = 256 * 1024;
    private const int MaxBlankLines = 10_000; // in all
    private readonly Queue<Physical> _ahead = new();
    private int _recordLength;
    private int _blankLines;
    private bool _isFirst = true;

    /// <summary>The next record, or null at the end of the file.</summary>
    public Bai2Record? Read()
    {
        if (Peek() is not { } first) return null;
        if (first.Code.Length == 0)
            throw Fail(first.Line, first.Column, "", $"'{Shown(first.Content)}' is no record: 01, 02, 03, 16, 49, 88, 98 or 99 and a comma");
        if (first.Code == "88") throw Fail(first.Line, first.Column, "88", "continues nothing");
        var record = new Bai2Record(first.Code, new MessagePlace(first.Code, first.Line, first.Column));
        record.Add(_ahead.Dequeue());
        var isText = first.Code == "16";
        while (Peek() is { } next && (next.Code == "88" || (next.Code.Length == 0 && isText)))
        {
            if (record.Length + next.Content.Length > MaxRecordLength)
                throw Fail(next.Line, next.Column, first.Code, $"the record and what continues it are longer than {MaxRecordLength} characters");
            if (next.Code.Length == 0)
                findings.Add("broken-line", "88,", Shown(next.Content), new MessagePlace(first.Code, next.Line, next.Column),
                    $"the line is no record, and was read as more of the text of the record of line {first.Line}: '{Shown(next.Content)}'");
            record.Add(_ahead.Dequeue());
        }

        return record;
    }

    /// <summary>As the file header says; lines that are longer are taken apart into records of this length.</summary>
    public void SetRecordLength(int length) => _recordLength = length;

    public MessageFormatException Fail(Bai2Record record, string field, string reason) =>
        Fail(record.Place.Line, record.Place.Column, $"{record.Code} {field}".TrimEnd(), reason);

    public MessageFormatException Fail(int line, int column, string field, string reason) =>
        new(lines.Fail(column, reason, field).FileName, line, column, field, reason);

    public void Dispose() => lines.Dispose();

    private Physical? Peek()
    {
        while (_ahead.Count == 0)
        {
            if (lines.Read() is not { } line) return null;
            if (line.AsSpan().TrimEnd(" \t\u001A").Length == 0)
            {
                if (++_blankLines > MaxBlankLines) throw lines.Fail(1, $"more than {MaxBlankLines} blank lines");
                continue;
            }

            if (_isFirst) line = line.TrimStart('\uFEFF', ' ');
            Divide(line);
            _isFirst = false;
        }

        return _ahead.Peek();
    }

    private void Divide(string line)
    {
        if (_isFirst) _recordLength = LengthInHeader(line); // the line may hold more than the header, and the next one is looked at before the header is read
        var length = _recordLength;
        var used = line.AsSpan().TrimEnd().Length;
        if (length > 0 && used > length)
        {
            if (AreRecordsOf(line.AsSpan(0, used), length))
            {
                for (var at = 0; at < line.Length; at += length)
                    AddPhysical(line[at..Math.Min(line.Length, at + length)], at + 1);
                return;
            }

            findings.Add("record-length", $"{length}", $"{used}", new MessagePlace("", lines.Number, 1),
                $"the line has {used} characters, and the file header says {length}");
        }

        var start = 0;
        for (var slash = line.IndexOf('/'); slash >= 0; slash = line.IndexOf('/', slash + 1))
        {
            var next = slash + 1;
            while (next < line.Length && line[next] == ' ') next++;
            if (next == slash + 1 || !StartsRecord(line.AsSpan(next))) continue;
            AddPhysical(line[start..next], start + 1);
            start = next;
        }

        AddPhysical(line[start..], start + 1);
    }

    private static int LengthInHeader(string line)
    {
        var end = line.IndexOf('/');
        var fields = (end < 0 ? line : line[..end]).Split(',');
        return fields.Length > 6 && int.TryParse(fields[6], out var length) ? length : 0;
    }

    private static bool AreRecordsOf(ReadOnlySpan<char> line, int length)
    {
        for (var at = 0; at < line.Length; at += length)
            if (CodeOf(line[at..]).Length == 0) return false;
        return true;
    }

    private void AddPhysical(string text, int column)
    {
        var code = CodeOf(text);
        if (code.Length > 0 && text[2] == ':')
            findings.Add("delimiter", "88,", "88:", new MessagePlace(code, lines.Number, column), "a colon stands for the comma behind the record code");
        var content = (code.Length > 0 ? text[3..] : text).TrimEnd();
        var isEnded = content.EndsWith('/');
        _ahead.Enqueue(new Physical(code, isEnded ? content[..^1] : content, isEnded, lines.Number, column));
    }

    private static string CodeOf(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("88:")) return "88";
        if (text.Length < 3 || text[2] != ',') return "";
        return text[..2] switch { "01" => "01", "02" => "02", "03" => "03", "16" => "16", "49" => "49", "88" => "88", "98" => "98", "99" => "99", _ => "" };
    }

    /// <summary>Behind a slash and blanks: a slash in a text may be followed by figures, too, so that more than the record code must fit.</summary>
    private static bool StartsRecord(ReadOnlySpan<char> text)
    {
        var code = CodeOf(text);
        if (code.Length == 0 || text.Length < 4) return false;
        var isFigure = char.IsAsciiDigit(text[3]) || text[3] is '+' or '-';
        return code switch
        {
            "16" => text.Length > 6 && char.IsAsciiDigit(text[3]) && char.IsAsciiDigit(text[4]) && char.IsAsciiDigit(text[5]) && text[6] == ',',
            "49" or "98" or "99" => isFigure,
            "01" or "02" or "03" => text[3..].Contains(','),
            _ => true,
        };
    }

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "...";
}

/// <param name="Code">empty for a line that is no record</param>
/// <param name="Content">behind the comma, without the slash at the end and blanks</param>
internal sealed record Physical(string Code, string Content, bool IsEnded, int Line, int Column);

/// <summary>A record with what continues it, to be read field by field.</summary>
internal sealed class Bai2Record(string code, MessagePlace place)
{
    private readonly List<Physical> _parts = [];
    private int _part;
    private int _at;

    public string Code => code;

    public MessagePlace Place => place;

    /// <summary>Physical records, as trailers count them: lines that are no record are not.</summary>
    public int Count { get; private set; }

    public int Length { get; private set; }

    public bool IsEnded => _parts[^1].IsEnded;

    /// <summary>The place of the field that comes next, or of the record.</summary>
    public MessagePlace Here => _part < _parts.Count ? new MessagePlace(code, _parts[_part].Line, _parts[_part].Column + 3 + _at) : place;

    public bool HasMore => _part < _parts.Count;

    public void Add(Physical part)
    {
        const int PerPart = 100; // what an empty one takes
        Length += part.Content.Length + PerPart;
        if (part.Code.Length > 0) Count++;
        if (part.Content.Length > 0 || part.Code.Length == 0 || _parts.Count == 0) _parts.Add(part);
    }

    /// <summary>The next field; empty at the end. A field never goes over the end of a physical record.</summary>
    public string Next()
    {
        if (!HasMore) return "";
        var content = _parts[_part].Content;
        var comma = content.IndexOf(',', _at);
        var field = comma < 0 ? content[_at..] : content[_at..comma];
        if (comma < 0)
            (_part, _at) = (_part + 1, 0);
        else
            _at = comma + 1;
        return field.Trim();
    }

    /// <summary>All that is left, commas and slashes included.</summary>
    public string Rest()
    {
        var text = string.Join('\n', _parts.Skip(_part).Select((part, index) => (index == 0 ? part.Content[_at..] : part.Content).TrimEnd()));
        _part = _parts.Count;
        return text.Trim();
    }
}

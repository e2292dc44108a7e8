using System.Buffers;
using System.Text;
using Giro.Messages.Lines;

namespace Giro.Messages.Swift;

/// <summary>
/// Takes a file of messages apart into fields. Messages stand alone, ended by a line <c>-</c> or by the next one, or in the blocks of the network,
/// <c>{1:...}{2:...}{4:</c> ... <c>-}</c>. Text before, between and after them is passed over and counted, unless it is one of the headings that banks write.
/// </summary>
internal sealed class MtFieldReader(TextLines lines) : IDisposable
{
    private const int MaxTextOutside = 100;
    private const int MaxLinesOutside = 10_000; // in a row, blank ones included
    private const int MaxFieldLength = 64 * 1024;
    private static readonly SearchValues<char> Rules = SearchValues.Create("-=*_. }");
    private string? _line;
    private bool _inside;
    private bool _inBlock;
    private int _outsideInARow;
    private int _textInARow;

    /// <summary>Of the message being read, when its blocks or heading say it: <c>940</c>, <c>942</c>.</summary>
    public string MessageType { get; private set; } = "";

    public int LinesOutside { get; private set; }

    /// <summary>Of the first line outside of messages; 0 when there is none.</summary>
    public int FirstLineOutside { get; private set; }

    public string FirstTextOutside { get; private set; } = "";

    /// <summary>Messages whose text block (4) was opened and not closed by <c>-}</c>.</summary>
    public int Unclosed { get; private set; }

    /// <summary>The next field, or the end of a message; null at the end of the file.</summary>
    public MtField? Read()
    {
        while ((_line ??= lines.Read()?.TrimStart('\uFEFF')) is { } line)
        {
            if (IsTagged(line, out var tag, out var text))
            {
                (_inside, _outsideInARow, _textInARow) = (true, 0, 0);
                return ReadField(tag, text);
            }

            _line = null;
            if (++_outsideInARow > MaxLinesOutside) throw lines.Fail(1, $"more than {MaxLinesOutside} lines without a field");
            if (line.StartsWith('{'))
                ReadBlocks(line);
            else if (_inside && IsEnd(line))
                return End(line);
            else
                PassOver(line);
        }

        CloseBlock(isClosed: false);
        return null;
    }

    public MessageFormatException Fail(MtField field, int at, string reason) => Fail(field.Line, field.ColumnOf(at), $":{field.Tag}:", reason);

    public MessageFormatException Fail(int line, int column, string field, string reason) =>
        new(lines.Fail(column, reason, field).FileName, line, column, field, reason);

    public void Dispose() => lines.Dispose();

    private MtField ReadField(string tag, string text)
    {
        var start = lines.Number;
        var all = new StringBuilder(text);
        _line = null;
        while ((_line = lines.Read()) is { } line && !IsTagged(line, out _, out _) && !IsEnd(line) && !line.StartsWith("{1:", StringComparison.Ordinal))
        {
            if (all.Length + line.Length > MaxFieldLength) throw lines.Fail(1, $"the field is longer than {MaxFieldLength} characters", $":{tag}:");
            all.Append('\n').Append(line);
        }

        return new MtField(tag, all.ToString().TrimEnd(), start);
    }

    private MtField End(string line)
    {
        _inside = false;
        var after = line.AsSpan().Trim("\u0001\u0002\u0003\u0004 ");
        CloseBlock(isClosed: after.StartsWith("-}"));
        // The blocks after the text, and those of the next message, may stand on the same line: -}{5:{CHK:...}}{1:...
        if (after.StartsWith("-}") && after.Length > 2)
            _line = after[2..].ToString();
        return new MtField(MtField.EndOfMessage, "", lines.Number);
    }

    /// <summary>Blocks 1 to 3 of a message, up to <c>{4:</c>, behind which its first field may follow at once; or block 5 of the one before.</summary>
    private void ReadBlocks(string line)
    {
        if (line.StartsWith("{1:", StringComparison.Ordinal)) MessageType = ""; // blocks may stand on lines of their own
        var application = line.IndexOf("{2:", StringComparison.Ordinal);
        if (application >= 0 && line.Length >= application + 7) MessageType = line.Substring(application + 4, 3);
        var text = line.IndexOf("{4:", StringComparison.Ordinal);
        if (text < 0) return;
        CloseBlock(isClosed: false);
        _inBlock = true;
        if (line.Length > text + 3) _line = line[(text + 3)..];
    }

    private void CloseBlock(bool isClosed)
    {
        if (_inBlock && !isClosed) Unclosed++;
        _inBlock = false;
    }

    private void PassOver(string line)
    {
        var text = line.Trim('\u0001', '\u0002', '\u0003', '\u0004', ' ', '\t', '$', '\uFEFF');
        if (text.Length == 0 || !text.AsSpan().ContainsAnyExcept(Rules)) return;
        if (text is "940" or "942" or "MT940" or "MT942" or ":940:" or ":942:")
            MessageType = text.Trim(':')[^3..];
        else if (!IsBic(text))
            CountOutside(text);
    }

    private void CountOutside(string text)
    {
        if (LinesOutside++ == 0) (FirstLineOutside, FirstTextOutside) = (lines.Number, text);
        // A file that is no message at all is not searched to its end for one.
        if (++_textInARow > MaxTextOutside)
            throw Fail(FirstLineOutside, 1, "", $"{MaxTextOutside} lines hold no field of a message, such as :20:; the first is '{Shown(FirstTextOutside)}'");
    }

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "...";

    /// <summary>A line of a heading: the bank's address on the network.</summary>
    private static bool IsBic(string text) =>
        text.Length is 8 or 11 or 12 && !text.AsSpan(0, 6).ContainsAnyExceptInRange('A', 'Z') && text.All(char.IsAsciiLetterOrDigit);

    private static bool IsEnd(string line)
    {
        var text = line.AsSpan().Trim("\u0001\u0002\u0003\u0004 ");
        return text is "-" || text.StartsWith("-}");
    }

    /// <summary>A tag is two digits and at most one capital letter between colons, or NS, which some banks use for what SWIFT has no field for.</summary>
    private static bool IsTagged(string line, out string tag, out string text)
    {
        (tag, text) = ("", "");
        if (line.Length < 4 || line[0] != ':') return false;
        var second = line.IndexOf(':', 1);
        if (second is not (3 or 4)) return false;
        var inside = line.AsSpan(1, second - 1);
        var isTag = inside is "NS" || (char.IsAsciiDigit(inside[0]) && char.IsAsciiDigit(inside[1])
            && (inside.Length == 2 || char.IsAsciiLetterUpper(inside[2])));
        if (isTag) (tag, text) = (inside.ToString(), line[(second + 1)..]);
        return isTag;
    }
}

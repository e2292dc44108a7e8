using System.Text;
using Giro.Messages.Lines;

namespace Giro.Messages.Nacha;

/// <summary>
/// Takes a file apart into records of 94 characters, with any end of line between them or none. A line without its blanks at the end is filled up; that, and
/// blanks behind the 94th character, are findings.
/// </summary>
internal sealed class NachaRecordReader(Stream input, string fileName, FindingLog findings) : IDisposable
{
    private const int MaxBlankLines = 10_000; // in all

    // Positions count bytes, so that every byte is a character.
    private readonly TextLines _lines = new(input, fileName, Encoding.Latin1);
    private NachaRecord? _ahead;
    private int _blankLines;

    public NachaRecord? Peek() => _ahead ??= Next();

    public NachaRecord? Read()
    {
        var record = Peek();
        _ahead = null;
        return record;
    }

    public MessageFormatException Empty() => new(fileName, 1, 1, "", "the file is empty");

    public void Dispose() => _lines.Dispose();

    private NachaRecord? Next()
    {
        while (_lines.ReadAtMost(NachaRecord.Length) is { } text)
        {
            var blank = text.AsSpan().Trim(" \u001A").Length == 0; // a line, or what CP/M put at the end of a file
            if (blank && (_lines.Column == 1 || text.Length < NachaRecord.Length))
            {
                if (++_blankLines > MaxBlankLines) throw _lines.Fail(1, $"more than {MaxBlankLines} blank lines");
                if (_lines.Column > 1) Report(NachaRecord.Length + text.Length, "has blanks behind the 94th character");
                continue;
            }

            if (text[0] is not ('1' or '5' or '6' or '7' or '8' or '9'))
                throw _lines.Fail(_lines.Column, $"'{text[..Math.Min(10, text.Length)]}' is no record: it does not start with 1, 5, 6, 7, 8 or 9");
            if (text.Length < NachaRecord.Length)
            {
                Report(text.Length, $"has {text.Length} characters, and was read as if blanks filled it up");
                text = text.PadRight(NachaRecord.Length);
            }

            return new NachaRecord(_lines, text, _lines.Number, _lines.Column);
        }

        return null;
    }

    private void Report(int length, string text) =>
        findings.Add("record-length", $"{NachaRecord.Length}", $"{length}", new MessagePlace("", _lines.Number, 1), $"line {_lines.Number} {text}");
}

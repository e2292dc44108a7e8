namespace Giro.Operations.Intake.Berka;

/// <summary>
/// Lines of a text of any length through one fixed buffer, ended by LF or CRLF, the last one also by the end of the text. A line is a view
/// into the buffer and is valid until the next call, so a million rows allocate nothing here.
/// </summary>
internal sealed class LineReader(TextReader reader, int maxChars = LineReader.DefaultMaxChars) : IDisposable
{
    public const int DefaultMaxChars = 65_536;

    private readonly char[] _buffer = new char[maxChars];
    private int _start;
    private int _end;
    private bool _insideLongLine;

    /// <summary>The line last returned, from 1.</summary>
    public int LineNumber { get; private set; }

    /// <summary>
    /// The next line without its end. A line that does not fit the buffer is returned cut, with <paramref name="tooLong"/>; what is left of it
    /// is skipped, so the line after it is whole again.
    /// </summary>
    /// <returns>false at the end of the text.</returns>
    public bool Read(out ReadOnlySpan<char> line, out bool tooLong)
    {
        tooLong = false;
        if (_insideLongLine)
            SkipRestOfLongLine();

        var scanned = 0;
        while (true)
        {
            var unread = _buffer.AsSpan(_start, _end - _start);
            var feed = unread[scanned..].IndexOf('\n');
            if (feed >= 0)
                return Take(unread[..(scanned + feed)], consumed: scanned + feed + 1, out line);

            scanned = unread.Length;
            if (scanned == _buffer.Length)
            {
                tooLong = _insideLongLine = true;
                return Take(unread, consumed: scanned, out line);
            }

            if (Fill())
                continue;
            if (scanned > 0)
                return Take(_buffer.AsSpan(0, scanned), consumed: scanned, out line);
            line = default;
            return false;
        }
    }

    public void Dispose() => reader.Dispose();

    private bool Take(ReadOnlySpan<char> text, int consumed, out ReadOnlySpan<char> line)
    {
        line = text.Length > 0 && text[^1] == '\r' ? text[..^1] : text;
        _start += consumed;
        LineNumber++;
        return true;
    }

    private void SkipRestOfLongLine()
    {
        _insideLongLine = false;
        while (true)
        {
            var feed = _buffer.AsSpan(_start, _end - _start).IndexOf('\n');
            if (feed >= 0)
            {
                _start += feed + 1;
                return;
            }

            _start = _end;
            if (!Fill())
                return;
        }
    }

    /// <summary>Moves what is unread to the front and reads more behind it. False when the text has no more.</summary>
    private bool Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        var read = reader.Read(_buffer.AsSpan(_end));
        _end += read;
        return read > 0;
    }
}

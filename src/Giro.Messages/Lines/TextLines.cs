using System.Text;
using System.Text.Unicode;

namespace Giro.Messages.Lines;

/// <summary>
/// Lines of a text file in bounded memory: ends of line are LF, CRLF or CR. Refuses, with file, line and column, a NUL, a line that is longer than is
/// allowed, and bytes that are no text in the encoding. A byte order mark at the start is passed over, and wins over the encoding that was given.
/// </summary>
public sealed class TextLines : IDisposable
{
    private readonly string _fileName;
    private readonly int _maxLength;
    private readonly StreamReader _reader;
    private readonly Encoding? _otherwise;
    private readonly StringBuilder _line = new();
    private readonly char[] _buffer = new char[8192];
    private int _at;
    private int _end;
    private int _taken; // characters of the line that earlier pieces have given
    private bool _skipLineFeed;

    /// <param name="input">left open</param>
    /// <param name="maxLength">in characters</param>
    public TextLines(Stream input, string fileName, Encoding encoding, int maxLength = 64 * 1024)
        : this(input, fileName, Strict(encoding), otherwise: null, maxLength)
    {
    }

    private TextLines(Stream input, string fileName, Encoding encoding, Encoding? otherwise, int maxLength)
    {
        (_fileName, _maxLength, _otherwise) = (fileName, maxLength, otherwise);
        _reader = new StreamReader(input, encoding, detectEncodingFromByteOrderMarks: otherwise is null, bufferSize: 16 * 1024, leaveOpen: true);
    }

    /// <summary>
    /// For files that say nothing of their encoding: each line is UTF-8 where its bytes are UTF-8, and otherwise in the encoding given. A text of more than a
    /// few letters beyond ASCII in a one-byte encoding is hardly ever valid UTF-8, and UTF-8 is never mistaken, so that the guess errs on one side only.
    /// </summary>
    /// <param name="otherwise">one byte a character, e.g. windows-1252</param>
    /// <param name="maxLength">in bytes</param>
    public static TextLines Utf8Or(Encoding otherwise, Stream input, string fileName, int maxLength = 64 * 1024) =>
        new(input, fileName, Encoding.Latin1, otherwise, maxLength);

    /// <summary>Of the line that was read last, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Where on that line the text that was read last starts, from 1.</summary>
    public int Column { get; private set; } = 1;

    /// <summary>The next line without its end; null at the end of the file. A last line may lack its end.</summary>
    /// <exception cref="MessageFormatException">As the class says.</exception>
    public string? Read()
    {
        var line = Next(_maxLength);
        return _taken == 0 ? line : throw Fail(_maxLength + 1, $"the line is longer than {_maxLength} characters");
    }

    /// <summary>
    /// The next record of a file whose records have a fixed length and may lack ends of line: the rest of the line, or its next <paramref name="length"/>
    /// characters when it is longer. An end of line right after them belongs to them. Null at the end of the file.
    /// </summary>
    /// <exception cref="MessageFormatException">As the class says.</exception>
    public string? ReadAtMost(int length) => Next(length);

    /// <summary>An error on the line that was read last.</summary>
    public MessageFormatException Fail(int column, string reason, string field = "", Exception? because = null) =>
        new(_fileName, Number, column, field, reason, because);

    public void Dispose() => _reader.Dispose();

    private static Encoding Strict(Encoding encoding) =>
        Encoding.GetEncoding(encoding.CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

    private string? Next(int most)
    {
        _line.Clear();
        Column = _taken + 1;
        if (_taken == 0) Number++;
        while (true)
        {
            if (_at == _end && !Fill()) return AtEndOfFile();
            if (_skipLineFeed && _buffer[_at] == '\n') _at++;
            _skipLineFeed = false;
            var ahead = _buffer.AsSpan(_at, _end - _at);
            var length = ahead.IndexOfAny('\n', '\r', '\0');
            var piece = length < 0 ? ahead : ahead[..length];
            if (_line.Length + piece.Length > most)
            {
                piece = piece[..(most - _line.Length)];
                _line.Append(piece);
                _at += piece.Length;
                _taken += most;
                return Decoded();
            }

            _line.Append(piece);
            _at += piece.Length;
            if (length < 0) continue;
            if (ahead[length] == '\0') throw Fail(Column + _line.Length, "holds a NUL, which is no text");
            _skipLineFeed = ahead[length] == '\r';
            _at++;
            _taken = 0;
            return Decoded();
        }
    }

    private string? AtEndOfFile()
    {
        if (_line.Length > 0)
        {
            _taken = 0;
            return Decoded();
        }

        if (_taken == 0 && Number > 0) Number--;
        return null;
    }

    private string Decoded()
    {
        var line = _line.ToString();
        if (_otherwise is null || Ascii.IsValid(line)) return line;
        var bytes = Encoding.Latin1.GetBytes(line);
        var text = Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : _otherwise.GetString(bytes);
        return Number == 1 && Column == 1 ? text.TrimStart('\uFEFF') : text;
    }

    private bool Fill()
    {
        try
        {
            (_at, _end) = (0, _reader.Read(_buffer, 0, _buffer.Length));
            return _end > 0;
        }
        catch (DecoderFallbackException e)
        {
            throw Fail(Column + _line.Length, $"holds bytes that are no text in {_reader.CurrentEncoding.WebName}", because: e);
        }
    }
}

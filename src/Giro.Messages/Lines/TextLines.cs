using System.Text;

namespace Giro.Messages.Lines;

/// <summary>
/// Lines of a text file in bounded memory: ends of line are LF, CRLF or CR. Refuses, with file, line and column, a NUL, a line that is longer than is allowed, and
/// bytes that are no text in the encoding. A byte order mark at the start is passed over, and wins over the encoding that was given.
/// </summary>
public sealed class TextLines : IDisposable
{
    private readonly string _fileName;
    private readonly int _maxLength;
    private readonly StreamReader _reader;
    private readonly StringBuilder _line = new();
    private readonly char[] _buffer = new char[8192];
    private int _at;
    private int _end;
    private bool _skipLineFeed;

    /// <param name="input">left open</param>
    /// <param name="maxLength">in characters</param>
    public TextLines(Stream input, string fileName, Encoding encoding, int maxLength = 64 * 1024)
    {
        (_fileName, _maxLength) = (fileName, maxLength);
        var strict = Encoding.GetEncoding(encoding.CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        _reader = new StreamReader(input, strict, detectEncodingFromByteOrderMarks: true, bufferSize: 16 * 1024, leaveOpen: true);
    }

    /// <summary>Of the line that was read last, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The next line without its end; null at the end of the file. A last line may lack its end.</summary>
    /// <exception cref="MessageFormatException">As the class says.</exception>
    public string? Read()
    {
        _line.Clear();
        Number++;
        while (true)
        {
            if (_at == _end && !Fill())
            {
                if (_line.Length > 0) return _line.ToString();
                Number--;
                return null;
            }

            if (_skipLineFeed && _buffer[_at] == '\n') _at++;
            _skipLineFeed = false;
            var ahead = _buffer.AsSpan(_at, _end - _at);
            var length = ahead.IndexOfAny('\n', '\r', '\0');
            var piece = length < 0 ? ahead : ahead[..length];
            if (_line.Length + piece.Length > _maxLength) throw Fail(_maxLength + 1, $"the line is longer than {_maxLength} characters");
            _line.Append(piece);
            _at += piece.Length;
            if (length < 0) continue;
            if (ahead[length] == '\0') throw Fail(_line.Length + 1, "holds a NUL, which is no text");
            _skipLineFeed = ahead[length] == '\r';
            _at++;
            return _line.ToString();
        }
    }

    /// <summary>An error on the line that was read last.</summary>
    public MessageFormatException Fail(int column, string reason, string field = "", Exception? because = null) => new(_fileName, Number, column, field, reason, because);

    public void Dispose() => _reader.Dispose();

    private bool Fill()
    {
        try
        {
            (_at, _end) = (0, _reader.Read(_buffer, 0, _buffer.Length));
            return _end > 0;
        }
        catch (DecoderFallbackException e)
        {
            throw Fail(_line.Length + 1, $"holds bytes that are no text in {_reader.CurrentEncoding.WebName}", because: e);
        }
    }
}

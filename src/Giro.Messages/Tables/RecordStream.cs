namespace Giro.Messages.Tables;

/// <summary>Records of a stream, one at a time, in memory bounded by the longest that is allowed.</summary>
internal sealed class RecordStream(Stream input, string fileName, CsvDialect dialect)
{
    /// <summary>In bytes. A line of a bank has some hundred; one that does not end within this is no line.</summary>
    public const int MaxRecordLength = 1024 * 1024;

    private readonly CsvScratch _scratch = new();
    private byte[] _buffer = new byte[256 * 1024];
    private int _at;
    private int _end;
    private int _linesBefore;
    private bool _isAtEnd;

    public CsvScratch Scratch => _scratch;

    /// <summary>Physical line that the last record starts on, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The bytes that are read and not taken yet: at the start, all that the buffer holds or the whole file.</summary>
    /// <param name="isWhole">nothing comes behind them</param>
    public ReadOnlySpan<byte> Start(out bool isWhole)
    {
        Fill();
        isWhole = _isAtEnd;
        return _buffer.AsSpan(_at, _end - _at);
    }

    /// <summary>Passes over bytes of <see cref="Start"/>.</summary>
    /// <param name="lines">physical lines that are among them</param>
    public void Skip(int bytes, int lines) => (_at, _linesBefore) = (_at + bytes, _linesBefore + lines);

    /// <summary>The next record; good until the next call.</summary>
    /// <exception cref="MessageFormatException">It is longer than is allowed, or a quote that is opened in it is never closed.</exception>
    public bool Next(out CsvRecordReader record)
    {
        while (true)
        {
            record = new CsvRecordReader(_buffer.AsSpan(_at, _end - _at), dialect, _scratch);
            var found = record.Next();
            if (found && (record.IsTerminated || _isAtEnd))
            {
                Line = _linesBefore + 1;
                if (record.Problem == CsvProblem.UnclosedQuote)
                    throw new MessageFormatException(fileName, Line, 1, "", "a quote is opened on this line and not closed before the end of the file");
                Skip(record.NextStart, record.Lines);
                return true;
            }

            if (_isAtEnd) return false;
            if (record.NextStart >= MaxRecordLength)
            {
                var reason = record.Problem == CsvProblem.UnclosedQuote
                    ? $"a quote is opened on this line and not closed within {MaxRecordLength} bytes"
                    : $"the line is longer than {MaxRecordLength} bytes";
                throw new MessageFormatException(fileName, _linesBefore + 1, 1, "", reason);
            }

            Fill();
        }
    }

    /// <summary>Moves what is left to the front and reads until the buffer, larger where nothing was taken from it, is full.</summary>
    private void Fill()
    {
        if (_at > 0)
        {
            _buffer.AsSpan(_at, _end - _at).CopyTo(_buffer);
            (_at, _end) = (0, _end - _at);
        }
        else if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 4, MaxRecordLength + 4096));
        }

        var wanted = _buffer.Length - _end;
        var read = input.ReadAtLeast(_buffer.AsSpan(_end), wanted, throwOnEndOfStream: false);
        _end += read;
        _isAtEnd = read < wanted;
    }
}

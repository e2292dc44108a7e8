namespace Giro.Operations.Intake;

/// <summary>
/// Reads lines of a file in place, in memory bounded by the longest line that is allowed. A longer one is passed over and reported, the lines after
/// it are read. Ends of line are LF or CRLF; the last line may lack one.
/// </summary>
public sealed class LineReader(Stream input) : IDisposable
{
    public const int MaxLineBytes = 16 * 1024;

    private readonly byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _atEnd;

    /// <summary>Number of the line that was read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Bytes of the file that lie behind.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The next line without its end. False at the end of the file. The bytes are valid until the next call.</summary>
    /// <param name="tooLong">The line has more than <see cref="MaxLineBytes"/>; <paramref name="line"/> is empty.</param>
    public bool TryRead(out ReadOnlySpan<byte> line, out bool tooLong)
    {
        tooLong = false;
        while (true)
        {
            var ahead = _buffer.AsSpan(_start, _end - _start);
            var at = ahead.IndexOf((byte)'\n');
            if (at < 0 && !_atEnd)
            {
                if (ahead.Length > MaxLineBytes + 1)
                {
                    tooLong = true;
                    Take(ahead.Length);
                }

                Fill();
                continue;
            }

            var length = at < 0 ? ahead.Length : at;
            if (length == 0 && at < 0 && !tooLong)
            {
                line = default;
                return false;
            }

            Take(at < 0 ? length : length + 1);
            Number++;
            line = ahead[..length];
            if (line.EndsWith("\r"u8)) line = line[..^1];
            tooLong |= line.Length > MaxLineBytes;
            if (tooLong) line = default;
            return true;
        }
    }

    private void Take(int bytes)
    {
        _start += bytes;
        BytesRead += bytes;
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        var read = input.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _atEnd = read == 0;
    }

    public void Dispose() => input.Dispose();
}

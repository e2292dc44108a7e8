using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Giro.Messages.Tables;

/// <summary>
/// Divides UTF-8 bytes into records and cells where they lie; nothing is allocated for a record.
/// <code>
/// var records = new CsvRecordReader(chunk, CsvDialect.Comma, scratch);
/// while (records.Next())
///     if (records.Problem == CsvProblem.None &amp;&amp; !records.IsBlank) ... records.Field(3) ...
/// </code>
/// Sixty-four bytes at a time are compared with what has a meaning (delimiter, quote, LF, CR, NUL); the answer is a mask, one bit a byte, and only its set
/// bits are looked at. All of these are ASCII, which never is part of a longer UTF-8 character, so no character is decoded here. An offset is an int: data
/// larger than 2 GiB comes in chunks, cut by <see cref="CsvChunk"/>.
/// </summary>
public ref struct CsvRecordReader
{
    private const int BlockLength = 64;

    private readonly ReadOnlySpan<byte> _data;
    private readonly CsvScratch _scratch;
    private readonly byte _delimiter;
    private readonly byte _quote;
    private readonly byte _cellMark;

    /// <summary>Bytes of the block at <see cref="_block"/> that have a meaning and were not looked at yet, the first byte in the lowest bit.</summary>
    private ulong _marks;
    private int _block;
    private int _next;
    private bool _doubled;

    /// <param name="data">starts at the start of a record, without a byte order mark</param>
    /// <param name="dialect">a usable one</param>
    /// <param name="scratch">in use by no other reader at the same time</param>
    public CsvRecordReader(ReadOnlySpan<byte> data, CsvDialect dialect, CsvScratch scratch)
    {
        if (!dialect.IsUsable)
            throw new ArgumentException($"delimiter {dialect.Delimiter} and quote {dialect.Quote} cannot divide text", nameof(dialect));
        _data = data;
        _scratch = scratch;
        _delimiter = dialect.Delimiter;
        _cellMark = dialect.CellMark;
        // Without quotes the delimiter is looked for twice, which costs nothing, and no byte is ever taken for a quote.
        _quote = dialect.Quote == 0 ? dialect.Delimiter : dialect.Quote;
        _marks = Marks(0);
    }

    /// <summary>Offset of the record's first byte.</summary>
    public int Start { get; private set; }

    /// <summary>Offset behind the record, without its end of line.</summary>
    public int End { get; private set; }

    /// <summary>Offset behind its end of line.</summary>
    public readonly int NextStart => _next;

    /// <summary>
    /// False when the data ended before the record's end of line, or with a CR whose LF may follow: with more data, read it again from <see cref="Start"/>.
    /// </summary>
    public bool IsTerminated { get; private set; }

    /// <summary>Physical line that the record starts on, from 1 at the start of the data.</summary>
    public int Line { get; private set; }

    /// <summary>Physical lines passed, with those of this record: those within quotes count.</summary>
    public int Lines { get; private set; }

    /// <summary>At least 1.</summary>
    public int FieldCount { get; private set; }

    public CsvProblem Problem { get; private set; }

    /// <summary>The record with its delimiters and quotes.</summary>
    public readonly ReadOnlySpan<byte> Record => _data[Start..End];

    /// <summary>There is nothing on the line but blanks and tabs.</summary>
    public readonly bool IsBlank => FieldCount == 1 && Record.IndexOfAnyExcept((byte)' ', (byte)'\t') < 0;

    /// <summary>Without its quotes, and doubled ones single. Good until <see cref="Next"/>.</summary>
    public readonly ReadOnlySpan<byte> Field(int i)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(i, FieldCount);
        var start = _scratch.Bounds[2 * i];
        var end = _scratch.Bounds[2 * i + 1];
        return start >= 0 ? _data[start..end] : _scratch.Text(~start, end);
    }

    /// <summary>Goes to the next record. An empty line is a record of one empty cell.</summary>
    /// <returns>false at the end of the data</returns>
    public bool Next()
    {
        var data = _data;
        if (_next >= data.Length) return false;
        _scratch.Clear();
        Start = _next;
        Line = Lines + 1;
        Problem = CsvProblem.None;
        IsTerminated = true;
        FieldCount = 0;

        var bounds = _scratch.Bounds;
        var delimiter = _delimiter;
        var cellMark = data[Start] == _cellMark ? _cellMark : (byte)0;
        var marks = _marks;
        var block = _block;
        var fields = 0;
        var start = Start;
        var open = -1; // of the cell that is being read, where it is quoted
        var close = -1;
        int end;
        while (true)
        {
            while (marks == 0)
            {
                block += BlockLength;
                if (block >= data.Length) break;
                marks = Marks(block);
            }

            if (marks == 0)
            {
                end = data.Length;
                _next = end;
                IsTerminated = false;
                break;
            }

            var at = block + BitOperations.TrailingZeroCount(marks);
            marks &= marks - 1;
            var mark = data[at];
            if (mark == delimiter)
            {
                if (cellMark != 0 && (at + 1 == data.Length || data[at + 1] != cellMark)) continue;
                if (2 * fields == bounds.Length) bounds = Grown(bounds);
                if (2 * fields < bounds.Length)
                {
                    bounds[2 * fields] = start;
                    bounds[2 * fields + 1] = at;
                    if (open >= 0) Unquote(bounds, fields, open, close, at);
                    fields++;
                }

                open = -1;
                start = at + 1;
            }
            else if (mark == (byte)'\n')
            {
                end = at > start && data[at - 1] == (byte)'\r' ? at - 1 : at;
                _next = at + 1;
                break;
            }
            else if (mark == (byte)'\r')
            {
                if (at + 1 < data.Length && data[at + 1] == (byte)'\n') continue; // the LF ends the record
                end = at;
                _next = at + 1;
                IsTerminated = at + 1 < data.Length;
                break;
            }
            else if (mark == _quote)
            {
                if (at == start)
                {
                    open = at;
                    close = EndOfQuoted(ref marks, ref block);
                }
                else if (open >= 0)
                {
                    Report(CsvProblem.TextAfterQuote);
                }
            }
            else
            {
                Report(CsvProblem.Nul);
            }
        }

        if (2 * fields == bounds.Length) bounds = Grown(bounds);
        if (2 * fields < bounds.Length)
        {
            bounds[2 * fields] = start;
            bounds[2 * fields + 1] = end;
            if (open >= 0) Unquote(bounds, fields, open, close, end);
            fields++;
        }

        _marks = marks;
        _block = block;
        End = end;
        Lines++;
        FieldCount = fields;
        return true;
    }

    /// <summary>Goes behind the closing quote of the cell that was just opened, and counts the lines in it.</summary>
    /// <returns>the closing quote; the end of the data when there is none</returns>
    private int EndOfQuoted(ref ulong marks, ref int block)
    {
        _doubled = false;
        var second = -1; // the second of two quotes, which is passed over
        while (true)
        {
            while (marks == 0)
            {
                block += BlockLength;
                if (block >= _data.Length)
                {
                    Report(CsvProblem.UnclosedQuote);
                    return _data.Length;
                }

                marks = Marks(block);
            }

            var at = block + BitOperations.TrailingZeroCount(marks);
            marks &= marks - 1;
            if (at == second) continue;
            var mark = _data[at];
            var next = at + 1 < _data.Length ? _data[at + 1] : (byte)0;
            if (mark == _quote)
            {
                if (next != _quote) return at;
                second = at + 1;
                _doubled = true;
            }
            else if (mark == (byte)'\n' || (mark == (byte)'\r' && next != (byte)'\n'))
            {
                Lines++;
            }
            else if (mark == 0)
            {
                Report(CsvProblem.Nul);
            }
        }
    }

    /// <summary>Sets the bounds of a quoted cell to what is within its quotes.</summary>
    private void Unquote(int[] bounds, int field, int open, int close, int end)
    {
        if (close < end && _data[(close + 1)..end].IndexOfAnyExcept((byte)' ', (byte)'\t') >= 0) Report(CsvProblem.TextAfterQuote);
        if (_doubled)
        {
            var (offset, length) = _scratch.Unescape(_data[(open + 1)..close], _quote);
            bounds[2 * field] = ~offset;
            bounds[2 * field + 1] = length;
        }
        else
        {
            bounds[2 * field] = open + 1;
            bounds[2 * field + 1] = close;
        }
    }

    private int[] Grown(int[] bounds)
    {
        if (bounds.Length < 2 * CsvScratch.MaxFields) return _scratch.Grow();
        Report(CsvProblem.TooManyFields);
        return bounds;
    }

    /// <summary>Of several, the one that says most.</summary>
    private void Report(CsvProblem problem) => Problem = Problem == CsvProblem.None || problem < Problem ? problem : Problem;

    private readonly ulong Marks(int block)
    {
        if (_data.Length - block >= BlockLength)
        {
            var whole = _data.Slice(block, BlockLength);
            return Marks(Vector256.Create(whole)) | (ulong)Marks(Vector256.Create(whole[32..])) << 32;
        }

        Span<byte> rest = stackalloc byte[BlockLength];
        rest.Clear();
        var left = _data[block..];
        left.CopyTo(rest);
        return (Marks(Vector256.Create((ReadOnlySpan<byte>)rest)) | (ulong)Marks(Vector256.Create((ReadOnlySpan<byte>)rest[32..])) << 32) & ((1UL << left.Length) - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly uint Marks(Vector256<byte> bytes) =>
        (Vector256.Equals(bytes, Vector256.Create(_delimiter))
            | Vector256.Equals(bytes, Vector256.Create(_quote))
            | Vector256.Equals(bytes, Vector256.Create((byte)'\n'))
            | Vector256.Equals(bytes, Vector256.Create((byte)'\r'))
            | Vector256.Equals(bytes, Vector256<byte>.Zero)).ExtractMostSignificantBits();
}

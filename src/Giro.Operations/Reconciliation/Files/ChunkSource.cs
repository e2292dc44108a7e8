using Giro.Messages;
using Giro.Messages.Tables;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>A piece of a table: whole records.</summary>
/// <param name="From">byte of the source, after decompression and decoding</param>
internal readonly record struct Chunk(int Number, long From, int Length);

/// <summary>
/// Cuts a table into chunks at ends of records, for whichever thread asks next. Reading is a small part of the work, so the thread that asks does it, one at a time; what
/// is behind the last whole record goes to the next chunk. The same stream gives the same chunks, so a run that resumes passes over those that are done.
/// </summary>
internal sealed class ChunkSource(Stream input, string fileName, CsvDialect dialect, int chunkBytes, ReadOnlyMemory<byte> start, long startsAt)
{
    /// <summary>One record may have this much; a quote that is never closed would otherwise take the rest of the file.</summary>
    private const int MaxRecord = 64 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly CsvScratch _scratch = new();
    private byte[] _carry = start.ToArray();
    private int _carried = start.Length;
    private long _at = startsAt;
    private int _number;
    private bool _isAtEnd;

    /// <summary>How many chunks there were, once there are no more.</summary>
    public int Count => _number;

    /// <param name="buffer">is filled with the chunk; grows</param>
    /// <param name="endOf">where a chunk ends that is done already, by its number; -1 for one that is not</param>
    /// <param name="skipped">is told the length of chunks that are done</param>
    public bool TryTake(ref byte[] buffer, Func<int, Chunk, long> endOf, Action<long> skipped, out Chunk chunk)
    {
        lock (_lock)
        {
            while (!_isAtEnd || _carried > 0)
            {
                var end = endOf(_number, new Chunk(_number, _at, 0));
                if (end >= 0)
                {
                    skipped(end - _at);
                    Skip(end - _at);
                    _number++;
                    continue;
                }

                var length = Fill(ref buffer);
                if (length == 0) break;
                chunk = new Chunk(_number++, _at, length);
                _at += length;
                return true;
            }

            chunk = default;
            return false;
        }
    }

    private int Fill(ref byte[] buffer)
    {
        // The buffer may be larger, from a longer record before: where a chunk ends must not depend on who reads it.
        for (var most = chunkBytes; ; most *= 2)
        {
            if (buffer.Length < most) buffer = new byte[most];
            var taken = Math.Min(_carried, most);
            _carry.AsSpan(0, taken).CopyTo(buffer);
            if (taken == _carried && !_isAtEnd)
            {
                var read = input.ReadAtLeast(buffer.AsSpan(taken, most - taken), most - taken, throwOnEndOfStream: false);
                _isAtEnd = read < most - taken;
                taken += read;
                Carry(buffer.AsSpan(0, taken));
            }

            var isLast = _isAtEnd && taken == _carried;
            var end = isLast ? taken : CsvChunk.EndOfLastRecord(buffer.AsSpan(0, taken), dialect, _scratch);
            if (end > 0 || isLast)
            {
                _carry.AsSpan(end.._carried).CopyTo(_carry);
                _carried -= end;
                return end;
            }

            if (taken >= MaxRecord) throw new MessageFormatException(fileName, 0, 0, "", $"from byte {_at + 1:N0} on there is no end of a line within {MaxRecord >> 20} MiB; a quote may have been opened and not closed");
        }
    }

    private void Carry(ReadOnlySpan<byte> rest)
    {
        if (_carry.Length < rest.Length) _carry = new byte[rest.Length];
        rest.CopyTo(_carry);
        _carried = rest.Length;
    }

    private void Skip(long bytes)
    {
        _at += bytes;
        var carried = (int)Math.Min(bytes, _carried);
        Carry(_carry.AsSpan(carried.._carried).ToArray());
        bytes -= carried;
        var scratch = new byte[256 * 1024];
        while (bytes > 0)
        {
            var read = input.Read(scratch, 0, (int)Math.Min(bytes, scratch.Length));
            if (read == 0) throw new RunStoreException($"{fileName}: it ends before the part that was read already; start over with --no-resume");
            bytes -= read;
        }
    }
}

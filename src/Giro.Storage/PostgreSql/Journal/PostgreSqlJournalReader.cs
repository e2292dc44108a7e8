using System.Data;
using Giro.Ledger.Journal;
using Npgsql;
using NpgsqlTypes;

namespace Giro.Storage.PostgreSql.Journal;

/// <summary>
/// Reads rows in chunks of some mebibytes, each by a statement that has ended when its first row is handed out: a reader that stands still holds no transaction,
/// snapshot or cursor. The first chunk is one row, as most readers that look up a record want no more; the next ones grow to what the bytes allow.
/// </summary>
internal sealed class PostgreSqlJournalReader(ReadConnections connections, long book, ulong fromSequence) : IJournalReader
{
    /// <summary>Of payloads in a chunk; the row that reaches it is still in.</summary>
    private const int ChunkBytes = 4 << 20;

    private const int MaxRows = 4096;

    /// <summary>
    /// The inner rows are bounded in number, the outer ones in bytes. The length of a payload is known without reading it, and payloads travel through the
    /// window as references to where they are stored.
    /// </summary>
    private const string Chunk =
        """
        SELECT sequence, time_us, first_number, hash, payload
        FROM (SELECT *, sum(octet_length(payload)) OVER (ORDER BY sequence ROWS UNBOUNDED PRECEDING) - octet_length(payload) AS before
              FROM (SELECT * FROM giro.journal WHERE book = $1 AND sequence >= $2 ORDER BY sequence LIMIT $3) AS next) AS sized
        WHERE before < $4 ORDER BY sequence
        """;

    private readonly List<ReadRow> _rows = [];
    private ulong _next = fromSequence;
    private byte[] _bytes = [];
    private int _at;
    private int _limit = 1;

    public bool TryRead(out JournalRow row)
    {
        if (_at == _rows.Count) Fetch();
        if (_at == _rows.Count)
        {
            row = default;
            return false;
        }

        var read = _rows[_at++];
        row = Checked(read, _bytes.AsMemory(read.Offset, read.Length));
        _next = row.Sequence + 1;
        return true;
    }

    private void Fetch()
    {
        try
        {
            connections.Use(_next, FetchChunk);
        }
        catch (JournalCorruptException) when (_limit > 1)
        {
            // One at a time, so that the rows before the damaged one are read and that one is named.
            _limit = 1;
            connections.Use(_next, FetchChunk);
            return;
        }

        if (_rows.Count == 0) return;
        var mean = Math.Max(1, (_rows[^1].Offset + _rows[^1].Length) / _rows.Count);
        _limit = Math.Clamp(2 * ChunkBytes / mean, 2, Math.Min(MaxRows, _limit * 8));
    }

    private bool FetchChunk(NpgsqlConnection connection)
    {
        _rows.Clear();
        _at = 0;
        using var select = new NpgsqlCommand(Chunk, connection)
        {
            Parameters = { JournalTables.Number(book), JournalTables.Number(unchecked((long)_next)), JournalTables.Number(_limit), JournalTables.Number(ChunkBytes) },
        };
        select.Prepare();
        using var reader = select.ExecuteReader(CommandBehavior.SequentialAccess | CommandBehavior.SingleResult);
        var used = 0;
        while (reader.Read())
        {
            var (sequence, timeUs, firstNumber, hash) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3));
            var length = (int)reader.GetBytes(4, 0, null, 0, 0);
            MakeRoom(used, length);
            for (var got = 0; got < length;) got += (int)reader.GetBytes(4, got, _bytes, used + got, length - got);
            _rows.Add(new ReadRow(sequence, timeUs, firstNumber, hash, used, length));
            used += length;
        }

        return true;
    }

    private void MakeRoom(int used, int length)
    {
        if (used + length <= _bytes.Length) return;
        var larger = new byte[Math.Max(used + length, Math.Min(_bytes.Length * 2, ChunkBytes + (1 << 20)))];
        _bytes.AsSpan(0, used).CopyTo(larger);
        _bytes = larger;
    }

    private JournalRow Checked(in ReadRow read, ReadOnlyMemory<byte> payload)
    {
        var sequence = unchecked((ulong)read.Sequence);
        if (read.Hash.Length != BatchHeader.HashSize) throw new JournalCorruptException(_next, "does not have a hash of 32 bytes");
        if (payload.Length < BatchHeader.Size) throw new JournalCorruptException(_next, $"has {payload.Length} bytes, fewer than a batch header");
        if (sequence < _next || sequence > long.MaxValue) throw new JournalCorruptException(_next, $"is out of order; found row {sequence}");
        if (BitConverter.ToInt64(payload.Span[BatchHeader.FirstNumberOffset..]) != read.FirstNumber) throw new JournalCorruptException(sequence, "has a first number that is not the batch's");
        return new JournalRow(sequence, read.TimeUs, payload, Hash256.From(read.Hash));
    }

    public void Dispose() => _rows.Clear();

    /// <summary>A row with its payload's place in the chunk.</summary>
    private readonly record struct ReadRow(long Sequence, long TimeUs, long FirstNumber, byte[] Hash, int Offset, int Length);
}

using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Giro.Ledger.Journal;

namespace Giro.Storage.Tests.Conformance;

/// <summary>Makes rows that continue each other. Their headers and hashes are right; the records are only bytes, which no store may look at.</summary>
internal sealed class RowChain
{
    private JournalHead _head;
    private ulong _nextNumber = 1;

    public JournalRow Next(int recordBytes = 64, uint records = 1)
    {
        var payload = new byte[BatchHeader.Size + recordBytes];
        new Random((int)_head.Sequence).NextBytes(payload.AsSpan(BatchHeader.Size));
        var sequence = _head.Sequence + 1;
        var timeUs = 1_700_000_000_000_000 + (long)sequence;
        MemoryMarshal.AsRef<BatchHeader>(payload.AsSpan()) = new BatchHeader
        {
            Magic = BatchHeader.MagicValue,
            Format = BatchHeader.FormatVersion,
            Sequence = sequence,
            TimeUs = timeUs,
            FirstNumber = _nextNumber,
            RecordCount = records,
            RecordBytes = (uint)recordBytes,
            PreviousHash = _head.Hash,
        };
        var hash = Hash256.From(SHA256.HashData(payload));
        _head = new JournalHead(sequence, hash);
        _nextNumber += records;
        return new JournalRow(sequence, timeUs, payload, hash);
    }

    public JournalRow[] Rows(int count, int recordBytes) => [.. Enumerable.Range(0, count).Select(_ => Next(recordBytes))];
}

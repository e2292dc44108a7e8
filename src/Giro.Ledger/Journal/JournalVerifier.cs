using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Giro.Ledger.Journal;

/// <summary>
/// Follows the hash chain. Feed it rows in order; it throws at the first that is not exactly what was appended after the one before.
/// A row is right when its sequence, time and header agree, its hash is the SHA-256 of its payload, and it carries its predecessor's hash.
/// </summary>
public sealed class JournalVerifier(JournalHead after, ulong nextNumber)
{
    public JournalHead Head { get; private set; } = after;

    /// <summary>The number that the next record must have.</summary>
    public ulong NextNumber { get; private set; } = nextNumber;

    public static JournalVerifier FromStart() => new(default, 1);

    /// <exception cref="JournalCorruptException">Names the first sequence that is wrong.</exception>
    public void Check(in JournalRow row)
    {
        var expected = Head.Sequence + 1;
        if (row.Sequence != expected)
            throw new JournalCorruptException(expected, row.Sequence > expected ? $"is missing; the next row is {row.Sequence}" : $"is out of order; found row {row.Sequence}");
        var payload = row.Payload.Span;
        if (payload.Length < BatchHeader.Size) throw Corrupt($"has {payload.Length} bytes, fewer than a batch header");
        ref readonly var header = ref MemoryMarshal.AsRef<BatchHeader>(payload);
        if (header.Magic != BatchHeader.MagicValue) throw Corrupt("does not start with the mark of a batch");
        if (header.Format != BatchHeader.FormatVersion)
            throw Corrupt($"has format {header.Format}; this version of Giro reads format {BatchHeader.FormatVersion}");
        Span<byte> hash = stackalloc byte[BatchHeader.HashSize];
        SHA256.HashData(payload, hash);
        if (Hash256.From(hash) != row.Hash) throw Corrupt("does not have the hash that was stored with it");
        if (!header.PreviousHash.Equals(Head.Hash)) throw Corrupt($"does not continue the chain: it does not carry the hash of row {Head.Sequence}");
        if (header.Sequence != expected) throw Corrupt($"was written as row {header.Sequence}");
        if (header.TimeUs != row.TimeUs) throw Corrupt("has a time that is not the batch's");
        if (header.FirstNumber != NextNumber) throw Corrupt($"starts with record {header.FirstNumber}, expected {NextNumber}");
        if (header.RecordBytes != payload.Length - BatchHeader.Size) throw Corrupt($"has {payload.Length - BatchHeader.Size} bytes of records, its header says {header.RecordBytes}");
        Head = new JournalHead(row.Sequence, row.Hash);
        NextNumber += header.RecordCount;

        JournalCorruptException Corrupt(string reason) => new(expected, reason);
    }

    /// <summary>Checks that the rows end where the store says that they end.</summary>
    public void CheckEnd(JournalHead stored)
    {
        if (stored.Sequence > Head.Sequence)
            throw new JournalCorruptException(Head.Sequence + 1, $"is missing: the journal's head says that row {stored.Sequence} was acknowledged");
        if (!stored.Equals(Head)) throw new JournalCorruptException(Head.Sequence, "is not the journal's head: the head record is stale or damaged");
    }
}

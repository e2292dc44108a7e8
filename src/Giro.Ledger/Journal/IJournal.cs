namespace Giro.Ledger.Journal;

/// <summary>Where a journal ends: the last sequence (0 when empty) and its hash (zeros when empty).</summary>
public readonly record struct JournalHead(ulong Sequence, Hash256 Hash);

/// <summary>One row: a batch of records with its header, and the hash of those bytes.</summary>
public readonly record struct JournalRow(ulong Sequence, long TimeUs, ReadOnlyMemory<byte> Payload, Hash256 Hash);

/// <summary>
/// The durable log of a book. One writer appends; any number of readers read rows that were appended. The conformance suite in
/// tests/Giro.Storage.Tests says what every implementation must do.
/// </summary>
public interface IJournal : IDisposable
{
    /// <summary>The head that the store itself wrote down with its last append; the rows are checked against it on opening a book.</summary>
    /// <exception cref="JournalCorruptException">It cannot be read.</exception>
    JournalHead ReadHead();

    /// <summary>
    /// Appends rows, all or none, and returns when they will survive a power failure. The first must have <paramref name="expectedSequence"/>,
    /// which must be one more than the last row's: that is the fence against a second writer.
    /// </summary>
    /// <exception cref="JournalConflictException">Another writer appended there.</exception>
    /// <exception cref="JournalUnavailableException">The store failed or is full; whether the rows are durable is unknown, so nobody may be told that they are.</exception>
    void Append(ulong expectedSequence, ReadOnlySpan<JournalRow> rows);

    /// <summary>Reads rows in order from a sequence on. The reader has its own connection and does not hold up the writer for longer than a row.</summary>
    IJournalReader Read(ulong fromSequence);

    /// <summary>
    /// The sequence of the row that holds a record, found without reading payloads. Null when the record's number is beyond the end.
    /// The store keeps each row's first number for this (<see cref="BatchHeader.FirstNumber"/>); it is checked with the row.
    /// </summary>
    ulong? FindRow(ulong recordNumber);
}

public interface IJournalReader : IDisposable
{
    /// <summary>The next row, or false at the present end. The payload is valid until the next call.</summary>
    /// <exception cref="JournalCorruptException">A row is missing or unreadable.</exception>
    bool TryRead(out JournalRow row);
}

/// <summary>The journal cannot be trusted at <see cref="Sequence"/>: nothing after it may be used, nothing may be written.</summary>
public sealed class JournalCorruptException(ulong sequence, string reason, Exception? inner = null)
    : Exception($"journal row {sequence}: {reason}", inner)
{
    public ulong Sequence { get; } = sequence;
    public string Reason { get; } = reason;
}

/// <summary>Another writer owns the sequence. This process must stop.</summary>
public sealed class JournalConflictException(ulong sequence)
    : Exception($"journal row {sequence} was written by another process; this one has lost the book and stops")
{
    public ulong Sequence { get; } = sequence;
}

/// <summary>The journal's store failed: disk full, I/O error, connection lost.</summary>
public sealed class JournalUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

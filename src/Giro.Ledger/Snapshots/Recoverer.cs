using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Giro.Ledger.Journal;
using Giro.Ledger.State;
using Giro.Ledger.Writer;

namespace Giro.Ledger.Snapshots;

/// <summary>What opening a book found.</summary>
/// <param name="SnapshotSequence">The row of the snapshot that was used; 0 for none.</param>
/// <param name="VerifiedRows">Rows whose place in the chain was verified.</param>
/// <param name="ReplayedRecords">Records applied after the snapshot.</param>
/// <param name="Notes">What a person should know: a snapshot that could not be used, and why.</param>
public sealed record RecoveryReport(ulong SnapshotSequence, ulong VerifiedRows, ulong ReplayedRecords, TimeSpan Elapsed, IReadOnlyList<string> Notes);

internal sealed record OpenedState(
    LedgerState State, SnapshotStore? Snapshots, JournalHead Head, long LastTimeUs, ulong SnapshotNumber, RecoveryReport Report);

/// <param name="Verifier">At the row after which the state stands.</param>
/// <param name="SnapshotNumber">The number of the first record that no snapshot covers.</param>
internal sealed record RecoveredState(Replay Replay, JournalVerifier Verifier, ulong SnapshotNumber, RecoveryReport Report);

/// <summary>
/// Brings a book back from its journal: the newest usable snapshot, then the rows after it. Every row's hash is checked on one thread while
/// another applies the rows before it. It throws before anything is written, so a damaged journal stays as it was found.
/// </summary>
internal static class Recoverer
{
    /// <summary>For the one writer of the journal: rows after the end that the store wrote down are damage.</summary>
    public static OpenedState Open(IJournal journal, BookOptions options)
    {
        var stored = journal.ReadHead();
        if (stored.Sequence == 0 && IsEmpty(journal)) stored = Begin(journal, options);
        var recovered = Recover(journal, options, stored, ulong.MaxValue);
        var state = recovered.Replay.State;
        return state is not null
            ? new OpenedState(state, recovered.Replay.Snapshots, stored, recovered.Replay.LastTimeUs, recovered.SnapshotNumber, recovered.Report)
            : throw new JournalCorruptException(1, "does not open a book");
    }

    /// <summary>Beside a writer: up to the end at this moment. A journal that is empty still gives no state yet; nothing is written.</summary>
    public static RecoveredState OpenToFollow(IJournal journal, BookOptions options)
    {
        var stored = journal.ReadHead();
        return Recover(journal, options, stored, stored.Sequence);
    }

    /// <summary>Writes the row that opens a book into an empty journal.</summary>
    public static JournalHead Begin(IJournal journal, BookOptions options)
    {
        RefuseToBeginAnew(options);
        return WriteFirstRow(journal, options);
    }

    private static RecoveredState Recover(IJournal journal, BookOptions options, JournalHead stored, ulong last)
    {
        var clock = Stopwatch.StartNew();
        var notes = new List<string>();
        var (replay, snapshot) = LoadSnapshot(options, stored, notes);
        try
        {
            var startAt = options.VerifyWholeChainOnOpen || snapshot is null ? default : snapshot.Head;
            var verifier = new JournalVerifier(startAt, startAt.Sequence == 0 ? 1 : snapshot!.NextNumber);
            VerifyAndReplay(journal, verifier, replay, snapshot, last);
            verifier.CheckEnd(stored);
            var currency = replay.State?.CurrencyOutOfBalanceRecounted() ?? 0;
            if (currency != 0) throw new JournalCorruptException(stored.Sequence, $"leaves currency {currency} with debits and credits that differ");
            var report = new RecoveryReport(snapshot?.Head.Sequence ?? 0, verifier.Head.Sequence - startAt.Sequence, replay.Records, clock.Elapsed, notes);
            return new RecoveredState(replay, verifier, snapshot?.NextNumber ?? 1, report);
        }
        catch
        {
            replay.State?.Dispose();
            throw;
        }
    }

    private static bool IsEmpty(IJournal journal)
    {
        using var reader = journal.Read(1);
        return !reader.TryRead(out _);
    }

    private static JournalHead WriteFirstRow(IJournal journal, BookOptions options)
    {
        var name = Encoding.UTF8.GetBytes(options.Name);
        if (name.Length > LedgerState.MaxAttributes) throw new ArgumentException("the name of a book has at most 2,048 bytes");
        var firstDate = options.FirstBusinessDate ?? DateOnly.FromDateTime(options.Time.GetUtcNow().UtcDateTime);
        var length = RecordHeader.Size + 16 + RecordBody.Padded(name.Length);
        var payload = new byte[BatchHeader.Size + length];
        var timeUs = MicrosecondTime.From(options.Time.GetUtcNow());
        MemoryMarshal.AsRef<BatchHeader>(payload.AsSpan()) = new BatchHeader
        {
            Magic = BatchHeader.MagicValue,
            Format = BatchHeader.FormatVersion,
            Sequence = 1,
            TimeUs = timeUs,
            FirstNumber = 1,
            RecordCount = 1,
            RecordBytes = (uint)length,
        };
        var record = payload.AsSpan(BatchHeader.Size);
        MemoryMarshal.AsRef<RecordHeader>(record) = new RecordHeader
        {
            Type = RecordType.OpenBook,
            Length = (uint)length,
            BusinessDate = firstDate.DayNumber,
            ValueDate = firstDate.DayNumber,
            AttributeLength = (ushort)name.Length,
        };
        MemoryMarshal.AsRef<OpenBookBody>(record[RecordHeader.Size..]).Seed = options.Seed ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
        name.CopyTo(record[(RecordHeader.Size + 16)..]);
        var hash = Hash256.From(SHA256.HashData(payload));
        journal.Append(1, [new JournalRow(1, timeUs, payload, hash)]);
        return new JournalHead(1, hash);
    }

    /// <summary>A snapshot is taken of rows only, so an empty journal beside one has lost them.</summary>
    private static void RefuseToBeginAnew(BookOptions options)
    {
        if (options.Folder is not null && SnapshotStore.Existing(SnapshotStore.FolderOf(options.Folder)).FirstOrDefault() is { } path)
            throw new JournalCorruptException(1, $"is missing: the journal is empty, but {path} was taken of it");
    }

    /// <summary>The state of the newest snapshot that can be read, or the state before the first row.</summary>
    private static (Replay Replay, Snapshot? Snapshot) LoadSnapshot(BookOptions options, JournalHead stored, List<string> notes)
    {
        if (options.Folder is null) return (new Replay(options, null), null);
        foreach (var path in SnapshotStore.Existing(SnapshotStore.FolderOf(options.Folder)))
        {
            try
            {
                var snapshot = Snapshot.Read(path);
                if (snapshot.Head.Sequence > stored.Sequence)
                    throw new JournalCorruptException(stored.Sequence + 1, $"is missing: a snapshot was taken after row {snapshot.Head.Sequence}, the journal ends with row {stored.Sequence}");
                return (new Replay(options, snapshot), snapshot);
            }
            catch (Exception e) when (e is IOException or InvalidDataException)
            {
                notes.Add($"snapshot not used: {e.Message}");
            }
        }

        return (new Replay(options, null), null);
    }

    private static void VerifyAndReplay(IJournal journal, JournalVerifier verifier, Replay replay, Snapshot? snapshot, ulong last)
    {
        // Four rows of at most some 4 MiB between the threads.
        using var rows = new BlockingCollection<JournalRow>(4);
        using var stop = new CancellationTokenSource();
        var applying = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    foreach (var row in rows.GetConsumingEnumerable())
                    {
                        replay.Apply(row);
                        MemoryMarshal.TryGetArray(row.Payload, out var rented);
                        ArrayPool<byte>.Shared.Return(rented.Array!);
                    }
                }
                catch
                {
                    stop.Cancel();
                    throw;
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            using var reader = journal.Read(verifier.Head.Sequence + 1);
            while (!stop.IsCancellationRequested && verifier.Head.Sequence < last && reader.TryRead(out var row))
            {
                verifier.Check(row);
                if (snapshot is not null && row.Sequence == snapshot.Head.Sequence && row.Hash != snapshot.Head.Hash)
                    throw new JournalCorruptException(row.Sequence, "is not the row after which the snapshot was taken");
                if (row.Sequence > (snapshot?.Head.Sequence ?? 0)) rows.Add(Copied(row), stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The applying thread has met something worse; its exception is thrown below.
        }
        finally
        {
            rows.CompleteAdding();
            WaitFor(applying);
        }
    }

    /// <summary>The reader reuses its buffer for the next row, so the row travels in a rented one.</summary>
    private static JournalRow Copied(in JournalRow row)
    {
        var rented = ArrayPool<byte>.Shared.Rent(row.Payload.Length);
        row.Payload.CopyTo(rented);
        return row with { Payload = rented.AsMemory(0, row.Payload.Length) };
    }

    private static void WaitFor(Task applying) => applying.GetAwaiter().GetResult();
}

using System.Runtime.InteropServices;
using System.Text;
using Giro.Ledger.Ids;
using Giro.Ledger.Journal;
using Giro.Ledger.State;
using Giro.Ledger.Writer;

namespace Giro.Ledger.Snapshots;

/// <summary>
/// A state that comes from journal rows: at opening, and for as long as a book is followed. Without a snapshot there is none before the first row. Not thread-safe.
/// </summary>
internal sealed class Replay
{
    private readonly BookOptions _options;

    public Replay(BookOptions options, Snapshot? snapshot)
    {
        _options = options;
        if (snapshot is not null) Load(snapshot);
    }

    /// <summary>Goes on with the state that a book had when it was closed.</summary>
    public Replay(BookOptions options, LedgerState state, SnapshotStore? snapshots, long lastTimeUs)
    {
        _options = options;
        State = state;
        Snapshots = snapshots;
        LastTimeUs = lastTimeUs;
    }

    public LedgerState? State { get; private set; }

    public SnapshotStore? Snapshots { get; private set; }

    public long LastTimeUs { get; private set; }

    public ulong Records { get; private set; }

    public void Apply(in JournalRow row)
    {
        LastTimeUs = row.TimeUs;
        if (State is not null) State.Ids.EnsureRoom((int)(2 * MemoryMarshal.AsRef<BatchHeader>(row.Payload.Span).RecordCount));
        var records = JournalRecords.Of(row.Payload.Span);
        var ahead = JournalRecords.Of(row.Payload.Span);
        for (var i = 0; i < LedgerState.Lookahead && ahead.MoveNext(); i++) State?.Prefetch(ahead.Current);
        while (records.MoveNext())
        {
            if (ahead.MoveNext()) State?.Prefetch(ahead.Current);
            if (State is null) Open(row.Sequence, records.Current);
            else if (State.Replay(records.Current) is { } wrong) throw new JournalCorruptException(row.Sequence, $"{wrong} (record {records.Number})");
            Records++;
        }
    }

    private void Open(ulong sequence, in RecordBody record)
    {
        if (record.Header.Type != RecordType.OpenBook) throw new JournalCorruptException(sequence, "does not start with the opening of a book");
        State = Make(Encoding.UTF8.GetString(record.Attributes), record.Fixed<OpenBookBody>().Seed, record.Header.BusinessDate, []);
        State.NextNumber = 2;
    }

    private void Load(Snapshot snapshot)
    {
        try
        {
            State = Make(snapshot.Name, snapshot.Seed, snapshot.BusinessDate, snapshot.IdRuns);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new JournalUnavailableException(
                $"the files with old ids that the snapshot of row {snapshot.Head.Sequence} names cannot be used ({e.Message}); delete the folders snapshots and ids, and the book is rebuilt from its journal", e);
        }

        State.NextNumber = snapshot.NextNumber;
        State.Restore(snapshot);
        LastTimeUs = snapshot.LastTimeUs;
    }

    private LedgerState Make(string name, ulong seed, int businessDate, IReadOnlyList<string> runs)
    {
        var hash = new BookHash(seed);
        var sealer = _options.Folder is null ? null : new IdSealer(Path.Combine(_options.Folder, "ids"), hash, runs);
        if (sealer is not null) Snapshots = new SnapshotStore(SnapshotStore.FolderOf(_options.Folder!), sealer);
        var ids = new IdIndex(hash, _options.IdTableBits, _options.IdTableMaxBits, sealer);
        return new LedgerState(name, hash, ids, businessDate, _options.MaxAccounts, _options.MaxOpenHolds);
    }
}

using Giro.Ledger.Ids;
using Giro.Ledger.Journal;
using Giro.Ledger.State;

namespace Giro.Ledger.Snapshots;

/// <summary>
/// The snapshots of a book: <c>snapshots/00000000000000001234.snapshot</c>, named by the row they follow. Only the newest is kept: the run files of an older one may have been merged away. Old ids are sealed
/// first, so a snapshot and the runs that it names hold every id up to its row.
/// </summary>
internal sealed class SnapshotStore(string folder, IdSealer sealer) : IDisposable
{
    private volatile int _busy;

    public bool IsBusy => _busy != 0;

    /// <summary>Why the last snapshot was not written; the book goes on without it.</summary>
    public Exception? Failure { get; private set; }

    public static string FolderOf(string bookFolder) => Path.Combine(bookFolder, "snapshots");

    /// <summary>Existing snapshots, the newest first.</summary>
    public static IEnumerable<string> Existing(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.snapshot").OrderDescending() : [];

    /// <summary>Copies the state on the caller's thread (the writer's) and writes it in the background.</summary>
    public void Begin(LedgerState state, JournalHead head, long lastTimeUs, Action done)
    {
        state.Ids.Freeze();
        var snapshot = Snapshot.Of(state, head, lastTimeUs);
        Interlocked.Increment(ref _busy);
        sealer.AfterSeals(
            runs => Write(snapshot, runs),
            failure =>
            {
                Failure = failure;
                Interlocked.Decrement(ref _busy);
                done();
            });
    }

    private void Write(Snapshot snapshot, IReadOnlyList<string> runs)
    {
        Directory.CreateDirectory(folder);
        DeleteHalfWritten();
        var path = Path.Combine(folder, $"{snapshot.Head.Sequence:D20}.snapshot");
        try
        {
            snapshot.Write(path, runs);
        }
        catch
        {
            // On a full disk its bytes are needed for the journal.
            DeleteHalfWritten();
            throw;
        }

        foreach (var old in Existing(folder).Where(other => other != path).ToList()) File.Delete(old);
    }

    private void DeleteHalfWritten()
    {
        foreach (var rest in Directory.EnumerateFiles(folder, "*.new").ToList()) File.Delete(rest);
    }

    /// <summary>Waits for the snapshot that is being written; the sealer belongs to the id index.</summary>
    public void Dispose()
    {
        while (IsBusy) Thread.Sleep(1);
    }
}

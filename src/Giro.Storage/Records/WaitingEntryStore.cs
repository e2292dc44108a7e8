using System.Runtime.InteropServices;
using Giro.Ledger.Entries;
using Giro.Operations.Institution;
using Giro.Operations.Settlement;
using Giro.Storage.Sqlite;

namespace Giro.Storage.Records;

/// <summary>Entries that wait for the ledger, in <c>records.db</c>.</summary>
public sealed class WaitingEntryStore(string path) : IWaitingEntryStore
{
    private readonly SqliteFile _file = RecordsFile.Open(path);

    public IReadOnlyList<WaitingEntry> Waiting() => Read(_file);

    public void Remove(IReadOnlyCollection<WaitingEntry> entries)
    {
        if (entries.Count == 0) return;
        using var transaction = new Transaction(_file);
        using (var delete = _file.Prepare("DELETE FROM waiting_entry WHERE position = ?1"))
        {
            foreach (var entry in entries) delete.Bind(1, entry.Position).Run();
        }

        transaction.Commit();
    }

    internal static List<WaitingEntry> Read(SqliteFile file)
    {
        var entries = new List<WaitingEntry>();
        using var select = file.Prepare("SELECT position, merchant, reference, kind, legs, attributes FROM waiting_entry WHERE book = ?1 ORDER BY position");
        select.Bind(1, RecordsFile.BookId);
        while (select.Step())
        {
            entries.Add(new WaitingEntry(
                select.Text(1), select.Text(2), (EntryKind)select.Int64(3), MemoryMarshal.Cast<byte, Leg>(select.Blob(4)).ToArray(), select.Text(5)) { Position = select.Int64(0) });
        }

        return entries;
    }

    public void Dispose() => _file.Dispose();
}

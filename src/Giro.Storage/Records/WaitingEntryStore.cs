using System.Runtime.InteropServices;
using Giro.Ledger.Entries;
using Giro.Operations.Institution;
using Giro.Operations.Settlement;
using Giro.Storage.Sql;

namespace Giro.Storage.Records;

/// <summary>Entries that wait for the ledger, in <c>records.db</c>.</summary>
public sealed class WaitingEntryStore(RecordsDatabase records) : IWaitingEntryStore
{
    private readonly SqlConnection _sql = records.Open();

    public IReadOnlyList<WaitingEntry> Waiting() => Read(_sql);

    public void Remove(IReadOnlyCollection<WaitingEntry> entries)
    {
        if (entries.Count == 0) return;
        using var transaction = new Transaction(_sql);
        using (var delete = _sql.Prepare("DELETE FROM waiting_entry WHERE book = ?1 AND position BETWEEN ?2 AND ?3"))
        {
            foreach (var (first, last) in Runs(entries.Select(entry => entry.Position).Order())) delete.Bind(1, _sql.Book).Bind(2, first).Bind(3, last).Run();
        }

        transaction.Commit();
    }

    /// <summary>Positions that follow each other without a gap go together: nearly always all of them.</summary>
    private static IEnumerable<(long First, long Last)> Runs(IEnumerable<long> positions)
    {
        var (first, last) = (0L, -1L);
        foreach (var position in positions)
        {
            if (position == last + 1)
            {
                last = position;
                continue;
            }

            if (first <= last) yield return (first, last);
            (first, last) = (position, position);
        }

        if (first <= last) yield return (first, last);
    }

    internal static List<WaitingEntry> Read(SqlConnection sql)
    {
        var entries = new List<WaitingEntry>();
        using var select = sql.Prepare("SELECT position, merchant, reference, kind, legs, attributes FROM waiting_entry WHERE book = ?1 ORDER BY position");
        select.Bind(1, sql.Book);
        while (select.Step())
        {
            entries.Add(new WaitingEntry(
                select.Text(1), select.Text(2), (EntryKind)select.Int64(3), MemoryMarshal.Cast<byte, Leg>(select.Blob(4)).ToArray(), select.Text(5)) { Position = select.Int64(0) });
        }

        return entries;
    }

    public void Dispose() => _sql.Dispose();
}

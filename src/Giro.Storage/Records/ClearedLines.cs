using Giro.Operations.Institution.Cycles;
using Giro.Storage.Sql;

namespace Giro.Storage.Records;

/// <summary>Reads the clearing lines of single payments, beside a process that may be clearing. Changes nothing. Not thread-safe.</summary>
public sealed class ClearedLines : IDisposable
{
    private readonly SqlConnection _sql;
    private readonly ClearingSlots _slots;

    public ClearedLines(RecordsDatabase records)
    {
        _sql = records.OpenReadOnly();
        _slots = records.SlotsOver(_sql);
    }

    /// <summary>The last record whose lines are there, if it has any.</summary>
    public ulong ClearedNumber => (ulong)_sql.Scalar($"SELECT coalesce(max(last_number), 0) FROM checkpoint WHERE book = {_sql.Book} AND consumer = 'clearing'");

    /// <summary>The lines that a record has for a merchant, in the order in which they were made.</summary>
    /// <exception cref="IOException">They are archived in a file that is not there, which it names.</exception>
    public IReadOnlyList<PackedLines.Line> LinesOf(ulong number, string merchantId)
    {
        var found = new List<PackedLines.Line>();
        foreach (var line in new PackedLines(_slots.LastUpTo(merchantId, number)))
        {
            if (line.Number == number) found.Add(line);
        }

        return found;
    }

    /// <summary>When the lines of a closed cycle are paid to a merchant; null while the cycle is open for it.</summary>
    public DateOnly? SettlementDateOf(CycleId cycle, string merchantId)
    {
        using var select = _sql.Prepare("SELECT settlement_date FROM closed_cycle WHERE book = ?1 AND cycle = ?2 AND merchant = ?3");
        select.Bind(1, _sql.Book).Bind(2, cycle.Value).Bind(3, cycle.IsCounted ? merchantId : ObligationStore.ForAll);
        return select.Step() ? RecordDates.ToDate(select.Int64(0)) : null;
    }

    public void Dispose() => _sql.Dispose();
}

using Giro.Operations.Clearing;
using Giro.Operations.Settlement;
using Giro.Storage.Sql;

namespace Giro.Storage.Records;

/// <summary>Clearing lines of a merchant in <c>records.db</c>, entry by entry.</summary>
public sealed class PendingLines : IPendingLines
{
    private readonly SqlConnection _sql;
    private readonly ClearingSlots _slots;

    public PendingLines(RecordsDatabase records)
    {
        _sql = records.Open();
        _slots = records.SlotsOver(_sql);
    }

    public IEnumerable<(ulong Number, long AmountMinor)> Of(string merchantId)
    {
        var (number, amountMinor) = (0UL, 0L);
        using var select = _sql.Prepare($"SELECT lines FROM clearing_lines WHERE book = ?1 AND merchant = ?2{_slots.Of(merchantId)} ORDER BY chunk");
        select.Bind(1, _sql.Book).Bind(2, merchantId);
        while (select.Step())
        {
            foreach (var line in Lines(select.Blob(0)))
            {
                if (line.Number != number)
                {
                    if (amountMinor != 0) yield return (number, amountMinor);
                    (number, amountMinor) = (line.Number, 0);
                }

                amountMinor += line.AmountMinor;
            }
        }

        if (amountMinor != 0) yield return (number, amountMinor);
    }

    public void Dispose() => _sql.Dispose();

    private static List<PackedLines.Line> Lines(ReadOnlySpan<byte> blob)
    {
        var lines = new List<PackedLines.Line>(blob.Length / PackedLines.LineBytes);
        foreach (var line in new PackedLines(blob))
        {
            if (line.Account == LineAccount.Pending) lines.Add(line);
        }

        return lines;
    }
}

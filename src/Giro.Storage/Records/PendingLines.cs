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
        foreach (var row in _slots.Of(merchantId))
        {
            foreach (var line in Lines(row))
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

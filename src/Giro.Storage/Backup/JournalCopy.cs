using System.Runtime.InteropServices;
using Giro.Ledger.Journal;

namespace Giro.Storage.Backup;

/// <summary>
/// Copies rows of a journal behind those that another one has already. Each row's place in the chain is verified on the way, so what is written is what was
/// acknowledged; the writer of the source is held up for a row at most.
/// </summary>
internal static class JournalCopy
{
    private const int MaxRows = 256;
    private const int MaxBytes = 8 << 20;

    /// <param name="source">Where rows come from.</param>
    /// <param name="target">Empty, or with the first rows of the source.</param>
    /// <param name="last">The last row that is copied.</param>
    /// <param name="goesOn">False for the first row that is not wanted; null to go to the last.</param>
    /// <param name="progress">Told each row's sequence when it is durable in the target.</param>
    /// <returns>Where the target ends.</returns>
    /// <exception cref="JournalCorruptException">A row of the source is damaged, or the target's rows are not the source's.</exception>
    public static JournalHead Run(IJournal source, IJournal target, ulong last, Func<JournalRow, bool>? goesOn = null, Action<ulong>? progress = null)
    {
        var verifier = After(source, target.ReadHead());
        var first = verifier.Head.Sequence + 1;
        if (first > last) return verifier.Head;
        using var reader = source.Read(first);
        var rows = new List<JournalRow>(MaxRows);
        var bytes = 0;
        while (verifier.Head.Sequence < last)
        {
            if (!reader.TryRead(out var row)) throw new JournalCorruptException(verifier.Head.Sequence + 1, "is missing");
            if (goesOn?.Invoke(row) == false) break;
            verifier.Check(row);
            rows.Add(row with { Payload = row.Payload.ToArray() });
            bytes += row.Payload.Length;
            if (rows.Count < MaxRows && bytes < MaxBytes) continue;
            Append();
        }

        if (rows.Count > 0) Append();
        return verifier.Head;

        void Append()
        {
            target.Append(rows[0].Sequence, CollectionsMarshal.AsSpan(rows));
            progress?.Invoke(rows[^1].Sequence);
            rows.Clear();
            bytes = 0;
        }
    }

    /// <summary>A verifier that goes on where the target ends, after the same row of the source.</summary>
    private static JournalVerifier After(IJournal source, JournalHead head)
    {
        if (head.Sequence == 0) return JournalVerifier.FromStart();
        using var reader = source.Read(head.Sequence);
        if (!reader.TryRead(out var row) || row.Sequence != head.Sequence)
            throw new JournalCorruptException(head.Sequence, "is missing, and the copy has it: the copy is of a journal that was longer");
        if (row.Hash != head.Hash) throw new JournalCorruptException(head.Sequence, "is not the row that the copy has: the copy is of another journal");
        ref readonly var header = ref MemoryMarshal.AsRef<BatchHeader>(row.Payload.Span);
        return new JournalVerifier(head, header.FirstNumber + header.RecordCount);
    }
}

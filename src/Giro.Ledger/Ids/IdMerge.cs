namespace Giro.Ledger.Ids;

/// <summary>Merges sorted runs into one. Ids are unique, so no two records are equal.</summary>
internal static class IdMerge
{
    public static IdRun Write(string path, BookHash hash, IReadOnlyList<IdRun> runs)
    {
        var merged = new IdRecord[runs.Sum(run => run.Count)];
        var heads = new PriorityQueue<int, ulong>();
        var at = new int[runs.Count];
        for (var i = 0; i < runs.Count; i++) Offer(i);
        for (var filled = 0; heads.TryDequeue(out var run, out _); filled++)
        {
            merged[filled] = runs[run].Records[at[run]++];
            Offer(run);
        }

        return IdRun.Write(path, hash, merged);

        void Offer(int run)
        {
            var records = runs[run].Records;
            if (at[run] < records.Length) heads.Enqueue(run, hash.Place(records[at[run]].IdLow, records[at[run]].IdHigh));
        }
    }
}

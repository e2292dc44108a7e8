namespace Giro.Ledger.Ids;

/// <summary>Merges sorted runs into one. Ids are unique, so no two records are equal.</summary>
internal static class IdMerge
{
    public static IdRun Write(string path, BookHash hash, IReadOnlyList<IdRun> runs)
    {
        var merged = new IdRecord[runs.Sum(run => run.Count)];
        var at = new int[runs.Count];
        var places = new ulong[runs.Count];
        for (var run = 0; run < runs.Count; run++) places[run] = PlaceAt(runs[run], 0);
        for (var filled = 0; filled < merged.Length; filled++)
        {
            // Sixteen runs: looking at each head is quicker than keeping a heap.
            var least = -1;
            for (var run = 0; run < places.Length; run++)
            {
                if (at[run] < runs[run].Count && (least < 0 || places[run] < places[least])) least = run;
            }

            merged[filled] = runs[least].Records[at[least]++];
            places[least] = PlaceAt(runs[least], at[least]);
        }

        return IdRun.Write(path, hash, merged);

        ulong PlaceAt(IdRun run, int index) =>
            index < run.Count ? hash.Place(run.Records[index].IdLow, run.Records[index].IdHigh) : ulong.MaxValue;
    }
}

namespace Giro.Storage.PostgreSql.Archive;

/// <summary>Merges sources that are in order each. What is in several of them, as while a partition is being archived, comes once.</summary>
internal static class OrderedMerge
{
    public static IEnumerable<T> Of<T>(IEnumerable<IEnumerable<T>> ordered)
        where T : struct, IComparable<T>
    {
        var sources = new List<IEnumerator<T>>();
        try
        {
            var next = new PriorityQueue<IEnumerator<T>, T>();
            foreach (var one in ordered)
            {
                var source = one.GetEnumerator();
                sources.Add(source);
                if (source.MoveNext()) next.Enqueue(source, source.Current);
            }

            T? last = null;
            while (next.TryDequeue(out var source, out var row))
            {
                if (last is not { } given || given.CompareTo(row) != 0) yield return row;
                last = row;
                if (source.MoveNext()) next.Enqueue(source, source.Current);
            }
        }
        finally
        {
            foreach (var source in sources) source.Dispose();
        }
    }
}

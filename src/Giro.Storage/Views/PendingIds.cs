using System.Runtime.InteropServices;

namespace Giro.Storage.Views;

/// <summary>An id with the number of its record, 24 bytes: id low, id high, number.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal readonly record struct IdEntry(ulong Low, ulong High, ulong Number);

/// <summary>Ids read from the journal and not yet written, chained by bucket.</summary>
internal sealed class PendingIds
{
    public const int Buckets = 4096;

    private readonly int[] _first = new int[Buckets];
    private readonly int[] _last = new int[Buckets];
    private (IdEntry Entry, int Next)[] _entries = new (IdEntry, int)[1 << 16];
    private int _count;

    public PendingIds() => Array.Fill(_first, -1);

    /// <summary>A bucket for any id: ids made by hashing are uniform, counted ones are spread by the multiplication (Knuth, 6.4).</summary>
    public static int BucketOf(ulong low, ulong high) => (int)(unchecked((low ^ (high * 0x9E3779B97F4A7C15)) * 0x9E3779B97F4A7C15) >> 52);

    public void Add(ulong low, ulong high, ulong number)
    {
        if (_count == _entries.Length) Array.Resize(ref _entries, _count * 2);
        _entries[_count] = (new IdEntry(low, high, number), -1);
        var bucket = BucketOf(low, high);
        if (_first[bucket] < 0) _first[bucket] = _count;
        else _entries[_last[bucket]].Next = _count;
        _last[bucket] = _count++;
    }

    /// <summary>Copies a bucket's entries, oldest first; returns how many.</summary>
    public int Copy(int bucket, ref IdEntry[] target)
    {
        var count = 0;
        for (var i = _first[bucket]; i >= 0; i = _entries[i].Next)
        {
            if (count == target.Length) Array.Resize(ref target, count * 2);
            target[count++] = _entries[i].Entry;
        }

        return count;
    }

    public void Clear()
    {
        Array.Fill(_first, -1);
        _count = 0;
    }
}

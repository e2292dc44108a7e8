using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Giro.Ledger.Ids;

/// <summary>
/// Old ids: an immutable file, mapped into memory, so that the kernel keeps the pages that are used and drops the others.
/// <code>
///   0  'GIROIDS1'    8  u64 count of records    16  u32 bits of the bucket index    20  u32 0    24  u64 blocks of the filter
///  32  records of 32 bytes, sorted by place
///      bucket index: u32 for each value of the place's top bits, and one: where its records start
///      filter: blocks of 32 bytes
///      SHA-256 of all that goes before
/// </code>
/// Disk: 32 bytes a record, 2 for the filter, 0.5 for the index. A lookup of an absent id costs one cache line of the filter.
/// </summary>
internal sealed unsafe class IdRun : IDisposable
{
    private const ulong Magic = 0x315344494F524947; // "GIROIDS1"
    private const int HeaderSize = 32;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _bytes;
    private readonly IdRecord* _records;
    private readonly uint* _buckets;
    private readonly byte* _filter;
    private readonly long _blockCount;
    private readonly int _shift;

    private IdRun(string path)
    {
        Path = path;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _bytes);
        var header = MemoryMarshal.Read<Header>(new ReadOnlySpan<byte>(_bytes, HeaderSize));
        Count = header.Count;
        _blockCount = header.BlockCount;
        _shift = 64 - (int)header.BucketBits;
        _records = (IdRecord*)(_bytes + HeaderSize);
        _buckets = (uint*)(_records + Count);
        _filter = (byte*)(_buckets + (1L << (int)header.BucketBits) + 1);
    }

    public string Path { get; }

    public long Count { get; }

    public ReadOnlySpan<IdRecord> Records => new(_records, checked((int)Count));

    /// <exception cref="InvalidDataException">The file is not what was written.</exception>
    public static IdRun Open(string path)
    {
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1)) SealedFile.Verify(file, HeaderSize);
        return new IdRun(path);
    }

    /// <summary>Fetches the block of the filter that answers for an absent id into the cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(ulong place)
    {
        if (System.Runtime.Intrinsics.X86.Sse.IsSupported)
            System.Runtime.Intrinsics.X86.Sse.Prefetch0(_filter + IdFilter.BlockOffset(_blockCount, place));
    }

    public bool TryFind(ulong place, ulong low, ulong high, out IdRecord record)
    {
        if (IdFilter.MayContain(new ReadOnlySpan<byte>(_filter + IdFilter.BlockOffset(_blockCount, place), IdFilter.BlockBytes), place))
        {
            var bucket = place >> _shift;
            for (var at = _buckets[bucket]; at < _buckets[bucket + 1]; at++)
            {
                if (_records[at].IdLow != low || _records[at].IdHigh != high) continue;
                record = _records[at];
                return true;
            }
        }

        record = default;
        return false;
    }

    /// <summary>Writes a run of records that are sorted by place, durably, and opens it.</summary>
    public static IdRun Write(string path, BookHash hash, ReadOnlySpan<IdRecord> sorted)
    {
        // About eight records to a bucket.
        var bits = Math.Clamp(63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)(sorted.Length / 8) | 2), 1, 30);
        var blockCount = IdFilter.BlockCount(sorted.Length);
        var buckets = new uint[(1 << bits) + 1];
        var filter = new byte[blockCount * IdFilter.BlockBytes];
        for (var i = 0; i < sorted.Length; i++)
        {
            var place = hash.Place(sorted[i].IdLow, sorted[i].IdHigh);
            buckets[(int)(place >> (64 - bits)) + 1] = (uint)i + 1;
            IdFilter.Add(filter, place);
        }

        for (var i = 1; i < buckets.Length; i++) buckets[i] = Math.Max(buckets[i], buckets[i - 1]);
        var temporary = path + ".new";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
        using (var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        {
            var header = new Header { MagicValue = Magic, Count = sorted.Length, BucketBits = (uint)bits, BlockCount = blockCount };
            Append(MemoryMarshal.AsBytes(new ReadOnlySpan<Header>(in header)));
            for (var i = 0; i < sorted.Length; i += 1 << 16)
                Append(MemoryMarshal.AsBytes(sorted.Slice(i, Math.Min(1 << 16, sorted.Length - i))));
            Append(MemoryMarshal.AsBytes<uint>(buckets));
            Append(filter);
            stream.Write(sha.GetHashAndReset());
            stream.Flush(flushToDisk: true);

            void Append(ReadOnlySpan<byte> bytes)
            {
                sha.AppendData(bytes);
                stream.Write(bytes);
            }
        }

        File.Move(temporary, path, overwrite: true);
        return new IdRun(path);
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    [StructLayout(LayoutKind.Explicit, Size = HeaderSize)]
    private struct Header
    {
        [FieldOffset(0)] public ulong MagicValue;
        [FieldOffset(8)] public long Count;
        [FieldOffset(16)] public uint BucketBits;
        [FieldOffset(24)] public long BlockCount;
    }
}

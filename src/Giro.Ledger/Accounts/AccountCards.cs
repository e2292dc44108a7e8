using Giro.Ledger.Ids;

namespace Giro.Ledger.Accounts;

/// <summary>
/// The cold part of the accounts: paths, found by hash; metadata; and how each was opened, to tell a repeat from a conflict.
/// Paths stand one after the other in one array, so a million accounts cost the collector nothing.
/// </summary>
internal sealed class AccountCards(BookHash hash)
{
    private byte[] _paths = new byte[1 << 12];
    private int _pathsUsed;
    private AccountCard[] _cards = new AccountCard[256];
    private int[] _slots = new int[1024];
    private readonly Dictionary<ulong, byte[]> _metadata = [];

    public int Count { get; private set; }

    public ref readonly AccountCard this[ulong handle] => ref _cards[handle - 1];

    public ReadOnlySpan<byte> Path(ulong handle)
    {
        ref readonly var card = ref _cards[handle - 1];
        return _paths.AsSpan(card.PathAt, card.PathLength);
    }

    public ReadOnlySpan<byte> Metadata(ulong handle) => _metadata.TryGetValue(handle, out var bytes) ? bytes : [];

    public bool TryFind(ReadOnlySpan<byte> path, out ulong handle)
    {
        handle = (ulong)_slots[SlotOf(path)];
        return handle != 0;
    }

    public void Add(ReadOnlySpan<byte> path, ReadOnlySpan<byte> metadata, ulong openedNumber, ulong fingerprint)
    {
        if (Count == _cards.Length) Array.Resize(ref _cards, Count * 2);
        if ((Count + 1) * 2 > _slots.Length) Rehash();
        // Doubled in 64 bits: the paths of 16 million accounts come to 2,048,000,000 bytes at most, which fit, but twice 2^30 does not fit in 32.
        if (_pathsUsed + path.Length > _paths.Length) Array.Resize(ref _paths, (int)Math.Min(Array.MaxLength, Math.Max(_paths.Length * 2L, _pathsUsed + path.Length)));
        path.CopyTo(_paths.AsSpan(_pathsUsed));
        _cards[Count] = new AccountCard(_pathsUsed, (ushort)path.Length, openedNumber, fingerprint);
        _pathsUsed += path.Length;
        Count++;
        _slots[SlotOf(path)] = Count;
        SetMetadata((ulong)Count, metadata);
    }

    public void SetMetadata(ulong handle, ReadOnlySpan<byte> metadata)
    {
        if (metadata.IsEmpty) _metadata.Remove(handle);
        else _metadata[handle] = metadata.ToArray();
    }

    public AccountCards Copy()
    {
        var copy = new AccountCards(hash)
        {
            _paths = _paths.AsSpan(0, Math.Max(1, _pathsUsed)).ToArray(),
            _pathsUsed = _pathsUsed,
            _cards = _cards.AsSpan(0, Math.Max(1, Count)).ToArray(),
            _slots = [0],
            Count = Count,
        };
        foreach (var (handle, bytes) in _metadata) copy._metadata[handle] = bytes;
        return copy;
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Count);
        writer.Write(_pathsUsed);
        writer.Write(_paths.AsSpan(0, _pathsUsed));
        foreach (ref readonly var card in _cards.AsSpan(0, Count))
        {
            writer.Write(card.PathLength);
            writer.Write(card.OpenedNumber);
            writer.Write(card.Fingerprint);
        }

        writer.Write(_metadata.Count);
        foreach (var (handle, bytes) in _metadata)
        {
            writer.Write(handle);
            writer.Write(bytes.Length);
            writer.Write(bytes);
        }
    }

    public static AccountCards Read(BinaryReader reader, BookHash hash)
    {
        var count = reader.ReadInt32();
        var cards = new AccountCards(hash) { _pathsUsed = reader.ReadInt32() };
        cards._paths = reader.ReadBytes(cards._pathsUsed);
        cards._cards = new AccountCard[Math.Max(256, count)];
        cards._slots = new int[(int)Math.Max(1024, System.Numerics.BitOperations.RoundUpToPowerOf2((uint)count * 2))];
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            var length = reader.ReadUInt16();
            cards._cards[i] = new AccountCard(at, length, reader.ReadUInt64(), reader.ReadUInt64());
            at += length;
            cards.Count++;
            cards._slots[cards.SlotOf(cards.Path((ulong)cards.Count))] = cards.Count;
        }

        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var handle = reader.ReadUInt64();
            cards._metadata[handle] = reader.ReadBytes(reader.ReadInt32());
        }

        return cards;
    }

    /// <summary>The slot of the path, or the empty one where it would go. Linear probing at a load of at most one half.</summary>
    private int SlotOf(ReadOnlySpan<byte> path)
    {
        var mask = _slots.Length - 1;
        var slot = (int)(hash.OfBytes(path) & (ulong)mask);
        while (_slots[slot] != 0 && !Path((ulong)_slots[slot]).SequenceEqual(path)) slot = (slot + 1) & mask;
        return slot;
    }

    private void Rehash()
    {
        _slots = new int[_slots.Length * 2];
        for (var handle = 1; handle <= Count; handle++) _slots[SlotOf(Path((ulong)handle))] = handle;
    }
}

/// <summary>How an account was opened: where its path stands, the number of the record, the fingerprint of the command.</summary>
internal readonly record struct AccountCard(int PathAt, ushort PathLength, ulong OpenedNumber, ulong Fingerprint);

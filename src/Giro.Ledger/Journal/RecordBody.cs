using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Giro.Ledger.Entries;

namespace Giro.Ledger.Journal;

/// <summary>
/// Reads one record or command in place. <see cref="TryParse"/> checks every length before anything is read, so the other members cannot
/// step outside the bytes.
/// </summary>
public readonly ref struct RecordBody
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _legsAt;
    private readonly int _attributesAt;

    private RecordBody(ReadOnlySpan<byte> bytes, int legsAt, int attributesAt)
    {
        _bytes = bytes;
        _legsAt = legsAt;
        _attributesAt = attributesAt;
    }

    /// <summary>All bytes of the record.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    public ref readonly RecordHeader Header => ref MemoryMarshal.AsRef<RecordHeader>(_bytes);

    public ReadOnlySpan<Leg> Legs => MemoryMarshal.Cast<byte, Leg>(_bytes.Slice(_legsAt, Header.LegCount * Leg.Size));

    public ReadOnlySpan<byte> Attributes => _bytes.Slice(_attributesAt, Header.AttributeLength);

    /// <summary>The path of an account that is opened.</summary>
    public ReadOnlySpan<byte> Path => _bytes.Slice(RecordHeader.Size + Unsafe.SizeOf<OpenAccountBody>(), Fixed<OpenAccountBody>().PathLength);

    /// <summary>What follows the attributes: in the command of a reversal, the original record.</summary>
    public ReadOnlySpan<byte> Tail => _bytes[(_attributesAt + Padded(Header.AttributeLength))..];

    /// <summary>The fixed part of the body; <typeparamref name="T"/> must be the one of the record's type.</summary>
    public ref readonly T Fixed<T>() where T : unmanaged => ref MemoryMarshal.AsRef<T>(_bytes[RecordHeader.Size..]);

    internal static int Padded(int length) => (length + 7) & ~7;

    /// <summary>Bytes of the fixed part, or -1 for a type that does not exist.</summary>
    internal static int FixedSize(RecordType type) => type switch
    {
        RecordType.Entry or RecordType.AdvanceDate => 0,
        RecordType.Hold or RecordType.OpenBook => 16,
        RecordType.Capture or RecordType.Release or RecordType.Extend or RecordType.Expire or RecordType.Reversal => 32,
        RecordType.OpenAccount or RecordType.SetLimits or RecordType.SetState or RecordType.SetMetadata => 32,
        _ => -1,
    };

    /// <summary>Parses the record at the start of <paramref name="bytes"/>, which may hold more after it.</summary>
    /// <returns><see cref="Status.Accepted"/> when its lengths fit; else <see cref="Status.Malformed"/> or <see cref="Status.CommandUnknown"/>.</returns>
    public static Status TryParse(ReadOnlySpan<byte> bytes, out RecordBody record)
    {
        record = default;
        if (bytes.Length < RecordHeader.Size) return Status.Malformed;
        ref readonly var header = ref MemoryMarshal.AsRef<RecordHeader>(bytes);
        if (header.Length > (uint)bytes.Length || header.Length < RecordHeader.Size || (header.Length & 7) != 0) return Status.Malformed;
        var length = (int)header.Length;
        if (header.Type == RecordType.Entry)
        {
            // The common case, without the general arithmetic below.
            var attributes = RecordHeader.Size + (header.LegCount * Leg.Size);
            if (attributes + Padded(header.AttributeLength) != length) return Status.Malformed;
            record = new RecordBody(bytes[..length], RecordHeader.Size, attributes);
            return Status.Accepted;
        }

        var fixedSize = FixedSize(header.Type);
        if (fixedSize < 0) return Status.CommandUnknown;
        if (header.LegCount != 0 && header.Type is not (RecordType.Hold or RecordType.Capture or RecordType.Reversal)) return Status.Malformed;
        var at = RecordHeader.Size + fixedSize;
        if (at > length) return Status.Malformed;
        if (header.Type == RecordType.OpenAccount)
            at += Padded(MemoryMarshal.AsRef<OpenAccountBody>(bytes[RecordHeader.Size..]).PathLength);
        var attributesAt = at + (header.LegCount * Leg.Size);
        var end = attributesAt + Padded(header.AttributeLength);
        if (end > length || (end < length && header.Type != RecordType.Reversal)) return Status.Malformed;
        record = new RecordBody(bytes[..length], at, attributesAt);
        return Status.Accepted;
    }
}

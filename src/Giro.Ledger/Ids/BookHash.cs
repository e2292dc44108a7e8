using System.Runtime.InteropServices;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;

namespace Giro.Ledger.Ids;

/// <summary>
/// The book's own 64-bit hash, seeded by a random number in its first record, so that nobody outside can choose colliding contents.
/// Folded 64x64-bit multiplication, the mixing step of wyhash (Wang Yi, 2019). Arithmetic wraps on purpose. A product with zero forgets its other
/// factor, so every factor that a client chooses is first mixed with the seed or with what came before: only who knows the seed could make it zero.
/// </summary>
internal readonly struct BookHash(ulong seed)
{
    private const ulong K0 = 0xA0761D6478BD642F;
    private const ulong K1 = 0xE7037ED1A0B428DB;
    private const ulong K2 = 0x8EBC6AF09C88C6E3;

    public ulong Seed => seed;

    /// <summary>Where an id stands in tables and runs; uniform whatever ids the clients choose.</summary>
    public ulong Place(UInt128 id) => Place((ulong)(id & ulong.MaxValue), (ulong)(id >> 64));

    public ulong Place(ulong low, ulong high) => Mix(Mix(low ^ seed ^ K0, seed ^ K1) ^ high, seed ^ K2);

    /// <summary>
    /// A fingerprint of what a command asked for, equal for the command as sent and for the record it became: the id, the chain flag and
    /// everything the ledger filled in are left out.
    /// </summary>
    public ulong Fingerprint(in RecordBody record)
    {
        unchecked
        {
            ref readonly var header = ref record.Header;
            var flags = header.Flags;
            var legCount = (flags & RecordFlags.LegsFilled) != 0 ? 0 : header.LegCount;
            var businessDate = (flags & RecordFlags.BusinessDateFilled) != 0 ? 0 : header.BusinessDate;
            var valueDate = (flags & RecordFlags.ValueDateFilled) != 0 ? 0 : header.ValueDate;
            var hash = Mix(seed ^ K0, Pack((uint)header.Type | ((uint)(flags & RecordFlags.Final) << 16), header.Kind | ((uint)legCount << 16)) ^ K1);
            hash = Mix(hash ^ Pack((uint)businessDate, (uint)valueDate), Pack(header.RuleVersion, header.AttributeLength) ^ K2);
            var fixedSize = RecordBody.FixedSize(header.Type);
            if (fixedSize > 0)
            {
                var words = MemoryMarshal.Cast<byte, ulong>(record.Bytes.Slice(RecordHeader.Size, fixedSize));
                // The first word of an account's body is the handle, which the ledger fills in.
                for (var i = header.Type == RecordType.OpenAccount ? 1 : 0; i < words.Length; i++) hash = Mix(hash ^ words[i], K1);
                if (header.Type == RecordType.OpenAccount) hash = Bytes(hash, record.Path);
            }

            if (legCount > 0)
            {
                foreach (ref readonly var leg in record.Legs) hash = Mix(hash ^ leg.Account, (ulong)leg.AmountMinor ^ seed ^ K2);
            }

            return header.AttributeLength == 0 ? hash : Bytes(hash, record.Attributes);

            static ulong Pack(uint low, uint high) => low | ((ulong)high << 32);
        }
    }

    /// <summary>The id under which the book remembers that <paramref name="target"/> has been reversed.</summary>
    public UInt128 ReversalMark(UInt128 target) => Mark(target, K0);

    /// <summary>The id under which the book remembers the legs that it filled in for the capture in full <paramref name="target"/>.</summary>
    public UInt128 LegsMark(UInt128 target) => Mark(target, K1);

    private UInt128 Mark(UInt128 target, ulong purpose)
    {
        var low = Mix((ulong)(target & ulong.MaxValue) ^ seed ^ K2, seed ^ purpose);
        var high = Mix((ulong)(target >> 64) ^ K1, low ^ K2);
        return new UInt128(high, low | 1);
    }

    /// <summary>A fingerprint of legs, for those that <see cref="Fingerprint"/> leaves out because the ledger filled them in.</summary>
    public ulong OfLegs(ReadOnlySpan<Leg> legs) => OfBytes(MemoryMarshal.AsBytes(legs));

    public ulong OfBytes(ReadOnlySpan<byte> bytes) => Bytes(seed ^ K2, bytes);

    private static ulong Bytes(ulong hash, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 8)
        {
            hash = Mix(hash ^ MemoryMarshal.Read<ulong>(bytes), K0);
            bytes = bytes[8..];
        }

        var last = (ulong)bytes.Length << 56;
        for (var i = 0; i < bytes.Length; i++) last |= (ulong)bytes[i] << (8 * i);
        return Mix(hash ^ last, K0);
    }

    internal static ulong Mix(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }
}

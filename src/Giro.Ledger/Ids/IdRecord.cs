using System.Runtime.InteropServices;
using Giro.Ledger.Journal;

namespace Giro.Ledger.Ids;

/// <summary>What the book remembers of an accepted id, 32 bytes: the id, the fingerprint of its content, its number and type.</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct IdRecord
{
    public const int Size = 32;

    [FieldOffset(0)] public ulong IdLow;
    [FieldOffset(8)] public ulong IdHigh;
    [FieldOffset(16)] public ulong Fingerprint;

    /// <summary>Number in the upper 56 bits, type in the lower 8.</summary>
    [FieldOffset(24)] public ulong NumberAndType;

    public IdRecord(UInt128 id, ulong fingerprint, ulong number, RecordType type)
    {
        IdLow = (ulong)(id & ulong.MaxValue);
        IdHigh = (ulong)(id >> 64);
        Fingerprint = fingerprint;
        NumberAndType = (number << 8) | (byte)type;
    }

    public readonly bool IsEmpty => (IdLow | IdHigh) == 0;

    public readonly ulong Number => NumberAndType >> 8;

    public readonly RecordType Type => (RecordType)(byte)(NumberAndType & 0xFF);
}

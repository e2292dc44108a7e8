using System.Runtime.InteropServices;

namespace Giro.Ledger.Journal;

/// <summary>What a record says happened. Numbers are journal bytes and never reused.</summary>
public enum RecordType : ushort
{
    None = 0,
    Entry = 1,
    Hold = 2,
    Capture = 3,
    Release = 4,
    Extend = 5,
    Expire = 6,
    Reversal = 7,
    OpenAccount = 16,
    SetLimits = 17,
    SetState = 18,
    SetMetadata = 19,
    AdvanceDate = 32,
    OpenBook = 48,
}

[Flags]
public enum RecordFlags : ushort
{
    None = 0,

    /// <summary>In a command only: the next command stands or falls with this one.</summary>
    ChainNext = 1,

    /// <summary>A capture after which the rest of its hold is released.</summary>
    Final = 2,

    /// <summary>In a record only: the command gave no business date, the ledger filled in the current one.</summary>
    BusinessDateFilled = 4,

    /// <summary>In a record only: the command gave no value date, the ledger filled in the business date.</summary>
    ValueDateFilled = 8,

    /// <summary>In a record only: the command gave no legs, the ledger filled in what its hold or original says.</summary>
    LegsFilled = 16,
}

/// <summary>
/// The first 48 bytes of every command and of every record in the journal, little-endian:
/// <code>
///  0  u16 type            16  u64 id, high half     36  u16 kind
///  2  u16 flags           24  i32 business date     38  u16 leg count
///  4  u32 length          28  i32 value date        40  u16 attribute bytes
///  8  u64 id, low half    32  u32 rule version      42  u16 0,  44  u32 0
/// </code>
/// Dates are <see cref="DateOnly.DayNumber"/>; 0 in a command means the current business date, or the business date. The body that
/// follows is, in this order: a fixed part by type (<see cref="RecordBody"/>), a path (accounts only), legs of 16 bytes, attributes;
/// path and attributes are padded with zeros to a multiple of 8, so every record starts aligned. Length counts all of it.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
public struct RecordHeader
{
    public const int Size = 48;

    [FieldOffset(0)] public RecordType Type;
    [FieldOffset(2)] public RecordFlags Flags;
    [FieldOffset(4)] public uint Length;
    [FieldOffset(8)] public ulong IdLow;
    [FieldOffset(16)] public ulong IdHigh;
    [FieldOffset(24)] public int BusinessDate;
    [FieldOffset(28)] public int ValueDate;
    [FieldOffset(32)] public uint RuleVersion;
    [FieldOffset(36)] public ushort Kind;
    [FieldOffset(38)] public ushort LegCount;
    [FieldOffset(40)] public ushort AttributeLength;
    [FieldOffset(42)] public ushort Reserved1;
    [FieldOffset(44)] public uint Reserved2;

    public UInt128 Id
    {
        readonly get => new(IdHigh, IdLow);
        set
        {
            IdLow = (ulong)(value & ulong.MaxValue);
            IdHigh = (ulong)(value >> 64);
        }
    }
}

/// <summary>Hold: when it expires (microseconds since 1970 UTC, 0 never). 16 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
public struct HoldBody
{
    [FieldOffset(0)] public long ExpiresAtUs;
    [FieldOffset(8)] public ulong Reserved;
}

/// <summary>Capture, release, expiry: the hold's id. Reversal: the original's id. Extension: the hold's id, and the new expiry. 32 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
public struct TargetBody
{
    [FieldOffset(0)] public ulong TargetLow;
    [FieldOffset(8)] public ulong TargetHigh;
    [FieldOffset(16)] public long ExpiresAtUs;
    [FieldOffset(24)] public ulong Reserved;

    public UInt128 Target
    {
        readonly get => new(TargetHigh, TargetLow);
        set
        {
            TargetLow = (ulong)(value & ulong.MaxValue);
            TargetHigh = (ulong)(value >> 64);
        }
    }
}

/// <summary>Opening an account. The path follows, then the metadata as attributes. 32 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
public struct OpenAccountBody
{
    /// <summary>0 in the command; the ledger fills it in.</summary>
    [FieldOffset(0)] public ulong Account;

    [FieldOffset(8)] public long LowestMinor;
    [FieldOffset(16)] public long HighestMinor;
    [FieldOffset(24)] public ushort Currency;
    [FieldOffset(26)] public byte Class;
    [FieldOffset(27)] public byte Reserved1;
    [FieldOffset(28)] public ushort PathLength;
    [FieldOffset(30)] public ushort Reserved2;
}

/// <summary>Changing an account: its handle, and limits or a state by record type. 32 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
public struct ChangeAccountBody
{
    [FieldOffset(0)] public ulong Account;
    [FieldOffset(8)] public long LowestMinor;
    [FieldOffset(16)] public long HighestMinor;
    [FieldOffset(24)] public byte State;
    [FieldOffset(25)] public byte Reserved1;
    [FieldOffset(26)] public ushort Reserved2;
    [FieldOffset(28)] public uint Reserved3;
}

/// <summary>The first record of a book: the seed of its hashes. The name is in the attributes, the first business date in the header. 16 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
public struct OpenBookBody
{
    [FieldOffset(0)] public ulong Seed;
    [FieldOffset(8)] public ulong Reserved;
}

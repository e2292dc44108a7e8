using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Giro.Ledger.Accounts;

/// <summary>
/// The hot part of an account: one cache line, so that a leg costs one miss at most.
/// <code>
///   0  Int128 balance, normal side positive     32  i64 lowest available    48  u16 currency   51  u8 state
///  16  i64 held, would lower the balance        40  i64 highest             50  u8 class       52  12 bytes 0
///  24  i64 held, would raise it
/// </code>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct AccountRecord
{
    public const int Size = 64;

    [FieldOffset(0)] public Int128 Balance;
    [FieldOffset(16)] public long HeldLowering;
    [FieldOffset(24)] public long HeldRaising;
    [FieldOffset(32)] public long Lowest;
    [FieldOffset(40)] public long Highest;
    [FieldOffset(48)] public ushort Currency;
    [FieldOffset(50)] public AccountClass Class;
    [FieldOffset(51)] public AccountState State;
    [FieldOffset(52)] public uint Reserved1;
    [FieldOffset(56)] public ulong Reserved2;

    /// <summary>Whether a leg of this signed amount (debit positive) lowers the balance on the account's normal side.</summary>
    public readonly bool Lowers(long amountMinor) => (amountMinor < 0) == (Class is AccountClass.Asset or AccountClass.Expense);
}

/// <summary>All accounts of a book by handle, 1 to <see cref="Count"/>, in native memory aligned to cache lines.</summary>
internal sealed unsafe class AccountTable : IDisposable
{
    private AccountRecord* _records;
    private int _capacity;

    public int Count { get; private set; }

    public ref AccountRecord this[ulong handle] => ref _records[handle - 1];

    public bool Contains(ulong handle) => handle != 0 && handle <= (ulong)Count;

    public ReadOnlySpan<byte> Bytes => new(_records, checked(Count * AccountRecord.Size));

    /// <summary>Adds an account and returns its handle.</summary>
    public ulong Add(in AccountRecord record)
    {
        if (Count == _capacity) Grow(Math.Max(1024, _capacity * 2));
        _records[Count++] = record;
        return (ulong)Count;
    }

    public void RemoveLast() => Count--;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(ulong handle)
    {
        if (!System.Runtime.Intrinsics.X86.Sse.IsSupported) return;

        // A prefetch of any address is harmless; a handle that does not exist is judged later. The whole sum is unchecked, because adding to
        // a pointer is checked too, and a handle that a client made up must not stop the writer.
        unchecked
        {
            System.Runtime.Intrinsics.X86.Sse.Prefetch0((byte*)_records + ((long)(handle - 1) * AccountRecord.Size));
        }
    }

    public void Load(ReadOnlySpan<byte> bytes)
    {
        var count = bytes.Length / AccountRecord.Size;
        Grow(Math.Max(1024, count));
        bytes.CopyTo(new Span<byte>(_records, bytes.Length));
        Count = count;
    }

    private void Grow(int capacity)
    {
        var grown = (AccountRecord*)NativePages.AllocateZeroed((nuint)capacity * AccountRecord.Size);
        if (_records != null)
        {
            Buffer.MemoryCopy(_records, grown, (long)capacity * AccountRecord.Size, (long)Count * AccountRecord.Size);
            NativePages.Free(_records, (nuint)_capacity * AccountRecord.Size);
        }

        _records = grown;
        _capacity = capacity;
    }

    public void Dispose()
    {
        NativePages.Free(_records, (nuint)_capacity * AccountRecord.Size);
        _records = null;
        Count = 0;
    }
}

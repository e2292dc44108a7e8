using System.Runtime.InteropServices;

namespace Giro.Storage.Views;

/// <summary>
/// A posted leg in an account's history, 40 bytes, little-endian:
/// <code>
///  0  u64 record number    16  Int128 balance after it, normal side    36  u16 kind
///  8  i64 signed amount    32  i32 value date (day number)             38  u16 index of the leg in its entry
/// </code>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = Size, Pack = 8)]
public readonly record struct HistoryLeg
{
    public const int Size = 40;

    [FieldOffset(0)] public readonly ulong Number;

    /// <summary>Minor units, a debit positive.</summary>
    [FieldOffset(8)] public readonly long AmountMinor;

    [FieldOffset(16)] private readonly ulong _balanceLow;
    [FieldOffset(24)] private readonly ulong _balanceHigh;
    [FieldOffset(32)] public readonly int ValueDate;
    [FieldOffset(36)] public readonly ushort Kind;
    [FieldOffset(38)] public readonly ushort Leg;

    public HistoryLeg(ulong number, long amountMinor, Int128 balanceMinor, int valueDate, ushort kind, ushort leg)
    {
        Number = number;
        AmountMinor = amountMinor;
        var bits = unchecked((UInt128)balanceMinor);
        _balanceLow = unchecked((ulong)bits);
        _balanceHigh = (ulong)(bits >> 64);
        ValueDate = valueDate;
        Kind = kind;
        Leg = leg;
    }

    /// <summary>The account's balance after this leg, minor units on its normal side.</summary>
    public Int128 BalanceMinor => unchecked((Int128)new UInt128(_balanceHigh, _balanceLow));

    /// <summary>The last leg of records up to a number, of legs in order; null when all are later.</summary>
    internal static HistoryLeg? LastUpTo(ReadOnlySpan<HistoryLeg> legs, ulong number)
    {
        for (var i = legs.Length - 1; i >= 0; i--)
        {
            if (legs[i].Number <= number) return legs[i];
        }

        return null;
    }
}

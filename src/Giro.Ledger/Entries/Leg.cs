using System.Runtime.InteropServices;

namespace Giro.Ledger.Entries;

/// <summary>One side of an entry, 16 bytes in the journal: account handle at 0, signed amount at 8, little-endian.</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
public readonly record struct Leg
{
    public const int Size = 16;

    [FieldOffset(0)] public readonly ulong Account;

    /// <summary>Minor units of the account's currency; a debit is positive, a credit negative, never zero.</summary>
    [FieldOffset(8)] public readonly long AmountMinor;

    public Leg(ulong account, long amountMinor)
    {
        Account = account;
        AmountMinor = amountMinor;
    }

    /// <param name="account">Account handle.</param><param name="amountMinor">Positive, in minor units.</param>
    public static Leg Debit(ulong account, long amountMinor) => new(account, amountMinor);

    /// <inheritdoc cref="Debit"/>
    public static Leg Credit(ulong account, long amountMinor) => new(account, -amountMinor);
}

using Giro.Ledger.Entries;

namespace Giro.Ledger.Holds;

/// <summary>An open hold: its legs with what is left to capture. Objects are reused by <see cref="HoldTable"/>.</summary>
internal sealed class Hold
{
    public UInt128 Id { get; set; }

    public ulong Number { get; set; }

    /// <summary>Microseconds since 1970 UTC; 0 never.</summary>
    public long ExpiresAtUs { get; set; }

    public int LegCount { get; set; }

    /// <summary>The first <see cref="LegCount"/> are used; signed as the legs of the hold, down to 0.</summary>
    public Leg[] Remaining { get; set; } = [];

    public Span<Leg> Legs => Remaining.AsSpan(0, LegCount);
}

using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Giro.Ledger.Accounts;
using Giro.Ledger.State;

namespace Giro.Ledger.Snapshots;

internal static class StateHash
{
    public static string Of(LedgerState state)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(MemoryMarshal.AsBytes<ulong>([(ulong)state.Accounts.Count, (ulong)state.BusinessDate, state.NextNumber]));
        sha.AppendData(state.Accounts.Bytes);
        for (var handle = 1UL; handle <= (ulong)state.Accounts.Count; handle++)
        {
            sha.AppendData(state.Cards.Path(handle));
            sha.AppendData(state.Cards.Metadata(handle));
        }

        foreach (var hold in state.Holds.Open.OrderBy(hold => hold.Number))
        {
            sha.AppendData(MemoryMarshal.AsBytes<ulong>([hold.Number, (ulong)hold.ExpiresAtUs, (ulong)hold.LegCount]));
            sha.AppendData(MemoryMarshal.AsBytes(hold.Legs));
        }

        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }
}

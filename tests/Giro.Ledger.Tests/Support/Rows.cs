using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Giro.Ledger.Journal;

namespace Giro.Ledger.Tests.Support;

internal static class Rows
{
    public static BatchHeader Header(this in JournalRow row) => MemoryMarshal.Read<BatchHeader>(row.Payload.Span);

    public static ulong FirstNumber(this in JournalRow row) => row.Header().FirstNumber;

    /// <summary>The row with one bit turned over; its stored hash stays.</summary>
    public static JournalRow Flipped(this in JournalRow row, int bit)
    {
        var bytes = row.Payload.ToArray();
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        return row with { Payload = bytes };
    }

    /// <summary>The row with other bytes and the hash that belongs to them: what a forger would write who knows the format.</summary>
    public static JournalRow Forged(this in JournalRow row, Action<byte[]> change)
    {
        var bytes = row.Payload.ToArray();
        change(bytes);
        return row with { Payload = bytes, Hash = Hash256.From(SHA256.HashData(bytes)) };
    }

    /// <summary>All records of a journal as type and number, for a test to count.</summary>
    public static List<RecordType> TypesIn(MemoryJournal journal)
    {
        var types = new List<RecordType>();
        foreach (var row in journal.Rows)
        {
            var records = JournalRecords.Of(row.Payload.Span);
            while (records.MoveNext()) types.Add(records.Current.Header.Type);
        }

        return types;
    }
}

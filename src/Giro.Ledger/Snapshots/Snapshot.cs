using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Giro.Ledger.Accounts;
using Giro.Ledger.Entries;
using Giro.Ledger.Holds;
using Giro.Ledger.Journal;
using Giro.Ledger.State;

namespace Giro.Ledger.Snapshots;

/// <summary>
/// A copy of the state after a row of the journal. The file is, little-endian: 'GIROSNP1', sequence and hash of the row, last time,
/// book name and seed, business date, next number; accounts (64 bytes each, as in memory), their cards, metadata, open holds, the names of the
/// files with old ids; and the SHA-256 of all of that. It can always be rebuilt from the journal, so a damaged one is only a slower start.
/// </summary>
internal sealed class Snapshot
{
    private const ulong Magic = 0x31504E534F524947; // "GIROSNP1"

    public JournalHead Head { get; init; }

    public long LastTimeUs { get; init; }

    public string Name { get; init; } = "";

    public ulong Seed { get; init; }

    public int BusinessDate { get; init; }

    public ulong NextNumber { get; init; }

    public byte[] Accounts { get; init; } = [];

    public AccountCards Cards { get; init; } = null!;

    public List<(Hold Hold, Leg[] Legs)> Holds { get; init; } = [];

    public IReadOnlyList<string> IdRuns { get; init; } = [];

    /// <summary>Copies the state; the writer's thread is held up for as long as copying takes, some 25 ms for a million accounts.</summary>
    public static Snapshot Of(LedgerState state, JournalHead head, long lastTimeUs) => new()
    {
        Head = head,
        LastTimeUs = lastTimeUs,
        Name = state.Name,
        Seed = state.Hash.Seed,
        BusinessDate = state.BusinessDate,
        NextNumber = state.NextNumber,
        Accounts = state.Accounts.Bytes.ToArray(),
        Cards = state.Cards.Copy(),
        Holds = [.. state.Holds.Open.Select(hold => (new Hold { Id = hold.Id, Number = hold.Number, ExpiresAtUs = hold.ExpiresAtUs }, hold.Legs.ToArray()))],
    };

    public void Write(string path, IReadOnlyList<string> idRuns)
    {
        var temporary = path + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
        using (var sha = SHA256.Create())
        {
            using (var hashing = new CryptoStream(file, sha, CryptoStreamMode.Write, leaveOpen: true))
            using (var buffered = new BufferedStream(hashing, 1 << 20))
            using (var writer = new BinaryWriter(buffered, Encoding.UTF8))
                WriteBody(writer, idRuns);
            file.Write(sha.Hash);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private void WriteBody(BinaryWriter writer, IReadOnlyList<string> idRuns)
    {
        writer.Write(Magic);
        writer.Write(Head.Sequence);
        var hash = Head.Hash;
        writer.Write((ReadOnlySpan<byte>)hash);
        writer.Write(LastTimeUs);
        writer.Write(Name);
        writer.Write(Seed);
        writer.Write(BusinessDate);
        writer.Write(NextNumber);
        writer.Write(Accounts.Length);
        writer.Write(Accounts);
        Cards.Write(writer);
        writer.Write(Holds.Count);
        foreach (var (hold, legs) in Holds)
        {
            writer.Write((ulong)(hold.Id & ulong.MaxValue));
            writer.Write((ulong)(hold.Id >> 64));
            writer.Write(hold.Number);
            writer.Write(hold.ExpiresAtUs);
            writer.Write(legs.Length);
            writer.Write(MemoryMarshal.AsBytes<Leg>(legs));
        }

        writer.Write(idRuns.Count);
        foreach (var run in idRuns) writer.Write(run);
    }

    /// <exception cref="InvalidDataException">The file is not what was written.</exception>
    public static Snapshot Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
        SealedFile.Verify(file, leastBytes: 0);
        file.Position = 0;
        using var reader = new BinaryReader(file, Encoding.UTF8);
        if (reader.ReadUInt64() != Magic) throw new InvalidDataException($"{path}: not a snapshot of this version");
        var head = new JournalHead(reader.ReadUInt64(), Hash256.From(reader.ReadBytes(BatchHeader.HashSize)));
        var lastTimeUs = reader.ReadInt64();
        var name = reader.ReadString();
        var seed = reader.ReadUInt64();
        var snapshot = new Snapshot
        {
            Head = head,
            LastTimeUs = lastTimeUs,
            Name = name,
            Seed = seed,
            BusinessDate = reader.ReadInt32(),
            NextNumber = reader.ReadUInt64(),
            Accounts = reader.ReadBytes(reader.ReadInt32()),
            Cards = AccountCards.Read(reader, new Ids.BookHash(seed)),
            Holds = ReadHolds(reader),
            IdRuns = [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => reader.ReadString())],
        };
        return snapshot;
    }

    private static List<(Hold Hold, Leg[] Legs)> ReadHolds(BinaryReader reader)
    {
        var holds = new List<(Hold, Leg[])>();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var low = reader.ReadUInt64();
            var hold = new Hold { Id = new UInt128(reader.ReadUInt64(), low), Number = reader.ReadUInt64(), ExpiresAtUs = reader.ReadInt64() };
            var legs = new Leg[reader.ReadInt32()];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(legs.AsSpan()));
            holds.Add((hold, legs));
        }

        return holds;
    }
}

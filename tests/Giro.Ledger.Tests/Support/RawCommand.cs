using System.Runtime.InteropServices;
using System.Text;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;

namespace Giro.Ledger.Tests.Support;

/// <summary>A command with every field of the wire open, so that a test can set what no client library would.</summary>
internal sealed class RawCommand(RecordType type)
{
    public RecordHeader Header = new() { Type = type };

    public HoldBody Hold;
    public TargetBody Target;
    public OpenAccountBody Account;
    public ChangeAccountBody Change;

    public string Path { get; set; } = "";

    public List<Leg> Legs { get; } = [];

    public byte[] Attributes { get; set; } = [];

    /// <summary>What follows a reversal: the original's record.</summary>
    public byte[] Tail { get; set; } = [];

    /// <summary>Added to the true length.</summary>
    public int LengthError { get; set; }

    public byte[] ToBytes()
    {
        var path = Encoding.UTF8.GetBytes(Path);
        Header.LegCount = (ushort)Legs.Count;
        Header.AttributeLength = (ushort)Attributes.Length;
        Account.PathLength = (ushort)path.Length;
        byte[] bytes =
        [
            .. Header.Type switch
            {
                RecordType.Hold => Bytes(Hold),
                RecordType.Capture or RecordType.Release or RecordType.Extend or RecordType.Reversal => Bytes(Target),
                RecordType.OpenAccount => [.. Bytes(Account), .. Padded(path)],
                RecordType.SetLimits or RecordType.SetState or RecordType.SetMetadata => Bytes(Change),
                _ => [],
            },
            .. MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(Legs)),
            .. Padded(Attributes),
            .. Tail,
        ];
        Header.Length = (uint)(RecordHeader.Size + bytes.Length + LengthError);
        return [.. Bytes(Header), .. bytes];
    }

    private static byte[] Bytes<T>(T value) where T : unmanaged => MemoryMarshal.AsBytes([value]).ToArray();

    private static byte[] Padded(byte[] bytes) => [.. bytes, .. new byte[-bytes.Length & 7]];
}

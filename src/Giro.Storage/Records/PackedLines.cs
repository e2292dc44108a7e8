using System.Buffers.Binary;
using Giro.Operations.Clearing;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Cycles;

namespace Giro.Storage.Records;

/// <summary>
/// Clearing lines of one merchant as they are kept, little-endian, 32 bytes a line:
/// <code>
/// 0        8        16       24    28   30   31   32
/// | number | amount | cycle  | rule | part | kind | account |
/// </code>
/// </summary>
public readonly ref struct PackedLines(ReadOnlySpan<byte> bytes)
{
    public const int LineBytes = 32;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public Enumerator GetEnumerator() => new(_bytes);

    internal static void Write(Span<byte> target, in ClearingLine line)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(target, line.Number);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], line.AmountMinor);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], line.Cycle.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(target[24..], line.RuleVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(target[28..], (ushort)line.Part);
        target[30] = (byte)line.Kind;
        target[31] = (byte)line.Account;
    }

    /// <summary>A line as it is kept: whose it is, the row says.</summary>
    public readonly record struct Line(ulong Number, int Part, LineKind Kind, LineAccount Account, CycleId Cycle, long AmountMinor, uint RuleVersion);

    public ref struct Enumerator(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public Line Current { get; private set; }

        /// <exception cref="InvalidDataException">The bytes are no whole number of lines.</exception>
        public bool MoveNext()
        {
            if (_rest.IsEmpty) return false;
            if (_rest.Length < LineBytes) throw new InvalidDataException("packed clearing lines end within a line");
            Current = new Line(
                BinaryPrimitives.ReadUInt64LittleEndian(_rest), BinaryPrimitives.ReadUInt16LittleEndian(_rest[28..]), (LineKind)_rest[30], (LineAccount)_rest[31],
                CycleId.FromValue(BinaryPrimitives.ReadInt64LittleEndian(_rest[16..])), BinaryPrimitives.ReadInt64LittleEndian(_rest[8..]), BinaryPrimitives.ReadUInt32LittleEndian(_rest[24..]));
            _rest = _rest[LineBytes..];
            return true;
        }
    }
}

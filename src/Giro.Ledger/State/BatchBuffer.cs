using System.Runtime.InteropServices;
using Giro.Ledger.Journal;

namespace Giro.Ledger.State;

/// <summary>The payload of a journal row while it is filled: a batch header, and the records accepted so far.</summary>
internal sealed class BatchBuffer(int capacity)
{
    public byte[] Bytes { get; } = GC.AllocateUninitializedArray<byte>(capacity, pinned: true);

    public int Length { get; private set; } = BatchHeader.Size;

    public uint RecordCount { get; private set; }

    public int Room => Bytes.Length - Length;

    public ReadOnlySpan<byte> Records => Bytes.AsSpan(BatchHeader.Size, Length - BatchHeader.Size);

    public ref BatchHeader Header => ref MemoryMarshal.AsRef<BatchHeader>(Bytes.AsSpan());

    public void Clear()
    {
        Length = BatchHeader.Size;
        RecordCount = 0;
    }

    /// <summary>Takes back every record after a point.</summary>
    public void Truncate(int length, uint recordCount)
    {
        Length = length;
        RecordCount = recordCount;
    }

    /// <summary>Room for one record of <paramref name="length"/> bytes, cleared by the caller. The writer sees to it that a submission fits.</summary>
    public Span<byte> Reserve(int length)
    {
        var span = Bytes.AsSpan(Length, length);
        Length += length;
        RecordCount++;
        return span;
    }

    /// <summary>Copies a command, to be patched into a record.</summary>
    public ref RecordHeader Copy(ReadOnlySpan<byte> command)
    {
        var span = Reserve(command.Length);
        command.CopyTo(span);
        return ref MemoryMarshal.AsRef<RecordHeader>(span);
    }
}

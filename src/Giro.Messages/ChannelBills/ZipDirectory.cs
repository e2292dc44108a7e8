using System.Buffers.Binary;
using System.IO.Compression;

namespace Giro.Messages.ChannelBills;

/// <summary>Opens a zip of one entry; its list of entries is not read before it is known how long it is.</summary>
internal static class ZipDirectory
{
    /// <summary>End of central directory: signature, 22 bytes, and a comment of at most 65,535.</summary>
    private const int EndLength = 22;

    public static ZipArchive OpenSingle(Stream file, string fileName)
    {
        var count = EntryCount(file, fileName);
        if (count != 1) throw CompressedInput.Refuse(fileName, $"is a zip of {count} entries; a bill comes alone");
        try
        {
            file.Position = 0;
            var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.Entries.Count != 1) throw CompressedInput.Refuse(fileName, $"is a zip of {archive.Entries.Count} entries; a bill comes alone");
            var entry = archive.Entries[0];
            if (entry.IsEncrypted) throw CompressedInput.Refuse(fileName, "is an encrypted zip");
            if (entry.FullName.EndsWith('/')) throw CompressedInput.Refuse(fileName, "is a zip of a folder");
            if (entry.Length / CompressedInput.MaxRatio > Math.Max(entry.CompressedLength, 4096))
                throw CompressedInput.Refuse(fileName, $"would grow from {entry.CompressedLength} to {entry.Length} bytes");
            return archive;
        }
        catch (InvalidDataException e)
        {
            throw CompressedInput.Refuse(fileName, $"is no whole zip: {e.Message}", e);
        }
    }

    private static int EntryCount(Stream file, string fileName)
    {
        var tail = new byte[Math.Min(file.Length, EndLength + ushort.MaxValue)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        var at = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (at < 0 || tail.Length - at < EndLength) throw CompressedInput.Refuse(fileName, "is no whole zip: its end, where the entries are listed, is missing");
        return BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + 10));
    }
}

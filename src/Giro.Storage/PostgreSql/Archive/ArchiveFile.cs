using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using Giro.Ledger;

namespace Giro.Storage.PostgreSql.Archive;

/// <summary>
/// A file with the rows of a partition:
/// <code>
///  0  8 bytes 'GIROARCH'      16      h bytes: the header, JSON in UTF-8
///  8  u32 format = 1          16 + h  to the end, compressed by Brotli: the rows as PostgreSQL's binary COPY gives them, then
/// 12  u32 h                           32 bytes, SHA-256 of that
/// </code>
/// Integers before the rows are little-endian, in the rows big-endian as PostgreSQL has them. Beside it stands FILE.sha256 as sha256sum writes and checks it.
/// </summary>
internal static class ArchiveFile
{
    public const uint FormatVersion = 1;
    public const int FixedSize = 16;

    public static ReadOnlySpan<byte> Magic => "GIROARCH"u8;

    /// <summary>Writes a file under a name of its own, durably. It is not yet in its place.</summary>
    /// <param name="path">The name.</param><param name="header">What it holds.</param><param name="rows">The stream of a binary COPY; read to its end.</param>
    /// <returns>The SHA-256 of the rows.</returns>
    public static byte[] Write(string path, ArchiveHeader header, Stream rows)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        var head = header.ToBytes();
        if (head.Length > ArchiveHeader.MostBytes) throw new InvalidOperationException($"a header of {head.Length} bytes");
        Span<byte> start = stackalloc byte[FixedSize];
        Magic.CopyTo(start);
        BinaryPrimitives.WriteUInt32LittleEndian(start[8..], FormatVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(start[12..], (uint)head.Length);
        file.Write(start);
        file.Write(head);
        byte[] hash;
        using (var compressed = new BrotliStream(file, CompressionLevel.Optimal, leaveOpen: true))
        {
            var buffer = new byte[1 << 16];
            for (int count; (count = rows.Read(buffer)) > 0;)
            {
                sha.AppendData(buffer, 0, count);
                compressed.Write(buffer, 0, count);
            }

            hash = sha.GetHashAndReset();
            compressed.Write(hash);
        }

        file.Flush(flushToDisk: true);
        return hash;
    }

    /// <summary>Puts a file in its place and its hash beside it, durably.</summary>
    public static void Place(string temporary, string path, byte[] fileHash)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        File.Move(temporary, path, overwrite: true);
        File.WriteAllText(path + ".sha256", $"{Convert.ToHexStringLower(fileHash)}  {Path.GetFileName(path)}\n");
        FolderSync.Flush(folder);
    }

    public static byte[] HashOf(string path)
    {
        using var file = File.OpenRead(path);
        return SHA256.HashData(file);
    }
}

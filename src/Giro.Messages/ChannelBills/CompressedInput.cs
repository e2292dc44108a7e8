using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Giro.Messages.Tables;

namespace Giro.Messages.ChannelBills;

/// <summary>
/// Opens what channels send packed: gzip (WeChat Pay), zip (Alipay), zlib, and base64 around zlib around zip (UnionPay). Layers come in that order of
/// unpacking, base64, then gzip or zlib, then zip, each at most once, and a zip has one entry: anything nested otherwise is refused. So is what grows too
/// much: more than
/// <see cref="MaxRatio"/> times
/// its packed size, or to more than <see cref="MaxLength"/>, found out while it is read, in a few hundred KiB of memory.
/// </summary>
public static class CompressedInput
{
    /// <summary>Bills become 5 to 60 times smaller; a bomb about 1000 times.</summary>
    public const int MaxRatio = 250;

    /// <summary>In bytes, unpacked. Ten million lines have about 3 GiB.</summary>
    public const long MaxLength = 16L * 1024 * 1024 * 1024;

    private const int PeekLength = 512;

    private enum Layer : byte
    {
        None = 0,
        Base64 = 1,
        Deflated = 2,
        Zip = 3,
    }

    /// <summary>The unpacked stream; the same stream, at its start, when it is not packed.</summary>
    /// <param name="input">left open</param>
    /// <param name="fileName">what errors call it</param>
    /// <exception cref="MessageFormatException">It is packed in a way that is refused. Reading the stream that is returned throws the same for what is found
    /// out later.</exception>
    public static Stream Open(Stream input, string fileName = "input")
    {
        var stream = input;
        var last = Layer.None;
        var isOurs = false; // the stream is one that was made here
        while (true)
        {
            var start = new byte[PeekLength];
            var length = stream.ReadAtLeast(start, PeekLength, throwOnEndOfStream: false);
            var layer = LayerOf(start.AsSpan(0, length), out var isGzip);
            stream = Rewound(stream, start.AsMemory(0, length), isOurs);
            if (layer == Layer.None) return stream;
            if (layer <= last) throw Refuse(fileName, "is packed in a file that is packed already, which no channel does");
            stream = layer switch
            {
                Layer.Base64 => new UnpackedStream(stream, isOurs, packed => new CryptoStream(packed, new FromBase64Transform(), CryptoStreamMode.Read), fileName, PackedEnding.Plain),
                Layer.Zip => OpenZip(stream, isOurs, fileName),
                _ when isGzip => new UnpackedStream(stream, isOurs, packed => new GZipStream(packed, CompressionMode.Decompress), fileName, PackedEnding.Gzip),
                _ => new UnpackedStream(stream, isOurs, packed => new ZLibStream(packed, CompressionMode.Decompress), fileName, PackedEnding.Zlib),
            };
            (last, isOurs) = (layer, true);
        }
    }

    private static Layer LayerOf(ReadOnlySpan<byte> start, out bool isGzip)
    {
        isGzip = start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B, 0x08]);
        if (start.StartsWith("PK\x03\x04"u8) || start.StartsWith("PK\x05\x06"u8)) return Layer.Zip;
        if (isGzip || IsZlib(start)) return Layer.Deflated;
        return IsBase64(start) ? Layer.Base64 : Layer.None;
    }

    /// <summary>RFC 1950: deflate with a window of 32 KiB and no dictionary, at one of the four levels.</summary>
    private static bool IsZlib(ReadOnlySpan<byte> start) => start.Length >= 2 && start[0] == 0x78 && start[1] is (0x01 or 0x5E or 0x9C or 0xDA);

    /// <summary>Nothing but base64, of something that is packed itself.</summary>
    private static bool IsBase64(ReadOnlySpan<byte> start)
    {
        Span<byte> letters = stackalloc byte[24];
        var count = 0;
        foreach (var letter in start)
        {
            if (letter is (byte)'\r' or (byte)'\n') continue;
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter is not ((byte)'+' or (byte)'/' or (byte)'=')) return false;
            if (count < letters.Length) letters[count++] = letter;
        }

        return count == letters.Length
            && Convert.TryFromBase64String(Encoding.ASCII.GetString(letters), letters, out var length)
            && LayerOf(letters[..length], out _) is Layer.Deflated or Layer.Zip;
    }

    private static Stream Rewound(Stream stream, ReadOnlyMemory<byte> start, bool isOurs)
    {
        if (!stream.CanSeek) return new PrefixedStream(start, stream, leaveOpen: !isOurs);
        stream.Seek(-start.Length, SeekOrigin.Current);
        return stream;
    }

    private static UnpackedStream OpenZip(Stream packed, bool isOurs, string fileName)
    {
        // The list of entries stands at the end of a zip.
        var file = packed;
        if (!packed.CanSeek)
        {
            file = Spooled(packed, fileName);
            if (isOurs) packed.Dispose();
            isOurs = true;
        }

        try
        {
            var archive = ZipDirectory.OpenSingle(file, fileName);
            var entry = archive.Entries[0];
            return new UnpackedStream(file, isOurs, _ => entry.Open(), fileName, PackedEnding.Plain, entry.CompressedLength, entry.Length, archive);
        }
        catch when (isOurs)
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>A copy in a file that disappears with its stream.</summary>
    private static FileStream Spooled(Stream packed, string fileName)
    {
        var file = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose);
        try
        {
            const long MaxSpooled = 1L << 30;
            var buffer = new byte[64 * 1024];
            while (packed.Read(buffer) is > 0 and var read)
            {
                if (file.Length + read > MaxSpooled) throw Refuse(fileName, $"holds a zip of more than {MaxSpooled} bytes");
                file.Write(buffer, 0, read);
            }

            file.Position = 0;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    internal static MessageFormatException Refuse(string fileName, string reason, Exception? because = null) => new(fileName, 0, 0, "", reason, because);
}

using System.Text;
using System.Text.Unicode;

namespace Giro.Messages.Tables;

/// <summary>A file's bytes as UTF-8 without a byte order mark, whatever it was written in.</summary>
public static class TableInput
{
    /// <summary>So much is looked at to choose among several encodings.</summary>
    private const int SampleLength = 64 * 1024;

    /// <summary>
    /// A byte order mark decides; else the first of the encodings in which the start of the file is text; else the last of them. Bytes that are no text in
    /// it become U+FFFD, which readers flag; in UTF-8 they come as they are.
    /// </summary>
    /// <param name="input">closed with the stream that is returned unless <paramref name="leaveOpen"/></param>
    /// <param name="encodings">names as <see cref="TableMapping.Encodings"/> has them, at least one</param>
    public static Stream Open(Stream input, IReadOnlyList<string> encodings, bool leaveOpen = false)
    {
        var sample = new byte[SampleLength];
        var length = input.ReadAtLeast(sample, sample.Length, throwOnEndOfStream: false);
        var start = sample.AsSpan(0, length);
        var (marked, mark) = ByMark(start);
        var encoding = marked ?? Choose(start, length < SampleLength, encodings);
        Stream whole = new PrefixedStream(sample.AsMemory(mark, length - mark), input, leaveOpen);
        return encoding.CodePage == Encoding.UTF8.CodePage ? whole : Encoding.CreateTranscodingStream(whole, encoding, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    /// <summary>By its IANA name, e.g. <c>gb18030</c>, <c>gbk</c>, <c>windows-1252</c>, <c>utf-16</c>; null when it is unknown.</summary>
    public static Encoding? FindEncoding(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null; // utf-7, which is not safe, is not supported
        }
    }

    private static (Encoding? Encoding, int Length) ByMark(ReadOnlySpan<byte> start) =>
        start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? (Encoding.UTF8, 3)
        : start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? (Encoding.Unicode, 2)
        : start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? (Encoding.BigEndianUnicode, 2)
        : start.StartsWith((ReadOnlySpan<byte>)[0x84, 0x31, 0x95, 0x33]) ? (FindEncoding("gb18030"), 4)
        : (null, 0);

    private static Encoding Choose(ReadOnlySpan<byte> start, bool isWhole, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            var encoding = FindEncoding(name) ?? throw new ArgumentException($"'{name}' is no known encoding", nameof(names));
            if (names.Count == 1 || IsText(start, isWhole, encoding)) return encoding;
        }

        return FindEncoding(names[^1])!;
    }

    private static bool IsText(ReadOnlySpan<byte> start, bool isWhole, Encoding encoding)
    {
        if (encoding.CodePage == Encoding.UTF8.CodePage)
        {
            // A character may be cut at the end of the sample: at most its last three bytes are passed over.
            for (var cut = 0; cut < (isWhole ? 1 : 4) && cut <= start.Length; cut++)
            {
                if (Utf8.IsValid(start[..^cut])) return true;
            }

            return false;
        }

        var decoder = Strict(encoding);
        try
        {
            decoder.GetCharCount(start, flush: isWhole);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static Decoder Strict(Encoding encoding)
    {
        var strict = (Encoding)encoding.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        return strict.GetDecoder();
    }
}

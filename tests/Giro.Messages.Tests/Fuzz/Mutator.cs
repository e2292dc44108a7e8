using System.Text;

namespace Giro.Messages.Tests.Fuzz;

/// <summary>Damages files as transport, editors and enemies do: bytes flipped, cut, put in, doubled, exchanged, taken from elsewhere; digits changed; NULs and long runs.</summary>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> seeds)
{
    // A file that has become long says nothing new, and slows all that follow.
    private const int MaxLength = 64 * 1024;

    private static readonly byte[][] Pieces =
    [
        .. ((string[])
        [
            "<", ">", "&", "]]>", "<![CDATA[", "<!--", "-->", "/>", "</", "<Ntry>", "</Ntry>", "<Amt Ccy=\"CZK\">", "Ccy=\"XXX\"", "<!DOCTYPE x [<!ENTITY e 'e'>]>", "&e;", "\0", "\r", "\n",
            "\r\n", ",", "/", "\"", "\"\"", "`", "\t", "'", ":", "-", "+", "0", "9", ".", ",,", "99999999999999999999", "-1", "-9223372036854775808", "9223372036854775807", "0.000001", "1e9",
            ":61:", ":86:", ":62F:", ":20:", "{4:", "-}", "?20", "16,", "88,", "49,", "98,", "99,", "S,1,2,3", "V,", "D,9,1,1", "799", "627", "8200", "9000001", "2026-02-30", "20261332",
            "RJCT", "RCVD", "XXX", "JPY", "总交易单数", "#", "￥", "\uFEFF", "\ud83e\uddfe", "1,234.56", "C000000000001", "D", "  ",
        ]).Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0x81, 0x30], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0x1F, 0x8B, 0x08], [0x78, 0x9C], [0x80, 0x80, 0x80],
    ];

    public byte[] Next()
    {
        var bytes = seeds[random.Next(seeds.Count)].ToList();
        for (var changes = 1 + random.Next(4); changes > 0 && bytes.Count > 0; changes--)
            Change(bytes);
        if (bytes.Count > MaxLength)
            bytes.RemoveRange(MaxLength, bytes.Count - MaxLength);
        return [.. bytes];
    }

    private void Change(List<byte> bytes)
    {
        var at = random.Next(bytes.Count);
        var length = Math.Min(1 + random.Next(random.Next(2) == 0 ? 8 : 200), bytes.Count - at);
        switch (random.Next(12))
        {
            case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 1: bytes[at] = (byte)random.Next(256); break;
            case 2: bytes.RemoveRange(at, length); break;
            case 3: bytes.InsertRange(at, Pieces[random.Next(Pieces.Length)]); break;
            case 4: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
            case 5: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length)); break;
            case 6: Swap(bytes, at, random.Next(bytes.Count), length); break;
            case 7: Splice(bytes, at, length); break;
            case 8: Digits(bytes); break;
            case 9: bytes.RemoveRange(at, bytes.Count - at); break;
            case 10: Lines(bytes); break;
            default: bytes.InsertRange(at, Enumerable.Repeat(random.Next(3) == 0 ? (byte)0 : bytes[at], random.Next(random.Next(4) == 0 ? 20_000 : 100))); break;
        }
    }

    private static void Swap(List<byte> bytes, int at, int other, int length)
    {
        for (var i = 0; i < length && at + i < bytes.Count && other + i < bytes.Count; i++)
            (bytes[at + i], bytes[other + i]) = (bytes[other + i], bytes[at + i]);
    }

    private void Splice(List<byte> bytes, int at, int length)
    {
        var donor = seeds[random.Next(seeds.Count)];
        var from = random.Next(donor.Length);
        bytes.RemoveRange(at, length);
        bytes.InsertRange(at, donor.Skip(from).Take(random.Next(200)));
    }

    /// <summary>A figure of the file is another one: what remains is well-formed, and does not add up.</summary>
    private void Digits(List<byte> bytes)
    {
        for (var tries = 0; tries < 50; tries++)
        {
            var at = random.Next(bytes.Count);
            if (!char.IsAsciiDigit((char)bytes[at]))
                continue;
            bytes[at] = (byte)('0' + random.Next(10));
            if (random.Next(3) > 0)
                return;
        }
    }

    /// <summary>A line is doubled, dropped or moved.</summary>
    private void Lines(List<byte> bytes)
    {
        var start = bytes.IndexOf((byte)'\n', random.Next(bytes.Count)) + 1;
        var end = bytes.IndexOf((byte)'\n', start) + 1;
        if (start == 0 || end == 0)
            return;
        var line = bytes.GetRange(start, end - start);
        if (random.Next(2) == 0)
            bytes.RemoveRange(start, end - start);
        if (random.Next(2) == 0 && bytes.IndexOf((byte)'\n', random.Next(bytes.Count)) is >= 0 and var at)
            bytes.InsertRange(at + 1, line);
    }
}

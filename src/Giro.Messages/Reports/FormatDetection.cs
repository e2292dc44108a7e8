using System.Text;
using System.Xml;
using Giro.Messages.ChannelBills;
using Giro.Messages.Tables;

namespace Giro.Messages.Reports;

/// <summary>What a file is, by its first bytes; its name says nothing. Each format is known by what its standard puts first, so a file with a damaged middle is still named.</summary>
/// <param name="Name">one of <see cref="ReportFormats.Names"/>, or of a mapping that is included; null when it is none of these</param>
/// <param name="Seen">what the bytes look like, for an error</param>
public sealed record DetectedFormat(string? Name, string Seen)
{
    private const string IsoPrefix = "urn:iso:std:iso:20022:tech:xsd:";

    /// <param name="head">of the content when it is uncompressed: <see cref="ReportFormats.HeadLength"/> bytes, or all of a shorter file</param>
    public static DetectedFormat Of(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
            return new DetectedFormat(null, "nothing");
        if (IsXml(head))
            return OfXml(head.ToArray());
        // Structure is in ASCII in all the others; the bytes of names may be in any encoding.
        var text = Encoding.Latin1.GetString(head.StartsWith(Encoding.UTF8.Preamble) ? head[3..] : head);
        var lines = text.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0)
            return new DetectedFormat(null, "blank lines");
        var name = Swift(lines) ?? Bai2(lines) ?? Nacha(lines) ?? ChannelBill(head) ?? Table(head);
        return new DetectedFormat(name, name ?? $"text that begins with '{Shown(head)}'");
    }

    private static bool IsXml(ReadOnlySpan<byte> head)
    {
        var content = head switch
        {
            [0xEF, 0xBB, 0xBF, ..] => head[3..],
            [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => head[2..],
            _ => head,
        };
        var at = content.IndexOfAnyExcept(" \t\r\n\0"u8); // half of each character of UTF-16 is a NUL
        return at >= 0 && content[at] == '<';
    }

    private static DetectedFormat OfXml(byte[] head)
    {
        var root = "";
        try
        {
            using var xml = XmlReader.Create(new MemoryStream(head), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            while (xml.Read())
            {
                if (xml.NodeType != XmlNodeType.Element)
                    continue;
                if (root.Length == 0)
                    root = $"XML whose first element is {xml.LocalName}";
                if (xml.LocalName == "Document" && xml.Depth <= 1)
                    return OfNamespace(xml.NamespaceURI);
            }
        }
        catch (XmlException e)
        {
            return new DetectedFormat(null, root.Length > 0 ? root : $"XML that cannot be read: {e.Message}");
        }

        return new DetectedFormat(null, root.Length > 0 ? root : "XML without an element");
    }

    private static DetectedFormat OfNamespace(string @namespace)
    {
        var version = @namespace.StartsWith(IsoPrefix, StringComparison.Ordinal) ? @namespace[IsoPrefix.Length..] : "";
        var name = ReportFormats.Iso20022.FirstOrDefault(format => version.StartsWith(format + ".", StringComparison.Ordinal));
        return new DetectedFormat(name, version.Length > 0 ? $"the ISO 20022 message {version}" : $"an XML document in the namespace '{@namespace}'");
    }

    /// <summary>A header block of SWIFT's FIN, or the first tag of a statement at the start of a line; the balances tell the two kinds apart.</summary>
    private static string? Swift(string[] lines)
    {
        if (!lines.Any(line => line.StartsWith(":20:", StringComparison.Ordinal)) && !lines[0].StartsWith("{1:", StringComparison.Ordinal))
            return null;
        if (Has(":60F:") || Has(":60M:"))
            return ReportFormats.Mt940;
        var isInterim = Has(":34F:") || Has(":13D:") || Has(":13:") || Has(":90D:") || Has(":90C:")
            || lines.Any(line => line.Contains("{2:I942", StringComparison.Ordinal) || line.Contains("{2:O942", StringComparison.Ordinal));
        return isInterim ? ReportFormats.Mt942 : ReportFormats.Mt940;

        bool Has(string tag) => lines.Any(line => line.StartsWith(tag, StringComparison.Ordinal));
    }

    /// <summary>A file header (01): sender, receiver, a date of six digits and a time of at most four. The next record may stand on the same line.</summary>
    private static string? Bai2(string[] lines)
    {
        var fields = lines[0].Split(',', 7);
        return fields.Length >= 6 && fields[0] == "01" && fields[3].Length == 6 && fields[3].All(char.IsAsciiDigit) && fields[4].Length <= 4 && fields[4].All(char.IsAsciiDigit)
            ? ReportFormats.Bai2
            : null;
    }

    /// <summary>A file header: record type 1, priority 01, and at position 35 the size of a record, which is always 094.</summary>
    private static string? Nacha(string[] lines) =>
        lines[0] is { Length: >= 37 } line && line.StartsWith("101", StringComparison.Ordinal) && line.AsSpan(34, 3).SequenceEqual("094")
            ? ReportFormats.Nacha
            : null;

    /// <summary>The words of a bill's header or preamble, in an encoding of Chinese channels; a line of UnionPay's fixed widths has no words but known places.</summary>
    private static string? ChannelBill(ReadOnlySpan<byte> head)
    {
        foreach (var encoding in (Encoding[])[Encoding.UTF8, TableInput.FindEncoding("gb18030")!])
        {
            var text = encoding.GetString(head).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
            if (text.StartsWith("#支付宝", StringComparison.Ordinal) || text.Contains("支付宝交易号,商户订单号", StringComparison.Ordinal))
                return ReportFormats.Alipay;
            if (text.StartsWith("交易时间,公众账号ID,商户号", StringComparison.Ordinal) || text.StartsWith("记账时间,微信支付业务单号,资金流水单号", StringComparison.Ordinal))
                return ReportFormats.WeChat;
        }

        return IsUnionPay(head) ? ReportFormats.UnionPay : null;
    }

    private static bool IsUnionPay(ReadOnlySpan<byte> head)
    {
        var end = head.IndexOfAny((byte)'\r', (byte)'\n');
        var line = end < 0 ? head : head[..end];
        if (UnionPayLayout.Of(line) is not { } layout)
            return false;
        var settled = layout.Field(line, "settleAmt");
        return layout.Field(line, "txnAmt").IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
            && settled[0] is (byte)'C' or (byte)'D' && settled[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    /// <summary>A table whose header has all columns that a mapping which is included needs.</summary>
    private static string? Table(ReadOnlySpan<byte> head)
    {
        foreach (var name in TableMappings.Names)
        {
            var mapping = TableMappings.BuiltIn(name);
            using var text = TableInput.Open(new MemoryStream(head.ToArray()), mapping.Encodings);
            var start = new byte[2 * ReportFormats.HeadLength];
            var length = text.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            try
            {
                TableHead.Find(start.AsSpan(0, length), head.Length < ReportFormats.HeadLength, mapping, name, new CsvScratch());
                return name;
            }
            catch (MessageFormatException)
            {
                // not this one
            }
        }

        return null;
    }

    /// <summary>The first line, as much of it as says something.</summary>
    private static string Shown(ReadOnlySpan<byte> head) => string.Concat(
        Encoding.UTF8.GetString(head[..Math.Min(120, head.Length)]).TakeWhile(c => c is not ('\r' or '\n')).Take(40).Select(c => char.IsControl(c) || c == '\uFFFD' ? '?' : c));
}

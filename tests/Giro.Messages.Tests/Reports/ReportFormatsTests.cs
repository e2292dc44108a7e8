using System.IO.Compression;
using System.Text;
using Giro.Messages.Reports;
using Giro.Messages.Tests.Fuzz;
using Giro.Messages.Tests.Iso20022;

namespace Giro.Messages.Tests.Reports;

public class ReportFormatsTests
{
    private const string NachaHeader = "101 231380104 1210428821811260000A094101Federal Reserve Bank   My Bank Name                   ";

    [Theory]
    [InlineData(":20:S1\r\n:25:1\r\n:28C:1\r\n:60F:C261120CZK1,00\r\n", "MT940")]
    [InlineData("{1:F01BANKCZPPAXXX0000000000}{2:I940BANKCZPPXXXXN}{4:\r\n:20:S1\r\n:60M:C261120CZK1,00", "MT940")]
    [InlineData("ABNANL2A\r\n940\r\nABNANL2A\r\n:20:S1\r\n:25:1\r\n", "MT940")]
    [InlineData(":20:S1\r\n:25:1\r\n:28C:1\r\n:34F:CZK0,00\r\n:13D:2611201200+0100\r\n", "MT942")]
    [InlineData("{1:F01BANKCZPPAXXX0000000000}{2:O9421200BANKCZPPXXXXN}{4:", "MT942")]
    [InlineData("01,0004,12345,060321,0829,001,80,1,2/\r\n02,12345,0004,1,060317,,CAD,/\r\n", "BAI2")]
    [InlineData("\uFEFF01,0004,12345,060321,0829,001,,,2/", "BAI2")]
    [InlineData(NachaHeader, "NACHA")]
    [InlineData("\uFEFF交易时间,公众账号ID,商户号,特约商户号\n", "wechat")]
    [InlineData("#支付宝业务明细查询\n#账号：[2088]\n", "alipay")]
    [InlineData("01,2,3\n4,5,6\n", null)]
    [InlineData("101 231380104\n", null)]
    [InlineData("<html><body/></html>", null)]
    [InlineData("PK\u0003\u0004", null)]
    public void A_format_is_known_by_what_stands_first(string head, string? format) => Assert.Equal(format, DetectedFormat.Of(Encoding.UTF8.GetBytes(head)).Name);

    [Theory]
    [InlineData("camt.053.001.08", "camt.053")]
    [InlineData("camt.052.001.13", "camt.052")]
    [InlineData("camt.054.001.02", "camt.054")]
    [InlineData("pain.002.001.03", "pain.002")]
    [InlineData("pacs.002.001.10", "pacs.002")]
    [InlineData("pacs.004.001.09", "pacs.004")]
    [InlineData("pain.001.001.03", "pain.001")]
    [InlineData("pacs.008.001.08", "pacs.008")]
    [InlineData("pacs.009.001.08", "pacs.009")]
    [InlineData("camt.029.001.09", null)]
    public void An_XML_message_is_known_by_the_namespace_of_its_document_in_any_encoding_and_envelope(string version, string? format)
    {
        var document = $"<d:Document xmlns:d='urn:iso:std:iso:20022:tech:xsd:{version}'><d:X/>";
        foreach (var text in (string[])[document, " \r\n<!-- a note -->" + document, $"<Envelope><AppHdr xmlns='urn:x'><A><Document/></A></AppHdr>{document}"])
        {
            foreach (var encoding in (Encoding[])[new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode])
                Assert.Equal(format, DetectedFormat.Of([.. encoding.GetPreamble(), .. encoding.GetBytes(text)]).Name);
            Assert.Equal(format, DetectedFormat.Of(Encoding.UTF8.GetBytes(text)).Name);
        }
    }

    public static TheoryData<string> Formats => [.. FuzzSeeds.Formats.Where(format => format != FuzzSeeds.Packed)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_format_is_known_by_its_content(string format)
    {
        var expected = format switch
        {
            "wechat-trade" or "wechat-fund-flow" => "wechat",
            "alipay-business" => "alipay",
            _ => format,
        };

        Assert.Equal(expected, DetectedFormat.Of(FuzzSeeds.Of(format)[0]).Name);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zlib")]
    public void A_packed_file_is_opened_as_what_is_in_it_by_content_and_by_name(string packing)
    {
        using var packed = new MemoryStream();
        using (Stream pack = packing == "gzip" ? new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true) : new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            pack.Write(Encoding.UTF8.GetBytes(Given.BankMessage(Given.BankEntry("5.00"), closing: "105.00")));
        foreach (var format in (string?[])[null, "camt.053"])
        {
            packed.Position = 0;
            using var reader = format is null ? ReportFormats.Open(packed, "file", Given.Digits) : ReportFormats.Open(format, packed, "file", Given.Digits);
            Assert.IsType<ReportItem.SectionStart>(reader.Read());
            Assert.Equal("camt.053.001.08", reader.Format);
            reader.Dispose();
            Assert.True(packed.CanRead);
        }
    }

    [Fact]
    public void GBK_bills_are_known_too()
    {
        var gbk = CodePagesEncodingProvider.Instance.GetEncoding("GBK")!;

        Assert.Equal("alipay", DetectedFormat.Of(gbk.GetBytes("#支付宝业务明细查询\r\n")).Name);
    }

    [Theory]
    [InlineData("", "file(0,0): the file is empty")]
    [InlineData("hello, world\nand more", "file(1,1): is text that begins with 'hello, world', which is no known format; looked for camt.052, camt.053, ")]
    [InlineData("<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.029.001.09'/>", "file(1,1): is the ISO 20022 message camt.029.001.09, which is no known format; ")]
    [InlineData("<Document xmlns='urn:x'/>", "file(1,1): is an XML document in the namespace 'urn:x', which ")]
    [InlineData("<!DOCTYPE x [<!ENTITY e 'e'>]><Document/>", "file(1,1): is XML that cannot be read: For security reasons DTD is prohibited")]
    [InlineData("<a><b/></a>", "file(1,1): is XML whose first element is a, which ")]
    public void What_is_in_no_known_format_is_told_with_what_was_looked_for(string content, string message)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(content));

        Assert.StartsWith(message, Assert.Throws<MessageFormatException>(() => ReportFormats.Open(input, "file", Given.Digits)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_format_that_does_not_exist_is_refused_with_those_that_do()
    {
        using var input = new MemoryStream([1]);

        Assert.StartsWith("there is no format 'mt-940'; there are camt.052, ",
            Assert.Throws<ArgumentException>(() => ReportFormats.Open("mt-940", input, "file", Given.Digits)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_bytes_are_read_once_and_a_stream_need_not_seek()
    {
        using var input = new GeneratedStream(Pieces());
        using var reader = ReportFormats.Open(input, "file", Given.Digits);
        var lines = 0;
        while (reader.Read() is { } item)
            lines += item is ReportItem.Line ? 1 : 0;

        Assert.Equal(5_000, lines);

        static IEnumerable<string> Pieces()
        {
            var message = Given.BankMessage("|", closing: "150.00").Split('|');
            yield return message[0];
            for (var i = 0; i < 5_000; i++)
                yield return Given.BankEntry("0.01");
            yield return message[1];
        }
    }
}

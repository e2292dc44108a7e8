using Giro.Messages.Bai2;
using Giro.Messages.ChannelBills;
using Giro.Messages.Nacha;
using Giro.Messages.Swift;
using Giro.Messages.Tables;

namespace Giro.Messages.Reports;

/// <summary>
/// The formats whose lines can be read alike, by name. The list is closed: a name in a configuration is one of these, or the name of a mapping of tables that is
/// included (<see cref="TableMappings.Names"/>). Content may be packed as banks and channels do (<see cref="CompressedInput"/>).
/// </summary>
public static class ReportFormats
{
    public const string Camt052 = "camt.052";
    public const string Camt053 = "camt.053";
    public const string Camt054 = "camt.054";
    public const string Pain002 = "pain.002";
    public const string Pacs002 = "pacs.002";
    public const string Pacs004 = "pacs.004";
    public const string Pain001 = "pain.001";
    public const string Pacs008 = "pacs.008";
    public const string Pacs009 = "pacs.009";
    public const string Mt940 = "MT940";
    public const string Mt942 = "MT942";
    public const string Bai2 = "BAI2";
    public const string Nacha = "NACHA";
    public const string WeChat = "wechat";
    public const string Alipay = "alipay";
    public const string UnionPay = "unionpay";

    /// <summary>A table that a mapping describes; it is opened with the mapping.</summary>
    public const string Csv = "csv";

    /// <summary>How many bytes of a file are looked at to name its format.</summary>
    public const int HeadLength = 64 * 1024;

    public static IReadOnlyList<string> Names { get; } =
        [Camt052, Camt053, Camt054, Pain002, Pacs002, Pacs004, Pain001, Pacs008, Pacs009, Mt940, Mt942, Bai2, Nacha, WeChat, Alipay, UnionPay, Csv];

    internal static IReadOnlyList<string> Iso20022 { get; } = [Camt052, Camt053, Camt054, Pain002, Pacs002, Pacs004, Pain001, Pacs008, Pacs009];

    /// <summary>Opens a file whose format is known.</summary>
    /// <param name="format">one of <see cref="Names"/> but <see cref="Csv"/>, or the name of a mapping that is included, e.g. <c>boc-debit</c></param>
    /// <param name="input">its content, packed or not; left open</param>
    /// <param name="fileName">what errors call the input; it is not opened. A bill of UnionPay has its date there</param>
    /// <param name="digitsOf">decimals of an ISO 4217 currency code, e.g. CZK to 2; -1 for a code that is unknown</param>
    /// <exception cref="ArgumentException">there is no such format</exception>
    /// <exception cref="MessageFormatException">the file cannot be read from its first bytes on</exception>
    public static IReportReader Open(string format, Stream input, string fileName, Func<string, int> digitsOf) =>
        OpenUnpacked(input, fileName, digitsOf, content => OpenPlain(format, content, fileName, digitsOf));

    /// <summary>Opens a table that a mapping describes.</summary>
    /// <inheritdoc cref="Open(string, Stream, string, Func{string, int})"/>
    public static IReportReader Open(TableMapping mapping, Stream input, string fileName, Func<string, int> digitsOf)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        return OpenUnpacked(input, fileName, digitsOf, content => new TableReportReader(content, fileName, mapping, digitsOf));
    }

    /// <summary>Opens a file by what its first bytes say it is, whatever its name.</summary>
    /// <inheritdoc cref="Open(string, Stream, string, Func{string, int})"/>
    /// <exception cref="MessageFormatException">the file is empty, in no known format, or cannot be read from its first bytes on</exception>
    public static IReportReader Open(Stream input, string fileName, Func<string, int> digitsOf) => OpenUnpacked(input, fileName, digitsOf, content =>
    {
        var head = new byte[HeadLength];
        head = head[..content.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false)];
        if (head.Length == 0)
            throw new MessageFormatException(fileName, 0, 0, "", "the file is empty");
        var detected = DetectedFormat.Of(head);
        return detected.Name is { } format
            ? OpenPlain(format, new PrefixedStream(head, content, leaveOpen: true), fileName, digitsOf)
            : throw new MessageFormatException(fileName, 1, 1, "", $"is {detected.Seen}, which is no known format; looked for {LookedFor}");
    });

    private static string LookedFor => string.Join(", ", Names.Where(name => name != Csv).Concat(TableMappings.Names));

    private static IReportReader OpenPlain(string format, Stream input, string fileName, Func<string, int> digitsOf) => format switch
    {
        Camt052 or Camt053 or Camt054 => new CamtReportLines(format, input, fileName, digitsOf),
        Pain002 => new Pain002ReportLines(input, fileName, digitsOf),
        Pacs002 => new Pacs002ReportLines(input, fileName, digitsOf),
        Pacs004 => new Pacs004ReportLines(input, fileName, digitsOf),
        Pain001 or Pacs008 or Pacs009 => new TransferOrderLines(format, input, fileName, digitsOf),
        Mt940 or Mt942 => new Mt940ReportReader(input, fileName, digitsOf),
        Bai2 => new Bai2ReportReader(input, fileName, digitsOf),
        Nacha => new NachaReportReader(input, fileName, digitsOf),
        WeChat => new WeChatBillReader(input, fileName, digitsOf),
        Alipay => new AlipayBillReader(input, fileName, digitsOf),
        UnionPay => new UnionPayBillReader(input, fileName, digitsOf),
        Csv => throw new ArgumentException("a csv table is opened with its mapping", nameof(format)),
        _ when TableMappings.Names.Contains(format) => new TableReportReader(input, fileName, TableMappings.BuiltIn(format), digitsOf),
        _ => throw new ArgumentException($"there is no format '{format}'; there are {string.Join(", ", Names.Concat(TableMappings.Names))}", nameof(format)),
    };

    private static IReportReader OpenUnpacked(Stream input, string fileName, Func<string, int> digitsOf, Func<Stream, IReportReader> open)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(fileName);
        ArgumentNullException.ThrowIfNull(digitsOf);
        var content = CompressedInput.Open(input, fileName);
        if (ReferenceEquals(content, input))
            return open(content);
        try
        {
            return new UnpackedReport(open(content), content);
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    /// <summary>Closes what was opened to unpack the file.</summary>
    private sealed class UnpackedReport(IReportReader reader, Stream content) : IReportReader
    {
        public string Format => reader.Format;

        public ReportItem? Read() => reader.Read();

        public void Dispose()
        {
            reader.Dispose();
            content.Dispose();
        }
    }
}

using Giro.Messages.Bai2;
using Giro.Messages.Nacha;
using Giro.Messages.Swift;
using Giro.Messages.Tables;

namespace Giro.Messages.Reports;

/// <summary>The formats whose lines can be read alike, by name. The list is closed: a name in a configuration is one of these, or the name of a mapping of tables.</summary>
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
    /// <param name="input">its content, compressed (gzip, zip, zlib) or not; left open</param>
    /// <param name="fileName">what errors call the input; it is not opened</param>
    /// <param name="digitsOf">decimals of an ISO 4217 currency code, e.g. CZK to 2; -1 for a code that is unknown</param>
    /// <exception cref="ArgumentException">there is no such format</exception>
    /// <exception cref="MessageFormatException">the file cannot be read from its first bytes on</exception>
    public static IReportReader Open(string format, Stream input, string fileName, Func<string, int> digitsOf)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(fileName);
        ArgumentNullException.ThrowIfNull(digitsOf);
        return OpenPlain(format, input, fileName, digitsOf);
    }

    /// <summary>Opens a file by what its first bytes say it is, whatever its name.</summary>
    /// <inheritdoc cref="Open(string, Stream, string, Func{string, int})"/>
    /// <exception cref="MessageFormatException">the file is empty, in no known format, or cannot be read from its first bytes on</exception>
    public static IReportReader Open(Stream input, string fileName, Func<string, int> digitsOf)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(fileName);
        ArgumentNullException.ThrowIfNull(digitsOf);
        var head = new byte[HeadLength];
        head = head[..input.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false)];
        if (head.Length == 0)
            throw new MessageFormatException(fileName, 0, 0, "", "the file is empty");
        var detected = DetectedFormat.Of(head);
        return detected.Name is { } format
            ? OpenPlain(format, new PrefixedStream(head, input, leaveOpen: true), fileName, digitsOf)
            : throw new MessageFormatException(fileName, 1, 1, "", $"is {detected.Seen}, which is no known format; looked for {LookedFor}");
    }

    /// <summary>Opens a table that a mapping describes.</summary>
    /// <inheritdoc cref="Open(string, Stream, string, Func{string, int})"/>
    public static IReportReader Open(TableMapping mapping, Stream input, string fileName, Func<string, int> digitsOf)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(fileName);
        ArgumentNullException.ThrowIfNull(digitsOf);
        return new TableReportReader(input, fileName, mapping, digitsOf);
    }

    private static string LookedFor => string.Join(", ", Names.Where(name => name != Csv));

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
        _ => throw new ArgumentException($"there is no format '{format}'; there are {string.Join(", ", Names)}", nameof(format)),
    };
}

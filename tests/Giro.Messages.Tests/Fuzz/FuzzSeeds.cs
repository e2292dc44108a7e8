using System.IO.Compression;
using System.Text;
using Giro.Messages.Iso20022;
using Giro.Messages.Reports;
using Giro.Messages.Tables;
using Giro.Messages.Tests.Bai2;
using Giro.Messages.Tests.Iso20022;
using Giro.Messages.Tests.Swift;

namespace Giro.Messages.Tests.Fuzz;

/// <summary>Small sound files of each format to start from, and the published samples where they are there.</summary>
internal static class FuzzSeeds
{
    /// <summary>Files that are packed; their content is of another format.</summary>
    public const string Packed = "packed";

    public static IReadOnlyList<string> Formats { get; } = [.. ReportFormats.Names.Where(name => name != ReportFormats.Csv), .. TableMappings.Names, Packed];

    public static int Digits(string currency) => currency switch
    {
        "JPY" or "HUF" => 0,
        "CZK" or "EUR" or "SEK" or "CHF" or "USD" or "CAD" or "CNY" or "GBP" or "DKK" or "NOK" or "PLN" => 2,
        "KWD" => 3,
        _ => -1,
    };

    public static List<byte[]> Of(string format) => [.. Own(format), .. Samples(format)];

    private static IEnumerable<byte[]> Own(string format)
    {
        string[] texts = format switch
        {
            ReportFormats.Camt052 => [Renamed(Notification, "camt.052", "BkToCstmrAcctRpt", "Rpt")],
            ReportFormats.Camt053 => [Given.BankMessage(Entries, closing: "107.00", summary: Summary)],
            ReportFormats.Camt054 => [Notification],
            ReportFormats.Pain002 => [Given.BankReport("<OrgnlNbOfTxs>2</OrgnlNbOfTxs><OrgnlCtrlSum>3.00</OrgnlCtrlSum><GrpSts>PART</GrpSts>", Given.BankStatus("E1", "ACSC", "1.00") + Given.BankStatus("E2", "RJCT", "2.00"))],
            ReportFormats.Pacs002 => [Given.InterbankAnswer(Given.AnsweredGroup("A", "<OrgnlNbOfTxs>1</OrgnlNbOfTxs><GrpSts>ACSC</GrpSts>"), Given.InterbankTxStatus("E1", "ACSC", amount: "1.00"))],
            ReportFormats.Pacs004 => [Given.Returns("1", "<TtlRtrdIntrBkSttlmAmt Ccy='CZK'>1.00</TtlRtrdIntrBkSttlmAmt>", Given.ReturnOf("E1", "1.00"))],
            ReportFormats.Pain001 => [Encoding.UTF8.GetString(Given.Written(Given.Initiation(Given.Payment("P1", Given.Today, Given.Transfer("E1", Given.Money(100))))))],
            ReportFormats.Pacs008 => [Encoding.UTF8.GetString(Given.Written(new Pacs008Message(Given.InterbankHeader, [Given.CustomerTransfer("E1", Given.Money(100))])))],
            ReportFormats.Pacs009 => [Encoding.UTF8.GetString(Given.Written(new Pacs009Message(Given.InterbankHeader, [Given.BankTransfer("E1", Given.Money(100))])))],
            ReportFormats.Mt940 => [GivenSwift.Statement(":61:2611201120C10,00NTRFREF1//BANK1\r\nmore\r\n:86:166?00TRANSFER?20EREF+E1?21SVWZ+text?32NAME\r\n:61:2611201120RD10,NCHKNONREF\r\n")],
            ReportFormats.Mt942 => [GivenSwift.Interim(":61:261120C10,00NTRFREF1//BANK1\r\n:86:text\r\n")],
            ReportFormats.Bai2 => [GivenBai2.Day],
            ReportFormats.Nacha => [Nacha],
            ReportFormats.WeChat or "wechat-trade" => [WeChat],
            "wechat-fund-flow" => [FundFlow],
            ReportFormats.Alipay or "alipay-business" => [Alipay],
            ReportFormats.UnionPay => [UnionPay(separator: ""), UnionPay(separator: " ")],
            "boc-debit" => [Boc],
            "icbc-debit" => [Icbc],
            _ => [],
        };
        foreach (var text in texts)
            yield return Encoding.UTF8.GetBytes(text);
        if (format is ReportFormats.Alipay or ReportFormats.WeChat)
            yield return TableInput.FindEncoding("gb18030")!.GetBytes(texts[0]);
        if (format == Packed)
        {
            foreach (var packed in PackedFiles())
                yield return packed;
        }
    }

    private static IEnumerable<byte[]> Samples(string format)
    {
        var root = Environment.GetEnvironmentVariable("GIRO_SHARED_DATA");
        var pattern = format switch
        {
            ReportFormats.Mt940 => "mt940/data_mt940*.sta",
            ReportFormats.Mt942 => "mt940/data_mt942*.sta",
            ReportFormats.Bai2 => "bai2/*.txt",
            ReportFormats.Nacha => "nacha/*.ach",
            ReportFormats.WeChat or "wechat-trade" => "cn-channels/wechat*.csv",
            ReportFormats.Alipay or "alipay-business" => "cn-channels/alipay*.csv",
            "boc-debit" => "cn-banks/boc-debit/*.csv",
            "icbc-debit" => "cn-banks/icbc-debit/*.csv",
            _ when ReportFormats.Names.Contains(format) => $"iso20022/examples/*{format.Replace("camt.", "camt*", StringComparison.Ordinal)}*.xml",
            _ => null,
        };
        if (root is null || pattern is null || !Directory.Exists(root))
            return [];
        var folder = Path.Combine(root, Path.GetDirectoryName(pattern)!);
        return Directory.Exists(folder) ? Directory.GetFiles(folder, Path.GetFileName(pattern)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes) : [];
    }

    private static string Entries => Given.BankEntry("10.00", details: Details) + "\n" + Given.BankEntry("3.00", "DBIT") + "\n" + Given.BankEntry("3.00", "DBIT", "PDNG");

    private static string Notification => Given.BankNotification(Entries, summary: Summary);

    private const string Summary = "<TxsSummry><TtlNtries><NbOfNtries>3</NbOfNtries><Sum>16.00</Sum><TtlNetNtry><Amt>4.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></TtlNetNtry></TtlNtries></TxsSummry>";

    private const string Details =
        """
        <NtryDtls><Btch><PmtInfId>P1</PmtInfId><NbOfTxs>2</NbOfTxs><TtlAmt Ccy="CZK">10.00</TtlAmt></Btch>
        <TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs><Amt Ccy="CZK">4.00</Amt><RltdPties><Dbtr><Pty><Nm>A</Nm></Pty></Dbtr></RltdPties></TxDtls>
        <TxDtls><Refs><EndToEndId>E2</EndToEndId></Refs><Amt Ccy="CZK">6.00</Amt><RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls></NtryDtls>
        """;

    private static string Renamed(string message, string name, string body, string report) => message.Replace("camt.054", name, StringComparison.Ordinal)
        .Replace("BkToCstmrDbtCdtNtfctn", body, StringComparison.Ordinal).Replace("Ntfctn>", report + ">", StringComparison.Ordinal);

    private static string Nacha => string.Join('\n', ((string[])
    [
        "101 231380104 1210428822611200000A094101FEDERAL RESERVE BANK   OUR BANK",
        "5225OUR COMPANY                         121042882 PPDPAYMENTS  261120261121   1121042880000001",
        "62723138010412345678         0000010000ID0000000000001RECEIVER NAME           0121042880000001",
        "62223138010412345678         0000002500ID0000000000002RECEIVER NAME           1121042880000002",
        "799R01121042880000001      12104288                                            121042880000002",
        "82250000030046276020000000010000000000002500121042882                          121042880000001",
        "9000001000001000000030046276020000000010000000000002500",
    ]).Select(line => line.PadRight(94))) + "\n" + string.Concat(Enumerable.Repeat(new string('9', 94) + "\n", 3));

    private const string WeChat =
        """
        交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注
        `2026-11-20 06:23:58,`wx1,`1600000000,`0,`,`4200000810,`ord1,`openid1,`JSAPI,`SUCCESS,`OTHERS,`CNY,`1.00,`0.00,`0,`0,`0.00,`0.00,`,`,`goods,`1,`0.01000,`0.60%,`1.00,`0.00,`
        `2026-11-20 07:23:58,`wx1,`1600000000,`0,`,`4200000811,`ord1,`openid1,`JSAPI,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`50,`r1,`1.00,`0.00,`ORIGINAL,`SUCCESS,`goods,`1,`-0.01000,`0.60%,`0.00,`1.00,`
        总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额
        `2,`1.00,`1.00,`0.00,`0.00000,`1.00,`1.00

        """;

    private const string FundFlow =
        """
        记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额（元）,账户结余（元）,资金变更提交申请人,备注,业务凭证号
        `2026-11-20 06:23:58,`42000001,`51000001,`交易,`交易,`收入,`1.00,`101.00,`system,`,`ord1
        `2026-11-20 07:23:58,`42000002,`51000002,`退款,`退款,`支出,`0.50,`100.50,`system,`,`r1
        资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额
        `2,`1,`1.00,`1,`0.50

        """;

    private const string Alipay =
        """
        #支付宝业务明细查询
        #账号：[20880000000000000156]
        #起始日期：[2026年11月20日 00:00:00]   终止日期：[2026年11月21日 00:00:00]
        #-----------------------------------------业务明细列表----------------------------------------
        支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注
        20260001	,o1,交易,goods,2026-11-20 10:55:16,2026-11-20 10:55:23,s	,s	,a	,	,x	,1.00,1.00,0.00,0.00,0.00,0.00,0.00,,0.00,0.00,	,-0.01,0.00,
        20260001	,o1,退款,goods,2026-11-20 11:55:16,2026-11-20 11:55:23,s	,s	,a	,	,x	,-0.40,-0.40,0.00,0.00,0.00,0.00,0.00,,0.00,0.00,q1	,0.00,0.00,
        #-----------------------------------------业务明细列表结束------------------------------------
        #交易合计：1笔，商家实收共1.00元，商家优惠共0.00元
        #退款合计：1笔，商家实收退款共-0.40元，商家优惠退款共0.00元

        """;

    private const string Boc =
        """
        中国银行交易流水明细单
        记账日期,记账时间,币别,金额,余额,交易名称,渠道,网点名称,附言,对方账户名,对方卡号/账号,对方开户行,借记卡号
        2026-11-20,17:57:17,人民币,-71.89,"3,240.28",无卡支付,无卡交易,-------,----,A,6226******5669,------,3167
        2026-11-20,12:24:20,人民币,-326.00,"3,312.17",无卡支付,无卡交易,-------,----,B,6226******5669,------,3167

        """;

    private const string Icbc =
        """
        明细查询文件下载

        卡号: 1234****9876,"卡别名: x"

        交易日期,摘要,交易场所,交易国家或地区简称,钞/汇,交易金额(收入),交易金额(支出),交易币种,记账金额(收入),记账金额(支出),记账币种,余额,对方户名
        2026-11-20     	,"消费  	","X  	","CHN 	",钞  	,"- 	","- 	",-  	,"  	","13.40  	",人民币 	,"100.00 	",Y 

        """;

    private static string UnionPay(string separator)
    {
        // Widths of the published layout; 2 is the acquirer, 5 the time of the trade, 7 its amount, 12 the order, 16 the fee, 17 what is settled.
        int[] widths =
        [
            3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21, 15, 1, 15, 32, 13, 13, 8, 32, 13, 13, 12, 2, 1,
        ];
        var fields = widths.Select((width, i) => (i + 1) switch
        {
            2 => "01020000   ",
            5 => "1120101010",
            7 => "000000001000",
            12 => "ORDER1".PadRight(width),
            16 => "D000000000006",
            17 => "C000000000994",
            _ => new string(' ', width),
        });
        var line = string.Join(separator, fields) + "\r\n";
        return line + line;
    }

    private static IEnumerable<byte[]> PackedFiles()
    {
        var content = Encoding.UTF8.GetBytes(Boc);
        yield return Deflated(content, stream => new GZipStream(stream, CompressionLevel.Fastest));
        var zlib = Deflated(content, stream => new ZLibStream(stream, CompressionLevel.Optimal));
        yield return zlib;
        using var zipped = new MemoryStream();
        using (var archive = new ZipArchive(zipped, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = archive.CreateEntry("bill.csv").Open())
            entry.Write(content);
        yield return zipped.ToArray();
        yield return Encoding.ASCII.GetBytes(Convert.ToBase64String(Deflated(zipped.ToArray(), stream => new ZLibStream(stream, CompressionLevel.Fastest))));
        yield return Deflated(new byte[2_000_000], stream => new GZipStream(stream, CompressionLevel.SmallestSize)); // a small bomb
    }

    private static byte[] Deflated(byte[] content, Func<Stream, Stream> pack)
    {
        using var packed = new MemoryStream();
        using (var stream = pack(packed))
            stream.Write(content);
        return packed.ToArray();
    }
}

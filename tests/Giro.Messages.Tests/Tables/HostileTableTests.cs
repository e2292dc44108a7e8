using System.Diagnostics;
using System.Text;
using Giro.Messages.ChannelBills;
using Giro.Messages.Reports;
using Giro.Messages.Tables;
using Giro.Messages.Tests.ChannelBills;
using Giro.Messages.Tests.Iso20022;

namespace Giro.Messages.Tests.Tables;

/// <summary>Streams without end, and files cut and damaged: items, or a MessageFormatException within a second and 64 MiB, and never anything else.</summary>
public class HostileTableTests
{
    private const string BocHeader = "记账日期,记账时间,币别,金额,余额,交易名称,渠道,网点名称,附言,对方账户名,对方卡号/账号,对方开户行,借记卡号\n";

    public static TheoryData<string> Readers => ["table", "wechat", "alipay", "unionpay"];

    [Theory]
    [InlineData("table", "a", "is longer than")]
    [InlineData("table", "\"", "is longer than")]
    [InlineData("table", ",", "is longer than")]
    [InlineData("wechat", "`,", "is longer than")]
    [InlineData("alipay", "\t", "is longer than")]
    [InlineData("unionpay", "0", "is longer than")]
    public void A_line_without_end_is_refused(string kind, string piece, string reason)
    {
        var error = Refused(kind, Forever(Start(kind), string.Concat(Enumerable.Repeat(piece, 1000))));
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quote_that_is_never_closed_is_refused() =>
        Assert.Equal("a quote is opened on this line and not closed within 1048576 bytes", Refused("table", Forever(BocHeader + "\"", "a,b\n")).Reason);

    [Theory]
    [MemberData(nameof(Readers))]
    public void Bytes_of_another_kind_of_file_are_refused(string kind)
    {
        foreach (var piece in (string[])["\0", "<xml>\n", "a,b,c\n", " ", .. kind == "unionpay" ? Array.Empty<string>() : ["\n"]]) // a file of trades may be empty
            Assert.NotEmpty(Refused(kind, Forever(piece, string.Concat(Enumerable.Repeat(piece, 1000)), pieces: 30_000)).Reason);
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void Many_lines_that_cannot_be_read_take_little_memory(string kind)
    {
        var clock = Stopwatch.StartNew();
        using var input = new GeneratedStream(Pieces(Encoding.UTF8.GetString(Line(kind)), string.Concat(Enumerable.Repeat("x,y\n", 1000)), 200));
        using var reader = Open(kind, input);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var findings = 0;
        while (reader.Read() is { } item) findings += GivenTable.Findings([item]).Length;
        Assert.InRange(findings, 1001, 1010);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 << 20);
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void Random_damage_gives_items_or_a_clear_error_and_nothing_else(string kind)
    {
        const int Seed = 20261122;
        var random = new Random(Seed);
        var whole = File(kind);
        var clock = Stopwatch.StartNew();
        int read = 0, refused = 0;
        string[] pieces = ["\"", ",", "\n", "\r", "\0", "`", "\t", "99999999999999999999", "-1", "0.000001", "2026-02-30", "\ud83e\uddfe", "#", "总交易单数", "\"\"", " "];
        for (var round = 0; round < 20_000 && clock.Elapsed < TimeSpan.FromSeconds(1); round++)
        {
            var bytes = whole.ToList();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                var at = random.Next(bytes.Count);
                var length = Math.Min(random.Next(0, 30), bytes.Count - at - 1);
                switch (random.Next(4))
                {
                    case 0: bytes[at] = (byte)random.Next(256); break;
                    case 1: bytes.RemoveRange(at, length); break;
                    case 2: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length)); break;
                    default: bytes.InsertRange(at, Encoding.UTF8.GetBytes(random.GetItems(pieces, 1)[0])); break;
                }
            }

            try
            {
                using var input = new MemoryStream([.. bytes]);
                using var reader = Open(kind, input);
                while (reader.Read() is not null) { }
                read++;
            }
            catch (MessageFormatException)
            {
                refused++;
            }
            catch (Exception other)
            {
                Assert.Fail($"seed {Seed}, round {round}: {other}\n{Encoding.UTF8.GetString([.. bytes])}");
            }
        }

        Assert.True(read > 0 && refused > 0, $"{read} read, {refused} refused");
    }

    [Fact]
    public void A_bank_export_cut_anywhere_loses_no_line_silently_but_at_the_end_of_one()
    {
        const string Rows =
            "2026-11-20,10:00:03,人民币,-5.00,95.00,消费,网银,---,茶,张三,62***1,---,3167\n2026-11-20,10:00:02,人民币,20.00,100.00,工资,网银,---,\"a\n,b\",某公司,62***2,---,3167\n"
            + "2026-11-20,10:00:01,人民币,-1.00,80.00,消费,网银,---,茶,张三,62***1,---,3167\n";
        var whole = Encoding.UTF8.GetBytes(BocHeader + Rows);
        var silent = 0;
        for (var length = 0; length < whole.Length; length++)
        {
            try
            {
                var items = GivenTable.Read(whole[..length], TableMappings.BuiltIn("boc-debit"));
                if (GivenTable.Findings(items).Length == 0) silent++;
            }
            catch (MessageFormatException error)
            {
                Assert.NotEmpty(error.Reason);
            }
        }

        // In or behind the last cell of the header, which the mapping can do without, and of each line, which is a text: with no trailer nobody can know that more should come.
        Assert.InRange(silent, 3, "借记卡号\n"u8.Length + 3 * "3167\n\n"u8.Length);
    }

    /// <summary>The reader gives up within a second and without holding what it read.</summary>
    private static MessageFormatException Refused(string kind, IEnumerable<string> pieces)
    {
        using var input = new GeneratedStream(pieces);
        using var reader = Open(kind, input);
        var clock = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<MessageFormatException>(() =>
        {
            while (reader.Read() is not null) { }
        });
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
        return error;
    }

    private static IEnumerable<string> Forever(string start, string piece, int pieces = 2_000_000) => Pieces(start, piece, pieces);

    private static IEnumerable<string> Pieces(string start, string piece, int count)
    {
        yield return start;
        for (var i = 0; i < count; i++) yield return piece;
    }

    private static string Start(string kind) => Encoding.UTF8.GetString(kind switch
    {
        "table" => Encoding.UTF8.GetBytes(BocHeader),
        "wechat" => Encoding.UTF8.GetBytes(GivenBill.WeChatHeader + "\n"),
        "alipay" => Encoding.UTF8.GetBytes("#支付宝业务明细查询\n" + GivenBill.AlipayHeader + "\n"),
        _ => GivenBill.UnionPay("A", 1, 'C', 0, name: "tea"),
    });

    /// <summary>The start of a file, and one line.</summary>
    private static byte[] Line(string kind) => kind switch
    {
        "table" => Encoding.UTF8.GetBytes(BocHeader + "2026-11-20,10:00:02,人民币,-5.00,95.00,消费,网银,---,茶,张三,62***1,---,3167\n"),
        "wechat" => Encoding.UTF8.GetBytes($"{GivenBill.WeChatHeader}\n{GivenBill.WeChatPaid("A1", "5.00", "0.03000")}"),
        "alipay" => Encoding.UTF8.GetBytes($"{GivenBill.AlipayHeader}\n{GivenBill.Alipay("A1", "交易", "5.00", "", "-0.03")}"),
        _ => GivenBill.UnionPay("A", 100, 'C', 1, name: "tea"),
    };

    private static byte[] File(string kind) => kind switch
    {
        "table" => Encoding.UTF8.GetBytes(BocHeader + "2026-11-20,10:00:02,人民币,-5.00,95.00,消费,网银,---,\"茶,\"\"x\"\"\",张三,62***1,---,3167\n2026-11-20,10:00:01,人民币,\"2,000.00\",100.00,工资,网银,---,茶,某公司,62***2,---,3167\n"),
        "wechat" => Encoding.UTF8.GetBytes(GivenBill.WeChatBill(GivenBill.WeChatPaid("A1", "5.00", "0.03000") + GivenBill.WeChatRefund("A1", "R1", "1.00", "0.00000"), "`2,`5.00,`1.00,`0.00,`0.03000,`5.00,`1.00")),
        "alipay" => Encoding.UTF8.GetBytes(GivenBill.AlipayBill(GivenBill.Alipay("A1", "交易", "5.00", "", "-0.03"), "1笔，商家实收共5.00元", "0笔，商家实收退款共0.00元")),
        _ => [.. GivenBill.UnionPay("A", 100, 'C', 1), .. GivenBill.UnionPay("B", 200, 'D', 1)],
    };

    private static IReportReader Open(string kind, Stream input) => kind switch
    {
        "table" => new TableReportReader(input, "hostile.csv", TableMappings.BuiltIn("boc-debit"), GivenTable.Digits),
        "wechat" => new WeChatBillReader(input, "hostile.csv", GivenTable.Digits),
        "alipay" => new AlipayBillReader(input, "hostile.csv", GivenTable.Digits),
        _ => new UnionPayBillReader(input, "INN261120.txt", GivenTable.Digits),
    };
}

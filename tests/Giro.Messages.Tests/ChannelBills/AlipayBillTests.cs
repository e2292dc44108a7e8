using System.Text;
using Giro.Messages.ChannelBills;
using Giro.Messages.Reports;
using Giro.Messages.Tables;
using Giro.Messages.Tests.Tables;

namespace Giro.Messages.Tests.ChannelBills;

public class AlipayBillTests
{
    private static readonly string Rows =
        GivenBill.Alipay("A1", "交易", "5.00", "", "-0.03") + GivenBill.Alipay("A1", "退款", "-2.00", "R1", "0.01") + GivenBill.Alipay("A1", "退款", "-1.00", "R2", "0.00");

    [Fact]
    public void The_published_bill_is_read_and_adds_up()
    {
        var items = Read(File.ReadAllBytes(SharedData.Path("cn-channels/alipay_business_detail_20190916.utf8.csv")));
        var lines = GivenTable.Lines(items);

        Assert.Empty(GivenTable.Said(items));
        Assert.Equal(new ReportTotals(10, 6, 6, 4, 4), GivenTable.End(items).Totals);
        Assert.Equal("20880000000000000156", GivenTable.End(items).Section.Account);
        Assert.Equal("2019-09-16 10:55:23 | 1 CNY | service_1568601259302 | 交易 | *某(masked)", GivenTable.Row(lines[0]));
        Assert.Equal("2019-09-16 10:56:48 | -1 CNY | re_test_1568602607356 | 退款 | *某(masked)", GivenTable.Row(lines[1]));
        Assert.Equal(("service_1568601259302", "2019091622001458860515315453"), (lines[1].OriginalReference, lines[1].BankReference));
        Assert.Equal(10, lines.Select(line => line.Reference).Distinct().Count());
    }

    [Fact]
    public void In_GBK_as_it_is_sent_the_lines_are_the_same()
    {
        var path = SharedData.Path("cn-channels/alipay_business_detail_20190916.utf8.csv");
        var items = Read(TableInput.FindEncoding("gbk")!.GetBytes(File.ReadAllText(path)));
        Assert.Equal(GivenTable.Page(Read(File.ReadAllBytes(path))), GivenTable.Page(items));
        Assert.Empty(GivenTable.Said(items));
    }

    [Fact]
    public void Two_refunds_of_an_order_are_known_by_their_own_requests()
    {
        var items = Read(GivenBill.AlipayBill(Rows, "1笔，商家实收共5.00元", "2笔，商家实收退款共-3.00元"));
        Assert.Equal(["A1  500 -3", "R1 A1 -200 1", "R2 A1 -100 0"], GivenTable.Lines(items).Select(line => $"{line.Reference} {line.OriginalReference} {line.AmountMinor} {line.FeeMinor}"));
        Assert.Empty(GivenTable.Said(items));
    }

    [Theory]
    [InlineData("2笔，商家实收共5.00元", "2笔，商家实收退款共-3.00元", "record-count 2 1")]
    [InlineData("1笔，商家实收共5.01元", "2笔，商家实收退款共-3.00元", "control-total 5.01 5.00")]
    [InlineData("1笔，商家实收共5.00元", "3笔，商家实收退款共-3.00元", "record-count 3 2")]
    [InlineData("1笔，商家实收共5.00元", "2笔，商家实收退款共3.00元", "control-total 3.00 -3.00")]
    [InlineData("一笔，商家实收共5.00元", "2笔，商家实收退款共-3.00元", "trailer-figure 'count' |trailer-figure 'received' |trailer-figure 'discount' ")]
    public void Both_lines_of_totals_are_checked(string paid, string refunded, string expected) =>
        Assert.Equal(expected, string.Join('|', GivenTable.Findings(Read(GivenBill.AlipayBill(Rows, paid, refunded))).Select(finding => $"{finding.Code} {finding.Expected} {finding.Found}")));

    [Fact]
    public void A_bill_cut_anywhere_before_its_totals_end_is_refused_or_flagged()
    {
        var text = GivenBill.AlipayBill(Rows, "1笔，商家实收共5.00元", "2笔，商家实收退款共-3.00元");
        var whole = Encoding.UTF8.GetBytes(text[..text.IndexOf("\r\n#导出时间", StringComparison.Ordinal)]);
        for (var length = 0; length < whole.Length; length++)
        {
            try
            {
                Assert.True(GivenTable.Findings(Read(whole[..length])).Length > 0, $"{length} of {whole.Length} bytes were read as if they were the whole");
            }
            catch (MessageFormatException error)
            {
                Assert.NotEmpty(error.Reason);
            }
        }
    }

    private static List<ReportItem> Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private static List<ReportItem> Read(byte[] file)
    {
        using var reader = new AlipayBillReader(new MemoryStream(file), "alipay.csv", GivenTable.Digits);
        return GivenTable.Read(reader);
    }
}

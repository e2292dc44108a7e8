using System.Text;
using Giro.Messages.ChannelBills;
using Giro.Messages.Reports;
using Giro.Messages.Tests.Tables;

namespace Giro.Messages.Tests.ChannelBills;

public class WeChatBillTests
{
    [Fact]
    public void The_published_trade_bill_is_read_and_adds_up()
    {
        var items = Read(File.ReadAllBytes(SharedData.Path("cn-channels/wechat_trade_ALL_20201129.csv")));
        var lines = GivenTable.Lines(items);

        Assert.Equal(20, lines.Length);
        Assert.All(lines, line => Assert.Equal((1, "CNY", 0L, "SUCCESS", "JSAPI", new DateOnly(2020, 11, 29)), (line.AmountMinor, line.Currency, line.FeeMinor, line.Status, line.Kind, line.BookingDate)));
        Assert.Equal("2020-11-29 06:23:58 | 1 CNY | ord02020112822235242102 | JSAPI | ", GivenTable.Row(lines[0]));
        Assert.Equal(("4200000810202011290227372665", "undefined药师咨询服务", "0.60%", "0.00000"), (lines[0].BankReference, lines[0].Text, lines[0].Others["rate"], lines[0].Others["fee-exact"]));
        Assert.Equal(20, lines.Select(line => line.Reference).Distinct().Count());
        Assert.Empty(GivenTable.Said(items));
        Assert.Equal(new ReportTotals(20, 20, 20, 0, 0), GivenTable.End(items).Totals);
    }

    [Fact]
    public void A_refund_is_negative_has_its_own_number_and_names_its_order()
    {
        var items = Read(GivenBill.WeChatBill(
            GivenBill.WeChatPaid("A1", "100.00", "0.60000") + GivenBill.WeChatRefund("A1", "R1", "30.00", "-0.18000") + GivenBill.WeChatRefund("A1", "R2", "70.00", "-0.42000"),
            "`3,`100.00,`100.00,`0.00,`0.00000,`100.00,`100.00"));

        Assert.Equal(
            """
            A1  10000 fee 60 SUCCESS 42A1
            R1 A1 -3000 fee -18 REFUND 50R1
            R2 A1 -7000 fee -42 REFUND 50R2
            """,
            string.Join('\n', GivenTable.Lines(items).Select(line => $"{line.Reference} {line.OriginalReference} {line.AmountMinor} fee {line.FeeMinor} {line.Status} {line.BankReference}")));
        Assert.Empty(GivenTable.Said(items));
        Assert.Equal("ORIGINAL SUCCESS", $"{GivenTable.Lines(items)[1].Others["refund-kind"]} {GivenTable.Lines(items)[1].Others["refund-status"]}");
    }

    [Theory]
    [InlineData("`3,`8.00,`1.00,`0.00,`0.05000,`8.00,`1.00", "")]
    [InlineData("`2,`8.00,`1.00,`0.00,`0.05000,`8.00,`1.00", "record-count 2 3")]
    [InlineData("`3,`8.01,`1.00,`0.00,`0.05000,`8.00,`1.00", "control-total 8.01 8.00")]
    [InlineData("`3,`8.00,`1.01,`0.00,`0.05000,`8.00,`1.00", "control-total 1.01 1.00")]
    [InlineData("`3,`8.00,`1.00,`0.10,`0.05000,`8.00,`1.00", "control-total 0.10 0.00")]
    [InlineData("`3,`8.00,`1.00,`0.00,`0.05001,`8.00,`1.00", "control-total 0.05001 0.05000")]
    [InlineData("`3,`8.00,`1.00,`0.00,`0.05000,`8.02,`1.00", "control-total 8.02 8.00")]
    [InlineData("`3,`8.00,`1.00,`0.00,`0.05000,`8.00,`1.03", "control-total 1.03 1.00")]
    public void The_trailer_is_checked_figure_by_figure(string trailer, string expected)
    {
        var rows = GivenBill.WeChatPaid("A1", "5.00", "0.03000") + GivenBill.WeChatPaid("A2", "3.00", "0.02000") + GivenBill.WeChatRefund("A1", "R1", "1.00", "0.00000");
        var findings = GivenTable.Findings(Read(GivenBill.WeChatBill(rows, trailer)));
        Assert.Equal(expected, string.Join('|', findings.Select(finding => $"{finding.Code} {finding.Expected} {finding.Found}")));
    }

    [Fact]
    public void A_fee_of_less_than_a_fen_is_not_rounded()
    {
        var items = Read(GivenBill.WeChatBill(GivenBill.WeChatPaid("A1", "1.01", "0.00606"), "`1,`1.01,`0.00,`0.00,`0.00606,`1.01,`0.00"));
        var line = Assert.Single(GivenTable.Lines(items));
        Assert.Null(line.FeeMinor);
        Assert.Equal("0.00606", line.Others["fee-exact"]);
        Assert.Equal(["excess-decimals 2: fee has more decimals than its currency; it is left out"], GivenTable.Said(items));
    }

    [Fact]
    public void Names_of_goods_may_hold_commas_and_quotes()
    {
        var items = Read(GivenBill.WeChatBill(GivenBill.WeChatPaid("A1", "5.00", "0.03000").Replace("`tea", "`\"tea\", green, 1,5", StringComparison.Ordinal), "`1,`5.00,`0.00,`0.00,`0.03000,`5.00,`0.00"));
        Assert.Equal("\"tea\", green, 1,5", Assert.Single(GivenTable.Lines(items)).Text);
        Assert.Empty(GivenTable.Said(items));
    }

    [Fact]
    public void A_bill_of_successes_has_fewer_columns()
    {
        static string Without(string row) => string.Join(',', row.TrimEnd().Split(',').Where((_, i) => i is < 14 or > 19 and not 25));
        var text = Without(GivenBill.WeChatHeader) + "\r\n" + Without(GivenBill.WeChatPaid("A1", "5.00", "0.03000")) + "\r\n" + GivenBill.WeChatTrailer + "\r\n`1,`5.00,`0.00,`0.00,`0.03000,`5.00,`0.00\r\n";
        Assert.DoesNotContain("退款状态", text, StringComparison.Ordinal);

        var items = Read(text);

        Assert.Equal("2026-11-20 10:00:00 | 500 CNY | A1 | JSAPI | ", GivenTable.Page(items));
        Assert.Empty(GivenTable.Said(items));
    }

    [Fact]
    public void A_bill_of_a_day_without_payments_adds_up() =>
        Assert.Empty(GivenTable.Said(Read(GivenBill.WeChatBill("", "`0,`0.00,`0.00,`0.00,`0.00000,`0.00,`0.00"))));

    [Fact]
    public void The_fund_flow_bill_chains_and_counts_by_side()
    {
        const string Header = "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号\r\n";
        const string Rows =
            "`2026-11-20 10:00:00,`B1,`F1,`交易,`交易,`收入,`5.00,`105.00,`system,`,`A1\r\n"
            + "`2026-11-20 10:00:01,`B1,`F2,`扣除交易手续费,`扣除交易手续费,`支出,`0.03,`104.97,`system,`,`A1\r\n";
        const string Trailer = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额\r\n";

        var items = Read(Header + Rows + Trailer + "`2,`1,`5.00,`1,`0.03\r\n");
        Assert.Equal(["F1 500 10500", "F2 -3 10497"], GivenTable.Lines(items).Select(line => $"{line.BankReference} {line.AmountMinor} {line.BalanceMinor}"));
        Assert.Empty(GivenTable.Said(items));
        Assert.Equal((10000L, 10497L), (GivenTable.End(items).Section.OpeningMinor, GivenTable.End(items).Section.ClosingMinor));

        Assert.Equal(
            ["record-count 2 1", "control-total 0.30 0.03"],
            GivenTable.Findings(Read(Header + Rows + Trailer + "`2,`2,`5.00,`1,`0.30\r\n")).Select(finding => $"{finding.Code} {finding.Expected} {finding.Found}"));
        Assert.Equal("balance-chain", Assert.Single(GivenTable.Findings(Read(Header + Rows.Replace("104.97", "104.96", StringComparison.Ordinal) + Trailer + "`2,`1,`5.00,`1,`0.03\r\n"))).Code);
    }

    [Fact]
    public void A_bill_cut_anywhere_is_refused_or_flagged()
    {
        var whole = Encoding.UTF8.GetBytes(GivenBill.WeChatBill(GivenBill.WeChatPaid("A1", "5.00", "0.03000") + GivenBill.WeChatPaid("A2", "3.00", "0.02000"), "`2,`8.00,`0.00,`0.00,`0.05000,`8.00,`0.00"));
        for (var length = 0; length < whole.Length - 5; length++) // a last 0 says the same as 0.00
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
        using var reader = new WeChatBillReader(new MemoryStream(file), "wechat.csv", GivenTable.Digits);
        return GivenTable.Read(reader);
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using Giro.Messages.Reports;
using Giro.Messages.Tables;

namespace Giro.Messages.Tests.Tables;

/// <summary>Exports of two Chinese banks against what the authors of a double-entry generator make of them.</summary>
public partial class BankExportTests
{
    private const string BocRecords = "cn-banks/boc-debit/example-boc-records.csv";
    private const string IcbcRecords = "cn-banks/icbc-debit/example-icbc-debit-v1-records.csv";

    /// <param name="Minor">money to the account positive</param>
    private sealed record Booking(string Date, long Minor, string Payee, string Text);

    [Fact]
    public void Bank_of_China_is_read_line_by_line_and_its_balances_chain()
    {
        var items = Read("boc-debit", BocRecords);
        var lines = GivenTable.Lines(items);

        Assert.Equal(17, lines.Length);
        Assert.Empty(GivenTable.Said(items));
        Assert.Equal("2025-08-22 17:57:17 | -7189 CNY |  | 无卡支付 | 张三", GivenTable.Row(lines[0]));
        Assert.Equal("2025-08-12 16:49:29 | -260000 CNY |  | 跨行转账 | 上海十企业管理顾问有限公司", GivenTable.Row(lines[7]));
        Assert.Equal("2025-08-01 08:57:00 | 100000 CNY |  | 银联入账 | 张三", GivenTable.Row(lines[^1]));
        Assert.Equal(("", 324028L), (lines[0].Text, lines[0].BalanceMinor)); // the dashes tell nothing
        Assert.Equal(("支付宝-李四", "Z200******010N"), (lines[1].Text, lines[1].CounterpartyAccount));
        var end = GivenTable.End(items);
        Assert.Equal((281358L, 324028L), (end.Section.OpeningMinor, end.Section.ClosingMinor));
        Assert.Equal(new ReportTotals(17, 4, 982100, 13, 939430), end.Totals);
    }

    [Fact]
    public void Bank_of_China_bookings_are_those_of_the_generator()
    {
        var lines = GivenTable.Lines(Read("boc-debit", BocRecords));
        var booked = Beancount("cn-banks/boc-debit/example-boc-debit-output.beancount", "Assets:DC:BoC:3167");

        // It leaves out what went through Alipay, which its users import from there; every other line is there, oldest first.
        Assert.Equal(
            booked.Select(booking => $"{booking.Date} {booking.Minor} {booking.Payee} {booking.Text}"),
            lines.Reverse().Where(line => !line.Counterparty.StartsWith("支付宝", StringComparison.Ordinal))
                .Select(line => $"{line.BookingDate:yyyy-MM-dd} {line.AmountMinor} {line.Counterparty}{line.CounterpartyAccount} {line.Kind}"));
        Assert.Equal(8, booked.Count);
    }

    [Fact]
    public void Industrial_and_Commercial_Bank_is_read_line_by_line_and_its_totals_do_not_add_up()
    {
        var items = Read("icbc-debit", IcbcRecords);

        Assert.Equal(
            """
            2023-05-02 | -1340 CNY |  | 消费 | 深圳市财付通支付科技有限公司
            2023-04-25 | -123456 CNY |  | 自动还款 | 张三
            2023-04-22 | 123456 CNY |  | 他行汇入 | 李四
            2023-04-20 | -123456 CNY |  | 银联消费 | 银联无卡支付业务((特约)掌上生活还款)
            2023-04-14 | 123456 CNY |  | 工资 | ABC公司
            2023-04-14 | -50000 CNY |  | 网转 | 王五
            2023-02-28 | 34158 CNY |  | 蚂蚁基金赎回到银行 | 支付宝（中国）网络技术有限公司
            2023-02-20 | -123456 CNY |  | 跨行汇款 | 张三
            2023-02-10 | 3000 CNY |  | 合伙人返现 | 总行信用卡合伙人
            2023-02-09 | -2400 CNY |  | 消费 | 深圳市财付通支付科技有限公司
            2023-02-08 | 104 CNY |  | 退款 | 深圳市财付通支付科技有限公司
            """, GivenTable.Page(items));
        Assert.All(GivenTable.Lines(items), line => Assert.Null(line.BalanceMinor)); // they are masked: xx,yyyy.zz
        Assert.Equal(("1234****9876", "这是卡别名"), (GivenTable.End(items).Section.Account, GivenTable.Lines(items)[0].Others["card-name"]));
        // The sample was made anonymous, its totals were not made to fit.
        Assert.Equal(
            [
                "control-total 20: the trailer states '记账金额(收入)' of 1,234.56, amount sum to 2841.74",
                "control-total 20: the trailer states '记账金额(支出)' of 9,876.54, amount sum to 4241.08",
            ], GivenTable.Said(items));
    }

    [Theory]
    [InlineData("beancount")]
    [InlineData("ledger")]
    public void Industrial_and_Commercial_Bank_bookings_are_those_of_the_generator(string form)
    {
        var lines = GivenTable.Lines(Read("icbc-debit", IcbcRecords));
        var path = $"cn-banks/icbc-debit/example-icbc-debit-v1-output.{form}";
        var booked = form == "ledger" ? Ledger(path, "Assets:Bank:CN:ICBC") : Beancount(path, "Assets:Bank:CN:ICBC");

        // It leaves out four lines: the card repaying itself, and what went through 支付宝, 财付通-群收款 and 财付通-微信红包.
        string[] leftOut = ["2023-04-25", "2023-02-28", "2023-02-09", "2023-02-08"];
        Assert.Equal(
            booked.Select(booking => $"{booking.Date} {booking.Minor} {booking.Payee}"),
            lines.Reverse().Where(line => !leftOut.Contains($"{line.BookingDate:yyyy-MM-dd}")).OrderBy(line => line.BookingDate)
                .Select(line => $"{line.BookingDate:yyyy-MM-dd} {line.AmountMinor} {$"{line.Text} {line.Counterparty}".Trim()}").Order(new ByDateThenAsBooked(booked)));
        Assert.Equal(7, booked.Count);
    }

    [Theory]
    [InlineData("boc-debit", BocRecords)]
    [InlineData("icbc-debit", IcbcRecords)]
    public void In_GBK_the_lines_are_the_same(string mapping, string path)
    {
        var text = File.ReadAllText(SharedData.Path(path));
        foreach (var encoding in (string[])["gb18030", "gbk"])
        {
            var items = GivenTable.Read(TableInput.FindEncoding(encoding)!.GetBytes(text), TableMappings.BuiltIn(mapping));
            Assert.Equal(GivenTable.Page(Read(mapping, path)), GivenTable.Page(items));
            Assert.Equal(GivenTable.Said(Read(mapping, path)), GivenTable.Said(items));
        }
    }

    [Theory]
    [InlineData("\"3,312.17\"", "\"3,312.18\"", "balance-chain 4|balance-chain 5")]
    [InlineData("-326.00", "-325.00", "balance-chain 5")]
    [InlineData("2025-08-19", "2025-02-29", "unreadable-line 7")]
    [InlineData("人民币,-60.00", "人民币人,-60.00", "unreadable-line 7")]
    public void A_changed_figure_of_Bank_of_China_is_found(string from, string to, string expected)
    {
        var text = File.ReadAllText(SharedData.Path(BocRecords));
        Assert.Contains(from, text, StringComparison.Ordinal);
        var items = GivenTable.Read(text.Replace(from, to, StringComparison.Ordinal), TableMappings.BuiltIn("boc-debit"));
        Assert.Equal(expected, string.Join('|', GivenTable.Findings(items).Select(finding => $"{finding.Code} {finding.Place?.Line}")));
    }

    private static List<ReportItem> Read(string mapping, string path) => GivenTable.Read(File.ReadAllBytes(SharedData.Path(path)), TableMappings.BuiltIn(mapping));

    /// <summary><c>2025-08-01 * "payee" "text"</c>, then postings of an account and an amount.</summary>
    private static List<Booking> Beancount(string path, string account)
    {
        var booked = new List<Booking>();
        foreach (var line in File.ReadLines(SharedData.Path(path)))
        {
            if (Head().Match(line) is { Success: true } head)
                booked.Add(new Booking(head.Groups["date"].Value, 0, head.Groups["payee"].Value, head.Groups["text"].Value));
            else if (Posting().Match(line) is { Success: true } posting && posting.Groups["account"].Value == account)
                booked[^1] = booked[^1] with { Minor = Minor(posting.Groups["amount"].Value) };
        }

        return booked;
    }

    /// <summary><c>2023/02/10 * payee</c>, then postings; the sign stands apart from the figure.</summary>
    private static List<Booking> Ledger(string path, string account)
    {
        var booked = new List<Booking>();
        foreach (var line in File.ReadLines(SharedData.Path(path)))
        {
            if (line.Length > 13 && char.IsAsciiDigit(line[0]))
                booked.Add(new Booking(line[..10].Replace('/', '-'), 0, line[13..], ""));
            else if (Posting().Match(line) is { Success: true } posting && posting.Groups["account"].Value == account)
                booked[^1] = booked[^1] with { Minor = Minor(posting.Groups["amount"].Value) };
        }

        return [.. booked.Where(booking => booking.Minor != 0)]; // the opening balances have none
    }

    private static long Minor(string amount) => long.Parse(amount.Replace(".", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    [GeneratedRegex("^(?<date>\\d{4}-\\d{2}-\\d{2}) \\* \"(?<payee>[^\"]*)\"( \"(?<text>[^\"]*)\")?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Head();

    [GeneratedRegex(@"^\s+(?<account>[A-Z]\S+)\s+(?<amount>(- )?-?\d+\.\d\d) CNY", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Posting();

    /// <summary>The generator orders the lines of a day by its own rule; here they stand in its order.</summary>
    private sealed class ByDateThenAsBooked(List<Booking> booked) : IComparer<string>
    {
        public int Compare(string? x, string? y) => Place(x!).CompareTo(Place(y!));

        private int Place(string row) => booked.FindIndex(booking => row == $"{booking.Date} {booking.Minor} {booking.Payee}") is >= 0 and var at ? at : int.MaxValue;
    }
}

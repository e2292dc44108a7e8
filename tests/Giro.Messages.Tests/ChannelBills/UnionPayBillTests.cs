using System.Text.Json;
using Giro.Messages.ChannelBills;
using Giro.Messages.Reports;
using Giro.Messages.Tests.Tables;

namespace Giro.Messages.Tests.ChannelBills;

public class UnionPayBillTests
{
    private const string Name = "INN26112088ZM_898310000000001";

    [Fact]
    public void The_layout_is_the_published_one()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(SharedData.Path("cn-channels/unionpay_ZM_layout.json")));
        Assert.Equal(
            json.RootElement.GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("width").GetInt32()),
            UnionPayLayout.Fields.Select(field => field.Width));
        Assert.Equal("tradeNo", UnionPayLayout.Fields[0].Name);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Fields_are_cut_by_bytes_of_GBK(bool separated)
    {
        var items = Read(Name, GivenBill.UnionPay("ORDER0000001", 10000, 'C', 60, separated), GivenBill.UnionPay("ORDER0000002", 2500, 'D', 15, separated, time: "1119235959"));

        Assert.Equal(
            """
            2026-11-20 10:30:00 | 10000 CNY | ORDER0000001 | 01 | 
            2026-11-19 23:59:59 | -2500 CNY | ORDER0000002 | 04 | 
            """, GivenTable.Page(items));
        var lines = GivenTable.Lines(items);
        Assert.Equal((60L, -15L), (lines[0].FeeMinor, lines[1].FeeMinor));
        Assert.Equal(("", "201119235959OORDER000"), (lines[0].OriginalReference, lines[1].OriginalReference));
        Assert.Equal(("茶铺", "C000000009940", "622588******1234"), (lines[0].Others["subMerAbbr"], lines[0].Others["settleAmt"], lines[0].CounterpartyAccount));
        Assert.Equal(new DateOnly(2026, 11, 20), lines[1].ValueDate);
        Assert.Equal(("898310000000001", new ReportTotals(2, 1, 10000, 1, 2500)), (GivenTable.End(items).Section.Account, GivenTable.End(items).Totals));
        Assert.Empty(GivenTable.Said(items));
    }

    [Fact]
    public void A_line_of_December_in_a_file_of_January_is_of_the_year_before() =>
        Assert.Equal(
            ["2026-12-31", "2027-01-01"],
            GivenTable.Lines(Read("INN27010188ZM_1", GivenBill.UnionPay("A", 1, 'C', 0, time: "1231235959"), GivenBill.UnionPay("B", 1, 'C', 0, time: "0101000000"))).Select(line => $"{line.BookingDate:yyyy-MM-dd}"));

    [Fact]
    public void Without_a_settlement_date_lines_have_none_and_it_is_said()
    {
        var items = Read("bill.txt", GivenBill.UnionPay("A", 1, 'C', 0));
        Assert.Null(Assert.Single(GivenTable.Lines(items)).BookingDate);
        Assert.Equal("date-without-year", Assert.Single(GivenTable.Findings(items)).Code);
    }

    [Fact]
    public void What_cannot_be_read_is_said_with_its_line()
    {
        var good = GivenBill.UnionPay("A", 100, 'C', 0);
        var items = Read(
            Name, good, good[..200], [.. "\n"u8], GivenBill.UnionPay("B", 100, 'C', 0, time: "0230103000"), GivenBill.UnionPay("C", 100, 'X', 0),
            [.. "\n"u8], GivenBill.UnionPay("D", 100, 'C', 0, merchant: "898310000000002"), good);

        Assert.Equal(["A", "D", "A"], GivenTable.Lines(items).Select(line => line.Reference));
        Assert.Equal(
            [
                $"unreadable-line 2: cannot be read: has 200 bytes, or fields that do not end where they should; the layout needs {UnionPayLayout.Separated.Length}",
                "unreadable-line 3: cannot be read: txnTime '0230103000' is no day and time before the settlement date",
                "unreadable-line 4: cannot be read: settleAmt 'X000000000100' is no amount in fen",
                "merchant 6: the line is of the merchant 898310000000002, those before it of 898310000000001",
            ], GivenTable.Said(items));
    }

    [Fact]
    public void A_file_of_another_layout_is_refused() =>
        Assert.Contains("the layout of trades (ZM) needs", Assert.Throws<MessageFormatException>(() => Read(Name, [.. "S22 00010000000 short\n"u8])).Reason, StringComparison.Ordinal);

    [Fact]
    public void Cut_anywhere_it_gives_lines_findings_or_a_clear_error()
    {
        byte[] whole = [.. GivenBill.UnionPay("A", 100, 'C', 0), .. GivenBill.UnionPay("B", 100, 'C', 0)];
        var line = whole.Length / 2;
        for (var length = 1; length < whole.Length; length++)
        {
            try
            {
                var items = Read(Name, whole[..length]);
                // A whole line is a line; a part of one is said. The file has no totals that could tell that a line is missing.
                Assert.Equal(length < line + line - 2 && length > line ? 1 : 0, GivenTable.Findings(items).Length);
            }
            catch (MessageFormatException error)
            {
                Assert.True(length < line - 2, error.Message);
            }
        }
    }

    private static List<ReportItem> Read(string name, params byte[][] lines)
    {
        using var reader = new UnionPayBillReader(new MemoryStream([.. lines.SelectMany(line => line)]), name, GivenTable.Digits);
        return GivenTable.Read(reader);
    }
}

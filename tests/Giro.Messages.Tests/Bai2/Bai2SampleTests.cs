using Giro.Messages.Bai2;
using Giro.Messages.Tests.Swift;

namespace Giro.Messages.Tests.Bai2;

/// <summary>Published reports. Two were made anonymous without their totals, which the reader has to say.</summary>
public class Bai2SampleTests
{
    [Fact]
    public void The_first_adds_up()
    {
        var items = Read("sample1.txt");

        Assert.Empty(items.Findings());
        Assert.Equal(["12345 CAD"], items.OfType<Bai2Item.GroupStart>().Select(group => $"{group.Header.UltimateReceiver} {group.Header.Currency}"));
        Assert.Equal(["14 834000", "9 446000"], items.OfType<Bai2Item.AccountEnd>().Select(end => $"{end.Trailer!.RecordCount} "
            + $"{end.Trailer.ControlTotalMinor}"));
        Assert.Equal(["3 208500 8 208500", "2 111500 4 111500"],
            items.OfType<Bai2Item.AccountEnd>().Select(end => $"{end.Totals.CreditCount} {end.Totals.CreditMinor} {end.Totals.DebitCount} "
                + $"{end.Totals.DebitMinor}"));
        var account = items.OfType<Bai2Item.AccountStart>().First().Account;
        Assert.Equal(["040 0  ", "045 0  ", "100 208500 3 V", "400 208500 8 V"],
            account.Summaries.Select(summary => $"{summary.TypeCode} {summary.AmountMinor} {summary.ItemCount} {summary.Funds.FundsType}"));
        var first = items.Transactions()[0];
        Assert.Equal(("409", -2_500, new DateOnly(2006, 3, 16), "", "", "RETURNED CHEQUE"),
            (first.TypeCode, first.SignedMinor, first.Funds.ValueDate, first.BankReference, first.CustomerReference, first.Text));
    }

    [Fact]
    public void The_third_has_several_records_on_a_line_and_a_text_that_was_broken()
    {
        var items = Read("sample3.txt");

        Assert.Equal("broken-line | 88, | 111111111111111         | 16 19", items.Findings().Shown());
        Assert.Equal("111111     ACH_SETL           1111111111\n111111111111111\n       1111111111",
            items.Transactions().Single(detail => detail.Place.Line == 18).Text);
        Assert.Equal(15, items.OfType<Bai2Item.AccountStart>().Count());
        Assert.Equal(new FileTrailer(new MessagePlace("99", 64, 1), 2_508_440, 1, 74), items.OfType<Bai2Item.FileEnd>().Single().Trailer);
    }

    [Fact]
    public void The_fifth_does_not_add_up()
    {
        var items = Read("sample5-issue113.txt");

        Assert.Equal(
            """
            control-total | -1260161341762 | 7999960 | 49 22
            record-count | 26 | 18 | 49 22
            credit-total | 1: 19.12 | 1: 1435.00 | 03 5
            debit-total | 0: 0.00 | 2: 9886.50 | 03 5
            delimiter | 88, | 88: | 88 63
            control-total | 6869722 | 4465382668 | 49 118
            record-count | 8 | 96 | 49 118
            credit-total | 0: 0.00 | 10: 37984586.19 | 03 23
            debit-total | 1: 2000.00 | 7: 308238.67 | 03 23
            control-total | 13060195162 | -1247101146600 | 98 123
            account-count | 4 | 5 | 98 123
            record-count | 16 | 122 | 98 123
            record-count | 18 | 124 | 99 124
            """, items.Findings().Shown());
        var detail = items.Transactions()[2];
        Assert.Equal(("447", -928_650, "SPB2322684598521", "AB/GS/RPFILERP0001/RPBA0001"),
            (detail.TypeCode, detail.SignedMinor, detail.BankReference, detail.CustomerReference));
        Assert.StartsWith("ACH Credit Payment,Entry Description: TRADE; -, SEC: CTX, Client Ref ID: AB/GS/TEST0001/RPBA0001, GS ID", detail.Text,
            StringComparison.Ordinal);
        Assert.EndsWith("\nEREF: AB/GS/RPFILERP0001/RPBA0001\nDBNM: SAMPLE INC\nCACT: ACHCONTROLOUTUSD01", detail.Text, StringComparison.Ordinal);
    }

    private static List<Bai2Item> Read(string name) => GivenBai2.Read(File.ReadAllBytes(SharedData.Path($"bai2/{name}")));
}

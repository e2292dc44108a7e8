using Giro.Messages.Bai2;
using Giro.Messages.Reports;
using Giro.Messages.Tests.Swift;

namespace Giro.Messages.Tests.Bai2;

/// <summary>BAI2 in the fields that formats have in common.</summary>
public class Bai2ReportTests
{
    [Fact]
    public void An_account_is_a_section_and_a_transaction_a_line()
    {
        var items = GivenBai2.Report(GivenBai2.Day);

        Assert.Equal(["SectionStart", "Line", "Line", "SectionEnd", "FileEnd"], items.Select(item => item.GetType().Name));
        Assert.Equal(
            new ReportSection
            {
                Id = "F1", Account = "12345", Currency = "USD", MinorUnitDigits = 2, Date = new DateOnly(2026, 11, 19), OpeningMinor = 10_000,
                    ClosingMinor = 10_300,
            },
            ((ReportItem.SectionStart)items[0]).Section);
        var first = ((ReportItem.Line)items[1]).Value;
        Assert.Equal((1, new MessagePlace("16", 5, 1), 500, "USD", true), (first.Number, first.Place, first.AmountMinor, first.Currency, first.IsBooked));
        Assert.Equal((new DateOnly(2026, 11, 19), new DateOnly(2026, 11, 19)), (first.BookingDate, first.ValueDate));
        Assert.Equal(("CUST1", "BANK1", "195", "incoming", "incoming money transfer"),
            (first.Reference, first.BankReference, first.Kind, first.Text, first.Others["type"]));
        var second = ((ReportItem.Line)items[2]).Value;
        Assert.Equal((2, -200, null), (second.Number, second.AmountMinor, second.ValueDate));
        Assert.Equal(new ReportTotals(2, 1, 500, 1, 200), ((ReportItem.SectionEnd)items[3]).Totals);
        Assert.Empty(((ReportItem.FileEnd)items[4]).Findings);
    }

    [Theory]
    [InlineData("03,1,,010,1,,,015,1,,,040,7,,,045,8,,/", 1, 1)]
    [InlineData("03,1,,040,7,,,045,8,,/", 7, 8)]
    [InlineData("03,1,,010,1,,,045,8,,/", 1, null)]
    [InlineData("03,1,,100,1,,/", null, null)]
    public void Balances_are_of_one_kind(string account, int? opening, int? closing)
    {
        var section = GivenBai2.Report(GivenBai2.Account(account, 0, 2)).OfType<ReportItem.SectionStart>().Single().Section;

        Assert.Equal((opening, closing), ((int?)section.OpeningMinor, (int?)section.ClosingMinor));
    }

    [Fact]
    public void Findings_of_groups_and_files_come_at_the_end()
    {
        var end = (ReportItem.FileEnd)GivenBai2.Report(GivenBai2.With("98,21700,1,7/", "98,21700,2,7/").Replace("1,9/", "2,9/", StringComparison.Ordinal))[^1];

        Assert.Equal("account-count | 2 | 1 | 98 8\ngroup-count | 2 | 1 | 99 9", end.Findings.Shown());
    }

    [Fact]
    public void A_sample_is_read_into_the_report()
    {
        using var input = File.OpenRead(SharedData.Path("bai2/sample3.txt"));
        using var reader = new Bai2ReportReader(input, "sample3.txt", GivenBai2.Digits);
        var items = new List<ReportItem>();
        while (reader.Read() is { } item) items.Add(item);

        var sections = items.OfType<ReportItem.SectionEnd>().ToList();
        Assert.Equal(15, sections.Count);
        Assert.Equal((-3_500, -3_600, new ReportTotals(6, 3, 3_100, 3, 3_200)),
            (sections[0].Section.OpeningMinor, sections[0].Section.ClosingMinor, sections[0].Totals));
        var line = items.OfType<ReportItem.Line>().First().Value;
        Assert.Equal((2_500, "142", "TRANSFER   PAYPAL             PPD", new DateOnly(2022, 9, 19)),
            (line.AmountMinor, line.Kind, line.Text, line.BookingDate));
        Assert.Null(reader.Read());
    }
}

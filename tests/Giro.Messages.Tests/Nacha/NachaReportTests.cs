using System.Text;
using Giro.Messages.Reports;
using Giro.Messages.Tests.Swift;

namespace Giro.Messages.Tests.Nacha;

/// <summary>ACH files in the fields that formats have in common.</summary>
public class NachaReportTests
{
    [Fact]
    public void A_batch_is_a_section_and_an_entry_a_line()
    {
        var items = Report(GivenNacha.File(GivenNacha.Day));

        Assert.Equal(["SectionStart", "Line", "Line", "SectionEnd", "FileEnd"], items.Select(item => item.GetType().Name));
        Assert.Equal(
            new ReportSection { Id = "0000001", Account = "0313000121", Currency = "USD", MinorUnitDigits = 2, Date = new DateOnly(2026, 11, 21) },
            ((ReportItem.SectionStart)items[0]).Section);
        var first = ((ReportItem.Line)items[1]).Value;
        Assert.Equal((1, new MessagePlace("6", 3, 1), -500_000, "USD", true), (first.Number, first.Place, first.AmountMinor, first.Currency, first.IsBooked));
        Assert.Equal((null, new DateOnly(2026, 11, 21)), (first.BookingDate, first.ValueDate));
        Assert.Equal(("CUSTOMER-1", "031300010000001", "", "0000001", "27", "", ""),
            (first.Reference, first.BankReference, first.OriginalReference, first.Batch, first.Kind, first.Status, first.Reason));
        Assert.Equal(("Jane Doe", "231380104/744-5678-99", ""), (first.Counterparty, first.CounterpartyAccount, first.Text));
        Assert.Equal("description=PAYMENTS entry-class=PPD", Others(first));
        Assert.Equal(12_500, ((ReportItem.Line)items[2]).Value.AmountMinor);
        Assert.Equal(new ReportTotals(2, 1, 12_500, 1, 500_000), ((ReportItem.SectionEnd)items[3]).Totals);
    }

    [Fact]
    public void A_sample_of_returns_is_read_into_the_report()
    {
        var items = GivenNacha.Report(File.ReadAllBytes(SharedData.Path("nacha/return-WEB.ach")));
        var lines = items.OfType<ReportItem.Line>().Select(line => line.Value).ToList();

        Assert.Equal((-12_354, "MjMxNDAwMjAtOGQ", "091000017611242", "091400600000001", "R01", "returned", "26"),
            (lines[0].AmountMinor, lines[0].Reference, lines[0].BankReference, lines[0].OriginalReference, lines[0].Reason, lines[0].Status, lines[0].Kind));
        Assert.Equal("description=TRANSFER entry-class=WEB reason-text=insufficient funds", Others(lines[0]));
        Assert.Equal((4_565, "091400600000003", "R03", "Bob Marley", "091400606/867530999999"),
            (lines[1].AmountMinor, lines[1].OriginalReference, lines[1].Reason, lines[1].Counterparty, lines[1].CounterpartyAccount));
    }

    [Fact]
    public void Addenda_are_the_text_of_a_line()
    {
        var line = GivenNacha.Report(File.ReadAllBytes(SharedData.Path("nacha/ctx-debit.ach"))).OfType<ReportItem.Line>().Single().Value;

        Assert.Equal("Debit First Account\nDebit Second Account", line.Text);
    }

    [Theory]
    [InlineData("799R69091000010000007      09100001   091000010000042325" + "01late                 031300010000001", "dishonored",
        "description=PAYMENTS entry-class=PPD information=late reason-text=fields of the return are in error return-reason=R01 return-trace=091000010000042")]
    [InlineData("799R7309100001000000726112009100001324091000010000042325" + "0103130001000005532669 031300010000001", "contested",
        "description=PAYMENTS entry-class=PPD reason-text=original return was timely return-reason=R01 return-trace=091000010000042")]
    [InlineData("798C01091000010000007      091000011918171614                                  031300010000001", "change",
        "corrected-data=1918171614 description=PAYMENTS entry-class=PPD reason-text=account number is incorrect")]
    public void What_answers_an_entry_names_it(string addenda, string status, string others)
    {
        const string Entry = "626231380104744              0000000500CUSTOMER-1     Jane Doe                1031300010000001";
        var line = Report(GivenNacha.Entry("PPD", Entry, addenda)).OfType<ReportItem.Line>().Single().Value;

        Assert.Equal((status, "091000010000007", others), (line.Status, line.OriginalReference, Others(line)));
    }

    [Fact]
    public void The_name_of_an_international_entry_stands_in_its_first_addenda()
    {
        const string Entry = "6272313801040001             0000000500" + "DE89370400440532013000             " + "    1031300010000001";
        var first = ("710BUS" + "000000000000000500" + new string(' ', 22) + "Karl Kaufmann GmbH").PadRight(87) + "0000001";
        var line = Report(GivenNacha.Entry("IAT", Entry, first)).OfType<ReportItem.Line>().Single().Value;

        Assert.Equal(("Karl Kaufmann GmbH", "231380104/DE89370400440532013000"), (line.Counterparty, line.CounterpartyAccount));
    }

    [Fact]
    public void Findings_of_the_file_come_at_its_end()
    {
        var end = (ReportItem.FileEnd)Report(GivenNacha.With("9000001000001", "9000002000001"))[^1];

        Assert.Equal("batch-count | 2 | 1 | 9 6", end.Findings.Shown());
    }

    private static string Others(ReportLine line) =>
        string.Join(' ', line.Others.OrderBy(other => other.Key, StringComparer.Ordinal).Select(other => $"{other.Key}={other.Value}"));

    private static List<ReportItem> Report(string text) => GivenNacha.Report(Encoding.Latin1.GetBytes(text));
}

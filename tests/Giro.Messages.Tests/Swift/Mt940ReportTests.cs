using Giro.Messages.Reports;
using Giro.Messages.Swift;

namespace Giro.Messages.Tests.Swift;

/// <summary>MT940 and MT942 in the fields that formats have in common.</summary>
public class Mt940ReportTests
{
    [Fact]
    public void A_structured_line_gives_its_fields_to_the_report()
    {
        var items = GivenSwift.Report(GivenSwift.Statement(
            ":61:2611201121RCR10,00NTRFCUST1//BANK1\nsupplement\n:86:109?00RUECKLASTSCHRIFT?20EREF+E-1?21MREF+M-1?22CRED+DE99ZZZ?23SVWZ+Invoice 7?30BANKDEFF?31DE1?32KARL?33 KAUFMANN?34901",
            closing: "C261120EUR90,00"));

        Assert.Equal(["SectionStart", "Line", "SectionEnd", "FileEnd"], items.Select(item => item.GetType().Name));
        var start = ((ReportItem.SectionStart)items[0]).Section;
        Assert.Equal(("7/1", "12345678/9988", "EUR", 2, null, 10_000, null),
            (start.Id, start.Account, start.Currency, start.MinorUnitDigits, start.Date, start.OpeningMinor, start.ClosingMinor));
        var line = ((ReportItem.Line)items[1]).Value;
        Assert.Equal((1, new MessagePlace(":61:", 5, 1), -1_000, "EUR", true), (line.Number, line.Place, line.AmountMinor, line.Currency, line.IsBooked));
        Assert.Equal((new DateOnly(2026, 11, 21), new DateOnly(2026, 11, 20), null), (line.BookingDate, line.ValueDate, line.Time));
        Assert.Equal(("E-1", "BANK1", "", "NTRF", "RC"), (line.Reference, line.BankReference, line.OriginalReference, line.Kind, line.Status));
        Assert.Equal(("KARL KAUFMANN", "DE1", "Invoice 7"), (line.Counterparty, line.CounterpartyAccount, line.Text));
        Assert.Equal(
            "creditor-id=DE99ZZZ funds-code=R mandate=M-1 posting-text=RUECKLASTSCHRIFT supplementary-details=supplement text-key-extension=901 transaction-code=109",
            string.Join(' ', line.Others.OrderBy(other => other.Key, StringComparer.Ordinal).Select(other => $"{other.Key}={other.Value}")));
        var end = (ReportItem.SectionEnd)items[2];
        Assert.Equal((new DateOnly(2026, 11, 20), 9_000), (end.Section.Date, end.Section.ClosingMinor));
        Assert.Equal(new ReportTotals(1, 0, 0, 1, 1_000), end.Totals);
        Assert.Empty(end.Findings);
    }

    [Theory]
    [InlineData("NTRFCUST1//BANK1", "no structure", "CUST1", "BANK1", "", "", "no structure")]
    [InlineData("NTRFNONREF//NONREF", "x", "", "", "", "", "x")]
    [InlineData("NTRFKREF+//B", "191?20KREF+K-1?21SVWZ+x", "K-1", "B", "", "", "x")]
    [InlineData("NTRFPREF//B", "/PREF/P-1/REMI/x", "P-1", "B", "", "", "x")]
    [InlineData("NTRFMARF", "no code words", "", "", "", "", "no code words")]
    [InlineData("NTRFCUST1", "166?20EREF+NOTPROVIDED?21SVWZ+x", "CUST1", "", "", "", "x")]
    [InlineData("NTRFNONREF", "/TRTP/SEPA/IBAN/NL91/NAME/J. Jansen/REMI/Invoice 7/EREF/E-1", "E-1", "", "J. Jansen", "NL91", "Invoice 7")]
    [InlineData("NTRFNONREF", "/EREF/E-1//CNTP/NL91/ABNANL2A/J. Jansen//REMI/Invoice 7", "E-1", "", "J. Jansen", "NL91", "Invoice 7")]
    [InlineData("NTRFNONREF", "166?20Miete ?21Mai?31123?32A", "", "", "A", "123", "Miete Mai")]
    public void The_reference_is_what_the_one_who_paid_called_it(
        string type, string information, string reference, string bankReference, string counterparty, string account, string text)
    {
        var line = GivenSwift.Report(GivenSwift.Statement($":61:261120C1,00{type}\n:86:{information}")).OfType<ReportItem.Line>().Single().Value;

        Assert.Equal((reference, bankReference, counterparty, account, text),
            (line.Reference, line.BankReference, line.Counterparty, line.CounterpartyAccount, line.Text));
    }

    [Fact]
    public void What_an_interim_report_expects_is_not_booked()
    {
        var items = GivenSwift.Report(GivenSwift.Interim(":61:261121EC5,00NTRFREF"));
        var line = items.OfType<ReportItem.Line>().Single().Value;

        Assert.Equal((500, false, "EC", null), (line.AmountMinor, line.IsBooked, line.Status, line.BookingDate));
        Assert.Equal(new DateOnly(2026, 11, 20), items.OfType<ReportItem.SectionStart>().Single().Section.Date);
        Assert.Equal(new ReportTotals(1, 0, 0, 0, 0), items.OfType<ReportItem.SectionEnd>().Single().Totals);
    }

    [Fact]
    public void Two_equal_lines_are_two()
    {
        const string Line = ":61:261120C1,00NTRFREF//BANK";

        Assert.Equal([1, 2], GivenSwift.Report(GivenSwift.Statement($"{Line}\n{Line}")).OfType<ReportItem.Line>().Select(line => line.Value.Number));
    }

    [Fact]
    public void A_sample_is_read_into_the_report()
    {
        using var input = File.OpenRead(SharedData.Path("mt940/data_mt940_full_betterplace_sepa_snippet.sta"));
        using var reader = new Mt940ReportReader(input, "snippet.sta", GivenSwift.Digits);
        var lines = new List<ReportLine>();
        for (ReportItem? item; (item = reader.Read()) is not null;)
            if (item is ReportItem.Line line) lines.Add(line.Value);

        Assert.Equal("MT940", reader.Format);
        Assert.Equal(11, lines.Count);
        var first = lines[0];
        Assert.Equal((5_099_005, new DateOnly(2007, 9, 4), new DateOnly(2007, 9, 7)), (first.AmountMinor, first.BookingDate, first.ValueDate));
        Assert.Equal(("EndToEndId TFNR 22 004 00001", "0724710333343453", "NTRF", "C"), (first.Reference, first.BankReference, first.Kind, first.Status));
        Assert.Equal(("KARL        KAUFMANN", "DE14508800500194785000", "Verw CTSc-01 BC-PPP TFNr 22 004"),
            (first.Counterparty, first.CounterpartyAccount, first.Text));
        Assert.Equal(-357_256_903, lines[^1].AmountMinor);
    }

    [Fact]
    public void An_interim_report_is_called_so()
    {
        using var input = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(GivenSwift.Interim("")));
        using var reader = new Mt940ReportReader(input, "x", GivenSwift.Digits);
        reader.Read();

        Assert.Equal("MT942", reader.Format);
    }
}

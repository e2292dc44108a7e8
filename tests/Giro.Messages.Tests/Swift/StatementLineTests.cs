using Giro.Messages.Swift;

namespace Giro.Messages.Tests.Swift;

/// <summary>Field 61 and the amounts in it.</summary>
public class StatementLineTests
{
    [Theory]
    //           field 61                                     value date    entry date    mark               funds minor     type   references
    [InlineData("2611201120C10,00NTRFREF//BANK", "2026-11-20", "2026-11-20", "Credit", "", 1_000, "NTRF", "REF", "BANK")]
    [InlineData("261120D10,NTRFREF", "2026-11-20", "", "Debit", "", -1_000, "NTRF", "REF", "")]
    [InlineData("2611201121DR0,5NTRFNONREF", "2026-11-20", "2026-11-21", "Debit", "R", -50, "NTRF", "NONREF", "")]
    [InlineData("2611201120RC1,00NTRFREF", "2026-11-20", "2026-11-20", "ReversalOfCredit", "", -100, "NTRF", "REF", "")]
    [InlineData("2611201120RD1,00NTRFREF", "2026-11-20", "2026-11-20", "ReversalOfDebit", "", 100, "NTRF", "REF", "")]
    [InlineData("2611201120RCR1,00NTRFREF", "2026-11-20", "2026-11-20", "ReversalOfCredit", "R", -100, "NTRF", "REF", "")]
    [InlineData("261120RDR1,00FMSC//B", "2026-11-20", "", "ReversalOfDebit", "R", 100, "FMSC", "", "B")]
    [InlineData("261120EC1,00NTRFREF", "2026-11-20", "", "ExpectedCredit", "", 100, "NTRF", "REF", "")]
    [InlineData("261120ED1,00NTRFREF", "2026-11-20", "", "ExpectedDebit", "", -100, "NTRF", "REF", "")]
    [InlineData("261120C1,00S103REF//", "2026-11-20", "", "Credit", "", 100, "S103", "REF", "")]
    [InlineData("261120C1,00NTRFA//B//C", "2026-11-20", "", "Credit", "", 100, "NTRF", "A", "B//C")]
    [InlineData("261120C1,00S   X", "2026-11-20", "", "Credit", "", 100, "S", "X", "")]
    [InlineData("261120C0,NTRFREF", "2026-11-20", "", "Credit", "", 0, "NTRF", "REF", "")]
    [InlineData("261120C1,5000NTRFREF", "2026-11-20", "", "Credit", "", 150, "NTRF", "REF", "")]
    public void A_line_is_taken_apart(
        string field, string valueDate, string entryDate, string mark, string funds, long signedMinor, string type, string customer, string bank)
    {
        var line = Assert.Single(GivenSwift.Read(GivenSwift.Statement($":61:{field}")).Lines());

        Assert.Equal((valueDate, entryDate, mark, funds), ($"{line.ValueDate:yyyy-MM-dd}", $"{line.EntryDate:yyyy-MM-dd}", $"{line.Mark}", line.FundsCode));
        Assert.Equal((signedMinor, type, customer, bank), (line.SignedMinor, line.TransactionType, line.CustomerReference, line.BankReference));
    }

    [Theory]
    [InlineData("2612310102", "2026-12-31", "2027-01-02")] // booked in the new year
    [InlineData("2701021231", "2027-01-02", "2026-12-31")]
    [InlineData("2606150101", "2026-06-15", "2026-01-01")]
    [InlineData("2802290229", "2028-02-29", "2028-02-29")]
    [InlineData("2803010229", "2028-03-01", "2028-02-29")]
    [InlineData("7912310101", "2079-12-31", "2080-01-01")]
    [InlineData("8001011231", "1980-01-01", "1979-12-31")]
    public void The_year_of_the_entry_date_is_the_one_nearest_to_the_value_date(string dates, string valueDate, string entryDate)
    {
        var line = Assert.Single(GivenSwift.Read(GivenSwift.Statement($":61:{dates}C1,00NTRFREF")).Lines());

        Assert.Equal((valueDate, entryDate), ($"{line.ValueDate:yyyy-MM-dd}", $"{line.EntryDate:yyyy-MM-dd}"));
    }

    [Theory]
    [InlineData("261120C1,005NTRFREF", 12, "'1,005' has more than the 2 decimals its currency allows")]
    [InlineData("261120C92233720368547758,08NTRFREF", 12, "'92233720368547758,08' is larger than can be kept")]
    [InlineData("261120C99999999999999999999999999999999999999999999,NTRFREF", 12, "'99999999999999999999999999999999999999999999,' is larger than can be kept")]
    [InlineData("261120C1.00NTRFREF", 12, "'1.00' is not an amount")]
    [InlineData("261120C1,0,0NTRFREF", 12, "'1,0,0' is not an amount")]
    [InlineData("261120C,NTRFREF", 12, "',' is not an amount")]
    [InlineData("261120CNTRFREF", 13, "'' is not an amount")]
    [InlineData("261120X1,00NTRFREF", 11, "'X1' is not a debit/credit mark: C, D, RC, RD, EC or ED")]
    [InlineData("261120", 11, "'' is not a debit/credit mark: C, D, RC, RD, EC or ED")]
    [InlineData("261320C1,00NTRFREF", 5, "'261320' is not a date")]
    [InlineData("270229C1,00NTRFREF", 5, "'270229' is not a date")]
    [InlineData("2611", 5, "'2611' is not a date")]
    [InlineData("2611201131C1,00NTRFREF", 11, "'1131' is not a day near the value date")]
    [InlineData("2706010229C1,00NTRFREF", 11, "'0229' is not a day near the value date")]
    [InlineData("261120C1,00NTR", 16, "'NTR' is not a transaction type of four characters")]
    public void A_line_that_cannot_be_read_is_refused_with_its_place(string field, int column, string reason)
    {
        var error = GivenSwift.Refused(GivenSwift.Statement($":61:{field}"));

        Assert.Equal(("bank.sta", 5, column, ":61:", reason), (error.FileName, error.Line, error.Column, error.ElementPath, error.Reason));
    }

    [Theory]
    [InlineData("JPY", "1500,", 1_500)]
    [InlineData("JPY", "1500,00", 1_500)]
    [InlineData("KWD", "1,234", 1_234)]
    [InlineData("EUR", "92233720368547758,07", long.MaxValue)]
    [InlineData("EUR", "000000000000000000000000001,00", 100)]
    public void Decimals_are_those_of_the_currency(string currency, string amount, long minor)
    {
        var items = GivenSwift.Read(GivenSwift.Statement($":61:261120C{amount}NTRFREF", opening: $"C261119{currency}0,",
            closing: $"C261120{currency}{amount}"));

        Assert.Equal(minor, Assert.Single(items.Lines()).AmountMinor);
        Assert.Empty(items.Findings());
    }

    [Fact]
    public void Sums_go_beyond_what_one_amount_can_be()
    {
        const string Line = ":61:261120D92233720368547758,07NTRFREF";
        var end = GivenSwift.Read(GivenSwift.Statement($"{Line}\n{Line}\n{Line}")).OfType<MtItem.StatementEnd>().Single();

        Assert.Equal(3 * (Int128)long.MaxValue, end.Totals.DebitMinor);
        Assert.Equal("closing-balance | 100.00 | -276701161105643174.21 | :62F: 8", end.Findings.Shown());
    }

    [Theory]
    [InlineData("261120C100NTRFREF", "amount-form | 100,00 | 100 | :61: 5")]
    [InlineData("261120C,50NTRFREF", "amount-form | 0,50 | ,50 | :61: 5")]
    [InlineData("261120CX1,00NTRFREF", "funds-code | R | X | :61: 5")]
    [InlineData("261120C1,00MTRFREF", "transaction-type | N, F or S | M | :61: 5")]
    [InlineData("261120C1,00NTRF12345678901234567", "field-length | 16 | 17 | :61: 5")]
    [InlineData("261120C1,00NTRFREF//12345678901234567", "field-length | 16 | 17 | :61: 5")]
    [InlineData("261120C1,00NTRFREF\n12345678901234567890123456789012345", "field-length | 34 | 35 | :61: 5")]
    public void What_is_odd_about_a_line_is_said_with_it(string field, string finding) =>
        Assert.Equal(finding, GivenSwift.Read(GivenSwift.Statement($":61:{field}")).OfType<MtItem.Line>().Single().Findings.Shown());

    [Fact]
    public void Supplementary_details_and_information_come_with_the_line()
    {
        var line = GivenSwift.Read(GivenSwift.Statement(":61:261120C1,00NTRFREF\nsecond line\n:NS:01AB\n02CD\n:86:one\n  two  \n\n:NS:03\n:99X:what is it")).Lines().Single();

        Assert.Equal(("second line", "01AB\n02CD\n03", "one\n  two"), (line.SupplementaryDetails, line.NonSwift, line.Information!.Text));
        Assert.Equal(new MtField("99X", "what is it", 13), Assert.Single(line.UnknownFields));
    }
}

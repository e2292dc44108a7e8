using System.Text;
using Giro.Messages.Iso20022;

namespace Giro.Messages.Tests.Iso20022;

public class Camt053MalformedTests
{
    private const string Entry = "/Document/BkToCstmrStmt/Stmt/Ntry";

    [Fact]
    public void An_error_has_file_line_column_path_and_reason()
    {
        var error = Refused("<Ntry>\n  <Amt Ccy=\"CZK\">1,00</Amt></Ntry>");

        Assert.Equal("statement.xml", error.FileName);
        Assert.Equal((9, 4), (error.Line, error.Column));
        Assert.Equal(Entry + "/Amt", error.ElementPath);
        Assert.Equal("'1,00' is not a decimal number", error.Reason);
        Assert.Equal("statement.xml(9,4) /Document/BkToCstmrStmt/Stmt/Ntry/Amt: '1,00' is not a decimal number", error.Message);
    }

    [Fact]
    public void Markup_that_does_not_close_is_refused_where_it_breaks()
    {
        var error = Refused("<Ntry>\n\n<Amt Ccy=\"CZK\">1.00</Ntry>");

        Assert.Equal(10, error.Line);
        Assert.Contains("not well-formed XML", error.Reason, StringComparison.Ordinal);
        Assert.Equal(Entry + "/Amt", error.ElementPath);
    }

    [Fact]
    public void Entries_before_a_truncation_are_given_and_the_truncation_is_not_taken_for_the_end()
    {
        var message = Given.BankMessage(Given.BankEntry("10.00") + Given.BankEntry("20.00"));
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(message[..message.LastIndexOf("</Ntry>", StringComparison.Ordinal)]));
        using var reader = new Camt053Reader(input, "statement.xml", Given.Digits);

        Assert.IsType<Camt053Item.StatementStart>(reader.Read());
        Assert.IsType<Camt053Item.Entry>(reader.Read());
        Assert.Throws<MessageFormatException>(reader.Read);
        Assert.Throws<InvalidOperationException>(reader.Read);
    }

    [Fact]
    public void A_file_cut_after_its_last_statement_is_refused()
    {
        var message = Given.BankMessage("");

        Assert.Throws<MessageFormatException>(() => Given.Read(message[..message.IndexOf("</Document>", StringComparison.Ordinal)]));
        Assert.Throws<MessageFormatException>(() => Given.Read(message + "<more/>"));
    }

    [Theory]
    [InlineData("1.001", "'1.001' has more than the 2 decimals its currency allows")]
    [InlineData("0.5", "'0.5' has more than the 0 decimals its currency allows", "JPY")]
    [InlineData("0.0005", "'0.0005' has more than the 3 decimals its currency allows", "KWD")]
    [InlineData("-1.00", "is negative; the direction of an amount is said by CdtDbtInd")]
    [InlineData("1e3", "'1e3' is not a decimal number")]
    [InlineData("1 000.00", "'1 000.00' is not a decimal number")]
    [InlineData("١", "'١' is not a decimal number")]
    [InlineData(".", "'.' is not a decimal number")]
    [InlineData("", "is empty")]
    [InlineData("10000000000000000.00", "'10000000000000000.00' has more than 18 digits")]
    [InlineData("99999999999999999999999999999999999999999999999999", "'99999999999999999999999999999999999999999999999999' has more than 18 digits")]
    [InlineData("1.00", "currency 'XXX' is unknown", "XXX")]
    public void An_amount_that_cannot_be_read_exactly_is_refused(string amount, string reason, string currency = "CZK")
    {
        var error = Refused(Given.BankEntry(amount, currency: currency));

        Assert.Equal((Entry + "/Amt", reason), (error.ElementPath, error.Reason));
    }

    [Theory]
    [InlineData("8.850", 885)]
    [InlineData("8.85000", 885)]
    [InlineData("8.9", 890)]
    [InlineData("008", 800)]
    [InlineData(".5", 50)]
    [InlineData("5.", 500)]
    [InlineData("+1.00", 100)]
    [InlineData(" 1.00\n", 100)]
    [InlineData("0", 0)]
    [InlineData("9999999999999999.99", 999_999_999_999_999_999)]
    [InlineData("100.000", 100, "JPY")]
    [InlineData("1.234", 1_234, "KWD")]
    public void Every_way_to_write_the_same_decimal_gives_the_same_minor_units(string amount, long expectedMinor, string currency = "CZK")
    {
        var entry = Given.Read(Given.BankMessage(Given.BankEntry(amount, currency: currency))).OfType<Camt053Item.Entry>().Single();

        Assert.Equal(expectedMinor, entry.Value.Amount.AmountMinor);
    }

    [Theory]
    [InlineData("<Ntry><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts></Ntry>", "Ntry: has no Amt")]
    [InlineData("<Ntry><Amt Ccy='CZK'>1</Amt><Sts><Cd>BOOK</Cd></Sts></Ntry>", "Ntry: has no CdtDbtInd")]
    [InlineData("<Ntry><Amt Ccy='CZK'>1</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry>", "Ntry: has no Sts")]
    [InlineData("<Ntry><Amt Ccy='CZK'>1</Amt><Amt Ccy='CZK'>1</Amt></Ntry>", "Ntry/Amt: occurs twice")]
    [InlineData("<Ntry><BkTxCd/><BkTxCd><Prtry/></BkTxCd></Ntry>", "Ntry/BkTxCd: occurs twice")]
    [InlineData("<Ntry><Amt>1</Amt></Ntry>", "Ntry/Amt: has no Ccy attribute")]
    [InlineData("<Ntry><CdtDbtInd>C</CdtDbtInd></Ntry>", "Ntry/CdtDbtInd: 'C' is neither CRDT nor DBIT")]
    [InlineData("<Ntry><RvslInd>yes</RvslInd></Ntry>", "Ntry/RvslInd: 'yes' is neither true nor false")]
    [InlineData("<Ntry><BkTxCd>BOOK</BkTxCd></Ntry>", "Ntry/BkTxCd: holds text where elements were expected")]
    [InlineData("<Ntry><NtryRef><Id/></NtryRef></Ntry>", "Ntry/NtryRef/Id: is an element where text was expected")]
    [InlineData("<Ntry><BookgDt><Dt>2026-02-30</Dt></BookgDt></Ntry>", "Ntry/BookgDt/Dt: '2026-02-30' is not a date")]
    [InlineData("<Ntry><BookgDt/></Ntry>", "Ntry/BookgDt: has neither Dt nor DtTm")]
    [InlineData("<Ntry><Amt xmlns='urn:other' Ccy='CZK'>1</Amt></Ntry>",
        "Ntry/Amt: namespace 'urn:other' where 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08' was expected")]
    [InlineData("<Ntry><Amt Ccy='CZK'>1</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts></Ntry><Bal/>",
        "Bal: comes after the entries, where it would be too late to count")]
    public void What_is_missing_repeated_or_out_of_place_is_refused(string entries, string expected)
    {
        var error = Refused(entries);

        Assert.Equal("/Document/BkToCstmrStmt/Stmt/" + expected, $"{error.ElementPath}: {error.Reason}");
    }

    [Fact]
    public void An_overlong_text_is_refused_instead_of_filling_memory()
    {
        Assert.Equal("holds more than 4000 characters", Refused($"<Ntry><NtryRef>{new string('x', 4_001)}</NtryRef></Ntry>").Reason);
        var unread = $"<TechInptChanl><Prtry>{new string('x', 100_000)}</Prtry></TechInptChanl>";
        Assert.NotEmpty(Given.Read(Given.BankMessage(Given.BankEntry("0", details: unread))));
    }

    [Fact]
    public void A_document_type_definition_is_refused_and_its_file_is_not_opened()
    {
        var message = Given.BankMessage("").Replace(
            "<Document", "<!DOCTYPE Document [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><Document", StringComparison.Ordinal);

        Assert.Contains("DTD is prohibited", Assert.Throws<MessageFormatException>(() => Given.Read(message)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("urn:iso:std:iso:20022:tech:xsd:camt.053.001.01", "'camt.053.001.01' is not a message that can be read here")]
    [InlineData("urn:iso:std:iso:20022:tech:xsd:camt.052.001.08", "'camt.052.001.08' is not a message that can be read here")]
    [InlineData("urn:other", "'urn:other' is not a message that can be read here")]
    public void A_message_of_another_kind_is_refused(string @namespace, string reason)
    {
        var message = Given.BankMessage("").Replace("urn:iso:std:iso:20022:tech:xsd:camt.053.001.08", @namespace, StringComparison.Ordinal);

        Assert.StartsWith(reason, Assert.Throws<MessageFormatException>(() => Given.Read(message)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Something_that_is_not_XML_is_refused()
    {
        Assert.Throws<MessageFormatException>(() => Given.Read(""));
        Assert.Throws<MessageFormatException>(() => Given.Read(":20:MT940"));
        Assert.Throws<MessageFormatException>(() => Given.Read([0xff, 0x00, 0x13]));
        Assert.Equal("the root element of an ISO 20022 message is Document", Assert.Throws<MessageFormatException>(() => Given.Read("<html/>")).Reason);
    }

    [Fact]
    public void An_unknown_currency_is_refused_whichever_way_the_resolver_says_so()
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal) { ["EUR"] = 2 };
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(Given.BankMessage("")));
        using var reader = new Camt053Reader(input, "statement.xml", currency => known[currency]);

        var error = Assert.Throws<MessageFormatException>(reader.Read);

        Assert.Equal(("/Document/BkToCstmrStmt/Stmt/Acct/Ccy", "currency 'CZK' is unknown"), (error.ElementPath, error.Reason));
    }

    private static MessageFormatException Refused(string entries) =>
        Assert.Throws<MessageFormatException>(() => Given.Read(Given.BankMessage(entries)));
}

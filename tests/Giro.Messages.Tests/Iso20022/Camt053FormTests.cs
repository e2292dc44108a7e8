using System.Text;
using System.Text.RegularExpressions;
using Giro.Messages.Iso20022;

namespace Giro.Messages.Tests.Iso20022;

/// <summary>The same content in the different forms that banks give it.</summary>
public class Camt053FormTests
{
    [Fact]
    public void Texts_split_by_comments_and_character_data_are_whole()
    {
        var entry = Given.BankEntry("1.00", details: "<AddtlNtryInf>one <!-- aside -->t&amp;wo<![CDATA[ <three>]]></AddtlNtryInf>");

        Assert.Equal("one t&wo <three>", Given.Read(Given.BankMessage(entry)).OfType<Camt053Item.Entry>().Single().Value.AdditionalInformation);
    }

    [Fact]
    public void Prefixed_elements_and_other_encodings_are_read()
    {
        var message = Given.BankMessage(Given.BankEntry("1.00", details: "<AddtlNtryInf>ř</AddtlNtryInf>"))
            .Replace("UTF-8", "UTF-16", StringComparison.Ordinal)
            .Replace("xmlns=", "xmlns:b=", StringComparison.Ordinal)
            .Replace("</", "</b:", StringComparison.Ordinal);
        message = Regex.Replace(message, "<(?=[A-Z])", "<b:", RegexOptions.None, TimeSpan.FromSeconds(1));

        var items = Given.Read([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(message)]);

        Assert.Equal("ř", items.OfType<Camt053Item.Entry>().Single().Value.AdditionalInformation);
    }

    [Theory]
    [InlineData("<Dt>2026-11-20</Dt>")]
    [InlineData("<Dt>2026-11-20+01:00</Dt>")]
    [InlineData("<Dt>2026-11-20Z</Dt>")]
    [InlineData("<DtTm>2026-11-20T23:59:59</DtTm>")]
    [InlineData("<DtTm>2026-11-20T00:30:00.123+13:00</DtTm>")]
    public void A_date_is_the_day_the_bank_wrote(string date)
    {
        var entry = Given.BankEntry("1.00").Replace("<BkTxCd/>", $"<BookgDt>{date}</BookgDt><BkTxCd/>", StringComparison.Ordinal);

        Assert.Equal(Given.Today, Given.Read(Given.BankMessage(entry)).OfType<Camt053Item.Entry>().Single().Value.BookingDate);
    }

    [Fact]
    public void The_amount_of_a_payment_is_its_own_or_else_the_transaction_amount()
    {
        const string Details =
            """
            <NtryDtls>
            <TxDtls><Amt Ccy="CZK">1.00</Amt><AmtDtls><TxAmt><Amt Ccy="EUR">9.00</Amt></TxAmt></AmtDtls></TxDtls>
            <TxDtls><AmtDtls><InstdAmt><Amt Ccy="EUR">9.00</Amt></InstdAmt><TxAmt><Amt Ccy="CZK">2.00</Amt></TxAmt></AmtDtls></TxDtls>
            <TxDtls><AmtDtls><InstdAmt><Amt Ccy="EUR">9.00</Amt></InstdAmt></AmtDtls></TxDtls>
            </NtryDtls>
            """;

        Assert.Equal([Given.Money(100), Given.Money(200), null], Entry(Details).Details.Select(detail => detail.Amount));
    }

    [Fact]
    public void A_party_may_be_a_bank()
    {
        var entry = Entry("<NtryDtls><TxDtls><RltdPties><Dbtr><Agt><FinInstnId><Nm>A bank</Nm></FinInstnId></Agt></Dbtr></RltdPties></TxDtls></NtryDtls>");

        Assert.Equal(new StatementParty("A bank"), entry.CounterpartyOf(entry.Details[0]));
    }

    [Fact]
    public void The_payments_of_several_detail_groups_are_listed_in_order_each_group_with_its_batch()
    {
        var entry = Entry(
            "<NtryDtls><Btch><PmtInfId>A</PmtInfId><NbOfTxs>1</NbOfTxs></Btch><TxDtls><Refs><EndToEndId>1</EndToEndId></Refs></TxDtls></NtryDtls>"
            + "<NtryDtls><Btch><PmtInfId>B</PmtInfId><TtlAmt Ccy='CZK'>5</TtlAmt></Btch><TxDtls><Refs><EndToEndId>2</EndToEndId></Refs></TxDtls></NtryDtls>");

        Assert.Equal(["1", "2"], entry.Details.Select(detail => detail.EndToEndId));
        Assert.Equal(["A", "B"], entry.Batches.Select(batch => batch.PaymentInformationId));
        Assert.Equal(Given.Money(500), entry.Batches[1].Total);
    }

    private static StatementEntry Entry(string details) =>
        Given.Read(Given.BankMessage(Given.BankEntry("1.00", details: details))).OfType<Camt053Item.Entry>().Single().Value;
}

using Giro.Messages.Iso20022;

namespace Giro.Messages.Tests.Iso20022;

public class Pacs004Tests
{
    private const string Clearing = "<SttlmInf><SttlmMtd>CLRG</SttlmMtd></SttlmInf>";

    [Fact]
    public void A_return_has_its_references_reasons_amounts_and_dates()
    {
        const string Transaction =
            $"""
            <TxInf><RtrId>R1</RtrId><OrgnlGrpInf><OrgnlMsgId>IB-1</OrgnlMsgId><OrgnlMsgNmId>pacs.008.001.08</OrgnlMsgNmId></OrgnlGrpInf><OrgnlInstrId>I1</OrgnlInstrId>
            <OrgnlEndToEndId>E1</OrgnlEndToEndId><OrgnlTxId>T1</OrgnlTxId><OrgnlUETR>{Given.Uetr}</OrgnlUETR><OrgnlClrSysRef>C1</OrgnlClrSysRef>
            <OrgnlIntrBkSttlmAmt Ccy="CZK">100.00</OrgnlIntrBkSttlmAmt><OrgnlIntrBkSttlmDt>2026-11-18</OrgnlIntrBkSttlmDt>
            <RtrdIntrBkSttlmAmt Ccy="CZK">98.50</RtrdIntrBkSttlmAmt><IntrBkSttlmDt>2026-11-20</IntrBkSttlmDt><RtrdInstdAmt Ccy="EUR">4.00</RtrdInstdAmt>
            <ClrSysRef>C2</ClrSysRef><RtrChain><Dbtr><Pty><Nm>A</Nm></Pty></Dbtr></RtrChain>
            <RtrRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>closed</AddtlInf></RtrRsnInf></TxInf>
            """;

        var items = Given.ReadReturns(Given.Returns("1", "<CtrlSum>98.50</CtrlSum><TtlRtrdIntrBkSttlmAmt Ccy='CZK'>98.50</TtlRtrdIntrBkSttlmAmt>" + Clearing, Transaction));

        var header = Assert.IsType<Pacs004Item.ReturnStart>(items[0]).Return;
        Assert.Equal(("M1", Given.Noon, 1L, Given.Money(9850), "CLRG"), (header.MessageId, header.CreatedAt, header.TransactionCount, header.Total, header.SettlementMethod));
        var transaction = Assert.IsType<Pacs004Item.Transaction>(items[1]);
        var read = transaction.Value;
        Assert.Equal(("R1", "IB-1", "I1", "E1", "T1"), (read.ReturnId, read.OriginalMessageId, read.InstructionId, read.EndToEndId, read.TransactionId));
        Assert.Equal((Given.Uetr, "C1", "C2"), (read.Uetr, read.OriginalClearingSystemReference, read.ClearingSystemReference));
        Assert.Equal((Given.Money(9850), Given.Money(10_000), Given.Money(400, "EUR")), (read.Amount, read.OriginalAmount, read.InstructedAmount));
        Assert.Equal((Given.Today, Given.Today.AddDays(-2)), (read.SettlementDate, read.OriginalSettlementDate));
        Assert.Equal(("AC04", "closed"), (Assert.Single(read.Reasons).Code, Assert.Single(read.Reasons[0].AdditionalInformation)));
        Assert.Empty(transaction.Findings);
        var end = Assert.IsType<Pacs004Item.ReturnEnd>(items[2]);
        Assert.Equal((1L, "98.50"), (end.TransactionCount, end.Sum.ToString()));
        Assert.Empty(end.Findings);
    }

    [Fact]
    public void What_is_the_same_for_all_is_said_once_for_all()
    {
        var message = Given.Returns("2", "<IntrBkSttlmDt>2026-11-20</IntrBkSttlmDt>" + Clearing, Given.ReturnOf("E1", "1.00", more: ""), Given.ReturnOf("E2", "2.00"))
            .Replace("</GrpHdr>", "</GrpHdr><OrgnlGrpInf><OrgnlMsgId>IB-1</OrgnlMsgId><OrgnlMsgNmId>pacs.008</OrgnlMsgNmId>"
                + "<RtrRsnInf><Rsn><Cd>FOCR</Cd></Rsn></RtrRsnInf></OrgnlGrpInf>", StringComparison.Ordinal);

        var read = Given.ReadReturns(message).OfType<Pacs004Item.Transaction>().Select(transaction => transaction.Value).ToList();

        Assert.Equal(["FOCR", "AC04"], read.Select(value => value.Reasons.Single().Code));
        Assert.All(read, value => Assert.Equal(("IB-1", Given.Today), (value.OriginalMessageId, value.SettlementDate)));
    }

    [Theory]
    [InlineData("3", "", "TransactionCountDiffers", "3", "2")]
    [InlineData("2", "<CtrlSum>3.1</CtrlSum>", "ControlSumDiffers", "3.1", "3.00")]
    [InlineData("2", "<TtlRtrdIntrBkSttlmAmt Ccy='CZK'>2.99</TtlRtrdIntrBkSttlmAmt>", "TotalDiffers", "2.99 CZK", "3.00 CZK")]
    [InlineData("2", "<TtlRtrdIntrBkSttlmAmt Ccy='EUR'>3.00</TtlRtrdIntrBkSttlmAmt>", "TotalCurrencyDiffers", "EUR", "CZK")]
    public void Figures_of_the_header_that_do_not_agree_are_found(string count, string header, string kind, string stated, string found)
    {
        var items = Given.ReadReturns(Given.Returns(count, header, Given.ReturnOf("E1", "1.00"), Given.ReturnOf("E2", "2.00")));

        var finding = Assert.Single(items.OfType<Pacs004Item.ReturnEnd>().Single().Findings);
        Assert.Equal((kind, stated, found), (finding.Kind.ToString(), finding.Stated, finding.Found));
        Assert.Equal("/Document/PmtRtr", finding.Place.ElementPath);
    }

    [Theory]
    [InlineData("<TxInf><RtrdIntrBkSttlmAmt Ccy='CZK'>1</RtrdIntrBkSttlmAmt><RtrRsnInf><Rsn><Cd>AC04</Cd></Rsn></RtrRsnInf></TxInf>", "TransactionUnidentified")]
    [InlineData("<TxInf><OrgnlTxId>T</OrgnlTxId><RtrdIntrBkSttlmAmt Ccy='CZK'>1</RtrdIntrBkSttlmAmt></TxInf>", "ReasonMissing")]
    [InlineData("<TxInf><OrgnlTxId>T</OrgnlTxId><OrgnlIntrBkSttlmAmt Ccy='CZK'>0.99</OrgnlIntrBkSttlmAmt><RtrdIntrBkSttlmAmt Ccy='CZK'>1</RtrdIntrBkSttlmAmt><RtrRsnInf/></TxInf>", "ReturnExceedsOriginal")]
    public void What_is_odd_about_one_return_is_found_at_it(string transaction, string kind)
    {
        var finding = Assert.Single(Given.ReadReturns(Given.Returns("1", "", transaction)).OfType<Pacs004Item.Transaction>().Single().Findings);

        Assert.Equal((kind, "/Document/PmtRtr/TxInf", 4), (finding.Kind.ToString(), finding.Place.ElementPath, finding.Place.Line));
    }

    [Fact]
    public void More_may_come_back_with_compensation_or_in_another_currency()
    {
        var items = Given.ReadReturns(Given.Returns("2", "",
            Given.ReturnOf("E1", "1.10", "<OrgnlIntrBkSttlmAmt Ccy='CZK'>1</OrgnlIntrBkSttlmAmt><CompstnAmt Ccy='CZK'>0.10</CompstnAmt><RtrRsnInf/>"),
            Given.ReturnOf("E2", "2", "<OrgnlIntrBkSttlmAmt Ccy='EUR'>1</OrgnlIntrBkSttlmAmt><RtrRsnInf/>")));

        Assert.All(items.OfType<Pacs004Item.Transaction>(), transaction => Assert.Empty(transaction.Findings));
    }

    [Fact]
    public void A_whole_group_that_comes_back_need_not_list_its_payments()
    {
        var items = Given.ReadReturns(Given.Returns("500", "<CtrlSum>1234.56</CtrlSum><GrpRtr>true</GrpRtr>"));

        Assert.Empty(Assert.IsType<Pacs004Item.ReturnEnd>(items[1]).Findings);
    }

    [Theory]
    [InlineData("has no RtrdIntrBkSttlmAmt", "<TxInf/>")]
    [InlineData("occurs twice", "<TxInf><RtrId>1</RtrId><RtrId>2</RtrId></TxInf>")]
    [InlineData("'1.005' has more than the 2 decimals its currency allows", "<TxInf><RtrdIntrBkSttlmAmt Ccy='CZK'>1.005</RtrdIntrBkSttlmAmt></TxInf>")]
    [InlineData("'2026-02-30' is not a date", "<TxInf><IntrBkSttlmDt>2026-02-30</IntrBkSttlmDt></TxInf>")]
    public void What_cannot_be_read_is_refused(string reason, string transaction) =>
        Assert.Equal(reason, Assert.Throws<MessageFormatException>(() => Given.ReadReturns(Given.Returns("1", "", transaction))).Reason);

    [Theory]
    [InlineData("02")]
    [InlineData("10")]
    [InlineData("14")]
    public void Versions_are_read_by_shape(string version)
    {
        var items = Given.ReadReturns(Given.Returns("1", "", Given.ReturnOf("E1", "1.00")).Replace("004.001.09", "004.001." + version, StringComparison.Ordinal));

        Assert.Equal("pacs.004.001." + version, items.OfType<Pacs004Item.ReturnStart>().Single().Version);
    }
}

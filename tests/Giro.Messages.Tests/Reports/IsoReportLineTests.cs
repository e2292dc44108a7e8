using Giro.Messages.Reports;
using Giro.Messages.Tests.Iso20022;

namespace Giro.Messages.Tests.Reports;

public class IsoReportLineTests
{
    private const string Batch =
        """
        <AcctSvcrRef>B1</AcctSvcrRef><NtryDtls><Btch><MsgId>M7</MsgId><PmtInfId>P7</PmtInfId><NbOfTxs>2</NbOfTxs><TtlAmt Ccy="CZK">3.00</TtlAmt></Btch>
        <TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs><Amt Ccy="CZK">1.00</Amt></TxDtls>
        <TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId><UETR>u</UETR></Refs><Amt Ccy="CZK">2.00</Amt></TxDtls></NtryDtls>
        """;

    [Fact]
    public void A_statement_is_a_section_and_its_findings_have_codes_figures_and_places()
    {
        var message = Given.BankMessage(Given.BankEntry("5.00") + Given.BankEntry("1.00", "DBIT", "PDNG"), closing: "104.99",
            summary: "<TxsSummry><TtlNtries><NbOfNtries>3</NbOfNtries><Sum>6.01</Sum></TtlNtries></TxsSummry>");

        Assert.Equal(
            [
                "camt.053.001.08",
                "section S1",
                "1: 500 CZK  BOOK",
                "2: -100 CZK  PDNG",
                "end S1 CZK: 2 lines, 1 in 500, 1 out 100",
                "! closing-balance expected 104.99 CZK, found 105.00 CZK at /Document/BkToCstmrStmt/Stmt",
                "! record-count expected 3, found 2 at /Document/BkToCstmrStmt/Stmt",
                "! control-total expected 6.01 CZK, found 6.00 CZK at /Document/BkToCstmrStmt/Stmt",
                "file end",
            ],
            ReportText.Of(message));
        Assert.Equal([true, false], ReportText.LinesOf(message).Select(line => line.IsBooked));
    }

    [Fact]
    public void Payments_of_a_batch_stay_linked_to_its_line()
    {
        var line = Assert.Single(ReportText.LinesOf(Given.BankMessage(Given.BankEntry("3.00", "DBIT", details: Batch))));

        Assert.Equal(("", "B1", "P7", -300L), (line.Reference, line.BankReference, line.Batch, line.AmountMinor));
        Assert.Equal([(1L, -100L, "E1", "P7"), (2L, -200L, "", "P7")], line.Details.Select(detail => (detail.Number, detail.AmountMinor, detail.Reference, detail.Batch)));
        Assert.Equal("u", line.Details[1].Others["uetr"]);
    }

    [Theory]
    [InlineData("<NbOfTxs>2", "<NbOfTxs>3", "! batch-count expected 3, found 2 at /Document/BkToCstmrStmt/Stmt/Ntry")]
    [InlineData("3.00</TtlAmt>", "3.01</TtlAmt>", "! batch-sum expected 3.01 CZK, found 3.00 CZK at /Document/BkToCstmrStmt/Stmt/Ntry")]
    [InlineData("2.00</Amt>", "2.02</Amt>", "! batch-sum expected 3.00 CZK, found 3.02 CZK at /Document/BkToCstmrStmt/Stmt/Ntry")]
    public void A_batch_that_lists_others_than_it_states_is_found(string text, string with, string finding)
    {
        var details = Batch.Replace(text, with, StringComparison.Ordinal);

        Assert.Contains(finding, ReportText.Of(Given.BankMessage(Given.BankEntry("3.00", "DBIT", details: details), closing: "97.00")));
    }

    [Fact]
    public void Payments_of_a_batch_without_amounts_have_none_rather_than_a_share()
    {
        var details = Batch.Replace("<Amt Ccy=\"CZK\">1.00</Amt>", "", StringComparison.Ordinal).Replace("<Amt Ccy=\"CZK\">2.00</Amt>", "", StringComparison.Ordinal);
        var line = Assert.Single(ReportText.LinesOf(Given.BankMessage(Given.BankEntry("3.00", "DBIT", details: details))));

        Assert.All(line.Details, detail => Assert.Equal((0L, ""), (detail.AmountMinor, detail.Currency)));
    }

    [Fact]
    public void A_return_names_the_payment_that_came_back_and_why()
    {
        const string Return = "<NtryDtls><TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs><RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls></NtryDtls>";
        var line = Assert.Single(ReportText.LinesOf(Given.BankNotification(Given.BankEntry("3.00", details: Return))));

        Assert.Equal(("E1", "E1", "AC04"), (line.Reference, line.OriginalReference, line.Reason));
    }

    [Fact]
    public void Two_equal_bookings_are_two_lines()
    {
        var entry = Given.BankEntry("5.00", details: "<AcctSvcrRef>B1</AcctSvcrRef>");

        Assert.Equal([1L, 2L], ReportText.LinesOf(Given.BankMessage(entry + entry, closing: "110.00")).Select(line => line.Number));
    }

    [Fact]
    public void An_answer_to_an_initiation_has_a_section_a_payment_information()
    {
        var message = Given.BankReport("<OrgnlNbOfTxs>3</OrgnlNbOfTxs>",
            "<NbOfTxsPerSts><DtldNbOfTxs>1</DtldNbOfTxs><DtldSts>RJCT</DtldSts></NbOfTxsPerSts>"
            + Given.BankStatus("E1", "RJCT", "1.50", "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>closed</AddtlInf></StsRsnInf>") + Given.BankStatus("E2", "ACSC"))
            .Replace("</CstmrPmtStsRpt>", "<OrgnlPmtInfAndSts><OrgnlPmtInfId>P2</OrgnlPmtInfId><PmtInfSts>RJCT</PmtInfSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt>", StringComparison.Ordinal);

        Assert.Equal(
            [
                "pain.002.001.10",
                "section P1",
                "1: -150 CZK E1 RJCT AC04",
                "2: - E2 ACSC",
                "end P1 CZK: 2 lines, 0 in 0, 1 out 150",
                "! status-count expected 0, found 1 at /Document/CstmrPmtStsRpt/OrgnlPmtInfAndSts",
                "section P2",
                "3: -  RJCT",
                "end P2 : 1 lines, 0 in 0, 0 out 0",
                "file end",
            ],
            ReportText.Of(message));
    }

    [Fact]
    public void An_answer_to_a_whole_initiation_is_one_line()
    {
        Assert.Equal(
            ["pain.002.001.10", "section M1", "1: -  RJCT FF01", "end M1 : 1 lines, 0 in 0, 0 out 0", "file end"],
            ReportText.Of(Given.BankReport("<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>FF01</Cd></Rsn></StsRsnInf>", payment: null)));
    }

    [Fact]
    public void An_answer_between_banks_has_a_line_a_message_and_a_line_a_payment()
    {
        var message = Given.InterbankAnswer(Given.AnsweredGroup("A", "<OrgnlNbOfTxs>1</OrgnlNbOfTxs><GrpSts>PART</GrpSts>"),
            Given.InterbankTxStatus("E1", "ACSC", amount: "1.00"), Given.InterbankTxStatus("E2", "RJCT", "<StsRsnInf><Rsn><Prtry>X</Prtry></Rsn></StsRsnInf>"));

        Assert.Equal(
            [
                "pacs.002.001.10",
                "section M1",
                "1: -  PART",
                "2: -100 CZK E1 ACSC",
                "3: - E2 RJCT X",
                "end M1 CZK: 3 lines, 0 in 0, 1 out 100",
                "! record-count expected 1, found 2 at /Document/FIToFIPmtStsRpt/OrgnlGrpInfAndSts",
                "file end",
            ],
            ReportText.Of(message));
    }

    [Fact]
    public void Returns_between_banks_are_money_that_comes_in()
    {
        var message = Given.Returns("3", "<TtlRtrdIntrBkSttlmAmt Ccy='CZK'>2.00</TtlRtrdIntrBkSttlmAmt>", Given.ReturnOf("E1", "1.00"), Given.ReturnOf("E2", "2.00", more: ""));

        Assert.Equal(
            [
                "pacs.004.001.09",
                "section M1",
                "1: 100 CZK E1  AC04",
                "2: 200 CZK E2",
                "! reason-missing expected , found  at /Document/PmtRtr/TxInf",
                "end M1 CZK: 2 lines, 2 in 300, 0 out 0",
                "! record-count expected 3, found 2 at /Document/PmtRtr",
                "! control-total expected 2.00 CZK, found 3.00 CZK at /Document/PmtRtr",
                "file end",
            ],
            ReportText.Of(message));
        Assert.Equal("R-E1", ReportText.LinesOf(message)[0].BankReference);
    }
}

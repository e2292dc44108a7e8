using Giro.Messages.Iso20022;

namespace Giro.Messages.Tests.Iso20022;

public class Pacs002Tests
{
    [Fact]
    public void An_answer_has_its_references_reasons_amount_and_dates()
    {
        const string More =
            $"""
            <StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>closed in October</AddtlInf></StsRsnInf><StsRsnInf><Rsn><Prtry>Z9</Prtry></Rsn></StsRsnInf>
            <AccptncDtTm>2026-11-20T09:30:00Z</AccptncDtTm><FctvIntrBkSttlmDt><Dt>2026-11-21</Dt></FctvIntrBkSttlmDt><AcctSvcrRef>B7</AcctSvcrRef><ClrSysRef>C8</ClrSysRef>
            <OrgnlTxRef><IntrBkSttlmAmt Ccy="CZK">12.34</IntrBkSttlmAmt><Amt><InstdAmt Ccy="EUR">0.50</InstdAmt></Amt><IntrBkSttlmDt>2026-11-20</IntrBkSttlmDt></OrgnlTxRef>
            """;
        var message = Given.InterbankAnswer("",
            "<TxInfAndSts><StsId>S1</StsId><OrgnlGrpInf><OrgnlMsgId>IB-1</OrgnlMsgId><OrgnlMsgNmId>pacs.008.001.09</OrgnlMsgNmId></OrgnlGrpInf><OrgnlInstrId>I1</OrgnlInstrId>"
            + $"<OrgnlEndToEndId>E1</OrgnlEndToEndId><OrgnlTxId>T1</OrgnlTxId><OrgnlUETR>{Given.Uetr}</OrgnlUETR><TxSts>RJCT</TxSts>{More}</TxInfAndSts>");

        var items = Given.ReadAnswer(message);

        var start = Assert.IsType<Pacs002Item.ReportStart>(items[0]);
        Assert.Equal(("pacs.002.001.10", new InterbankStatusReport("M1", Given.Noon)), (start.Version, start.Report));
        var transaction = Assert.IsType<Pacs002Item.Transaction>(items[1]);
        var read = transaction.Value;
        Assert.Equal(("S1", "IB-1", "pacs.008.001.09", "I1"), (read.StatusId, read.OriginalMessageId, read.OriginalMessageName, read.InstructionId));
        Assert.Equal(("E1", "T1", Given.Uetr, "RJCT"), (read.EndToEndId, read.TransactionId, read.Uetr, read.Status));
        Assert.Equal(["AC04/", "/Z9"], read.Reasons.Select(reason => $"{reason.Code}/{reason.Proprietary}"));
        Assert.Equal(["closed in October"], read.Reasons[0].AdditionalInformation);
        Assert.Equal(("B7", "C8", Given.Money(1234)), (read.AccountServicerReference, read.ClearingSystemReference, read.Amount));
        Assert.Equal((Given.Today, Given.Today.AddDays(1)), (read.SettlementDate, read.EffectiveSettlementDate));
        Assert.True(read.IsRejected);
        Assert.Empty(transaction.Findings);
        Assert.Equal("/Document/FIToFIPmtStsRpt/TxInfAndSts", transaction.Place.ElementPath);
        Assert.Empty(Assert.IsType<Pacs002Item.ReportEnd>(items[2]).Findings);
    }

    [Fact]
    public void Several_messages_answered_each_have_their_own_counts_and_status()
    {
        var groups = Given.AnsweredGroup("A", "<OrgnlNbOfTxs>2</OrgnlNbOfTxs><OrgnlCtrlSum>3.00</OrgnlCtrlSum><GrpSts>ACSC</GrpSts>")
            + Given.AnsweredGroup("B", "<OrgnlNbOfTxs>1</OrgnlNbOfTxs><GrpSts>PART</GrpSts>");

        var items = Given.ReadAnswer(Given.InterbankAnswer(groups, Of("A", "E1", "1.00"), Of("A", "E2", "2.00"), Of("B", "E3", "9.00")));

        Assert.Equal(["A", "B"], items.OfType<Pacs002Item.OriginalGroup>().Select(group => group.Value.MessageId));
        Assert.Equal(["ACSC", "ACSC", null], items.OfType<Pacs002Item.Transaction>().Select(transaction => transaction.Value.Status));
        var finding = Assert.Single(items.OfType<Pacs002Item.Transaction>().Last().Findings);
        Assert.Equal(StatusFindingKind.StatusMissing, finding.Kind);
        Assert.Empty(items.OfType<Pacs002Item.ReportEnd>().Single().Findings);

        static string Of(string group, string id, string amount) => Given.InterbankTxStatus(id, null, amount: amount)
            .Replace("<TxInfAndSts>", $"<TxInfAndSts><OrgnlGrpInf><OrgnlMsgId>{group}</OrgnlMsgId><OrgnlMsgNmId>pacs.008.001.09</OrgnlMsgNmId></OrgnlGrpInf>", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<OrgnlNbOfTxs>1</OrgnlNbOfTxs><GrpSts>ACSC</GrpSts>", "TransactionCountExceeded", "1", "2")]
    [InlineData("<OrgnlNbOfTxs>2</OrgnlNbOfTxs><OrgnlCtrlSum>3.01</OrgnlCtrlSum><GrpSts>ACSC</GrpSts>", "ControlSumDiffers", "3.01", "3.00")]
    [InlineData("<GrpSts>ACSC</GrpSts><NbOfTxsPerSts><DtldNbOfTxs>3</DtldNbOfTxs><DtldSts>ACSC</DtldSts></NbOfTxsPerSts>", "StatusCountDiffers", "3", "2")]
    [InlineData("<GrpSts>RJCT</GrpSts>", "StatusContradicted", "RJCT", "ACSC")]
    public void Figures_of_a_message_answered_that_do_not_agree_are_found_at_its_place(string group, string kind, string stated, string found)
    {
        var items = Given.ReadAnswer(Given.InterbankAnswer(
            Given.AnsweredGroup("A", group), Given.InterbankTxStatus("E1", "ACSC", amount: "1.00"), Given.InterbankTxStatus("E2", "ACSC", amount: "2.00")));

        var finding = Assert.Single(items.OfType<Pacs002Item.ReportEnd>().Single().Findings);
        Assert.Equal((kind, stated, found), (finding.Kind.ToString(), finding.Stated, finding.Found));
        Assert.Equal(("/Document/FIToFIPmtStsRpt/OrgnlGrpInfAndSts", 4), (finding.Place!.ElementPath, finding.Place.Line));
    }

    [Fact]
    public void An_answer_to_nobody_and_a_report_that_says_nothing_are_found()
    {
        var unidentified = Given.ReadAnswer(Given.InterbankAnswer("", Given.InterbankTxStatus("", "ACSC")));
        Assert.Equal(StatusFindingKind.TransactionUnidentified, Assert.Single(unidentified.OfType<Pacs002Item.Transaction>().Single().Findings).Kind);

        var silent = Given.ReadAnswer(Given.InterbankAnswer(Given.AnsweredGroup("A", "")));
        Assert.Equal(StatusFindingKind.StatusMissing, Assert.Single(silent.OfType<Pacs002Item.ReportEnd>().Single().Findings).Kind);
    }

    [Theory]
    [InlineData("occurs twice", "<TxInfAndSts/>", "<GrpHdr/>")]
    [InlineData("comes after the transactions, where it would be too late to count", "<TxInfAndSts><OrgnlEndToEndId>E</OrgnlEndToEndId></TxInfAndSts>", "<OrgnlGrpInfAndSts/>")]
    [InlineData("has no OrgnlMsgId", "<OrgnlGrpInfAndSts/>")]
    [InlineData("occurs twice", "<TxInfAndSts><OrgnlTxId>1</OrgnlTxId><OrgnlTxId>2</OrgnlTxId></TxInfAndSts>")]
    [InlineData("'FIFTH' is not a status of at most four letters or digits", "<TxInfAndSts><TxSts>FIFTH</TxSts></TxInfAndSts>")]
    public void What_cannot_be_read_is_refused(string reason, params string[] children) =>
        Assert.Equal(reason, Assert.Throws<MessageFormatException>(() => Given.ReadAnswer(Given.InterbankAnswer("", children))).Reason);

    [Fact]
    public void The_same_message_answered_twice_is_refused() =>
        Assert.Equal("answers 'A' a second time", Assert.Throws<MessageFormatException>(
            () => Given.ReadAnswer(Given.InterbankAnswer(Given.AnsweredGroup("A", "") + Given.AnsweredGroup("A", "")))).Reason);

    [Theory]
    [InlineData("03")]
    [InlineData("11")]
    [InlineData("15")]
    public void Versions_are_read_by_shape(string version)
    {
        var items = Given.ReadAnswer(Given.InterbankAnswer("", Given.InterbankTxStatus("E1", "ACSC")).Replace("002.001.10", "002.001." + version, StringComparison.Ordinal));

        Assert.Equal("pacs.002.001." + version, items.OfType<Pacs002Item.ReportStart>().Single().Version);
    }
}

using Giro.Messages.Iso20022;

namespace Giro.Messages.Tests.Iso20022;

public class Pain002ReaderTests
{
    // As many banks answer: control figures, the rejected ones by name.
    private const string Answer =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03">
          <CstmrPmtStsRpt>
            <GrpHdr><MsgId>ANSWER-7</MsgId><CreDtTm>2026-11-20T12:34:56Z</CreDtTm><InitgPty><Nm>Bank</Nm></InitgPty></GrpHdr>
            <OrgnlGrpInfAndSts>
              <OrgnlMsgId>PAYOUT-1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.03</OrgnlMsgNmId><OrgnlCreDtTm>2026-11-20T09:00:00</OrgnlCreDtTm>
              <OrgnlNbOfTxs>4</OrgnlNbOfTxs><OrgnlCtrlSum>101.5</OrgnlCtrlSum><GrpSts>PART</GrpSts>
              <StsRsnInf><AddtlInf>see below</AddtlInf></StsRsnInf>
              <NbOfTxsPerSts><DtldNbOfTxs>2</DtldNbOfTxs><DtldSts>ACCP</DtldSts><DtldCtrlSum>70.00</DtldCtrlSum></NbOfTxsPerSts>
              <NbOfTxsPerSts><DtldNbOfTxs>2</DtldNbOfTxs><DtldSts>RJCT</DtldSts><DtldCtrlSum>31.50</DtldCtrlSum></NbOfTxsPerSts>
            </OrgnlGrpInfAndSts>
            <OrgnlPmtInfAndSts>
              <OrgnlPmtInfId>P1</OrgnlPmtInfId><OrgnlNbOfTxs>4</OrgnlNbOfTxs><OrgnlCtrlSum>101.50</OrgnlCtrlSum><PmtInfSts>PART</PmtInfSts>
              <TxInfAndSts>
                <StsId>S1</StsId><OrgnlInstrId>I1</OrgnlInstrId><OrgnlEndToEndId>E1</OrgnlEndToEndId><TxSts>RJCT</TxSts>
                <StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>account closed</AddtlInf><AddtlInf>2026-10-01</AddtlInf></StsRsnInf>
                <AccptncDtTm>2026-11-20T12:30:00+01:00</AccptncDtTm><AcctSvcrRef>B1</AcctSvcrRef>
                <OrgnlTxRef><Amt><InstdAmt Ccy="CZK">30.00</InstdAmt></Amt><ReqdExctnDt>2026-11-23</ReqdExctnDt><Cdtr><Nm>A</Nm></Cdtr></OrgnlTxRef>
              </TxInfAndSts>
              <TxInfAndSts>
                <OrgnlEndToEndId>E2</OrgnlEndToEndId><TxSts>RJCT</TxSts>
                <StsRsnInf><Rsn><Prtry>OUR LIMIT</Prtry></Rsn></StsRsnInf><StsRsnInf><Rsn><Cd>AM02</Cd></Rsn></StsRsnInf>
                <OrgnlTxRef><Amt><EqvtAmt><Amt Ccy="CZK">1.50</Amt><CcyOfTrf>EUR</CcyOfTrf></EqvtAmt></Amt></OrgnlTxRef>
              </TxInfAndSts>
            </OrgnlPmtInfAndSts>
          </CstmrPmtStsRpt>
        </Document>
        """;

    [Fact]
    public void A_partly_accepted_payout_file_is_read_with_all_its_figures()
    {
        var items = Given.ReadReport(Answer);

        var start = Assert.IsType<Pain002Item.ReportStart>(items[0]);
        Assert.Equal("pain.002.001.03", start.Version);
        Assert.Equivalent(
            new StatusReport
            {
                MessageId = "ANSWER-7",
                CreatedAt = new DateTimeOffset(2026, 11, 20, 12, 34, 56, TimeSpan.Zero),
                OriginalMessageId = "PAYOUT-1",
                OriginalMessageName = "pain.001.001.03",
                OriginalCreatedAt = new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero),
                Group = new GroupStatus
                {
                    Status = "PART",
                    OriginalTransactionCount = 4,
                    OriginalControlSum = ControlSum.OfMinor(10_150, 2),
                    Reasons = [new StatusReason(null) { AdditionalInformation = ["see below"] }],
                    Counts = [new StatusCount("ACCP", 2, ControlSum.OfMinor(7_000, 2)), new StatusCount("RJCT", 2, ControlSum.OfMinor(3_150, 2))],
                },
            },
            start.Report, strict: true);
        var payment = Assert.IsType<Pain002Item.PaymentStart>(items[1]).Information;
        Assert.Equal(("P1", "PART", 4L, ControlSum.OfMinor(10_150, 2)),
            (payment.Id, payment.Group.Status, payment.Group.OriginalTransactionCount!.Value, payment.Group.OriginalControlSum!.Value));
        Assert.Equivalent(
            new TransactionStatus
            {
                StatusId = "S1", InstructionId = "I1", EndToEndId = "E1", Status = "RJCT", AccountServicerReference = "B1",
                AcceptedAt = new DateTimeOffset(2026, 11, 20, 12, 30, 0, TimeSpan.FromHours(1)),
                Reasons = [new StatusReason("AC04") { AdditionalInformation = ["account closed", "2026-10-01"] }],
                Amount = Given.Money(3_000), RequestedExecutionDate = new DateOnly(2026, 11, 23),
            },
            Assert.IsType<Pain002Item.Transaction>(items[2]).Value, strict: true);
        var second = Assert.IsType<Pain002Item.Transaction>(items[3]).Value;
        Assert.Equal([(null, "OUR LIMIT"), ("AM02", null)], second.Reasons.Select(reason => (reason.Code, reason.Proprietary)));
        Assert.Equal((Given.Money(150), true), (second.Amount!.Value, second.IsRejected));
        Assert.Equal(2, Assert.IsType<Pain002Item.PaymentEnd>(items[4]).TransactionCount);
        Assert.Equal(2, Assert.IsType<Pain002Item.ReportEnd>(items[5]).TransactionCount);
        Assert.Equal(6, items.Count);
        Assert.Empty(Given.Findings(items));
    }

    [Theory]
    [InlineData("03")]
    [InlineData("09")]
    [InlineData("11")]
    [InlineData("14")]
    public void All_versions_from_03_on_are_read(string version)
    {
        var message = Given.BankReport("<GrpSts>ACCP</GrpSts>", null).Replace("002.001.10", "002.001." + version, StringComparison.Ordinal);

        Assert.Equal("pain.002.001." + version, ((Pain002Item.ReportStart)Given.ReadReport(message)[0]).Version);
    }

    [Theory]
    [InlineData("pain.002.001.02")]
    [InlineData("pain.001.001.10")]
    [InlineData("pain.002.001.1x")]
    [InlineData("pain.002.001.100")]
    public void Other_messages_are_refused(string name)
    {
        var message = Given.BankReport().Replace("pain.002.001.10", name, StringComparison.Ordinal);

        Assert.Equal($"'{name}' is not a message that can be read here; pain.002.001.03 and later are",
            Assert.Throws<MessageFormatException>(() => Given.ReadReport(message)).Reason);
    }

    [Theory]
    [InlineData("<ReqdExctnDt>2026-11-20</ReqdExctnDt>")]
    [InlineData("<ReqdExctnDt> 2026-11-20+01:00 </ReqdExctnDt>")]
    [InlineData("<ReqdExctnDt><Dt>2026-11-20</Dt></ReqdExctnDt>")]
    [InlineData("<ReqdExctnDt>\n<!-- new form --><DtTm>2026-11-20T08:00:00</DtTm>\n</ReqdExctnDt>")]
    public void An_execution_date_is_read_in_its_older_and_its_newer_form(string date)
    {
        var items = Given.ReadReport(Given.BankReport(payment: Given.BankStatus("E1", "ACSP", more: $"<OrgnlTxRef>{date}</OrgnlTxRef>")));

        Assert.Equal(Given.Today, items.OfType<Pain002Item.Transaction>().Single().Value.RequestedExecutionDate);
    }

    [Theory]
    [InlineData("RJCT", "PART", "RJCT")]
    [InlineData("PART", "RJCT", null)]
    [InlineData(null, "ACSP", "ACSP")]
    [InlineData(null, "PART", null)]
    [InlineData(null, null, null)]
    public void A_transaction_without_a_status_has_that_of_its_group_unless_it_is_only_partly_so(string? payment, string? group, string? expected)
    {
        var message = Given.BankReport(
            group is null ? "" : $"<GrpSts>{group}</GrpSts>",
            (payment is null ? "" : $"<PmtInfSts>{payment}</PmtInfSts>") + "<TxInfAndSts><OrgnlEndToEndId>E1</OrgnlEndToEndId></TxInfAndSts>");

        var transaction = Given.ReadReport(message).OfType<Pain002Item.Transaction>().Single();

        Assert.Equal(expected, transaction.Value.Status);
        Assert.Equal(expected is null ? [StatusFindingKind.StatusMissing] : [], transaction.Findings.Select(finding => finding.Kind));
    }

    [Fact]
    public void Each_transaction_is_given_before_much_more_of_the_file_is_read()
    {
        const int Transactions = 20_000;
        using var input = new GeneratedStream(Pieces());
        using var reader = new Pain002Reader(input, "large.xml", Given.Digits);
        var read = 0;
        while (reader.Read() is { } item)
        {
            if (item is not Pain002Item.Transaction)
                continue;
            read++;
            Assert.InRange(input.PiecesTaken, read, read + 500);
        }

        Assert.Equal(Transactions, read);

        static IEnumerable<string> Pieces()
        {
            var message = Given.BankReport(payment: "|");
            yield return message[..message.IndexOf('|', StringComparison.Ordinal)];
            for (var i = 0; i < Transactions; i++)
                yield return Given.BankStatus($"E{i}", "ACCP", "0.01");
            yield return message[(message.IndexOf('|', StringComparison.Ordinal) + 1)..];
        }
    }
}

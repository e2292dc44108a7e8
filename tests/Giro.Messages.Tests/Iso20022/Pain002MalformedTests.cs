using Giro.Messages.Iso20022;

namespace Giro.Messages.Tests.Iso20022;

public class Pain002MalformedTests
{
    private const string Group = "OrgnlGrpInfAndSts";
    private const string Payment = "OrgnlPmtInfAndSts";

    [Theory]
    [InlineData("<MsgId>A1</MsgId>", "", "GrpHdr: has no MsgId")]
    [InlineData("<CreDtTm>2026-11-20T12:00:00+01:00</CreDtTm>", "", "GrpHdr: has no CreDtTm")]
    [InlineData("<OrgnlMsgId>M1</OrgnlMsgId>", "", Group + ": has no OrgnlMsgId")]
    [InlineData("<OrgnlMsgId>M1<", "<OrgnlMsgId><", Group + "/OrgnlMsgId: is empty")]
    [InlineData("<OrgnlMsgNmId>pain.001.001.10</OrgnlMsgNmId>", "", Group + ": has no OrgnlMsgNmId")]
    [InlineData("<OrgnlPmtInfId>P1</OrgnlPmtInfId>", "", Payment + ": has no OrgnlPmtInfId")]
    [InlineData("<GrpHdr>", "<Other/><OrgnlGrpInfAndSts/><GrpHdr>", Group + ": comes before the group header (GrpHdr)")]
    [InlineData("<OrgnlGrpInfAndSts>", "<OrgnlPmtInfAndSts/><OrgnlGrpInfAndSts>", Payment + ": comes before the original group (OrgnlGrpInfAndSts)")]
    [InlineData("</CstmrPmtStsRpt>", "<OrgnlGrpInfAndSts/></CstmrPmtStsRpt>", Group + ": occurs twice")]
    public void What_is_missing_or_out_of_place_is_refused(string part, string replacement, string expected) =>
        Refused(Given.BankReport().Replace(part, replacement, StringComparison.Ordinal), expected);

    [Theory]
    [InlineData("<PmtInfSts>ACCP</PmtInfSts><PmtInfSts>ACCP</PmtInfSts>", "PmtInfSts: occurs twice")]
    [InlineData("<PmtInfSts>ACCEPTED</PmtInfSts>", "PmtInfSts: 'ACCEPTED' is not a status of at most four letters or digits")]
    [InlineData("<OrgnlNbOfTxs>-1</OrgnlNbOfTxs>", "OrgnlNbOfTxs: is negative")]
    [InlineData("<OrgnlNbOfTxs>1.5</OrgnlNbOfTxs>", "OrgnlNbOfTxs: '1.5' has more than the 0 decimals its currency allows")]
    [InlineData("<OrgnlCtrlSum>1,00</OrgnlCtrlSum>", "OrgnlCtrlSum: '1,00' is not a decimal number")]
    [InlineData("<OrgnlCtrlSum>0.000001</OrgnlCtrlSum>", "OrgnlCtrlSum: '0.000001' has more than the 5 decimals that any currency has")]
    [InlineData("<NbOfTxsPerSts><DtldSts>ACCP</DtldSts></NbOfTxsPerSts>", "NbOfTxsPerSts: has no DtldNbOfTxs")]
    [InlineData("<NbOfTxsPerSts><DtldNbOfTxs>1</DtldNbOfTxs></NbOfTxsPerSts>", "NbOfTxsPerSts: has no DtldSts")]
    [InlineData("<TxInfAndSts><StsRsnInf><Rsn/></StsRsnInf></TxInfAndSts>", "TxInfAndSts/StsRsnInf/Rsn: has neither Cd nor Prtry")]
    [InlineData("<TxInfAndSts><StsRsnInf><Rsn><Cd>AC04</Cd><Prtry>X</Prtry></Rsn></StsRsnInf></TxInfAndSts>", "TxInfAndSts/StsRsnInf/Rsn/Prtry: occurs twice")]
    [InlineData("<TxInfAndSts><OrgnlTxRef><Amt><InstdAmt Ccy='CZK'>1.001</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>",
        "TxInfAndSts/OrgnlTxRef/Amt/InstdAmt: '1.001' has more than the 2 decimals its currency allows")]
    [InlineData("<TxInfAndSts><OrgnlTxRef><Amt/></OrgnlTxRef></TxInfAndSts>", "TxInfAndSts/OrgnlTxRef/Amt: has neither InstdAmt nor EqvtAmt")]
    [InlineData("<TxInfAndSts><OrgnlTxRef><ReqdExctnDt>2026-02-30</ReqdExctnDt></OrgnlTxRef></TxInfAndSts>",
        "TxInfAndSts/OrgnlTxRef/ReqdExctnDt: '2026-02-30' is not a date")]
    [InlineData("<TxInfAndSts><OrgnlTxRef><ReqdExctnDt/></OrgnlTxRef></TxInfAndSts>", "TxInfAndSts/OrgnlTxRef/ReqdExctnDt: has neither Dt nor DtTm")]
    [InlineData("<TxInfAndSts><AccptncDtTm>2026-11-31T00:00:00</AccptncDtTm></TxInfAndSts>",
        "TxInfAndSts/AccptncDtTm: '2026-11-31T00:00:00' is not a date and time")]
    [InlineData("<TxInfAndSts/><NbOfTxsPerSts/>", "NbOfTxsPerSts: comes after the transactions, where it would be too late to count")]
    public void What_cannot_be_read_exactly_is_refused(string payment, string expected) =>
        Refused(Given.BankReport(payment: payment), Payment + "/" + expected);

    [Fact]
    public void Statuses_without_end_are_refused_instead_of_filling_memory()
    {
        var transactions = string.Concat(Enumerable.Range(0, 101).Select(i => Given.BankStatus($"E{i}", $"S{i}")));

        Refused(Given.BankReport(payment: transactions), Payment + ": has more than 100 different statuses");
    }

    [Theory]
    [InlineData("0.3", "0.3")]
    [InlineData(" 108.5340000 ", "108.53400")]
    [InlineData("123456789012345.67", "123456789012345.67")]
    [InlineData("999999999999999999", "999999999999999999")]
    [InlineData("7", "7")]
    public void A_control_sum_is_exact_whatever_its_decimals(string written, string expected)
    {
        var items = Given.ReadReport(Given.BankReport($"<OrgnlCtrlSum>{written}</OrgnlCtrlSum><GrpSts>ACCP</GrpSts>", null));

        Assert.Equal(expected, ((Pain002Item.ReportStart)items[0]).Report.Group.OriginalControlSum.ToString());
    }

    private static void Refused(string message, string expected)
    {
        var error = Assert.Throws<MessageFormatException>(() => Given.ReadReport(message));

        Assert.Equal("/Document/CstmrPmtStsRpt/" + expected, $"{error.ElementPath}: {error.Reason}");
        Assert.InRange(error.Line, 2, 6);
    }
}

using Giro.Messages.Iso20022;

namespace Giro.Messages.Tests.Iso20022;

public class Pain002FindingTests
{
    private const string Sent3 = "<OrgnlNbOfTxs>3</OrgnlNbOfTxs><OrgnlCtrlSum>6.00</OrgnlCtrlSum>";

    private static readonly string All3 = Given.BankStatus("E1", "ACCP", "1.00") + Given.BankStatus("E2", "ACCP", "2.00") + Given.BankStatus("E3", "RJCT", "3.00");

    [Fact]
    public void A_finding_says_what_was_stated_what_was_found_and_where()
    {
        var finding = Assert.Single(Findings(Counts("ACCP 2, RJCT 2") + All3));

        Assert.Equal((StatusFindingKind.StatusCountDiffers, "2", "1"), (finding.Kind, finding.Stated, finding.Found));
        Assert.Equal("payment information 'P1' states 2 transactions RJCT and lists 1", finding.Text);
        Assert.Equal(new MessagePlace("/Document/CstmrPmtStsRpt/OrgnlPmtInfAndSts", 5, 2), finding.Place);
        Assert.Equal("/Document/CstmrPmtStsRpt/OrgnlPmtInfAndSts (line 5)", finding.Place!.ToString());
    }

    [Theory]
    [InlineData("ACCP 2, RJCT 1")]
    [InlineData("ACCP 2 3.00, RJCT 1 3.00")]
    [InlineData("RJCT 1 3", StatusFindingKind.StatusCountDiffers)]
    [InlineData("ACCP 1, RJCT 1", StatusFindingKind.StatusCountDiffers)]
    [InlineData("ACCP 3, RJCT 1", StatusFindingKind.StatusCountDiffers, StatusFindingKind.TransactionCountExceeded)]
    [InlineData("ACCP 2 3.01, RJCT 1 3.00", StatusFindingKind.StatusSumDiffers, StatusFindingKind.ControlSumDiffers)]
    [InlineData("ACCP 2, RJCT 1, RJCT 0", StatusFindingKind.StatusRepeated)]
    public void Counts_by_status_are_compared_with_a_complete_list(string counts, params StatusFindingKind[] expected) =>
        Assert.Equal(expected, Kinds(Sent3 + Counts(counts) + All3));

    [Theory]
    [InlineData("ACCP 2, RJCT 1")]
    [InlineData("ACCP 2 4.00, RJCT 1 2.00")]
    [InlineData("ACCP 1, RJCT 2", StatusFindingKind.StatusCountDiffers)]
    [InlineData("ACCP 2 3.00, RJCT 1 3.00", StatusFindingKind.StatusSumDiffers)]
    public void Where_only_the_rejected_ones_are_listed_only_they_are_compared(string counts, params StatusFindingKind[] expected) =>
        Assert.Equal(expected, Kinds(Sent3 + Counts(counts) + Given.BankStatus("E3", "RJCT", "2.00")));

    [Fact]
    public void Rejections_that_are_counted_but_not_named_are_reported_unless_all_are_rejected()
    {
        Assert.Equal([StatusFindingKind.StatusCountDiffers], Kinds("<PmtInfSts>PART</PmtInfSts>" + Count("RJCT", 1)));
        Assert.Empty(Kinds("<PmtInfSts>RJCT</PmtInfSts>" + Count("RJCT", 1)));
        Assert.Empty(Kinds("<PmtInfSts>RJCT</PmtInfSts>", "<GrpSts>PART</GrpSts>" + Count("RJCT", 1)));
        Assert.Equal([StatusFindingKind.StatusCountDiffers], Kinds("<PmtInfSts>ACCP</PmtInfSts>", "<GrpSts>PART</GrpSts>" + Count("RJCT", 1)));
    }

    [Fact]
    public void The_control_sum_is_compared_when_all_that_was_sent_is_listed_with_its_amount()
    {
        var finding = Assert.Single(Findings("<OrgnlNbOfTxs>3</OrgnlNbOfTxs><OrgnlCtrlSum>6.001</OrgnlCtrlSum>" + All3));

        Assert.Equal((StatusFindingKind.ControlSumDiffers, "6.001", "6.00"), (finding.Kind, finding.Stated, finding.Found));
        Assert.Equal("payment information 'P1' states a control sum of 6.001, the transactions listed sum to 6.00", finding.Text);
        Assert.Empty(Kinds("<OrgnlNbOfTxs>4</OrgnlNbOfTxs><OrgnlCtrlSum>7.00</OrgnlCtrlSum>" + All3));
        Assert.Empty(Kinds("<OrgnlNbOfTxs>2</OrgnlNbOfTxs><OrgnlCtrlSum>7.00</OrgnlCtrlSum>" + Given.BankStatus("E1", "ACCP", "1.00") + Given.BankStatus("E2", "ACCP")));
    }

    [Fact]
    public void More_answers_than_were_sent_are_reported_at_either_level()
    {
        Assert.Equal([StatusFindingKind.TransactionCountExceeded], Kinds("<OrgnlNbOfTxs>2</OrgnlNbOfTxs>" + All3));
        var finding = Assert.Single(Findings(All3, "<OrgnlNbOfTxs>2</OrgnlNbOfTxs>"));
        Assert.Equal(("2", "3", "report on 'M1' answers 2 transactions and lists 3"), (finding.Stated, finding.Found, finding.Text));
        Assert.Equal(new MessagePlace("/Document/CstmrPmtStsRpt/OrgnlGrpInfAndSts", 4, 2), finding.Place);
    }

    [Theory]
    [InlineData("RJCT", "ACCP", true)]
    [InlineData("ACCP", "RJCT", true)]
    [InlineData("ACSC", "RJCT", true)]
    [InlineData("ACSP", "ACSC", false)]
    [InlineData("PART", "RJCT", false)]
    [InlineData("PDNG", "RJCT", false)]
    [InlineData("RJCT", "RJCT", false)]
    public void A_status_that_contradicts_its_group_is_reported(string group, string transaction, bool contradicts)
    {
        StatusFindingKind[] expected = contradicts ? [StatusFindingKind.StatusContradicted] : [];

        Assert.Equal(expected, Kinds($"<PmtInfSts>{group}</PmtInfSts>" + Given.BankStatus("E1", transaction)));
        Assert.Equal(expected, Kinds($"<PmtInfSts>{transaction}</PmtInfSts>", $"<GrpSts>{group}</GrpSts>"));
    }

    [Fact]
    public void A_transaction_that_nobody_can_identify_is_reported_where_it_stands()
    {
        var finding = Assert.Single(Findings("\n<TxInfAndSts><TxSts>RJCT</TxSts></TxInfAndSts>"));

        Assert.Equal(StatusFindingKind.TransactionUnidentified, finding.Kind);
        Assert.Equal(new MessagePlace("/Document/CstmrPmtStsRpt/OrgnlPmtInfAndSts/TxInfAndSts", 6, 2), finding.Place);
        Assert.Empty(Kinds("<TxInfAndSts><OrgnlInstrId>I</OrgnlInstrId><TxSts>RJCT</TxSts></TxInfAndSts>"));
    }

    [Fact]
    public void A_report_that_says_nothing_is_reported() =>
        Assert.Equal([StatusFindingKind.StatusMissing], Given.Findings(Given.ReadReport(Given.BankReport("", null))).Select(finding => finding.Kind));

    [Fact]
    public void Counts_of_the_whole_report_are_not_expected_of_payment_informations_that_list_less()
    {
        var group = "<GrpSts>PART</GrpSts>" + Count("ACCP", 9) + Count("RJCT", 1);
        var second = "</OrgnlPmtInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>P2</OrgnlPmtInfId>";

        Assert.Empty(Kinds(Given.BankStatus("E1", "ACCP") + Given.BankStatus("E2", "RJCT") + second, group));
        Assert.Equal([StatusFindingKind.StatusCountDiffers], Kinds(Given.BankStatus("E1", "ACCP") + second, group));
    }

    private static string Counts(string counts) => string.Concat(counts.Split(", ").Select(count => count.Split(' ')).Select(part =>
        Count(part[0], int.Parse(part[1], System.Globalization.CultureInfo.InvariantCulture), part.ElementAtOrDefault(2))));

    private static string Count(string status, int count, string? sum = null) =>
        $"<NbOfTxsPerSts><DtldNbOfTxs>{count}</DtldNbOfTxs><DtldSts>{status}</DtldSts>{(sum is null ? "" : $"<DtldCtrlSum>{sum}</DtldCtrlSum>")}</NbOfTxsPerSts>";

    private static IEnumerable<StatusFinding> Findings(string payment, string group = "") => Given.Findings(Given.ReadReport(Given.BankReport(group, payment)));

    private static IEnumerable<StatusFindingKind> Kinds(string payment, string group = "") => Findings(payment, group).Select(finding => finding.Kind);
}

using Giro.Messages.Iso20022;

namespace Giro.Messages.Tests.Iso20022;

public class Camt053FindingTests
{
    [Fact]
    public void Only_booked_entries_count_towards_the_closing_balance()
    {
        var end = Given.End(Given.Read(Given.BankMessage(
            Given.BankEntry("10.00") + Given.BankEntry("3.00", "DBIT") + Given.BankEntry("50.00", status: "PDNG"), closing: "107.00")));

        Assert.Empty(end.Findings);
        Assert.Equal(new StatementTotals(2, 6_000, 1, 300, 700), end.Totals);
    }

    [Fact]
    public void A_reversal_moves_the_balance_as_its_indicator_says()
    {
        var reversal = Given.BankEntry("10.00").Replace("<Sts>", "<RvslInd>true</RvslInd><Sts>", StringComparison.Ordinal);

        Assert.Empty(Given.End(Given.Read(Given.BankMessage(reversal, closing: "110.00"))).Findings);
    }

    [Fact]
    public void The_difference_is_reported_in_minor_units()
    {
        var finding = Assert.Single(Given.End(Given.Read(Given.BankMessage(Given.BankEntry("10.00"), closing: "110.01"))).Findings);

        Assert.Equal((StatementFindingKind.ClosingBalanceDiffers, 11_001, 11_000), (finding.Kind, (long)finding.Stated!.Value, (long)finding.Found!.Value));
    }

    [Fact]
    public void A_missing_booked_balance_is_reported()
    {
        Assert.Equal([StatementFindingKind.OpeningBalanceMissing], Kinds(Given.BankMessage("").Replace("OPBD", "OPAV", StringComparison.Ordinal)));
        Assert.Equal([StatementFindingKind.ClosingBalanceMissing], Kinds(Given.BankMessage("").Replace("CLBD", "CLAV", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_previous_closing_balance_stands_in_for_a_missing_opening_one() =>
        Assert.Empty(Kinds(Given.BankMessage("").Replace("OPBD", "PRCD", StringComparison.Ordinal)));

    [Fact]
    public void Two_different_balances_of_one_kind_are_reported() =>
        Assert.Equal(
            [StatementFindingKind.OpeningBalanceMissing, StatementFindingKind.BalanceRepeated],
            Kinds(Given.BankMessage("", opening: "99.00").Replace("OPBD", "CLBD", StringComparison.Ordinal)).OrderBy(kind => kind));

    [Fact]
    public void An_entry_in_another_currency_is_reported_and_not_summed()
    {
        var items = Given.Read(Given.BankMessage(Given.BankEntry("10.00", currency: "EUR")));

        Assert.Equal(StatementFindingKind.EntryCurrencyDiffers, Assert.Single(items.OfType<Camt053Item.Entry>().Single().Findings).Kind);
        Assert.Equal(new StatementTotals(1, 0, 0, 0, 0), Given.End(items).Totals);
        Assert.Empty(Given.End(items).Findings);
    }

    [Theory]
    [InlineData("<TtlNtries><NbOfNtries>2</NbOfNtries><Sum>13</Sum><TtlNetNtry><Amt>7.0</Amt><CdtDbtInd>CRDT</CdtDbtInd></TtlNetNtry></TtlNtries>")]
    [InlineData("<TtlCdtNtries><NbOfNtries>1</NbOfNtries><Sum>10.00</Sum></TtlCdtNtries>"
        + "<TtlDbtNtries><NbOfNtries>1</NbOfNtries><Sum>3.00</Sum></TtlDbtNtries>")]
    [InlineData("<TtlNtries><NbOfNtries>3</NbOfNtries></TtlNtries>", StatementFindingKind.SummaryCountDiffers)]
    [InlineData("<TtlNtries><Sum>13.01</Sum></TtlNtries>", StatementFindingKind.SummarySumDiffers)]
    [InlineData("<TtlNtries><TtlNetNtry><Amt>7</Amt><CdtDbtInd>DBIT</CdtDbtInd></TtlNetNtry></TtlNtries>", StatementFindingKind.SummarySumDiffers)]
    [InlineData("<TtlCdtNtries><NbOfNtries>2</NbOfNtries></TtlCdtNtries>", StatementFindingKind.SummaryCountDiffers)]
    [InlineData("<TtlCdtNtries><Sum>9.99</Sum></TtlCdtNtries>", StatementFindingKind.SummarySumDiffers)]
    [InlineData("<TtlDbtNtries><NbOfNtries>0</NbOfNtries></TtlDbtNtries>", StatementFindingKind.SummaryCountDiffers)]
    [InlineData("<TtlDbtNtries><Sum>-3.00</Sum></TtlDbtNtries>", StatementFindingKind.SummarySumDiffers)]
    public void The_summary_is_compared_with_the_entries(string summary, params StatementFindingKind[] expected)
    {
        var entries = Given.BankEntry("10.00") + Given.BankEntry("3.00", "DBIT");

        Assert.Equal(expected, Kinds(Given.BankMessage(entries, closing: "107.00", summary: $"<TxsSummry>{summary}</TxsSummry>")));
    }

    [Fact]
    public void A_summary_over_entries_in_another_currency_is_compared_by_count_only()
    {
        const string Summary = "<TxsSummry><TtlNtries><NbOfNtries>3</NbOfNtries><Sum>250.00</Sum></TtlNtries></TxsSummry>";

        Assert.Equal([StatementFindingKind.SummaryCountDiffers], Kinds(Given.BankMessage(Given.BankEntry("10.00", currency: "EUR"), summary: Summary)));
    }

    [Fact]
    public void The_net_of_a_version_02_summary_is_read_from_beside_its_indicator()
    {
        var summary = "<TxsSummry><TtlNtries><TtlNetNtryAmt>10.00</TtlNetNtryAmt><CdtDbtInd>DBIT</CdtDbtInd></TtlNtries></TxsSummry>";
        var message = Given.BankMessage(Given.BankEntry("10.00"), closing: "110.00", summary: summary)
            .Replace("053.001.08", "053.001.02", StringComparison.Ordinal)
            .Replace("<Sts><Cd>BOOK</Cd></Sts>", "<Sts>BOOK</Sts>", StringComparison.Ordinal);

        var finding = Assert.Single(Given.End(Given.Read(message)).Findings);

        Assert.Equal((StatementFindingKind.SummarySumDiffers, -1_000, 1_000), (finding.Kind, (long)finding.Stated!.Value, (long)finding.Found!.Value));
    }

    [Fact]
    public void A_batch_is_compared_with_the_payments_it_lists()
    {
        const string Btch = "<Btch><PmtInfId>P1</PmtInfId><NbOfTxs>3</NbOfTxs></Btch>";
        var two = Detail("4.00") + Detail("6.00");

        Assert.Equal([StatementFindingKind.BatchCountDiffers], EntryKinds($"<NtryDtls>{Btch}{two}</NtryDtls>"));
        Assert.Empty(EntryKinds($"<NtryDtls>{two}</NtryDtls><NtryDtls>{Btch}{Detail("0")}{Detail("0")}{Detail("0")}</NtryDtls>"));
        Assert.Empty(EntryKinds($"<NtryDtls>{Btch}</NtryDtls>"));
        Assert.Empty(EntryKinds($"<NtryDtls>{two}</NtryDtls>"));
    }

    [Fact]
    public void Listed_payments_that_do_not_sum_to_the_entry_are_reported_unless_charges_may_explain_it()
    {
        Assert.Equal([StatementFindingKind.DetailSumDiffers], EntryKinds($"<NtryDtls>{Detail("4.00")}{Detail("5.00")}</NtryDtls>"));
        Assert.Empty(EntryKinds($"<NtryDtls>{Detail("14.00")}{Detail("4.00", "DBIT")}</NtryDtls>"));
        Assert.Empty(EntryKinds($"<NtryDtls>{Detail("4.00")}<TxDtls><Amt Ccy='CZK'>5.00</Amt><Chrgs/></TxDtls></NtryDtls>"));
        Assert.Empty(EntryKinds($"<Chrgs/><NtryDtls>{Detail("9.00")}</NtryDtls>"));
        Assert.Empty(EntryKinds($"<NtryDtls>{Detail("4.00")}<TxDtls/></NtryDtls>"));
    }

    [Fact]
    public void The_counterparty_follows_the_direction_of_the_original_payment()
    {
        var detail = new EntryDetail { Debtor = new StatementParty("debtor"), Creditor = new StatementParty("creditor") };

        Assert.Equal("debtor", Given.Entry(1).CounterpartyOf(detail)!.Name);
        Assert.Equal("creditor", Given.Entry(-1).CounterpartyOf(detail)!.Name);
        Assert.Equal("creditor", (Given.Entry(1) with { IsReversal = true }).CounterpartyOf(detail)!.Name);
        Assert.Equal("debtor", (Given.Entry(-1) with { IsReversal = true }).CounterpartyOf(detail)!.Name);
    }

    private static string Detail(string amount, string side = "CRDT") => $"<TxDtls><Amt Ccy='CZK'>{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd></TxDtls>";

    private static IEnumerable<StatementFindingKind> Kinds(string message) => Given.End(Given.Read(message)).Findings.Select(finding => finding.Kind);

    private static IEnumerable<StatementFindingKind> EntryKinds(string details) =>
        Given.Read(Given.BankMessage(Given.BankEntry("10.00", details: details), closing: "110.00"))
            .OfType<Camt053Item.Entry>().Single().Findings.Select(finding => finding.Kind);
}

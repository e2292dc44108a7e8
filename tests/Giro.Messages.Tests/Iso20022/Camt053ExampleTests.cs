using Giro.Messages.Iso20022;

namespace Giro.Messages.Tests.Iso20022;

/// <summary>What does not add up in published statements, and what does; their figures are compared in <see cref="CamtExampleFigureTests"/>.</summary>
public class Camt053ExampleTests
{
    [Fact]
    public void Statements_that_add_up_have_no_findings_and_the_right_totals()
    {
        var ends = Read("camt053.v2.multi.statement").OfType<Camt053Item.StatementEnd>().ToArray();

        Assert.All(ends, end => Assert.Empty(end.Findings));
        Assert.Equal(new StatementTotals(1, 885, 0, 0, 885), ends[0].Totals);
        Assert.Equal(new StatementTotals(0, 0, 1, 700, -700), ends[1].Totals);
    }

    [Fact]
    public void A_statement_that_does_not_add_up_says_so_and_by_how_much()
    {
        var finding = Assert.Single(Given.End(Read("camt053.v2.all-balance-types")).Findings);

        Assert.Equal(StatementFindingKind.ClosingBalanceDiffers, finding.Kind);
        Assert.Equal(404, finding.Stated);
        Assert.Equal(986, finding.Found);
        Assert.Equal("opening 1.01 EUR and booked entries 8.85 EUR give 9.86 EUR, but the closing balance is 4.04 EUR", finding.Text);
    }

    [Theory]
    [InlineData("camt053.v2.minimal")]
    [InlineData("camt053.v4")]
    public void A_closing_balance_in_another_currency_than_the_opening_one_is_reported(string name)
    {
        var finding = Assert.Single(Given.End(Read(name)).Findings);

        Assert.Equal(StatementFindingKind.BalanceCurrencyDiffers, finding.Kind);
        Assert.Equal("CLBD balance of 27.00 SEK on a statement in EUR", finding.Text);
    }

    private static List<Camt053Item> Read(string name)
    {
        using var input = File.OpenRead(SharedData.Path($"iso20022/examples/{name}.xml"));
        return Given.Read(input, name);
    }
}

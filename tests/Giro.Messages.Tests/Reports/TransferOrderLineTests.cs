using System.Text;
using Giro.Messages.Iso20022;
using Giro.Messages.Tests.Iso20022;

namespace Giro.Messages.Tests.Reports;

/// <summary>The messages that we write, read as lines, and what is found when their totals were changed on the way.</summary>
public class TransferOrderLineTests
{
    private static string Initiation => Encoding.UTF8.GetString(Given.Written(Given.Initiation(
        Given.Payment("P1", Given.Today, Given.Transfer("E1", Given.Money(100)), Given.Transfer("E2", Given.Money(250))),
        Given.Payment("P2", Given.Today, Given.Transfer("E3", Given.Money(7, "JPY"))))));

    private static string Customer =>
        Encoding.UTF8.GetString(Given.Written(new Pacs008Message(Given.InterbankHeader, [Given.CustomerTransfer("E1", Given.Money(100)), Given.CustomerTransfer("E2", Given.Money(250))])));

    private static string Bank => Encoding.UTF8.GetString(Given.Written(new Pacs009Message(Given.InterbankHeader, [Given.BankTransfer("E1", Given.Money(100))])));

    [Fact]
    public void An_initiation_has_a_section_a_payment_information()
    {
        Assert.Equal(
            [
                "pain.001.001.10", "section P1", "1: -100 CZK E1", "2: -250 CZK E2", "end P1 CZK: 2 lines, 0 in 0, 2 out 350", "section P2", "3: -7 JPY E3",
                "end P2 JPY: 1 lines, 0 in 0, 1 out 7", "file end",
            ],
            ReportText.Of(Initiation));
        var line = ReportText.LinesOf(Initiation)[0];
        Assert.Equal(("Pekárna U Mlýna s.r.o.", "19-2000145399/0800", "P1", "payout 2026-11-20", Given.Today),
            (line.Counterparty, line.CounterpartyAccount, line.Batch, line.Text, line.ValueDate));
    }

    [Fact]
    public void A_transfer_between_banks_has_one_section()
    {
        Assert.Equal(
            ["pacs.008.001.09", "section IB-2026-11-20-1", "1: -100 CZK E1", "2: -250 CZK E2", "end IB-2026-11-20-1 CZK: 2 lines, 0 in 0, 2 out 350", "file end"],
            ReportText.Of(Customer));
        Assert.Equal(["pacs.009.001.09", "section IB-2026-11-20-1", "1: -100 CZK E1", "end IB-2026-11-20-1 CZK: 1 lines, 0 in 0, 1 out 100", "file end"], ReportText.Of(Bank));
    }

    [Fact]
    public void A_section_in_two_currencies_has_none_and_sums_of_nothing()
    {
        var mixed = Encoding.UTF8.GetString(Given.Written(Given.Initiation(
            Given.Payment("P1", Given.Today, Given.Transfer("E1", Given.Money(100)), Given.Transfer("E2", Given.Money(7, "JPY"))))));

        Assert.Equal(["pain.001.001.10", "section P1", "1: -100 CZK E1", "2: -7 JPY E2", "end P1 : 2 lines, 0 in 0, 2 out 0", "file end"], ReportText.Of(mixed));
    }

    [Theory]
    [InlineData("<NbOfTxs>3<", "<NbOfTxs>4<", "! record-count expected 4, found 3 at /Document/CstmrCdtTrfInitn")]
    [InlineData("<CtrlSum>10.50<", "<CtrlSum>10.51<", "! control-total expected 10.51, found 10.50 at /Document/CstmrCdtTrfInitn")]
    [InlineData("<NbOfTxs>2<", "<NbOfTxs>1<", "! record-count expected 1, found 2 at /Document/CstmrCdtTrfInitn/PmtInf")]
    [InlineData("<CtrlSum>3.50<", "<CtrlSum>3.05<", "! control-total expected 3.05, found 3.50 at /Document/CstmrCdtTrfInitn/PmtInf")]
    public void Totals_of_an_initiation_that_differ_are_found(string text, string with, string finding)
    {
        Assert.Contains(text, Initiation, StringComparison.Ordinal);

        Assert.Equal([finding], ReportText.Of(Initiation.Replace(text, with, StringComparison.Ordinal)).Where(line => line[0] == '!'));
    }

    [Theory]
    [InlineData("<NbOfTxs>2<", "<NbOfTxs>3<", "! record-count expected 3, found 2 at /Document/FIToFICstmrCdtTrf")]
    [InlineData("CZK\">3.50<", "CZK\">3.49<", "! control-total expected 3.49 CZK, found 3.50 CZK at /Document/FIToFICstmrCdtTrf")]
    [InlineData("CZK\">3.50<", "EUR\">3.50<", "! entry-currency expected EUR, found CZK at /Document/FIToFICstmrCdtTrf")]
    public void Totals_of_a_transfer_between_banks_that_differ_are_found(string text, string with, string finding)
    {
        Assert.Contains(text, Customer, StringComparison.Ordinal);

        Assert.Equal([finding], ReportText.Of(Customer.Replace(text, with, StringComparison.Ordinal)).Where(line => line[0] == '!'));
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        foreach (var message in (string[])[Initiation, Customer])
        {
            for (var length = 1; length < message.TrimEnd().Length; length += 7)
                Assert.Throws<MessageFormatException>(() => ReportText.Of(message[..length]));
        }
    }
}

using System.Text.Json;
using Giro.Messages.Iso20022;

namespace Giro.Messages.Tests.Iso20022;

/// <summary>Statements published with a parser of another project, against what that parser reads in them.</summary>
public class Camt053ExampleTests
{
    private static readonly Dictionary<string, string> BalanceNames = new(StringComparer.Ordinal)
    {
        ["OPBD"] = "opening",
        ["PRCD"] = "opening",
        ["OPAV"] = "opening_available",
        ["CLBD"] = "closing",
        ["CLAV"] = "closing_available",
        ["FWAV"] = "forward_available",
        ["INFO"] = "information",
        ["ITAV"] = "interim_available",
        ["ITBD"] = "interim",
        ["XPCD"] = "expected_credit",
    };

    [Theory]
    [InlineData("camt053.v2.minimal")]
    [InlineData("camt053.v2.all-balance-types")]
    [InlineData("camt053.v2.multi.statement")]
    [InlineData("camt053.v4")]
    public void The_figures_are_those_another_parser_reads(string name)
    {
        var items = Read(name);
        using var json = JsonDocument.Parse(File.ReadAllText(SharedData.Path($"iso20022/examples/{name}.json")));
        var expected = json.RootElement.GetProperty("getEntries")[0];
        var record = expected.GetProperty("getRecord");
        // The other parser's dump spells out one statement, the one its first entry belongs to.
        var at = items.FindIndex(item => item is Camt053Item.StatementStart start && start.Header.Id == record.GetProperty("getId").GetString());
        var start = (Camt053Item.StatementStart)items[at];
        var entry = ((Camt053Item.Entry)items[at + 1]).Value;

        Assert.Equal(json.RootElement.GetProperty("getGroupHeader").GetProperty("getMessageId").GetString(), start.Message.MessageId);
        Assert.Equal(Time(json.RootElement.GetProperty("getGroupHeader"), "getCreatedOn"), start.Message.CreatedAt);
        AssertStatement(record, start.Header);
        AssertEntry(expected, entry);
        AssertDetail(expected.GetProperty("getTransactionDetail"), Assert.Single(entry.Details));
    }

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

    private static void AssertStatement(JsonElement expected, StatementHeader header)
    {
        Assert.Equal(expected.GetProperty("getAccount").GetProperty("getIdentification").GetString(), header.Account.Identification);
        Assert.Equal(expected.GetProperty("getAccount").GetProperty("__CLASS__").GetString()!.EndsWith("IbanAccount", StringComparison.Ordinal),
            header.Account is BankAccount.Iban);
        Assert.Equal(Text(expected, "getElectronicSequenceNumber"), header.ElectronicSequenceNumber?.ToString());
        Assert.Equal(Text(expected, "getLegalSequenceNumber"), header.LegalSequenceNumber?.ToString());
        Assert.Equal(Time(expected, "getCreatedOn"), header.CreatedAt);
        Assert.Equal(Time(expected, "getFromDate"), header.From);
        Assert.Equal(Time(expected, "getToDate"), header.To);
        Assert.Equal(
            expected.GetProperty("getBalances").EnumerateArray().Select(balance => $"{Text(balance, "getType")} {Money(balance)} {Date(balance, "getDate")}"),
            header.Balances.Select(balance => $"{BalanceNames[balance.Type]} {balance.SignedMinor} {balance.Amount.Currency} {balance.Date:yyyy-MM-dd}"));
    }

    private static void AssertEntry(JsonElement expected, StatementEntry entry)
    {
        Assert.Equal(Money(expected), $"{entry.SignedMinor} {entry.Amount.Currency}");
        Assert.Equal(Text(expected, "getCreditDebitIndicator"), entry.Side == CreditDebit.Credit ? "CRDT" : "DBIT");
        Assert.Equal(Text(expected, "getStatus"), entry.Status);
        Assert.Equal(expected.GetProperty("getReversalIndicator").GetBoolean(), entry.IsReversal);
        Assert.Equal(Date(expected, "getBookingDate"), $"{entry.BookingDate:yyyy-MM-dd}");
        Assert.Equal(Date(expected, "getValueDate"), $"{entry.ValueDate:yyyy-MM-dd}");
        Assert.Equal(Text(expected, "getAccountServicerReference"), entry.AccountServicerReference);
        var code = expected.GetProperty("getBankTransactionCode");
        if (code.GetProperty("getProprietary") is { ValueKind: JsonValueKind.Object } proprietary)
            Assert.Equal(Text(proprietary, "getCode"), entry.TransactionCode!.Proprietary);
        if (code.GetProperty("getDomain") is { ValueKind: JsonValueKind.Object } domain)
        {
            var family = domain.GetProperty("getFamily");
            Assert.Equal(
                new BankTransactionCode(Text(domain, "getCode"), Text(family, "getCode"), Text(family, "getSubFamilyCode")), entry.TransactionCode);
        }
    }

    private static void AssertDetail(JsonElement expected, EntryDetail detail)
    {
        Assert.Equal(Text(expected.GetProperty("getReference"), "getEndToEndId"), detail.EndToEndId);
        Assert.Equal(expected.GetProperty("getAmount").ValueKind == JsonValueKind.Null ? null : Money(expected),
            detail.Amount is { } amount ? $"{amount.AmountMinor} {amount.Currency}" : null);
        foreach (var party in expected.GetProperty("getRelatedParties").EnumerateArray())
        {
            var type = party.GetProperty("getRelatedPartyType");
            var read = Text(type, "__CLASS__")!.EndsWith("Creditor", StringComparison.Ordinal) ? detail.Creditor! : detail.Debtor!;
            Assert.Equal(Text(type, "getName"), read.Name);
            Assert.Equal(new BankAccount.Iban(Text(party.GetProperty("getAccount"), "getIdentification")!), read.Account);
        }

        var remittance = Assert.Single(detail.RemittanceLines.Concat(detail.CreditorReferences));
        Assert.Equal(Text(expected.GetProperty("getRemittanceInformation"), "getMessage"), remittance);
    }

    private static List<Camt053Item> Read(string name)
    {
        using var input = File.OpenRead(SharedData.Path($"iso20022/examples/{name}.xml"));
        return Given.Read(input, name);
    }

    private static string? Text(JsonElement of, string property) => of.GetProperty(property).GetString();

    private static string Money(JsonElement of)
    {
        var money = of.GetProperty("getAmount");
        return $"{Text(money, "getAmount")} {Text(money.GetProperty("getCurrency"), "getCode")}";
    }

    private static DateTimeOffset? Time(JsonElement of, string property) =>
        of.GetProperty(property) is { ValueKind: JsonValueKind.Object } time ? time.GetProperty("0").GetDateTimeOffset() : null;

    private static string? Date(JsonElement of, string property) => Text(of.GetProperty(property), "0")![..10];
}

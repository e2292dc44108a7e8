using Giro.Messages.Iso20022;

namespace Giro.Messages.Tests.Iso20022;

public class Camt053RoundTripTests
{
    [Fact]
    public void What_is_written_is_read_back_unchanged()
    {
        var statement = Full();

        var items = Given.Read(Given.Written(statement));

        var start = Assert.IsType<Camt053Item.StatementStart>(items[0]);
        Assert.Equal("camt.053.001.08", start.Version);
        Assert.Equal(new StatementMessage("CAMT-1", Given.Noon), start.Message);
        Assert.Equivalent(statement.Header, start.Header, strict: true);
        var entries = items.OfType<Camt053Item.Entry>().ToArray();
        Assert.Equivalent(statement.Entries, entries.Select(entry => entry.Value), strict: true);
        Assert.All(entries, entry => Assert.Empty(entry.Findings));
        Assert.Empty(Given.End(items).Findings);
        Assert.Equal(new StatementTotals(2, 1_600, 2, 300, 900), Given.End(items).Totals);
    }

    [Fact]
    public void A_written_statement_is_valid_against_the_published_schema()
    {
        var schema = Iso20022Schema.Load(SharedData.Path("iso20022/xsd/camt.053.001.08.xsd"));

        using var written = new MemoryStream(Given.Written(Full(), Given.Statement(0)));

        Assert.Empty(schema.Validate(written));
    }

    [Fact]
    public void The_same_statement_gives_the_same_bytes() => Assert.Equal(Given.Written(Full()), Given.Written(Full()));

    [Fact]
    public void A_statement_that_does_not_add_up_is_not_written()
    {
        var statement = Given.Statement(100, Given.Entry(50)) with { Entries = [Given.Entry(51)] };

        var error = Assert.Throws<InvalidOperationException>(() => Given.Written(statement));

        Assert.Contains(
            "opening 1.00 CZK and booked entries 0.51 CZK give 1.51 CZK, but the closing balance is 1.50 CZK", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_summary_is_not_written()
    {
        var statement = Given.Statement(0, Given.Entry(50));
        statement = statement with { Header = statement.Header with { Summary = new StatementSummary { EntryCount = 2 } } };

        var error = Assert.Throws<InvalidOperationException>(() => Given.Written(statement));

        Assert.Contains("the summary states 2 entries, there are 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_does_not_fit_is_refused_with_its_entry()
    {
        Refused(Given.Entry(1) with { AccountServicerReference = new string('R', 36) },
            "AccountServicerReference has 36 characters, more than 35 (statement 'STMT-2026-11-20', entry 2)");
        Refused(Given.Entry(1) with { Details = [new EntryDetail { RemittanceLines = ["\ufffe"] }] }, "RemittanceLines holds U+FFFE at position 0");
        Refused(Given.Entry(1) with { TransactionCode = new BankTransactionCode("PMNT", null, null) },
            "TransactionCode needs domain, family and sub-family together");
        Refused(Given.Entry(1) with { Side = CreditDebit.None }, "Side is not set");
        Refused(Given.Entry(1) with { Amount = new CurrencyAmount(1, "CZK", 3) }, "has 3 minor-unit digits, the statement 2");
        Refused(Given.Entry(1) with { Batches = [new EntryBatch("A", 2)], Details = [new EntryDetail()] }, "Batches states 2 transactions, 1 are listed");
        Refused(Given.Entry(1) with { Batches = [new EntryBatch("A"), new EntryBatch("B")] }, "Batches holds more than one batch");

        static void Refused(StatementEntry entry, string reason)
        {
            var statement = Given.Statement(0) with { Entries = [Given.Entry(1), entry] };
            Assert.Contains(reason, Assert.Throws<ArgumentException>(() => Given.Written(statement)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Random_statements_come_back_with_the_same_figures()
    {
        const int Seed = 20261120;
        var random = new Random(Seed);
        for (var round = 0; round < 200; round++)
        {
            var currency = random.GetItems(["CZK", "JPY", "KWD"], 1)[0];
            var entries = Enumerable.Range(0, random.Next(0, 30)).Select(_ => RandomEntry(random, currency)).ToArray();
            var opening = random.NextInt64(-1_000_000_000, 1_000_000_000);
            var closing = opening + entries.Where(entry => entry.IsBooked).Sum(entry => entry.SignedMinor);
            var statement = new Statement(
                Given.Header(currency, Given.Balance("OPBD", opening, currency), Given.Balance("CLBD", closing, currency)), entries);

            var items = Given.Read(Given.Written(statement));

            Assert.Equivalent(statement.Header, ((Camt053Item.StatementStart)items[0]).Header, strict: true);
            Assert.Equivalent(entries, items.OfType<Camt053Item.Entry>().Select(entry => entry.Value).ToArray(), strict: true);
            Assert.Empty(Given.End(items).Findings);
            Assert.Equal(closing - opening, Given.End(items).Totals.BookedNetMinor);
        }
    }

    private static StatementEntry RandomEntry(Random random, string currency)
    {
        // Amounts of all magnitudes, so that zeros after and before the point occur.
        var amountMinor = random.NextInt64(0, 1L << random.Next(1, 45));
        var entry = Given.Entry(random.Next(2) == 0 ? amountMinor : -amountMinor, currency, random.Next(5) == 0 ? "PDNG" : "BOOK");
        return entry with
        {
            IsReversal = random.Next(10) == 0,
            AccountServicerReference = random.Next(2) == 0 ? RandomText(random, 35) : null,
            Details = [new EntryDetail
            {
                EndToEndId = RandomText(random, 35),
                Amount = entry.Amount,
                Side = entry.Side,
                Debtor = new StatementParty(RandomText(random, 140), Given.Theirs),
                RemittanceLines = [RandomText(random, 140)],
            }],
        };
    }

    // Markup, quotes, white space that XML would normalise away, and characters beyond the basic plane.
    private static string RandomText(Random random, int maxLength) =>
        "x" + string.Concat(random.GetItems(["a", " ", "<", ">", "&", "\"", "'", "\r", "\n", "\t", "]]>", "ř", "支", "🧾"], random.Next(0, maxLength / 3)));

    private static Statement Full()
    {
        StatementEntry[] entries =
        [
            Given.Entry(1_000) with
            {
                EntryReference = "N1",
                AccountServicerReference = "BANK-1",
                Batches = [new EntryBatch("P1", 2, Given.Money(1_000))],
                Details =
                [
                    new EntryDetail
                    {
                        MessageId = "M", AccountServicerReference = "B", PaymentInformationId = "P1",
                        InstructionId = "I", EndToEndId = "E1", TransactionId = "T",
                        Amount = Given.Money(1_200), Side = CreditDebit.Credit,
                        Debtor = new StatementParty("Jana Nováková", Given.Theirs), Creditor = new StatementParty("Giro", Given.Ours),
                        RemittanceLines = ["line 1", "line 2"], CreditorReferences = ["RF18539007547034"],
                    },
                    new EntryDetail { EndToEndId = "E2", Amount = Given.Money(200), Side = CreditDebit.Debit, Return = new ReturnInformation("AC04") },
                ],
                AdditionalInformation = "a batch",
            },
            Given.Entry(-100) with { IsReversal = true, TransactionCode = new BankTransactionCode(null, null, null, "544", "BANK") },
            Given.Entry(-200) with { Status = "OUR OWN STATUS", TransactionCode = new BankTransactionCode("PMNT", "ICDT", "ESCT", "X") },
            Given.Entry(600, status: "PDNG"),
        ];
        var header = Given.Header("CZK", Given.Balance("OPBD", -5_000), Given.Balance("CLBD", -4_100), Given.Balance("OUR OWN BALANCE", 7)) with
        {
            Page = new StatementPage(1, true),
            ElectronicSequenceNumber = 324,
            LegalSequenceNumber = 12,
            From = Given.Noon.AddDays(-1),
            To = Given.Noon.AddTicks(1_234_567),
            OwnerName = "Giro Payments a.s.",
            Summary = new StatementSummary
            {
                EntryCount = 4, EntrySumMinor = 1_900, NetMinor = 1_300,
                CreditCount = 2, CreditSumMinor = 1_600, DebitCount = 2, DebitSumMinor = 300,
            },
        };
        return new Statement(header, entries);
    }
}

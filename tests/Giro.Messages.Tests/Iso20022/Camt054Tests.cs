using Giro.Messages.Iso20022;

namespace Giro.Messages.Tests.Iso20022;

public class Camt054Tests
{
    [Fact]
    public void The_published_notification_of_version_02_is_read_with_its_figures()
    {
        var items = Read("camt054.v2");

        var start = Assert.IsType<Camt054Item.NotificationStart>(items[0]);
        Assert.Equal("camt.054.001.02", start.Version);
        Assert.Equal(new StatementMessage("AAAASESS-FP-ACCR001", At("2007-10-18T11:30:00Z")) { Page = new StatementPage(1, true) }, start.Message);
        Assert.Equivalent(
            new StatementHeader
            {
                Id = "AAAASESS-FP-ACCR001", Account = new BankAccount.Other("CH2801234000123456789"), OwnerName = "FINPETROL",
                Currency = "SEK", MinorUnitDigits = 2, Balances = [], ElectronicSequenceNumber = 12_312, LegalSequenceNumber = 12_312,
                CreatedAt = At("2007-10-18T11:30:00Z"), From = At("2007-10-18T07:00:00Z"), To = At("2007-10-18T11:30:00Z"),
                CopyDuplicate = "CODU",
            },
            start.Header);
        var (entry, findings) = Assert.IsType<Camt054Item.Entry>(items[1]);
        Assert.Equal((-20_000_000, "SEK", "BOOK", false), (entry.SignedMinor, entry.Amount.Currency, entry.Status, entry.IsReversal));
        Assert.Equal((new DateOnly(2007, 10, 18), new DateOnly(2007, 10, 18)), (entry.BookingDate, entry.ValueDate));
        Assert.Equal(new BankTransactionCode("PMNT", "ICDT", "DMCT"), entry.TransactionCode);
        Assert.Equal("AAAASESS-FP-ACCR001", entry.AccountServicerReference);
        Assert.Equal(["MUELL/FINP/RA12345", "MUELL/FINP/RA12345", "MUELL/FINP/RA12345"], entry.Details.Select(detail => detail.EndToEndId));
        Assert.Equal([1, 0, 2], entry.Details.Select(detail => detail.RemittanceLines.Count));
        Assert.Equal(
            ["ISR ref number V1", "ISR ref number V2", "Ref number V3 block 1", "Ref number V3 block 2"],
            entry.Details.SelectMany(detail => detail.CreditorReferences));
        Assert.All(entry.Details, detail => Assert.Equal((new StatementParty("MUELLER"), null, null), (detail.Debtor, detail.Amount, detail.Return)));
        Assert.Empty(findings);
        var end = Assert.IsType<Camt054Item.NotificationEnd>(items[2]);
        Assert.Equal(new StatementTotals(0, 0, 1, 20_000_000, -20_000_000), end.Totals);
        Assert.Empty(end.Findings);
        Assert.Equal(3, items.Count);
    }

    [Fact]
    public void The_published_notification_in_an_envelope_is_read_with_its_figures()
    {
        var items = Read("cbpr-2026-camt.054.min");

        var start = Assert.IsType<Camt054Item.NotificationStart>(items[0]);
        Assert.Equal(("camt.054.001.08", "EXMsgId", "EXId", "EUR", 2),
            (start.Version, start.Message.MessageId, start.Header.Id, start.Header.Currency, start.Header.MinorUnitDigits));
        Assert.Equal(new BankAccount.Iban("GB57TUVW67890178901234"), start.Header.Account);
        var entry = Assert.IsType<Camt054Item.Entry>(items[1]).Value;
        Assert.Equal((100_000, "EXNtryRef", "EXCd", 0), (entry.SignedMinor, entry.EntryReference, entry.Status, entry.Details.Count));
        Assert.Equal(new StatementTotals(1, 100_000, 0, 0, 0), Assert.IsType<Camt054Item.NotificationEnd>(items[2]).Totals);
    }

    [Fact]
    public void The_published_account_reports_are_read_with_their_figures()
    {
        var items = ReadReports("camt052.v2");
        Assert.Equal(("camt.052.001.02", "SEK"), (((Camt052Item.ReportStart)items[0]).Version, ((Camt052Item.ReportStart)items[0]).Header.Currency));
        var entry = Assert.IsType<Camt052Item.Entry>(items[1]).Value;
        Assert.Equal(new BankTransactionCode("PAYM", "0001", "0003", "XXXX+000+0000+000", "ZKA"), entry.TransactionCode);
        var batch = Assert.Single(entry.Batches);
        Assert.Equal(("FINP-0055", "FINP-0055-001", 20L), (batch.MessageId, batch.PaymentInformationId, batch.TransactionCount));
        Assert.Equal(
            [(StatementFindingKind.BatchCountDiffers, (Int128?)20, (Int128?)1, "/Document/BkToCstmrAcctRpt/Rpt/Ntry (line 58)")],
            ((Camt052Item.Entry)items[1]).Findings.Select(finding => (finding.Kind, finding.Stated, finding.Found, finding.Place!.ToString())));
        Assert.Equal(new StatementTotals(0, 0, 1, 20_000_000, -20_000_000), ((Camt052Item.ReportEnd)items[2]).Totals);

        items = ReadReports("cbpr-2026-camt.052.min");
        var header = ((Camt052Item.ReportStart)items[0]).Header;
        Assert.Equal((StatementHeader.NoCurrency, 1_000, new BankAccount.Iban("GB78789A45678956789012")),
            (header.Currency, header.ElectronicSequenceNumber, header.Account));
        Assert.Empty(((Camt052Item.ReportEnd)items[1]).Findings);
    }

    [Fact]
    public void Written_notifications_are_valid_and_come_back_unchanged()
    {
        var first = Full();
        var written = Given.WrittenNotifications(first, Given.Notification());

        var items = Given.ReadNotifications(written);

        Assert.Equal("camt.054.001.08", ((Camt054Item.NotificationStart)items[0]).Version);
        Assert.Equivalent(first.Header, ((Camt054Item.NotificationStart)items[0]).Header, strict: true);
        Assert.Equivalent(first.Entries, items.OfType<Camt054Item.Entry>().Select(entry => entry.Value), strict: true);
        Assert.All(items.OfType<Camt054Item.Entry>(), entry => Assert.Empty(entry.Findings));
        Assert.All(items.OfType<Camt054Item.NotificationEnd>(), end => Assert.Empty(end.Findings));
        Assert.Equal(written, Given.WrittenNotifications(first, Given.Notification()));
        using var input = new MemoryStream(written);
        Assert.Empty(Iso20022Schema.Load(SharedData.Path("iso20022/xsd/camt.054.001.08.xsd")).Validate(input));
    }

    [Fact]
    public void A_notification_with_a_wrong_summary_or_a_balance_is_not_written()
    {
        var good = Given.Notification(Given.Entry(100));

        var wrong = Assert.Throws<InvalidOperationException>(() => Given.WrittenNotifications(
            good with { Header = good.Header with { Summary = new StatementSummary { CreditSumMinor = 101 } } }));
        Assert.Equal("notification 'STMT-2026-11-20': the summary states credit entries of 1.01 CZK, they sum to 1.00 CZK", wrong.Message);
        var balanced = Assert.Throws<ArgumentException>(() => Given.WrittenNotifications(Given.Statement(0)));
        Assert.StartsWith("Balances is not empty; a notification has none", balanced.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("02", "<Sts>BOOK</Sts>")]
    [InlineData("04", "<Sts>BOOK</Sts>")]
    [InlineData("06", "<Sts>\n<!-- plain -->BOOK </Sts>")]
    [InlineData("07", "<Sts><Cd>BOOK</Cd></Sts>")]
    [InlineData("08", "<Sts>\n<!-- choice --> <Cd>BOOK</Cd></Sts>")]
    [InlineData("13", "<Sts><Prtry>BOOK</Prtry></Sts>")]
    public void Every_version_from_02_on_is_read_by_its_shape(string version, string status)
    {
        var message = Given.BankNotification(Given.BankEntry("1.00"))
            .Replace("054.001.08", "054.001." + version, StringComparison.Ordinal)
            .Replace("<Sts><Cd>BOOK</Cd></Sts>", status, StringComparison.Ordinal);

        Assert.True(Given.ReadNotifications(message).OfType<Camt054Item.Entry>().Single().Value.IsBooked);
    }

    [Theory]
    [InlineData("camt.054.001.01")]
    [InlineData("camt.053.001.08")]
    public void Other_messages_are_refused(string name)
    {
        var message = Given.BankNotification("").Replace("camt.054.001.08", name, StringComparison.Ordinal);

        Assert.Equal($"'{name}' is not a message that can be read here; camt.054.001.02 and later are",
            Assert.Throws<MessageFormatException>(() => Given.ReadNotifications(message)).Reason);
    }

    [Fact]
    public void The_payments_of_each_batch_are_linked_to_it()
    {
        const string Details =
            "<NtryDtls><Btch><PmtInfId>A</PmtInfId><NbOfTxs>2</NbOfTxs></Btch>"
            + "<TxDtls><Refs><EndToEndId>1</EndToEndId></Refs></TxDtls><TxDtls><Refs><EndToEndId>2</EndToEndId></Refs></TxDtls></NtryDtls>"
            + "<NtryDtls><TxDtls><Refs><EndToEndId>3</EndToEndId></Refs></TxDtls></NtryDtls>"
            + "<NtryDtls><Btch><PmtInfId>B</PmtInfId></Btch><TxDtls><Refs><EndToEndId>4</EndToEndId></Refs></TxDtls></NtryDtls>"
            + "<NtryDtls><Btch><PmtInfId>C</PmtInfId></Btch></NtryDtls>";

        var entry = Given.ReadNotifications(Given.BankNotification(Given.BankEntry("1.00", details: Details))).OfType<Camt054Item.Entry>().Single().Value;

        Assert.Equal(["A: 1 2", "B: 4", "C: "], entry.Batches.Select(batch =>
            $"{batch.PaymentInformationId}: {string.Join(' ', entry.DetailsOf(batch).Select(detail => detail.EndToEndId))}"));
    }

    [Theory]
    [InlineData("<TtlNtries><NbOfNtries>2</NbOfNtries><Sum>13.00</Sum></TtlNtries>", null)]
    [InlineData("<TtlNtries><NbOfNtries>3</NbOfNtries></TtlNtries>", "the summary states 3 entries, there are 2")]
    [InlineData("<TtlCdtNtries><Sum>10.01</Sum></TtlCdtNtries>", "the summary states credit entries of 10.01 CZK, they sum to 10.00 CZK")]
    public void The_summary_is_compared_whether_or_not_the_account_says_its_currency(string summary, string? expected)
    {
        foreach (var currency in (string[])["<Ccy>CZK</Ccy>", ""])
        {
            var items = Given.ReadNotifications(Given.BankNotification(
                Given.BankEntry("10.00") + Given.BankEntry("3.00", "DBIT"), currency, $"<TxsSummry>{summary}</TxsSummry>"));

            var finding = items.OfType<Camt054Item.NotificationEnd>().Single().Findings.SingleOrDefault();
            Assert.Equal(expected, finding?.Text);
            Assert.Equal(expected is null ? null : "/Document/BkToCstmrDbtCdtNtfctn/Ntfctn (line 4)", finding?.Place!.ToString());
            Assert.Equal(2, items.OfType<Camt054Item.Entry>().Count());
        }
    }

    [Fact]
    public void A_summary_finer_than_the_currency_that_its_entries_have_is_refused()
    {
        var message = Given.BankNotification(Given.BankEntry("10.00"), "", "<TxsSummry><TtlCdtNtries><Sum>10.001</Sum></TtlCdtNtries></TxsSummry>");

        Assert.Equal("has a TxsSummry finer than CZK", Assert.Throws<MessageFormatException>(() => Given.ReadNotifications(message)).Reason);
    }

    [Fact]
    public void An_envelope_with_a_second_message_or_with_none_is_refused()
    {
        var message = Given.BankNotification(Given.BankEntry("1.00"));
        var document = message[message.IndexOf("<Document", StringComparison.Ordinal)..];

        Assert.Equal(3, Given.ReadNotifications($"<Envelope><AppHdr xmlns='urn:h'><Id>1</Id></AppHdr>{document}<Signature/></Envelope>").Count);
        Assert.Equal("is a second message in the envelope; one can be read",
            Assert.Throws<MessageFormatException>(() => Given.ReadNotifications($"<Envelope>{document}{document}</Envelope>")).Reason);
        Assert.Equal("the root element of an ISO 20022 message is Document",
            Assert.Throws<MessageFormatException>(() => Given.ReadNotifications("<Envelope><AppHdr/></Envelope>")).Reason);
        Assert.Throws<MessageFormatException>(() => Given.ReadNotifications($"<Envelope>{document}"));
    }

    private static Statement Full()
    {
        var batch = Given.Entry(300) with
        {
            Batches = [new EntryBatch("P1", 2, Given.Money(300)) { MessageId = "PAYOUT-1" }],
            Details =
            [
                new EntryDetail { EndToEndId = "E1", Amount = Given.Money(100), Uetr = "7a562c67-ca16-48ba-b074-65581be6f001" },
                new EntryDetail { EndToEndId = "E2", Amount = Given.Money(200), AdditionalInformation = "second" },
            ],
        };
        var withCode = Given.Returned("E3", 700) with { IsReversal = true };
        var full = Given.Notification(Given.Returned("E9", 500), withCode, batch, Given.Entry(-50, status: "PDNG"));
        return full with
        {
            Header = full.Header with
            {
                Page = new StatementPage(1, true),
                Summary = new StatementSummary { EntryCount = 4, CreditSumMinor = 1_500, DebitCount = 1 },
            },
        };
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);

    private static List<Camt054Item> Read(string name)
    {
        using var input = File.OpenRead(SharedData.Path($"iso20022/examples/{name}.xml"));
        return Given.ReadNotifications(input);
    }

    private static List<Camt052Item> ReadReports(string name)
    {
        using var input = File.OpenRead(SharedData.Path($"iso20022/examples/{name}.xml"));
        using var reader = new Camt052Reader(input, name, Given.Digits);
        var items = new List<Camt052Item>();
        while (reader.Read() is { } item)
            items.Add(item);
        return items;
    }
}

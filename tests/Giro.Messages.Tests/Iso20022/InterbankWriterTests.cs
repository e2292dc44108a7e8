using System.Xml.Linq;
using Giro.Messages.Iso20022;

namespace Giro.Messages.Tests.Iso20022;

/// <summary>pacs.008 and pacs.009 as they are written; read back with another parser.</summary>
public class InterbankWriterTests
{
    private static readonly XNamespace Customer = "urn:iso:std:iso:20022:tech:xsd:pacs.008.001.09";
    private static readonly XNamespace Bank = "urn:iso:std:iso:20022:tech:xsd:pacs.009.001.09";

    public static TheoryData<string> Settlements => ["clearing", "proprietary", "receiver", "sender"];

    [Theory]
    [MemberData(nameof(Settlements))]
    public void Written_messages_are_valid_against_the_published_schemas(string settlement)
    {
        var schema = Iso20022Schema.Load(SharedData.Path("iso20022/xsd"));
        var header = Given.InterbankHeader with
        {
            Settlement = settlement switch
            {
                "clearing" => new InterbankSettlement.ClearingSystem("TGT"),
                "proprietary" => new InterbankSettlement.ProprietarySystem("our own"),
                "receiver" => new InterbankSettlement.Correspondent(AtReceiver: true, Given.Ours),
                _ => new InterbankSettlement.Correspondent(AtReceiver: false),
            },
        };
        var customer = Given.Written(new Pacs008Message(header,
        [
            Given.CustomerTransfer("E1", Given.Money(1)),
            Given.CustomerTransfer("E2", Given.Money(999_999_999_999_999)) with
            {
                Id = new PaymentIdentification("E2", "T2", Given.Uetr, "I2", "C2"), Charges = ChargeBearer.Shared, InstructedAmount = Given.Money(1_000, "JPY"),
                DebtorAccount = null, CreditorAccount = null, RemittanceText = "invoice 7 & 8", DebtorAgent = new BankAgent.ClearingMember("0800", "CZNCC"),
            },
        ]));
        var bank = Given.Written(new Pacs009Message(header,
        [
            Given.BankTransfer("E1", Given.Money(1_234, "KWD")),
            Given.BankTransfer("E2", Given.Money(5, "KWD")) with
            {
                DebtorAccount = Given.Ours, DebtorAgent = Given.OurBank, CreditorAgent = Given.TheirBank, CreditorAccount = Given.Theirs, RemittanceText = "cycle 12",
            },
        ]));

        foreach (var message in (byte[][])[customer, bank])
        {
            using var written = new MemoryStream(message);
            Assert.Empty(schema.Validate(written));
        }
    }

    [Fact]
    public void Number_and_total_are_made_from_the_transfers()
    {
        var customer = Given.Parsed(Given.Written(new Pacs008Message(Given.InterbankHeader,
            [Given.CustomerTransfer("E1", Given.Money(10)), Given.CustomerTransfer("E2", Given.Money(20)), Given.CustomerTransfer("E3", Given.Money(10_000))])));
        var bank = Given.Parsed(Given.Written(new Pacs009Message(Given.InterbankHeader, [Given.BankTransfer("E1", Given.Money(7, "JPY"))])));

        Assert.Equal(("3", "CZK 100.30", "2026-11-20"), Totals(customer, Customer));
        Assert.Equal(("1", "JPY 7", "2026-11-20"), Totals(bank, Bank));

        static (string, string, string) Totals(XDocument message, XNamespace ns)
        {
            var header = message.Descendants(ns + "GrpHdr").Single();
            var total = header.Element(ns + "TtlIntrBkSttlmAmt")!;
            return (header.Element(ns + "NbOfTxs")!.Value, $"{total.Attribute("Ccy")!.Value} {total.Value}", header.Element(ns + "IntrBkSttlmDt")!.Value);
        }
    }

    [Fact]
    public void Every_value_of_a_transfer_is_in_its_element()
    {
        var transfer = Given.CustomerTransfer("E1", Given.Money(1234)) with
        {
            Id = new PaymentIdentification("E1", "T1", Given.Uetr, "I1", "C1"), InstructedAmount = Given.Money(50, "EUR"), RemittanceText = "invoice 7",
        };
        var xml = Given.Parsed(Given.Written(new Pacs008Message(Given.InterbankHeader, [transfer]))).Descendants(Customer + "CdtTrfTxInf").Single();

        Assert.Equal(
            ["InstrId=I1", "EndToEndId=E1", "TxId=T1", $"UETR={Given.Uetr}", "ClrSysRef=C1", "IntrBkSttlmAmt=12.34", "InstdAmt=0.50", "ChrgBr=SLEV", "Nm=Jan Novák",
             "IBAN=CZ6508000000192000145399", "BICFI=GIBACZPX", "BICFI=KOMBCZPP", "Nm=Pekárna U Mlýna s.r.o.", "Id=19-2000145399/0800", "Ustrd=invoice 7"],
            xml.Descendants().Where(element => !element.HasElements).Select(element => $"{element.Name.LocalName}={element.Value}"));
    }

    [Fact]
    public void Elements_stand_in_the_order_of_the_published_examples()
    {
        var customer = Given.Parsed(Given.Written(new Pacs008Message(Given.InterbankHeader, [Given.CustomerTransfer("E1", Given.Money(1))])));
        var bank = Given.Parsed(Given.Written(new Pacs009Message(Given.InterbankHeader, [Given.BankTransfer("E1", Given.Money(1))])));
        var initiation = Given.Parsed(Given.Written(Given.Initiation(Given.Payment("P1", Given.Today, Given.Transfer("E1", Given.Money(1))))));

        AssertOrder("cbpr-2026-pacs.008.min.xml", customer, "CdtTrfTxInf");
        AssertOrder("cbpr-2026-pacs.009.min.xml", bank, "CdtTrfTxInf");
        AssertOrder("cbpr-2026-pain.001.min.xml", initiation, "PmtInf");

        // What both have stands in the same order, in the header and in the first transfer.
        static void AssertOrder(string example, XDocument written, string record)
        {
            var published = XDocument.Load(SharedData.Path("iso20022/examples/" + example));
            foreach (var element in (string[])["GrpHdr", record])
            {
                var theirs = Children(published, element);
                var ours = Children(written, element);
                Assert.NotEmpty(ours.Intersect(theirs));
                Assert.Equal(theirs.Intersect(ours), ours.Intersect(theirs));
            }
        }

        static List<string> Children(XDocument message, string element) =>
            [.. message.Descendants().First(e => e.Name.LocalName == element).Elements().Select(e => e.Name.LocalName)];
    }

    [Fact]
    public void A_message_without_transfers_or_in_two_currencies_is_refused()
    {
        Refused([], "Transfers holds no transfer (message 'IB-2026-11-20-1')");
        Refused([Given.CustomerTransfer("E1", Given.Money(1)), Given.CustomerTransfer("E2", Given.Money(1, "EUR"))],
            "Amount is in EUR, but the message settles in CZK (message 'IB-2026-11-20-1', transfer 2)");
        Refused([Given.CustomerTransfer("E1", Given.Money(0))], "Amount is zero (message 'IB-2026-11-20-1', transfer 1)");
        Refused([Given.CustomerTransfer("E1", Given.Money(-1))], "Amount is negative");
        Refused([Given.CustomerTransfer("E1", Given.Money(1)) with { Charges = ChargeBearer.None }], "Charges is not set");
        Refused([Given.CustomerTransfer("E1", Given.Money(1)) with { Id = new PaymentIdentification("E1", Uetr: "x") }], "does not have the shape of a UETR");
        Refused([Given.CustomerTransfer("E1", Given.Money(1)) with { CreditorName = new string('x', 141) }], "CreditorName has 141 characters, more than 140");
        Refused([.. Enumerable.Range(0, 2).Select(i => Given.CustomerTransfer($"E{i}", Given.Money(999_999_999_999_999_999)))], "TtlIntrBkSttlmAmt has more than 18 digits");

        static void Refused(CustomerTransfer[] transfers, string reason) =>
            Assert.Contains(reason, Assert.Throws<ArgumentException>(() => Given.Written(new Pacs008Message(Given.InterbankHeader, transfers))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transfers_that_are_others_the_second_time_are_refused()
    {
        var times = 0;
        IEnumerable<CustomerTransfer> Changing()
        {
            yield return Given.CustomerTransfer("E1", Given.Money(1 + times++));
        }

        var error = Assert.Throws<InvalidOperationException>(() => Given.Written(new Pacs008Message(Given.InterbankHeader, Changing())));
        Assert.Equal("message 'IB-2026-11-20-1' was given 1 transfers of 0.01 CZK in all for its totals, and then 1 of 0.02 CZK", error.Message);
    }

    [Fact]
    public void Transfers_are_written_while_they_are_enumerated()
    {
        using var output = new MemoryStream();
        var farthestBehind = 0L;
        var pass = 0;
        IEnumerable<BankTransfer> Transfers()
        {
            pass++;
            for (var i = 0; i < 1_000; i++)
            {
                if (pass == 2)
                    farthestBehind = Math.Max(farthestBehind, i * 200L - output.Length); // a transfer takes more than 200 bytes
                yield return Given.BankTransfer("E" + i, Given.Money(1));
            }
        }

        Pacs009Writer.Write(output, new Pacs009Message(Given.InterbankHeader, Transfers()));

        Assert.InRange(farthestBehind, 0, 32_768);
    }
}

using System.Text;
using System.Xml.Linq;
using Giro.Messages.Iso20022;

namespace Giro.Messages.Tests.Iso20022;

public class Pain001WriterTests
{
    private static readonly XNamespace Ns = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.10";

    [Fact]
    public void A_written_message_is_valid_against_the_published_schema()
    {
        var schema = Iso20022Schema.Load(SharedData.Path("iso20022/xsd/pain.001.001.10_1.xsd"));
        var message = Given.Initiation(
            Given.Payment("P1", Given.Today,
                Given.Transfer("E1", Given.Money(1)),
                Given.Transfer("E2", Given.Money(999_999_999_999_999)) with { CreditorAgent = null, CreditorAccount = Given.Ours, RemittanceText = null }),
            Given.Payment("P2", Given.Today.AddDays(1),
                Given.Transfer("E3", Given.Money(100, "JPY")) with { CreditorAgent = new BankAgent.ClearingMember("400530", "GBDSC") },
                Given.Transfer("E4", Given.Money(1_234, "KWD")) with { CreditorAgent = new BankAgent.ClearingMember("0800") }));

        using var written = new MemoryStream(Given.Written(message));

        Assert.Empty(schema.Validate(written));
    }

    [Fact]
    public void Amounts_have_exactly_the_decimals_of_their_currency()
    {
        var xml = Parsed(Given.Initiation(Given.Payment("P1", Given.Today,
            Given.Transfer("E1", Given.Money(5)),
            Given.Transfer("E2", Given.Money(100, "JPY")),
            Given.Transfer("E3", Given.Money(1_234, "KWD")))));

        Assert.Equal(
            ["CZK 0.05", "JPY 100", "KWD 1.234"],
            xml.Descendants(Ns + "InstdAmt").Select(amount => $"{amount.Attribute("Ccy")!.Value} {amount.Value}"));
    }

    [Fact]
    public void Counts_and_control_sums_are_exact_for_each_payment_information_and_for_the_message()
    {
        var xml = Parsed(Given.Initiation(
            Given.Payment("P1", Given.Today, Given.Transfer("E1", Given.Money(10)), Given.Transfer("E2", Given.Money(20))),
            Given.Payment("P2", Given.Today.AddDays(1), Given.Transfer("E3", Given.Money(100, "JPY")), Given.Transfer("E4", Given.Money(1_234, "KWD"))),
            Given.Payment("P3", Given.Today.AddDays(2), Given.Transfer("E5", Given.Money(7, "JPY")))));

        Assert.Equal(["5", "2", "2", "1"], xml.Descendants(Ns + "NbOfTxs").Select(count => count.Value));
        Assert.Equal(["108.534", "0.30", "101.234", "7"], xml.Descendants(Ns + "CtrlSum").Select(sum => sum.Value));
        Assert.Equal(["2026-11-20", "2026-11-21", "2026-11-22"], xml.Descendants(Ns + "ReqdExctnDt").Select(date => date.Value));
    }

    [Fact]
    public void A_wrong_count_or_control_sum_is_refused_at_either_level()
    {
        var payment = Given.Payment("P1", Given.Today, Given.Transfer("E1", Given.Money(10)), Given.Transfer("E2", Given.Money(20)));
        var message = Given.Initiation(payment);
        var sum = ControlSum.OfMinor(31, 2);

        Refused(message with { TransactionCount = 3 }, "message 'PAYOUT-2026-11-20-1' states 3 transfers of 0.30 in all, but 2 of 0.30 were given");
        Refused(message with { ControlSum = sum }, "states 2 transfers of 0.31");
        Refused(message with { Payments = [payment with { TransactionCount = 1 }] }, "payment information 'P1' states 1 transfers of 0.30");
        Refused(message with { Payments = [payment with { ControlSum = sum }] }, "payment information 'P1' states 2 transfers of 0.31");

        static void Refused(Pain001Message message, string reason) =>
            Assert.Contains(reason, Assert.Throws<InvalidOperationException>(() => Given.Written(message)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_message_leaves_no_well_formed_document()
    {
        using var output = new MemoryStream();
        var message = Given.Initiation(Given.Payment("P1", Given.Today, Given.Transfer("E1", Given.Money(10)))) with { TransactionCount = 2 };

        Assert.Throws<InvalidOperationException>(() => Pain001Writer.Write(output, message));

        Assert.Throws<System.Xml.XmlException>(() => XDocument.Parse(Encoding.UTF8.GetString(output.ToArray())));
    }

    [Fact]
    public void The_same_message_gives_the_same_bytes_without_a_byte_order_mark_or_carriage_returns()
    {
        var message = Given.Initiation(Given.Payment("P1", Given.Today, Given.Transfer("E1", Given.Money(10))));

        var bytes = Given.Written(message);

        Assert.Equal(bytes, Given.Written(message));
        Assert.Equal((byte)'<', bytes[0]);
        Assert.DoesNotContain((byte)'\r', bytes);
    }

    [Fact]
    public void Text_that_does_not_fit_is_refused_with_the_field_and_the_transfer()
    {
        Refused(t => t with { EndToEndId = new string('E', 36) }, "EndToEndId has 36 characters, more than 35 (payment information 'P1', transfer 2)");
        Refused(t => t with { CreditorName = new string('N', 141) }, "CreditorName has 141 characters, more than 140");
        Refused(t => t with { CreditorName = " " }, "CreditorName is empty");
        Refused(t => t with { RemittanceText = "a\u0001b" }, "RemittanceText holds U+0001 at position 1, which XML cannot carry");
        Refused(t => t with { RemittanceText = "half \ud83d" }, "RemittanceText holds U+D83D at position 5");
        Refused(t => t with { CreditorAccount = new BankAccount.Iban("CZ65 0800") }, "CreditorAccount 'CZ65 0800' does not have the shape of an IBAN");
        Refused(t => t with { CreditorAccount = new BankAccount.Other(new string('1', 35)) }, "CreditorAccount has 35 characters, more than 34");
        Refused(t => t with { CreditorAgent = new BankAgent.Bic("GIBACZP") }, "CreditorAgent 'GIBACZP' does not have the shape of a BIC");
        Refused(t => t with { CreditorAgent = new BankAgent.ClearingMember("1", "TOOLONG") }, "CreditorAgent clearing system has 7 characters");
        Refused(t => t with { Amount = new CurrencyAmount(1, "czk", 2) }, "Amount 'czk' is not a currency code");
        Refused(t => t with { Amount = Given.Money(0) }, "Amount is zero");
        Refused(t => t with { Amount = Given.Money(-1) }, "Amount is negative");
        Refused(t => t with { Amount = Given.Money(1_000_000_000_000_000_000) }, "Amount has more than 18 digits");

        static void Refused(Func<CreditTransfer, CreditTransfer> change, string reason)
        {
            var good = Given.Transfer("E1", Given.Money(10));
            var message = Given.Initiation(Given.Payment("P1", Given.Today, good, good) with { Transfers = [good, change(good)] });
            var error = Assert.Throws<ArgumentException>(() => Given.Written(message));
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Text_of_full_length_is_written_and_stays_valid()
    {
        var schema = Iso20022Schema.Load(SharedData.Path("iso20022/xsd/pain.001.001.10_1.xsd"));
        var transfer = Given.Transfer(new string('E', 35), Given.Money(10)) with
        {
            CreditorName = new string('ř', 140),
            RemittanceText = string.Concat(Enumerable.Repeat("🧾", 70)),
            CreditorAccount = new BankAccount.Other(new string('1', 34)),
        };

        using var written = new MemoryStream(Given.Written(Given.Initiation(Given.Payment("P1", Given.Today, transfer))));

        Assert.Empty(schema.Validate(written));
    }

    [Fact]
    public void Empty_messages_and_repeated_payment_information_ids_are_refused()
    {
        var payment = Given.Payment("P1", Given.Today, Given.Transfer("E1", Given.Money(10)));

        Refused(Given.Initiation(), "holds no payment information");
        Refused(Given.Initiation(Given.Payment("P1", Given.Today)), "holds no transfer");
        Refused(Given.Initiation(payment, payment), "Id occurs twice (payment information 'P1')");

        static void Refused(Pain001Message message, string reason) =>
            Assert.Contains(reason, Assert.Throws<ArgumentException>(() => Given.Written(message)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transfers_are_written_while_they_are_enumerated()
    {
        using var output = new MemoryStream();
        var longest = 0L;
        var payment = Given.Payment("P1", Given.Today) with
        {
            TransactionCount = 1_000,
            ControlSum = ControlSum.OfMinor(1_000, 2),
            Transfers = Enumerable.Range(0, 1_000).Select(i =>
            {
                longest = Math.Max(longest, i * 500L - output.Length); // a transfer takes more than 500 bytes
                return Given.Transfer($"E{i}", Given.Money(1));
            }),
        };

        Pain001Writer.Write(output, Given.Initiation(payment));

        Assert.InRange(longest, 0, 32_768);
    }

    private static XDocument Parsed(Pain001Message message) => XDocument.Parse(Encoding.UTF8.GetString(Given.Written(message)));
}

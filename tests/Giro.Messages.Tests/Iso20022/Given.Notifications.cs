using System.Text;
using Giro.Messages.Iso20022;

namespace Giro.Messages.Tests.Iso20022;

/// <summary>Debit and credit notifications: as records, and as a bank might write them.</summary>
internal static partial class Given
{
    public static Statement Notification(params StatementEntry[] entries) => new(Header("CZK"), entries);

    /// <summary>A payout that came back.</summary>
    public static StatementEntry Returned(string endToEndId, long amountMinor, string reason = "AC04") => Entry(amountMinor) with
    {
        TransactionCode = new BankTransactionCode("PMNT", "ICDT", "RRTN"),
        Details =
        [
            new EntryDetail
            {
                EndToEndId = endToEndId,
                Amount = Money(amountMinor),
                Side = CreditDebit.Credit,
                Return = new ReturnInformation(reason, new BankTransactionCode("PMNT", "ICDT", "ESCT")) { AdditionalInformation = ["closed in October"] },
            },
        ],
    };

    public static byte[] WrittenNotifications(params Statement[] notifications)
    {
        using var output = new MemoryStream();
        Camt054Writer.Write(output, new StatementMessage("NOTE-1", Noon), notifications);
        return output.ToArray();
    }

    public static List<Camt054Item> ReadNotifications(Stream input)
    {
        using var reader = new Camt054Reader(input, "notified.xml", Digits);
        var items = new List<Camt054Item>();
        while (reader.Read() is { } item)
            items.Add(item);
        return items;
    }

    public static List<Camt054Item> ReadNotifications(byte[] message)
    {
        using var input = new MemoryStream(message);
        return ReadNotifications(input);
    }

    public static List<Camt054Item> ReadNotifications(string message) => ReadNotifications(Encoding.UTF8.GetBytes(message));

    /// <summary>A camt.054.001.08 as a bank might write it; what is not under test can be replaced.</summary>
    public static string BankNotification(string entries, string currency = "<Ccy>CZK</Ccy>", string summary = "") =>
        $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>
        <GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-20T12:00:00</CreDtTm></GrpHdr>
        <Ntfctn><Id>N1</Id><Acct><Id><Othr><Id>1</Id></Othr></Id>{currency}</Acct>
        {summary}
        {entries}
        </Ntfctn></BkToCstmrDbtCdtNtfctn></Document>
        """;
}

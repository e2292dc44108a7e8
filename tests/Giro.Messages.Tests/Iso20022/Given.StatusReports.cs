using System.Text;
using Giro.Messages.Iso20022;

namespace Giro.Messages.Tests.Iso20022;

/// <summary>Payment status reports: as records, and as a bank might write them.</summary>
internal static partial class Given
{
    public static TransactionStatus Accepted(string endToEndId, long amountMinor) =>
        new() { EndToEndId = endToEndId, Status = "ACCP", Amount = Money(amountMinor) };

    public static TransactionStatus Rejected(string endToEndId, long amountMinor, string code = "AC04") =>
        new() { EndToEndId = endToEndId, Status = "RJCT", Amount = Money(amountMinor), Reasons = [new StatusReason(code)] };

    public static StatusReport Report(GroupStatus group) => new()
    {
        MessageId = "ANSWER-1",
        CreatedAt = Noon,
        OriginalMessageId = "PAYOUT-2026-11-20-1",
        OriginalMessageName = "pain.001.001.10",
        Group = group,
    };

    public static byte[] Written(StatusReport report, params ReportedPayments[] payments)
    {
        using var output = new MemoryStream();
        Pain002Writer.Write(output, report, payments);
        return output.ToArray();
    }

    public static List<Pain002Item> ReadReport(byte[] message)
    {
        using var input = new MemoryStream(message);
        using var reader = new Pain002Reader(input, "answer.xml", Digits);
        var items = new List<Pain002Item>();
        while (reader.Read() is { } item)
            items.Add(item);
        return items;
    }

    public static List<Pain002Item> ReadReport(string message) => ReadReport(Encoding.UTF8.GetBytes(message));

    /// <summary>Every finding of a report, in the order of the file.</summary>
    public static IEnumerable<StatusFinding> Findings(IEnumerable<Pain002Item> items) => items.SelectMany(item => item switch
    {
        Pain002Item.Transaction transaction => transaction.Findings,
        Pain002Item.PaymentEnd end => end.Findings,
        Pain002Item.ReportEnd end => end.Findings,
        _ => [],
    });

    /// <summary>A pain.002.001.10 as a bank might write it; what is not under test can be replaced.</summary>
    /// <param name="group">children of OrgnlGrpInfAndSts after the ids</param>
    /// <param name="payment">children of OrgnlPmtInfAndSts after its id; null for a report without payment informations</param>
    public static string BankReport(string group = "", string? payment = "") =>
        $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
        <GrpHdr><MsgId>A1</MsgId><CreDtTm>2026-11-20T12:00:00+01:00</CreDtTm></GrpHdr>
        <OrgnlGrpInfAndSts><OrgnlMsgId>M1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.10</OrgnlMsgNmId>{group}</OrgnlGrpInfAndSts>
        {(payment is null ? "" : $"<OrgnlPmtInfAndSts><OrgnlPmtInfId>P1</OrgnlPmtInfId>{payment}</OrgnlPmtInfAndSts>")}
        </CstmrPmtStsRpt></Document>
        """;

    public static string BankStatus(string endToEndId, string status, string? amount = null, string more = "") =>
        $"<TxInfAndSts><OrgnlEndToEndId>{endToEndId}</OrgnlEndToEndId><TxSts>{status}</TxSts>{more}"
        + (amount is null ? "" : $"<OrgnlTxRef><Amt><InstdAmt Ccy='CZK'>{amount}</InstdAmt></Amt></OrgnlTxRef>") + "</TxInfAndSts>";
}

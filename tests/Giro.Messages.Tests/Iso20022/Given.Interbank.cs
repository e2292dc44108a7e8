using System.Text;
using System.Xml.Linq;
using Giro.Messages.Iso20022;

namespace Giro.Messages.Tests.Iso20022;

/// <summary>Messages between banks: as records, and as a bank might write them.</summary>
internal static partial class Given
{
    public const string Uetr = "eb6305c9-1f7f-49de-aed0-16487c27b42d";

    public static BankAgent OurBank => new BankAgent.Bic("GIBACZPX");
    public static BankAgent TheirBank => new BankAgent.Bic("KOMBCZPP");

    public static InterbankHeader InterbankHeader =>
        new("IB-2026-11-20-1", Noon, Today, new InterbankSettlement.ClearingSystem("CZE"), OurBank, TheirBank);

    public static CustomerTransfer CustomerTransfer(string endToEndId, CurrencyAmount amount) => new(
        new PaymentIdentification(endToEndId, "TX-" + endToEndId), amount, ChargeBearer.ServiceLevel, "Jan Novák", Ours, OurBank, TheirBank, "Pekárna U Mlýna s.r.o.",
        Theirs);

    public static BankTransfer BankTransfer(string endToEndId, CurrencyAmount amount) =>
        new(new PaymentIdentification(endToEndId, Uetr: Uetr), amount, OurBank, null, TheirBank, null);

    public static byte[] Written(Pacs008Message message) => Written(output => Pacs008Writer.Write(output, message));

    public static byte[] Written(Pacs009Message message) => Written(output => Pacs009Writer.Write(output, message));

    public static XDocument Parsed(byte[] message)
    {
        using var input = new MemoryStream(message);
        return XDocument.Load(input);
    }

    /// <summary>A pacs.002.001.10 as a bank might write it.</summary>
    /// <param name="groups">any number of OrgnlGrpInfAndSts</param>
    public static string InterbankAnswer(string groups, params string[] transactions) =>
        $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.002.001.10"><FIToFIPmtStsRpt>
        <GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-20T12:00:00+01:00</CreDtTm></GrpHdr>
        {groups}
        {string.Join('\n', transactions)}
        </FIToFIPmtStsRpt></Document>
        """;

    public static string AnsweredGroup(string id, string more) =>
        $"<OrgnlGrpInfAndSts><OrgnlMsgId>{id}</OrgnlMsgId><OrgnlMsgNmId>pacs.008.001.09</OrgnlMsgNmId>{more}</OrgnlGrpInfAndSts>";

    public static string InterbankTxStatus(string endToEndId, string? status, string more = "", string? amount = null) =>
        $"<TxInfAndSts>{(endToEndId.Length == 0 ? "" : $"<OrgnlEndToEndId>{endToEndId}</OrgnlEndToEndId>")}{(status is null ? "" : $"<TxSts>{status}</TxSts>")}{more}"
        + (amount is null ? "" : $"<OrgnlTxRef><IntrBkSttlmAmt Ccy='CZK'>{amount}</IntrBkSttlmAmt></OrgnlTxRef>") + "</TxInfAndSts>";

    public static List<Pacs002Item> ReadAnswer(string message)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(message));
        using var reader = new Pacs002Reader(input, "answer.xml", Digits);
        return ReadAll(reader.Read);
    }

    /// <summary>A pacs.004.001.09 as a bank might write it.</summary>
    /// <param name="header">children of GrpHdr after the number of transactions</param>
    public static string Returns(string count, string header, params string[] transactions) =>
        $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.004.001.09"><PmtRtr>
        <GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-20T12:00:00+01:00</CreDtTm><NbOfTxs>{count}</NbOfTxs>{header}</GrpHdr>
        {string.Join('\n', transactions)}
        </PmtRtr></Document>
        """;

    public static string ReturnOf(string endToEndId, string amount, string more = "<RtrRsnInf><Rsn><Cd>AC04</Cd></Rsn></RtrRsnInf>", string currency = "CZK") =>
        $"<TxInf><RtrId>R-{endToEndId}</RtrId><OrgnlEndToEndId>{endToEndId}</OrgnlEndToEndId><RtrdIntrBkSttlmAmt Ccy='{currency}'>{amount}</RtrdIntrBkSttlmAmt>{more}</TxInf>";

    public static List<Pacs004Item> ReadReturns(string message)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(message));
        using var reader = new Pacs004Reader(input, "returns.xml", Digits);
        return ReadAll(reader.Read);
    }

    private static List<T> ReadAll<T>(Func<T?> read)
        where T : class
    {
        var items = new List<T>();
        while (read() is { } item)
            items.Add(item);
        return items;
    }

    private static byte[] Written(Action<Stream> write)
    {
        using var output = new MemoryStream();
        write(output);
        return output.ToArray();
    }
}

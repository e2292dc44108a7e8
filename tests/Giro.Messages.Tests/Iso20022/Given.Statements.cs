using System.Text;
using Giro.Messages.Iso20022;

namespace Giro.Messages.Tests.Iso20022;

/// <summary>Statements: as records, and as a bank might write them.</summary>
internal static partial class Given
{
    public static StatementEntry Entry(long signedMinor, string currency = "CZK", string status = "BOOK") => new()
    {
        Amount = Money(Math.Abs(signedMinor), currency),
        Side = signedMinor < 0 ? CreditDebit.Debit : CreditDebit.Credit,
        Status = status,
        BookingDate = Today,
        ValueDate = Today.AddDays(1),
        TransactionCode = new BankTransactionCode("PMNT", signedMinor < 0 ? "ICDT" : "RCDT", "ESCT"),
    };

    public static StatementBalance Balance(string type, long signedMinor, string currency = "CZK") => new(
        type, Money(Math.Abs(signedMinor), currency), signedMinor < 0 ? CreditDebit.Debit : CreditDebit.Credit, Today);

    public static StatementHeader Header(string currency, params StatementBalance[] balances) => new()
    {
        Id = "STMT-2026-11-20",
        Account = Ours,
        Currency = currency,
        MinorUnitDigits = Digits(currency),
        CreatedAt = Noon,
        Balances = balances,
    };

    /// <summary>A statement whose balances follow from its entries.</summary>
    public static Statement Statement(long openingMinor, params StatementEntry[] entries) => new(
        Header("CZK", Balance("OPBD", openingMinor), Balance("CLBD", openingMinor + entries.Where(entry => entry.IsBooked).Sum(entry => entry.SignedMinor))),
        entries);

    public static byte[] Written(params Statement[] statements)
    {
        using var output = new MemoryStream();
        Camt053Writer.Write(output, new StatementMessage("CAMT-1", Noon), statements);
        return output.ToArray();
    }

    public static List<Camt053Item> Read(byte[] message)
    {
        using var input = new MemoryStream(message);
        return Read(input, "statement.xml");
    }

    public static List<Camt053Item> Read(Stream input, string fileName)
    {
        using var reader = new Camt053Reader(input, fileName, Digits);
        var items = new List<Camt053Item>();
        while (reader.Read() is { } item)
            items.Add(item);
        return items;
    }

    public static List<Camt053Item> Read(string message) => Read(Encoding.UTF8.GetBytes(message));

    public static Camt053Item.StatementEnd End(IEnumerable<Camt053Item> items) => items.OfType<Camt053Item.StatementEnd>().Single();

    /// <summary>A camt.053.001.08 as a bank might write it; what is not under test can be replaced.</summary>
    public static string BankMessage(string entries, string opening = "100.00", string closing = "100.00", string summary = "") =>
        $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
        <GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-20T12:00:00</CreDtTm></GrpHdr>
        <Stmt><Id>S1</Id><Acct><Id><Othr><Id>1</Id></Othr></Id><Ccy>CZK</Ccy></Acct>
        <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="CZK">{opening}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-20</Dt></Dt></Bal>
        <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="CZK">{closing}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-20</Dt></Dt></Bal>
        {summary}
        {entries}
        </Stmt></BkToCstmrStmt></Document>
        """;

    public static string BankEntry(string amount, string side = "CRDT", string status = "BOOK", string details = "", string currency = "CZK") =>
        $"""<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>{status}</Cd></Sts><BkTxCd/>{details}</Ntry>""";
}

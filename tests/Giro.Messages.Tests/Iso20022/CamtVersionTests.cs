using System.Text;
using Giro.Messages.Iso20022;
using Giro.Messages.Reports;

namespace Giro.Messages.Tests.Iso20022;

/// <summary>
/// The same day in the forms that the versions of camt.052, .053 and .054 give it: a status as a code or as a choice, a payment's amount in AmtDtls or beside its
/// direction, parties plain or in Pty, agents with BIC or BICFI, the net of a summary flat or nested. What is read is the same, whatever the version's number.
/// </summary>
public class CamtVersionTests
{
    private static readonly Form[] Forms =
    [
        new("<Sts>BOOK</Sts>", "", "<AmtDtls><TxAmt><Amt Ccy='CZK'>{0}</Amt></TxAmt></AmtDtls>", "", "", "BIC",
            "<TtlNetNtryAmt>20.00</TtlNetNtryAmt><CdtDbtInd>CRDT</CdtDbtInd>"),
        new("<Sts>BOOK</Sts>", "<Amt Ccy='CZK'>{0}</Amt><CdtDbtInd>{1}</CdtDbtInd>", "", "", "", "BICFI",
            "<TtlNetNtry><Amt>20.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></TtlNetNtry>"),
        new("<Sts><Cd>BOOK</Cd></Sts>", "<Amt Ccy='CZK'>{0}</Amt><CdtDbtInd>{1}</CdtDbtInd>", "", "<Pty>", "</Pty>", "BICFI",
            "<TtlNetNtry><Amt>20.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></TtlNetNtry>"),
    ];

    public static TheoryData<string> Kinds => ["camt.052", "camt.053", "camt.054"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_version_in_every_form_is_read_the_same(string kind)
    {
        var expected = Lines(Message(kind, "08", Forms[2]), out _);
        Assert.Equal(
            [
                "section S1 CZ6508000000192000145399 CZK" + (kind == "camt.054" ? "" : " 100.00 to 120.00"),
                "line 30.00 CZK E1 B1  PMNT/RCDT/ESCT Jan Novák CZ1234 invoice 7",
                "line -10.00 CZK  B2 P1 PMNT/ICDT/ESCT   ",
                "  detail -4.00 CZK E2 P1 PMNT/ICDT/ESCT A 1 ",
                "  detail -6.00 CZK E3 P1 PMNT/ICDT/ESCT B 2 ",
                "end 2: 1 of 30.00, 1 of 10.00",
            ],
            expected);
        for (var version = 2; version <= 13; version++)
        {
            foreach (var form in Forms)
            {
                Assert.Equal(expected, Lines(Message(kind, $"{version:00}", form), out var format));
                Assert.Equal($"{kind}.001.{version:00}", format);
            }
        }
    }

    [Theory]
    [InlineData("camt.053", "02", 0)]
    [InlineData("camt.053", "04", 1)]
    [InlineData("camt.053", "08", 2)]
    [InlineData("camt.052", "02", 0)]
    [InlineData("camt.052", "08", 2)]
    [InlineData("camt.054", "02", 0)]
    [InlineData("camt.054", "04", 1)]
    [InlineData("camt.054", "08", 2)]
    public void The_forms_are_those_of_the_published_schemas(string kind, string version, int form)
    {
        var schema = Iso20022Schema.Load(SharedData.Path($"iso20022/xsd/{kind}.001.{version}.xsd"));
        using var message = new MemoryStream(Encoding.UTF8.GetBytes(Message(kind, version, Forms[form])));

        Assert.Empty(schema.Validate(message));
    }

    private static List<string> Lines(string message, out string format)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(message));
        using var reader = ReportFormats.Open(input, "statement.xml", Given.Digits);
        var lines = new List<string>();
        while (reader.Read() is { } item)
        {
            switch (item)
            {
                case ReportItem.SectionStart { Section: var section }:
                    var balances = section.OpeningMinor is { } opening ? $" {Money(opening)} to {Money(section.ClosingMinor!.Value)}" : "";
                    lines.Add($"section {section.Id} {section.Account} {section.Currency}{balances}");
                    break;
                case ReportItem.Line { Value: var line } read:
                    Assert.Empty(read.Findings);
                    Assert.True(line.IsBooked);
                    Assert.Equal((Given.Today, Given.Today.AddDays(1)), (line.BookingDate, line.ValueDate));
                    lines.Add($"line {Money(line.AmountMinor)} {line.Currency} {line.Reference} {line.BankReference} {line.Batch} {line.Kind} {line.Counterparty} {line.CounterpartyAccount} {line.Text}");
                    lines.AddRange(line.Details.Select(detail =>
                        $"  detail {Money(detail.AmountMinor)} {detail.Currency} {detail.Reference} {detail.Batch} {detail.Kind} {detail.Counterparty} {detail.CounterpartyAccount} {detail.Text}"));
                    break;
                case ReportItem.SectionEnd { Totals: var totals } end:
                    Assert.Empty(end.Findings);
                    lines.Add($"end {totals.Lines}: {totals.CreditCount} of {Money(totals.CreditMinor)}, {totals.DebitCount} of {Money(totals.DebitMinor)}");
                    break;
            }
        }

        format = reader.Format;
        return lines;
    }

    private static string Money(Int128 minor) => Given.Money((long)minor).ToString()[..^4];

    private static string Message(string kind, string version, Form form)
    {
        var (body, report) = kind switch
        {
            "camt.052" => ("BkToCstmrAcctRpt", "Rpt"),
            "camt.053" => ("BkToCstmrStmt", "Stmt"),
            _ => ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
        };
        var balances = kind == "camt.054" ? "" : Balance("OPBD", "100.00") + Balance("CLBD", "120.00");
        return
            $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:{kind}.001.{version}"><{body}>
            <GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-20T12:00:00</CreDtTm></GrpHdr>
            <{report}><Id>S1</Id><CreDtTm>2026-11-20T12:00:00</CreDtTm>
            <Acct><Id><IBAN>CZ6508000000192000145399</IBAN></Id><Ccy>CZK</Ccy><Svcr><FinInstnId><{form.Bic}>GIBACZPX</{form.Bic}></FinInstnId></Svcr></Acct>
            {balances}
            <TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries><Sum>40.00</Sum>{form.Net}</TtlNtries></TxsSummry>
            {Entry("30.00", "CRDT", "B1", "RCDT", Payment("E1", "30.00", "CRDT", "Dbtr", "Jan Novák", "CZ1234", "<RmtInf><Ustrd>invoice 7</Ustrd></RmtInf>"))}
            {Entry("10.00", "DBIT", "B2", "ICDT", "<Btch><PmtInfId>P1</PmtInfId><NbOfTxs>2</NbOfTxs></Btch>"
                + Payment("E2", "4.00", "DBIT", "Cdtr", "A", "1", "") + Payment("E3", "6.00", "DBIT", "Cdtr", "B", "2", ""))}
            </{report}></{body}></Document>
            """;

        string Entry(string amount, string side, string reference, string family, string details) =>
            $"""
            <Ntry><Amt Ccy="CZK">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>{form.Status}<BookgDt><Dt>2026-11-20</Dt></BookgDt><ValDt><Dt>2026-11-21</Dt></ValDt>
            <AcctSvcrRef>{reference}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
            <NtryDtls>{details}</NtryDtls></Ntry>
            """;

        string Payment(string id, string amount, string side, string role, string name, string account, string more)
        {
            var own = form.Amount.Replace("{0}", amount, StringComparison.Ordinal).Replace("{1}", side, StringComparison.Ordinal);
            var inDetails = form.AmountDetails.Replace("{0}", amount, StringComparison.Ordinal);
            return $"<TxDtls><Refs><EndToEndId>{id}</EndToEndId></Refs>{own}{inDetails}"
                + $"<RltdPties><{role}>{form.PartyOpen}<Nm>{name}</Nm>{form.PartyClose}</{role}><{role}Acct><Id><Othr><Id>{account}</Id></Othr></Id></{role}Acct></RltdPties>{more}</TxDtls>";
        }
    }

    private static string Balance(string type, string amount) =>
        $"<Bal><Tp><CdOrPrtry><Cd>{type}</Cd></CdOrPrtry></Tp><Amt Ccy='CZK'>{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-20</Dt></Dt></Bal>";

    private sealed record Form(string Status, string Amount, string AmountDetails, string PartyOpen, string PartyClose, string Bic, string Net);
}

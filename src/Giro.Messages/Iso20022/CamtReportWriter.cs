namespace Giro.Messages.Iso20022;

/// <summary>Writes camt.053.001.08 and camt.054.001.08, which differ in few names and in the balances.</summary>
internal static class CamtReportWriter
{
    public static void Write(Stream output, CamtForm form, StatementMessage message, IEnumerable<Statement> statements)
    {
        using var xml = new MessageXmlWriter(output, form.WrittenVersion);
        var place = $"message '{message.MessageId}'";
        xml.At(place);
        xml.Open(form.Body);
        xml.Open("GrpHdr");
        xml.Text("MsgId", message.MessageId, 35, nameof(message.MessageId));
        xml.DateTime("CreDtTm", message.CreatedAt);
        WritePage(xml, "MsgPgntn", message.Page);
        xml.Close();

        var written = 0;
        foreach (var statement in statements)
        {
            WriteReport(xml, form, statement);
            written++;
        }

        xml.At(place);
        xml.Check(written > 0 ? null : $"holds no {form.Called}", nameof(statements));
        xml.Close();
        xml.Finish();
    }

    private static void WriteReport(MessageXmlWriter xml, CamtForm form, Statement statement)
    {
        var place = $"{form.Called} '{statement.Header.Id}'";
        var tally = new StatementTally(statement.Header, form);
        xml.At(place);
        xml.Open(form.ReportElement);
        WriteHeader(xml, form, statement.Header);
        long number = 0;
        foreach (var entry in statement.Entries)
        {
            xml.At(place, "entry", ++number);
            RequireUnit(xml, form, statement.Header, entry.Amount);
            foreach (var detail in entry.Details)
                RequireUnit(xml, form, statement.Header, detail.Amount ?? entry.Amount);
            NtryWriter.Write(xml, entry);
            Refuse($"{place}, entry {number}", tally.Add(entry));
        }

        Refuse(place, tally.Close());
        xml.Close();
    }

    // Minor units are added up as they are, so all amounts of the account's currency must mean the same unit.
    private static void RequireUnit(MessageXmlWriter xml, CamtForm form, StatementHeader header, CurrencyAmount amount) =>
        xml.Check(
            amount.Currency == header.Currency && amount.MinorUnitDigits != header.MinorUnitDigits
                ? $"has {amount.MinorUnitDigits} minor-unit digits, the {form.Called} {header.MinorUnitDigits}"
                : null,
            nameof(CurrencyAmount));

    private static void Refuse(string place, IReadOnlyList<StatementFinding> findings)
    {
        if (findings.Count > 0)
            throw new InvalidOperationException($"{place}: {string.Join("; ", findings.Select(finding => finding.Text))}");
    }

    private static void WriteHeader(MessageXmlWriter xml, CamtForm form, StatementHeader header)
    {
        xml.Text("Id", header.Id, 35, nameof(header.Id));
        WritePage(xml, form.PageElement, header.Page);
        WriteNumber(xml, "ElctrncSeqNb", header.ElectronicSequenceNumber, 18, nameof(header.ElectronicSequenceNumber));
        WriteNumber(xml, "LglSeqNb", header.LegalSequenceNumber, 18, nameof(header.LegalSequenceNumber));
        if (header.CreatedAt is { } createdAt)
            xml.DateTime("CreDtTm", createdAt);
        WritePeriod(xml, header);
        WriteAccount(xml, header);
        xml.Check(
            header.Balances.Count > 0 == form.AddsUp ? null : form.AddsUp ? "is empty" : $"is not empty; a {form.Called} has none", nameof(header.Balances));
        foreach (var balance in header.Balances)
        {
            RequireUnit(xml, form, header, balance.Amount);
            WriteBalance(xml, balance);
        }

        if (header.Summary is { } summary)
            WriteSummary(xml, summary, header.MinorUnitDigits);
    }

    private static void WritePeriod(MessageXmlWriter xml, StatementHeader header)
    {
        if (header.From is not { } from || header.To is not { } to)
        {
            xml.Check(header.From is null && header.To is null ? null : "is half a period", nameof(header.From));
            return;
        }

        xml.Open("FrToDt");
        xml.DateTime("FrDtTm", from);
        xml.DateTime("ToDtTm", to);
        xml.Close();
    }

    private static void WriteAccount(MessageXmlWriter xml, StatementHeader header)
    {
        xml.Open("Acct");
        xml.AccountId(header.Account, nameof(header.Account));
        xml.Currency("Ccy", header.Currency, nameof(header.Currency));
        if (header.OwnerName is not null)
            xml.Nested("Ownr", "Nm", header.OwnerName, 140, nameof(header.OwnerName));
        xml.Close();
    }

    private static void WriteBalance(MessageXmlWriter xml, StatementBalance balance)
    {
        xml.Open("Bal");
        xml.Open("Tp");
        // Codes of the ISO external list have four characters, so a longer type is the bank's own.
        xml.Nested("CdOrPrtry", balance.Type.Length <= 4 ? "Cd" : "Prtry", balance.Type, 35, nameof(balance.Type));
        xml.Close();
        xml.Amount("Amt", balance.Amount, $"{balance.Type} {nameof(balance.Amount)}");
        xml.Side("CdtDbtInd", balance.Side, $"{balance.Type} {nameof(balance.Side)}");
        xml.Open("Dt");
        xml.Date("Dt", balance.Date);
        xml.Close();
        xml.Close();
    }

    private static void WriteSummary(MessageXmlWriter xml, StatementSummary summary, int minorUnitDigits)
    {
        xml.Open("TxsSummry");
        xml.Open("TtlNtries");
        WriteNumber(xml, "NbOfNtries", summary.EntryCount, 15, nameof(summary.EntryCount));
        WriteSum(xml, "Sum", summary.EntrySumMinor);
        if (summary.NetMinor is { } netMinor)
        {
            xml.Open("TtlNetNtry");
            WriteSum(xml, "Amt", Math.Abs(netMinor));
            xml.Side("CdtDbtInd", netMinor < 0 ? CreditDebit.Debit : CreditDebit.Credit, nameof(summary.NetMinor));
            xml.Close();
        }

        xml.Close();
        WriteSide("TtlCdtNtries", summary.CreditCount, summary.CreditSumMinor);
        WriteSide("TtlDbtNtries", summary.DebitCount, summary.DebitSumMinor);
        xml.Close();

        void WriteSide(string element, long? count, long? sumMinor)
        {
            xml.Open(element);
            WriteNumber(xml, "NbOfNtries", count, 15, element);
            WriteSum(xml, "Sum", sumMinor);
            xml.Close();
        }

        void WriteSum(MessageXmlWriter xml, string element, long? sumMinor)
        {
            if (sumMinor is not { } sum)
                return;
            xml.Check(Math.Abs(sum) > DecimalText.MaxUnits ? "has more than 18 digits" : null, $"Summary {element}");
            xml.Raw(element, DecimalText.Format(sum, minorUnitDigits));
        }
    }

    private static void WritePage(MessageXmlWriter xml, string element, StatementPage? page)
    {
        if (page is null)
            return;
        xml.Open(element);
        xml.Number("PgNb", page.Number, 5, nameof(page.Number));
        xml.Raw("LastPgInd", page.Last ? "true" : "false");
        xml.Close();
    }

    private static void WriteNumber(MessageXmlWriter xml, string element, long? number, int maxDigits, string field)
    {
        if (number is { } value)
            xml.Number(element, value, maxDigits, field);
    }
}

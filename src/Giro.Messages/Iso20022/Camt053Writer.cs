namespace Giro.Messages.Iso20022;

/// <summary>
/// Writes camt.053.001.08, BankToCustomerStatementV08 (ISO 20022, cash management, 2019 release). Streaming: memory does not grow with the number
/// of entries. The same statements give the same bytes.
/// </summary>
public static class Camt053Writer
{
    /// <summary>
    /// Writes the whole message as UTF-8 and leaves <paramref name="output"/> open. Whatever is thrown, the bytes already written are not a
    /// well-formed document; write to a temporary file and rename it on return.
    /// </summary>
    /// <exception cref="ArgumentException">a value does not fit its ISO 20022 type; the message names field and entry</exception>
    /// <exception cref="InvalidOperationException">
    /// a statement does not agree with itself: balances that do not add up, a wrong summary, or any other <see cref="StatementFinding"/>. A bank
    /// that sends such a statement is asked about it; we do not send one.
    /// </exception>
    public static void Write(Stream output, StatementMessage message, IEnumerable<Statement> statements)
    {
        using var xml = new MessageXmlWriter(output, "camt.053.001.08");
        var place = $"message '{message.MessageId}'";
        xml.At(place);
        xml.Open("BkToCstmrStmt");
        xml.Open("GrpHdr");
        xml.Text("MsgId", message.MessageId, 35, nameof(message.MessageId));
        xml.DateTime("CreDtTm", message.CreatedAt);
        WritePage(xml, "MsgPgntn", message.Page);
        xml.Close();

        var written = 0;
        foreach (var statement in statements)
        {
            WriteStatement(xml, statement);
            written++;
        }

        xml.At(place);
        xml.Check(written > 0 ? null : "holds no statement", nameof(statements));
        xml.Close();
        xml.Finish();
    }

    private static void WriteStatement(MessageXmlWriter xml, Statement statement)
    {
        var place = $"statement '{statement.Header.Id}'";
        var tally = new StatementTally(statement.Header);
        xml.At(place);
        xml.Open("Stmt");
        WriteHeader(xml, statement.Header);
        long number = 0;
        foreach (var entry in statement.Entries)
        {
            xml.At(place, "entry", ++number);
            RequireUnit(xml, statement.Header, entry.Amount);
            foreach (var detail in entry.Details)
                RequireUnit(xml, statement.Header, detail.Amount ?? entry.Amount);
            Camt053EntryWriter.Write(xml, entry);
            Refuse($"{place}, entry {number}", tally.Add(entry));
        }

        Refuse(place, tally.Close());
        xml.Close();
    }

    // Minor units are added up as they are, so all amounts of the statement's currency must mean the same unit.
    private static void RequireUnit(MessageXmlWriter xml, StatementHeader header, CurrencyAmount amount) =>
        xml.Check(
            amount.Currency == header.Currency && amount.MinorUnitDigits != header.MinorUnitDigits
                ? $"has {amount.MinorUnitDigits} minor-unit digits, the statement {header.MinorUnitDigits}"
                : null,
            nameof(CurrencyAmount));

    private static void Refuse(string place, IReadOnlyList<StatementFinding> findings)
    {
        if (findings.Count > 0)
            throw new InvalidOperationException($"{place}: {string.Join("; ", findings.Select(finding => finding.Text))}");
    }

    private static void WriteHeader(MessageXmlWriter xml, StatementHeader header)
    {
        xml.Text("Id", header.Id, 35, nameof(header.Id));
        WritePage(xml, "StmtPgntn", header.Page);
        WriteNumber(xml, "ElctrncSeqNb", header.ElectronicSequenceNumber, 18, nameof(header.ElectronicSequenceNumber));
        WriteNumber(xml, "LglSeqNb", header.LegalSequenceNumber, 18, nameof(header.LegalSequenceNumber));
        if (header.CreatedAt is { } createdAt)
            xml.DateTime("CreDtTm", createdAt);
        WritePeriod(xml, header);
        WriteAccount(xml, header);
        xml.Check(header.Balances.Count > 0 ? null : "is empty", nameof(header.Balances));
        foreach (var balance in header.Balances)
        {
            RequireUnit(xml, header, balance.Amount);
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

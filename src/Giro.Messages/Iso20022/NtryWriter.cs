namespace Giro.Messages.Iso20022;

/// <summary>Ntry of camt.053.001.08 and camt.054.001.08 (ReportEntry10), elements in the order the schema wants.</summary>
internal static class NtryWriter
{
    public static void Write(MessageXmlWriter xml, StatementEntry entry)
    {
        xml.Open("Ntry");
        xml.OptionalText("NtryRef", entry.EntryReference, 35, nameof(entry.EntryReference));
        xml.Amount("Amt", entry.Amount, nameof(entry.Amount));
        xml.Side("CdtDbtInd", entry.Side, nameof(entry.Side));
        if (entry.IsReversal)
            xml.Raw("RvslInd", "true");
        WriteCodeOrProprietary(xml, "Sts", entry.Status, nameof(entry.Status));
        WriteDate(xml, "BookgDt", entry.BookingDate);
        WriteDate(xml, "ValDt", entry.ValueDate);
        xml.OptionalText("AcctSvcrRef", entry.AccountServicerReference, 35, nameof(entry.AccountServicerReference));
        WriteTransactionCode(xml, "BkTxCd", entry.TransactionCode);
        WriteDetails(xml, entry);
        xml.OptionalText("AddtlNtryInf", entry.AdditionalInformation, 500, nameof(entry.AdditionalInformation));
        xml.Close();
    }

    public static void WriteTransactionCode(MessageXmlWriter xml, string element, BankTransactionCode? code)
    {
        xml.Open(element);
        if (code is { Domain: { } domain, Family: { } family, SubFamily: { } subFamily })
        {
            xml.Open("Domn");
            xml.Text("Cd", domain, 4, nameof(code.Domain));
            xml.Open("Fmly");
            xml.Text("Cd", family, 4, nameof(code.Family));
            xml.Text("SubFmlyCd", subFamily, 4, nameof(code.SubFamily));
            xml.Close();
            xml.Close();
        }
        else
        {
            xml.Check(code is null or { Domain: null, Family: null, SubFamily: null } ? null : "needs domain, family and sub-family together",
                nameof(StatementEntry.TransactionCode));
        }

        if (code?.Proprietary is not null)
        {
            xml.Open("Prtry");
            xml.Text("Cd", code.Proprietary, 35, nameof(code.Proprietary));
            xml.OptionalText("Issr", code.ProprietaryIssuer, 35, nameof(code.ProprietaryIssuer));
            xml.Close();
        }

        xml.Close();
    }

    private static void WriteDetails(MessageXmlWriter xml, StatementEntry entry)
    {
        if (entry.Details.Count == 0 && entry.Batches.Count == 0)
            return;
        xml.Check(entry.Batches.Count > 1 ? "holds more than one batch" : null, nameof(entry.Batches));
        xml.Open("NtryDtls");
        if (entry.Batches.Count == 1)
            WriteBatch(xml, entry, entry.Batches[0]);
        foreach (var detail in entry.Details)
            TxDtlsWriter.Write(xml, detail);
        xml.Close();
    }

    private static void WriteBatch(MessageXmlWriter xml, StatementEntry entry, EntryBatch batch)
    {
        var listed = entry.Details.Count;
        xml.Check(batch.TransactionCount is { } stated && listed > 0 && stated != listed ? $"states {stated} transactions, {listed} are listed" : null,
            nameof(entry.Batches));
        xml.Open("Btch");
        xml.OptionalText("MsgId", batch.MessageId, 35, nameof(batch.MessageId));
        xml.OptionalText("PmtInfId", batch.PaymentInformationId, 35, nameof(batch.PaymentInformationId));
        if (batch.TransactionCount is { } count)
            xml.Number("NbOfTxs", count, 15, nameof(batch.TransactionCount));
        if (batch.Total is { } total)
            xml.Amount("TtlAmt", total, nameof(batch.Total));
        xml.Close();
    }

    // Codes of the ISO external lists have four characters, so a longer one is the bank's own.
    public static void WriteCodeOrProprietary(MessageXmlWriter xml, string element, string value, string field) =>
        xml.Nested(element, value.Length <= 4 ? "Cd" : "Prtry", value, 35, field);

    private static void WriteDate(MessageXmlWriter xml, string element, DateOnly? date)
    {
        if (date is not { } value)
            return;
        xml.Open(element);
        xml.Date("Dt", value);
        xml.Close();
    }
}

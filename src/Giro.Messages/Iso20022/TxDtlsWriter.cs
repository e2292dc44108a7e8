namespace Giro.Messages.Iso20022;

/// <summary>TxDtls of camt.053.001.08 and camt.054.001.08 (EntryTransaction10), elements in the order the schema wants.</summary>
internal static class TxDtlsWriter
{
    public static void Write(MessageXmlWriter xml, EntryDetail detail)
    {
        xml.Open("TxDtls");
        WriteReferences(xml, detail);
        if (detail.Amount is { } amount)
            xml.Amount("Amt", amount, $"detail {nameof(detail.Amount)}");
        if (detail.Side is { } side)
            xml.Side("CdtDbtInd", side, $"detail {nameof(detail.Side)}");
        if (detail.TransactionCode is not null)
            NtryWriter.WriteTransactionCode(xml, "BkTxCd", detail.TransactionCode);
        WriteParties(xml, detail);
        WriteRemittance(xml, detail);
        if (detail.Return is { } returned)
            WriteReturn(xml, returned);
        xml.OptionalText("AddtlTxInf", detail.AdditionalInformation, 500, nameof(detail.AdditionalInformation));
        xml.Close();
    }

    private static void WriteReferences(MessageXmlWriter xml, EntryDetail detail)
    {
        xml.Open("Refs");
        xml.OptionalText("MsgId", detail.MessageId, 35, nameof(detail.MessageId));
        xml.OptionalText("AcctSvcrRef", detail.AccountServicerReference, 35, nameof(detail.AccountServicerReference));
        xml.OptionalText("PmtInfId", detail.PaymentInformationId, 35, nameof(detail.PaymentInformationId));
        xml.OptionalText("InstrId", detail.InstructionId, 35, nameof(detail.InstructionId));
        xml.OptionalText("EndToEndId", detail.EndToEndId, 35, nameof(detail.EndToEndId));
        xml.OptionalUetr("UETR", detail.Uetr, nameof(detail.Uetr));
        xml.OptionalText("TxId", detail.TransactionId, 35, nameof(detail.TransactionId));
        xml.Close();
    }

    private static void WriteParties(MessageXmlWriter xml, EntryDetail detail)
    {
        if (detail.Debtor is null && detail.Creditor is null)
            return;
        xml.Open("RltdPties");
        WriteParty(xml, "Dbtr", detail.Debtor, nameof(detail.Debtor));
        WriteParty(xml, "Cdtr", detail.Creditor, nameof(detail.Creditor));
        xml.Close();
    }

    private static void WriteParty(MessageXmlWriter xml, string element, StatementParty? party, string field)
    {
        if (party?.Name is not null)
        {
            xml.Open(element);
            xml.Nested("Pty", "Nm", party.Name, 140, $"{field} {nameof(party.Name)}");
            xml.Close();
        }

        if (party?.Account is not null)
            xml.Account(element + "Acct", party.Account, $"{field} {nameof(party.Account)}");
    }

    private static void WriteRemittance(MessageXmlWriter xml, EntryDetail detail)
    {
        if (detail.RemittanceLines.Count + detail.CreditorReferences.Count == 0)
            return;
        xml.Open("RmtInf");
        foreach (var line in detail.RemittanceLines)
            xml.Text("Ustrd", line, 140, nameof(detail.RemittanceLines));
        foreach (var reference in detail.CreditorReferences)
        {
            xml.Open("Strd");
            xml.Nested("CdtrRefInf", "Ref", reference, 35, nameof(detail.CreditorReferences));
            xml.Close();
        }

        xml.Close();
    }

    private static void WriteReturn(MessageXmlWriter xml, ReturnInformation returned)
    {
        xml.Open("RtrInf");
        if (returned.OriginalTransactionCode is not null)
            NtryWriter.WriteTransactionCode(xml, "OrgnlBkTxCd", returned.OriginalTransactionCode);
        if (returned.Reason is not null)
            NtryWriter.WriteCodeOrProprietary(xml, "Rsn", returned.Reason, nameof(returned.Reason));
        foreach (var line in returned.AdditionalInformation)
            xml.Text("AddtlInf", line, 105, nameof(returned.AdditionalInformation));
        xml.Close();
    }
}

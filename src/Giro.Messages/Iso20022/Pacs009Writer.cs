namespace Giro.Messages.Iso20022;

/// <summary>
/// Writes pacs.009.001.09, FinancialInstitutionCreditTransferV09 (ISO 20022, payments clearing and settlement, 2020 release). Streaming: memory does not grow
/// with the number of transfers. The same message gives the same bytes. Number and total of the header are made from the transfers.
/// </summary>
public static class Pacs009Writer
{
    /// <summary>
    /// Writes the whole message as UTF-8 and leaves <paramref name="output"/> open. Whatever is thrown, the bytes already written are not a
    /// well-formed document; write to a temporary file and rename it on return.
    /// </summary>
    /// <exception cref="ArgumentException">a value does not fit its ISO 20022 type, or there are two currencies; the message names field and transfer</exception>
    /// <exception cref="InvalidOperationException">the transfers were not the same when they were enumerated a second time</exception>
    public static void Write(Stream output, Pacs009Message message) =>
        InterbankTransferWriter.Write(
            output, "pacs.009.001.09", "FICdtTrf", message.Header, message.Transfers, static transfer => transfer.Amount, WriteTransfer);

    private static void WriteTransfer(MessageXmlWriter xml, BankTransfer transfer)
    {
        InterbankTransferWriter.WriteId(xml, transfer.Id);
        xml.Amount("IntrBkSttlmAmt", transfer.Amount, nameof(transfer.Amount));
        xml.Agent("Dbtr", transfer.Debtor, nameof(transfer.Debtor));
        InterbankTransferWriter.WriteAccount(xml, "DbtrAcct", transfer.DebtorAccount, nameof(transfer.DebtorAccount));
        InterbankTransferWriter.WriteAgent(xml, "DbtrAgt", transfer.DebtorAgent, nameof(transfer.DebtorAgent));
        InterbankTransferWriter.WriteAgent(xml, "CdtrAgt", transfer.CreditorAgent, nameof(transfer.CreditorAgent));
        xml.Agent("Cdtr", transfer.Creditor, nameof(transfer.Creditor));
        InterbankTransferWriter.WriteAccount(xml, "CdtrAcct", transfer.CreditorAccount, nameof(transfer.CreditorAccount));
        InterbankTransferWriter.WriteRemittance(xml, transfer.RemittanceText);
    }
}

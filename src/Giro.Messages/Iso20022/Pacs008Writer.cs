namespace Giro.Messages.Iso20022;

/// <summary>
/// Writes pacs.008.001.09, FIToFICustomerCreditTransferV09 (ISO 20022, payments clearing and settlement, 2020 release). Streaming: memory does not grow with the
/// number of transfers. The same message gives the same bytes. Number and total of the header are made from the transfers.
/// </summary>
public static class Pacs008Writer
{
    /// <summary>
    /// Writes the whole message as UTF-8 and leaves <paramref name="output"/> open. Whatever is thrown, the bytes already written are not a
    /// well-formed document; write to a temporary file and rename it on return.
    /// </summary>
    /// <exception cref="ArgumentException">a value does not fit its ISO 20022 type, or there are two currencies; the message names field and transfer</exception>
    /// <exception cref="InvalidOperationException">the transfers were not the same when they were enumerated a second time</exception>
    public static void Write(Stream output, Pacs008Message message) =>
        InterbankTransferWriter.Write(
            output, "pacs.008.001.09", "FIToFICstmrCdtTrf", message.Header, message.Transfers, static transfer => transfer.Amount, WriteTransfer);

    private static void WriteTransfer(MessageXmlWriter xml, CustomerTransfer transfer)
    {
        InterbankTransferWriter.WriteId(xml, transfer.Id);
        xml.Amount("IntrBkSttlmAmt", transfer.Amount, nameof(transfer.Amount));
        if (transfer.InstructedAmount is { } instructed)
            xml.Amount("InstdAmt", instructed, nameof(transfer.InstructedAmount));
        var charges = CodeOf(transfer.Charges);
        xml.Check(charges is null ? "is not set" : null, nameof(transfer.Charges));
        xml.Raw("ChrgBr", charges!);
        xml.Nested("Dbtr", "Nm", transfer.DebtorName, 140, nameof(transfer.DebtorName));
        InterbankTransferWriter.WriteAccount(xml, "DbtrAcct", transfer.DebtorAccount, nameof(transfer.DebtorAccount));
        xml.Agent("DbtrAgt", transfer.DebtorAgent, nameof(transfer.DebtorAgent));
        xml.Agent("CdtrAgt", transfer.CreditorAgent, nameof(transfer.CreditorAgent));
        xml.Nested("Cdtr", "Nm", transfer.CreditorName, 140, nameof(transfer.CreditorName));
        InterbankTransferWriter.WriteAccount(xml, "CdtrAcct", transfer.CreditorAccount, nameof(transfer.CreditorAccount));
        InterbankTransferWriter.WriteRemittance(xml, transfer.RemittanceText);
    }

    private static string? CodeOf(ChargeBearer bearer) => bearer switch
    {
        ChargeBearer.Debtor => "DEBT",
        ChargeBearer.Creditor => "CRED",
        ChargeBearer.Shared => "SHAR",
        ChargeBearer.ServiceLevel => "SLEV",
        _ => null,
    };
}

namespace Giro.Messages.Iso20022;

/// <summary>
/// Writes pain.001.001.10, CustomerCreditTransferInitiationV10 (ISO 20022, payments initiation, 2019 release). Streaming: memory does not grow
/// with the number of transfers. The same message gives the same bytes.
/// </summary>
public static class Pain001Writer
{
    /// <summary>
    /// Writes the whole message as UTF-8 and leaves <paramref name="output"/> open. Whatever is thrown, the bytes already written are not a
    /// well-formed document; write to a temporary file and rename it on return.
    /// </summary>
    /// <exception cref="ArgumentException">a value does not fit its ISO 20022 type; the message names field and transfer</exception>
    /// <exception cref="InvalidOperationException">a stated count or control sum is not that of the transfers</exception>
    public static void Write(Stream output, Pain001Message message)
    {
        using var xml = new MessageXmlWriter(output, "pain.001.001.10");
        var place = $"message '{message.MessageId}'";
        xml.At(place);
        xml.Open("CstmrCdtTrfInitn");
        xml.Open("GrpHdr");
        xml.Text("MsgId", message.MessageId, 35, nameof(message.MessageId));
        xml.DateTime("CreDtTm", message.CreatedAt);
        WriteTotals(xml, new Totals(message.TransactionCount, message.ControlSum));
        xml.Open("InitgPty");
        xml.Text("Nm", message.InitiatingPartyName, 140, nameof(message.InitiatingPartyName));
        xml.Close();
        xml.Close();

        var ids = new HashSet<string>(StringComparer.Ordinal);
        var written = default(Totals);
        foreach (var payment in message.Payments)
        {
            xml.At($"payment information '{payment.Id}'");
            xml.Check(ids.Add(payment.Id) ? null : "occurs twice", nameof(payment.Id));
            written += WritePayment(xml, payment);
        }

        xml.At(place);
        xml.Check(ids.Count > 0 ? null : "holds no payment information", nameof(message.Payments));
        RequireEqual(place, new Totals(message.TransactionCount, message.ControlSum), written);
        xml.Close();
        xml.Finish();
    }

    private static Totals WritePayment(MessageXmlWriter xml, PaymentInformation payment)
    {
        var place = $"payment information '{payment.Id}'";
        var stated = new Totals(payment.TransactionCount, payment.ControlSum);
        xml.Open("PmtInf");
        xml.Text("PmtInfId", payment.Id, 35, nameof(payment.Id));
        xml.Raw("PmtMtd", "TRF");
        WriteTotals(xml, stated);
        xml.Open("ReqdExctnDt");
        xml.Date("Dt", payment.RequestedExecutionDate);
        xml.Close();
        xml.Nested("Dbtr", "Nm", payment.DebtorName, 140, nameof(payment.DebtorName));
        xml.Account("DbtrAcct", payment.DebtorAccount, nameof(payment.DebtorAccount), payment.DebtorCurrency);
        xml.Agent("DbtrAgt", payment.DebtorAgent, nameof(payment.DebtorAgent));

        var written = default(Totals);
        foreach (var transfer in payment.Transfers)
        {
            xml.At(place, "transfer", written.Count + 1);
            WriteTransfer(xml, transfer);
            written += new Totals(1, default(ControlSum) + transfer.Amount);
        }

        xml.At(place);
        xml.Check(written.Count > 0 ? null : "holds no transfer", nameof(payment.Transfers));
        RequireEqual(place, stated, written);
        xml.Close();
        return written;
    }

    private static void WriteTransfer(MessageXmlWriter xml, CreditTransfer transfer)
    {
        xml.Open("CdtTrfTxInf");
        xml.Nested("PmtId", "EndToEndId", transfer.EndToEndId, 35, nameof(transfer.EndToEndId));
        xml.Check(transfer.Amount.AmountMinor == 0 ? "is zero" : null, nameof(transfer.Amount));
        xml.Open("Amt");
        xml.Amount("InstdAmt", transfer.Amount, nameof(transfer.Amount));
        xml.Close();
        if (transfer.CreditorAgent is not null)
            xml.Agent("CdtrAgt", transfer.CreditorAgent, nameof(transfer.CreditorAgent));
        xml.Nested("Cdtr", "Nm", transfer.CreditorName, 140, nameof(transfer.CreditorName));
        xml.Account("CdtrAcct", transfer.CreditorAccount, nameof(transfer.CreditorAccount));
        if (transfer.RemittanceText is not null)
            xml.Nested("RmtInf", "Ustrd", transfer.RemittanceText, 140, nameof(transfer.RemittanceText));
        xml.Close();
    }

    private static void WriteTotals(MessageXmlWriter xml, Totals totals)
    {
        xml.Number("NbOfTxs", totals.Count, 15, nameof(Pain001Message.TransactionCount));
        xml.Check(totals.Sum.FitsDecimalNumber ? null : "has more than 18 digits", nameof(Pain001Message.ControlSum));
        xml.Raw("CtrlSum", totals.Sum.ToString());
    }

    private static void RequireEqual(string place, Totals stated, Totals written)
    {
        if (stated != written)
            throw new InvalidOperationException(
                $"{place} states {stated.Count} transfers of {stated.Sum} in all, but {written.Count} of {written.Sum} were given");
    }

    private readonly record struct Totals(long Count, ControlSum Sum)
    {
        public static Totals operator +(Totals left, Totals right) => new(left.Count + right.Count, left.Sum + right.Sum);
    }
}

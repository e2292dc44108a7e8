namespace Giro.Messages.Iso20022;

/// <summary>What pacs.008 and pacs.009 have in common: the group header with its totals, and how a payment is called.</summary>
internal static class InterbankTransferWriter
{
    /// <summary>Totals first, then each transfer; refuses a source that does not give the same transfers twice.</summary>
    public static void Write<TTransfer>(
        Stream output, string version, string body, InterbankHeader header, IEnumerable<TTransfer> transfers, Func<TTransfer, CurrencyAmount> amountOf,
        Action<MessageXmlWriter, TTransfer> writeRest)
    {
        using var xml = new MessageXmlWriter(output, version);
        var place = $"message '{header.MessageId}'";
        var total = Totals(xml, place, transfers, amountOf);
        xml.At(place);
        xml.Open(body);
        WriteHeader(xml, header, total);
        var written = default(Total);
        foreach (var transfer in transfers)
        {
            xml.At(place, "transfer", written.Count + 1);
            var amount = amountOf(transfer);
            CheckAmount(xml, amount, total.Currency);
            xml.Open("CdtTrfTxInf");
            writeRest(xml, transfer);
            xml.Close();
            written = written.With(amount);
        }

        if (written != total)
            throw new InvalidOperationException(
                $"{place} was given {total.Count} transfers of {total.Shown} in all for its totals, and then {written.Count} of {written.Shown}");
        xml.Close();
        xml.Finish();
    }

    public static void WriteId(MessageXmlWriter xml, PaymentIdentification id)
    {
        xml.Open("PmtId");
        xml.OptionalText("InstrId", id.InstructionId, 35, nameof(id.InstructionId));
        xml.Text("EndToEndId", id.EndToEndId, 35, nameof(id.EndToEndId));
        xml.OptionalText("TxId", id.TransactionId, 35, nameof(id.TransactionId));
        xml.OptionalUetr("UETR", id.Uetr, nameof(id.Uetr));
        xml.OptionalText("ClrSysRef", id.ClearingSystemReference, 35, nameof(id.ClearingSystemReference));
        xml.Close();
    }

    public static void WriteAccount(MessageXmlWriter xml, string element, BankAccount? account, string field)
    {
        if (account is not null)
            xml.Account(element, account, field);
    }

    public static void WriteAgent(MessageXmlWriter xml, string element, BankAgent? agent, string field)
    {
        if (agent is not null)
            xml.Agent(element, agent, field);
    }

    public static void WriteRemittance(MessageXmlWriter xml, string? text)
    {
        if (text is not null)
            xml.Nested("RmtInf", "Ustrd", text, 140, "RemittanceText");
    }

    private static Total Totals<TTransfer>(MessageXmlWriter xml, string place, IEnumerable<TTransfer> transfers, Func<TTransfer, CurrencyAmount> amountOf)
    {
        var total = default(Total);
        foreach (var transfer in transfers)
        {
            xml.At(place, "transfer", total.Count + 1);
            var amount = amountOf(transfer);
            CheckAmount(xml, amount, total.Currency ?? amount.Currency);
            xml.Check(total.Count == 0 || amount.MinorUnitDigits == total.Digits ? null : $"has other minor-unit digits than the {amount.Currency} before it", "Amount");
            total = total.With(amount);
        }

        xml.At(place);
        xml.Check(total.Count > 0 ? null : "holds no transfer", "Transfers");
        xml.Check(total.SumMinor > DecimalText.MaxUnits ? "has more than 18 digits" : null, "TtlIntrBkSttlmAmt");
        return total;
    }

    private static void CheckAmount(MessageXmlWriter xml, CurrencyAmount amount, string? currency)
    {
        xml.Check(FieldCheck.Amount(amount), "Amount");
        xml.Check(amount.AmountMinor == 0 ? "is zero" : null, "Amount");
        xml.Check(amount.Currency == currency ? null : $"is in {amount.Currency}, but the message settles in {currency}", "Amount");
    }

    private static void WriteHeader(MessageXmlWriter xml, InterbankHeader header, Total total)
    {
        xml.Open("GrpHdr");
        xml.Text("MsgId", header.MessageId, 35, nameof(header.MessageId));
        xml.DateTime("CreDtTm", header.CreatedAt);
        xml.Number("NbOfTxs", total.Count, 15, "TransactionCount");
        xml.Amount("TtlIntrBkSttlmAmt", new CurrencyAmount((long)total.SumMinor, total.Currency!, total.Digits), "TtlIntrBkSttlmAmt");
        xml.Date("IntrBkSttlmDt", header.SettlementDate);
        WriteSettlement(xml, header.Settlement);
        xml.Agent("InstgAgt", header.InstructingAgent, nameof(header.InstructingAgent));
        xml.Agent("InstdAgt", header.InstructedAgent, nameof(header.InstructedAgent));
        xml.Close();
    }

    private static void WriteSettlement(MessageXmlWriter xml, InterbankSettlement settlement)
    {
        xml.Open("SttlmInf");
        switch (settlement)
        {
            case InterbankSettlement.ClearingSystem system:
                xml.Raw("SttlmMtd", "CLRG");
                xml.Nested("ClrSys", "Cd", system.Code, 3, "Settlement");
                break;
            case InterbankSettlement.ProprietarySystem system:
                xml.Raw("SttlmMtd", "CLRG");
                xml.Nested("ClrSys", "Prtry", system.Name, 35, "Settlement");
                break;
            case InterbankSettlement.Correspondent correspondent:
                xml.Raw("SttlmMtd", correspondent.AtReceiver ? "INDA" : "INGA");
                WriteAccount(xml, "SttlmAcct", correspondent.Account, "Settlement");
                break;
            default:
                xml.Check("is not set", "Settlement");
                break;
        }

        xml.Close();
    }

    private readonly record struct Total(long Count, Int128 SumMinor, string? Currency, int Digits)
    {
        public string Shown => $"{DecimalText.Format(SumMinor, Digits)} {Currency}";

        public Total With(CurrencyAmount amount) => new(Count + 1, SumMinor + amount.AmountMinor, amount.Currency, amount.MinorUnitDigits);
    }
}

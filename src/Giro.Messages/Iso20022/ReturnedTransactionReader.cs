namespace Giro.Messages.Iso20022;

/// <summary>TxInf of pacs.004.</summary>
internal static class ReturnedTransactionReader
{
    public static ReturnedTransaction Read(MessageXmlReader xml, PaymentReturn header)
    {
        string? id = null, instruction = null, endToEnd = null, transaction = null, uetr = null, originalClearing = null, clearing = null;
        (string Id, string Name)? group = null;
        CurrencyAmount? amount = null, originalAmount = null, instructed = null, compensation = null;
        DateOnly? date = null, originalDate = null;
        (CurrencyAmount? Amount, DateOnly? Date)? original = null;
        var reasons = new List<StatusReason>();
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "RtrId": id = xml.Once(id, xml.RequiredText()); break;
                case "OrgnlGrpInf": group = xml.Once(group, OriginalGroupReader.Read); break;
                case "OrgnlInstrId": instruction = xml.Once(instruction, xml.RequiredText()); break;
                case "OrgnlEndToEndId": endToEnd = xml.Once(endToEnd, xml.RequiredText()); break;
                case "OrgnlTxId": transaction = xml.Once(transaction, xml.RequiredText()); break;
                case "OrgnlUETR": uetr = xml.Once(uetr, xml.Code()); break;
                case "OrgnlClrSysRef": originalClearing = xml.Once(originalClearing, xml.RequiredText()); break;
                case "OrgnlIntrBkSttlmAmt": originalAmount = xml.Once(originalAmount, xml.Amount()); break;
                case "OrgnlIntrBkSttlmDt": originalDate = xml.Once(originalDate, static x => x.DateOfAnyForm()); break;
                case "RtrdIntrBkSttlmAmt": amount = xml.Once(amount, xml.Amount()); break;
                case "IntrBkSttlmDt": date = xml.Once(date, static x => x.DateOfAnyForm()); break;
                case "RtrdInstdAmt": instructed = xml.Once(instructed, xml.Amount()); break;
                case "CompstnAmt": compensation = xml.Once(compensation, xml.Amount()); break;
                case "ClrSysRef": clearing = xml.Once(clearing, xml.RequiredText()); break;
                case "RtrRsnInf": reasons.Add(StatusReader.ReadReason(xml)); break;
                case "OrgnlTxRef": original = xml.Once(original, ReadOriginal); break;
                default: xml.Skip(); break;
            }
        }

        return new ReturnedTransaction
        {
            ReturnId = id,
            OriginalMessageId = group?.Id ?? header.OriginalMessageId,
            InstructionId = instruction,
            EndToEndId = endToEnd,
            TransactionId = transaction,
            Uetr = uetr,
            OriginalClearingSystemReference = originalClearing,
            OriginalAmount = originalAmount ?? original?.Amount,
            OriginalSettlementDate = originalDate ?? original?.Date,
            Amount = amount ?? throw xml.FailIn(scope, "has no RtrdIntrBkSttlmAmt"),
            InstructedAmount = instructed,
            Compensation = compensation,
            SettlementDate = date ?? header.SettlementDate,
            ClearingSystemReference = clearing,
            Reasons = reasons.Count > 0 ? reasons : header.Reasons,
        };
    }

    private static (CurrencyAmount? Amount, DateOnly? Date) ReadOriginal(MessageXmlReader xml)
    {
        CurrencyAmount? amount = null;
        DateOnly? date = null;
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "IntrBkSttlmAmt": amount = xml.Once(amount, xml.Amount()); break;
                case "IntrBkSttlmDt": date = xml.Once(date, static x => x.DateOfAnyForm()); break;
                default: xml.Skip(); break;
            }
        }

        return (amount, date);
    }
}

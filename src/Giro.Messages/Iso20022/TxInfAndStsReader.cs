namespace Giro.Messages.Iso20022;

/// <summary>TxInfAndSts: the answer for one transaction.</summary>
internal static class TxInfAndStsReader
{
    public static TransactionStatus Read(MessageXmlReader xml)
    {
        var transaction = new TransactionStatus();
        var reasons = new List<StatusReason>();
        (CurrencyAmount? Amount, DateOnly? Date)? original = null;
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "StsId": transaction = transaction with { StatusId = xml.Once(transaction.StatusId, xml.RequiredText()) }; break;
                case "OrgnlInstrId": transaction = transaction with { InstructionId = xml.Once(transaction.InstructionId, xml.RequiredText()) }; break;
                case "OrgnlEndToEndId": transaction = transaction with { EndToEndId = xml.Once(transaction.EndToEndId, xml.RequiredText()) }; break;
                case "OrgnlUETR": transaction = transaction with { Uetr = xml.Once(transaction.Uetr, xml.Code()) }; break;
                case "TxSts": transaction = transaction with { Status = xml.Once(transaction.Status, StatusReader.ReadStatus(xml)) }; break;
                case "StsRsnInf": reasons.Add(StatusReader.ReadReason(xml)); break;
                case "AccptncDtTm": transaction = transaction with { AcceptedAt = xml.Once(transaction.AcceptedAt, xml.Time()) }; break;
                case "AcctSvcrRef": transaction = transaction with { AccountServicerReference = xml.Text() }; break;
                case "OrgnlTxRef": original = xml.Once(original, ReadOriginal); break;
                default: xml.Skip(); break;
            }
        }

        return transaction with { Reasons = reasons, Amount = original?.Amount, RequestedExecutionDate = original?.Date };
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
                case "Amt": amount = xml.Once(amount, ReadAmount); break;
                case "ReqdExctnDt": date = xml.Once(date, static x => x.DateOfAnyForm()); break;
                default: xml.Skip(); break;
            }
        }

        return (amount, date);
    }

    /// <summary>AmountType: InstdAmt, or EqvtAmt with the amount in it.</summary>
    public static CurrencyAmount ReadAmount(MessageXmlReader xml)
    {
        CurrencyAmount? amount = null;
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "InstdAmt": amount = xml.Once(amount, xml.Amount()); break;
                case "EqvtAmt": amount = xml.Once(amount, ReadEquivalent); break;
                default: xml.Skip(); break;
            }
        }

        return amount ?? throw xml.FailIn(scope, "has neither InstdAmt nor EqvtAmt");
    }

    private static CurrencyAmount ReadEquivalent(MessageXmlReader xml)
    {
        CurrencyAmount? amount = null;
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            if (xml.Name == "Amt")
                amount = xml.Once(amount, xml.Amount());
            else
                xml.Skip();
        }

        return amount ?? throw xml.FailIn(scope, "has no Amt");
    }
}

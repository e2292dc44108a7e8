namespace Giro.Messages.Iso20022;

/// <summary>GrpHdr and OrgnlGrpInf of pacs.004.</summary>
internal static class PaymentReturnReader
{
    public static PaymentReturn ReadHeader(MessageXmlReader xml)
    {
        string? id = null, method = null;
        DateTimeOffset? createdAt = null;
        long? count = null;
        ControlSum? sum = null;
        CurrencyAmount? total = null;
        DateOnly? date = null;
        bool? whole = null;
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "MsgId": id = xml.Once(id, xml.RequiredText()); break;
                case "CreDtTm": createdAt = xml.Once(createdAt, xml.Time()); break;
                case "NbOfTxs": count = xml.Once(count, xml.Count()); break;
                case "CtrlSum": sum = xml.Once(sum, xml.ControlSum()); break;
                case "GrpRtr": whole = xml.Once(whole, xml.Flag()); break;
                case "TtlRtrdIntrBkSttlmAmt": total = xml.Once(total, xml.Amount()); break;
                case "IntrBkSttlmDt": date = xml.Once(date, static x => x.DateOfAnyForm()); break;
                case "SttlmInf": method = xml.Once(method, ReadMethod); break;
                default: xml.Skip(); break;
            }
        }

        return new PaymentReturn
        {
            MessageId = id ?? throw xml.FailIn(scope, "has no MsgId"),
            CreatedAt = createdAt ?? throw xml.FailIn(scope, "has no CreDtTm"),
            TransactionCount = count ?? throw xml.FailIn(scope, "has no NbOfTxs"),
            ControlSum = sum,
            Total = total,
            SettlementDate = date,
            SettlementMethod = method is { Length: > 0 } ? method : null,
            IsWholeGroup = whole ?? false,
        };
    }

    public static PaymentReturn ReadOriginal(MessageXmlReader xml, PaymentReturn header)
    {
        string? id = null, name = null;
        var reasons = new List<StatusReason>();
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "OrgnlMsgId": id = xml.Once(id, xml.RequiredText()); break;
                case "OrgnlMsgNmId": name = xml.Once(name, xml.RequiredText()); break;
                case "RtrRsnInf": reasons.Add(StatusReader.ReadReason(xml)); break;
                default: xml.Skip(); break;
            }
        }

        return header with
        {
            OriginalMessageId = id ?? throw xml.FailIn(scope, "has no OrgnlMsgId"),
            OriginalMessageName = name ?? throw xml.FailIn(scope, "has no OrgnlMsgNmId"),
            Reasons = reasons,
        };
    }

    private static string ReadMethod(MessageXmlReader xml)
    {
        string? method = null;
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            if (xml.Name == "SttlmMtd")
                method = xml.Once(method, xml.Code());
            else
                xml.Skip();
        }

        return method ?? "";
    }
}

namespace Giro.Messages.Iso20022;

/// <summary>GrpHdr and OrgnlGrpInfAndSts of pain.002, and what stands before the first TxInfAndSts of an OrgnlPmtInfAndSts.</summary>
internal static class Pain002HeaderReader
{
    public static (string Id, DateTimeOffset CreatedAt) ReadMessage(MessageXmlReader xml)
    {
        string? id = null;
        DateTimeOffset? createdAt = null;
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "MsgId": id = xml.Once(id, xml.RequiredText()); break;
                case "CreDtTm": createdAt = xml.Once(createdAt, xml.Time()); break;
                default: xml.Skip(); break;
            }
        }

        return (id ?? throw xml.FailIn(scope, "has no MsgId"), createdAt ?? throw xml.FailIn(scope, "has no CreDtTm"));
    }

    public static StatusReport ReadReport(MessageXmlReader xml, string messageId, DateTimeOffset createdAt)
    {
        var original = InterbankStatusReader.ReadGroup(xml);
        return new StatusReport
        {
            MessageId = messageId,
            CreatedAt = createdAt,
            OriginalMessageId = original.MessageId,
            OriginalMessageName = original.MessageName,
            OriginalCreatedAt = original.CreatedAt,
            Group = original.Group,
        };
    }

    /// <summary>Whether <see cref="ReadPayment"/> reads this child of OrgnlPmtInfAndSts.</summary>
    public static bool KnowsOfPayment(string element) =>
        element is "OrgnlPmtInfId" or "OrgnlNbOfTxs" or "OrgnlCtrlSum" or "PmtInfSts" or "StsRsnInf" or "NbOfTxsPerSts";

    /// <param name="atTransaction">true when it stopped at the first TxInfAndSts, false at the end of a payment information without any</param>
    public static PaymentInformationStatus ReadPayment(MessageXmlReader xml, MessageXmlReader.Scope scope, out bool atTransaction)
    {
        string? id = null;
        var group = new GroupStatusReader("PmtInfSts");
        while ((atTransaction = xml.NextChild(scope)) && xml.Name != "TxInfAndSts")
        {
            if (xml.Name == "OrgnlPmtInfId")
                id = xml.Once(id, xml.RequiredText());
            else if (!group.TryRead(xml))
                xml.Skip();
        }

        return new PaymentInformationStatus(id ?? throw xml.FailIn(scope, "has no OrgnlPmtInfId")) { Group = group.Result };
    }
}

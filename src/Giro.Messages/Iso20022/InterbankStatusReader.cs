namespace Giro.Messages.Iso20022;

/// <summary>OrgnlGrpInfAndSts, which pacs.002 and pain.002 have alike, and TxInfAndSts of pacs.002.</summary>
internal static class InterbankStatusReader
{
    public static OriginalGroupStatus ReadGroup(MessageXmlReader xml)
    {
        string? id = null, name = null;
        DateTimeOffset? createdAt = null;
        var group = new GroupStatusReader("GrpSts");
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "OrgnlMsgId": id = xml.Once(id, xml.RequiredText()); break;
                case "OrgnlMsgNmId": name = xml.Once(name, xml.RequiredText()); break;
                case "OrgnlCreDtTm": createdAt = xml.Once(createdAt, xml.Time()); break;
                default:
                    if (!group.TryRead(xml))
                        xml.Skip();
                    break;
            }
        }

        return new OriginalGroupStatus(id ?? throw xml.FailIn(scope, "has no OrgnlMsgId"), name ?? throw xml.FailIn(scope, "has no OrgnlMsgNmId"))
        {
            CreatedAt = createdAt,
            Group = group.Result,
        };
    }

    public static InterbankStatus ReadTransaction(MessageXmlReader xml)
    {
        var read = new InterbankStatus();
        var reasons = new List<StatusReason>();
        (string Id, string Name)? group = null;
        (CurrencyAmount? Amount, DateOnly? Date)? original = null;
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "StsId": read = read with { StatusId = xml.Once(read.StatusId, xml.RequiredText()) }; break;
                case "OrgnlGrpInf": group = xml.Once(group, OriginalGroupReader.Read); break;
                case "OrgnlInstrId": read = read with { InstructionId = xml.Once(read.InstructionId, xml.RequiredText()) }; break;
                case "OrgnlEndToEndId": read = read with { EndToEndId = xml.Once(read.EndToEndId, xml.RequiredText()) }; break;
                case "OrgnlTxId": read = read with { TransactionId = xml.Once(read.TransactionId, xml.RequiredText()) }; break;
                case "OrgnlUETR": read = read with { Uetr = xml.Once(read.Uetr, xml.Code()) }; break;
                case "TxSts": read = read with { Status = xml.Once(read.Status, StatusReader.ReadStatus(xml)) }; break;
                case "StsRsnInf": reasons.Add(StatusReader.ReadReason(xml)); break;
                case "AccptncDtTm": read = read with { AcceptedAt = xml.Once(read.AcceptedAt, xml.Time()) }; break;
                case "FctvIntrBkSttlmDt": read = read with { EffectiveSettlementDate = xml.Once(read.EffectiveSettlementDate, static x => x.DateOfAnyForm()) }; break;
                case "AcctSvcrRef": read = read with { AccountServicerReference = xml.Text() }; break;
                case "ClrSysRef": read = read with { ClearingSystemReference = xml.Text() }; break;
                case "OrgnlTxRef": original = xml.Once(original, ReadOriginal); break;
                default: xml.Skip(); break;
            }
        }

        return read with
        {
            Reasons = reasons,
            OriginalMessageId = group?.Id,
            OriginalMessageName = group?.Name,
            Amount = original?.Amount,
            SettlementDate = original?.Date,
        };
    }

    private static (CurrencyAmount? Amount, DateOnly? Date) ReadOriginal(MessageXmlReader xml)
    {
        CurrencyAmount? settled = null, asked = null;
        DateOnly? date = null;
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "IntrBkSttlmAmt": settled = xml.Once(settled, xml.Amount()); break;
                case "Amt": asked = xml.Once(asked, TxInfAndStsReader.ReadAmount); break;
                case "IntrBkSttlmDt": date = xml.Once(date, static x => x.DateOfAnyForm()); break;
                default: xml.Skip(); break;
            }
        }

        return (settled ?? asked, date);
    }
}

/// <summary>OrgnlGrpInf of a transaction: the message that it came in.</summary>
internal static class OriginalGroupReader
{
    public static (string Id, string Name) Read(MessageXmlReader xml)
    {
        string? id = null, name = null;
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "OrgnlMsgId": id = xml.Once(id, xml.RequiredText()); break;
                case "OrgnlMsgNmId": name = xml.Once(name, xml.RequiredText()); break;
                default: xml.Skip(); break;
            }
        }

        return (id ?? throw xml.FailIn(scope, "has no OrgnlMsgId"), name ?? throw xml.FailIn(scope, "has no OrgnlMsgNmId"));
    }
}

namespace Giro.Messages.Iso20022;

/// <summary>What tells the messages that order credit transfers apart; of each, only what its totals are checked by is read.</summary>
/// <param name="Message">name without its version</param>
/// <param name="Body">the element below Document</param>
/// <param name="HasParts">whether the transfers stand in payment informations (PmtInf), each with totals of its own</param>
internal sealed record TransferForm(string Message, string Body, bool HasParts = false)
{
    public static readonly TransferForm Initiation = new("pain.001.001", "CstmrCdtTrfInitn", HasParts: true);
    public static readonly TransferForm Customer = new("pacs.008.001", "FIToFICstmrCdtTrf");
    public static readonly TransferForm Bank = new("pacs.009.001", "FICdtTrf");
}

/// <summary>GrpHdr, or what stands before the transfers of a PmtInf, as far as it is given.</summary>
internal sealed record TransferTotals
{
    public required string Id { get; init; }
    public long? Count { get; init; }
    public ControlSum? Sum { get; init; }
    public CurrencyAmount? Total { get; init; }
    public DateOnly? Date { get; init; }
    public BankAccount? Account { get; init; }
}

/// <summary>CdtTrfTxInf.</summary>
internal sealed record OrderedTransfer(CurrencyAmount Amount, DateOnly? Date)
{
    public string? EndToEndId { get; init; }
    public string? TransactionId { get; init; }
    public string? InstructionId { get; init; }
    public string? Uetr { get; init; }
    public string? Counterparty { get; init; }
    public BankAccount? CounterpartyAccount { get; init; }
    public string Text { get; init; } = "";
}

internal static class TransferOrderReader
{
    /// <summary>GrpHdr.</summary>
    public static TransferTotals ReadHeader(MessageXmlReader xml)
    {
        var scope = xml.Enter();
        var totals = new TransferTotals { Id = "" };
        while (xml.NextChild(scope))
            totals = ReadTotal(xml, totals, "MsgId");
        return totals.Id.Length > 0 ? totals : throw xml.FailIn(scope, "has no MsgId");
    }

    /// <summary>PmtInf up to its first transfer.</summary>
    public static TransferTotals ReadPart(MessageXmlReader xml, MessageXmlReader.Scope scope, out bool atTransfer)
    {
        var totals = new TransferTotals { Id = "" };
        while ((atTransfer = xml.NextChild(scope)) && xml.Name != "CdtTrfTxInf")
            totals = ReadTotal(xml, totals, "PmtInfId");
        return totals.Id.Length > 0 ? totals : throw xml.FailIn(scope, "has no PmtInfId");
    }

    public static bool Knows(string element) =>
        element is "MsgId" or "PmtInfId" or "NbOfTxs" or "CtrlSum" or "TtlIntrBkSttlmAmt" or "IntrBkSttlmDt" or "ReqdExctnDt" or "DbtrAcct" or "GrpHdr";

    /// <summary>Between banks IntrBkSttlmAmt; otherwise Amt.</summary>
    public static OrderedTransfer ReadTransfer(MessageXmlReader xml)
    {
        var read = new OrderedTransfer(default, null);
        CurrencyAmount? amount = null, settled = null;
        var texts = new List<string>();
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "PmtId": read = ReadId(xml, read); break;
                case "Amt": amount = xml.Once(amount, TxInfAndStsReader.ReadAmount); break;
                case "IntrBkSttlmAmt": settled = xml.Once(settled, xml.Amount()); break;
                case "IntrBkSttlmDt": read = read with { Date = xml.Once(read.Date, static x => x.DateOfAnyForm()) }; break;
                case "Cdtr": read = read with { Counterparty = CamtPartyReader.ReadName(xml) }; break;
                case "CdtrAcct": read = read with { CounterpartyAccount = CamtPartyReader.ReadAccount(xml) }; break;
                case "RmtInf": ReadRemittance(xml, texts); break;
                default: xml.Skip(); break;
            }
        }

        return read with { Amount = settled ?? amount ?? throw xml.FailIn(scope, "has no amount"), Text = string.Join(' ', texts) };
    }

    private static TransferTotals ReadTotal(MessageXmlReader xml, TransferTotals totals, string idElement)
    {
        switch (xml.Name)
        {
            case var name when name == idElement:
                return totals.Id.Length == 0 ? totals with { Id = xml.RequiredText() } : throw xml.Fail("occurs twice");
            case "NbOfTxs": return totals with { Count = xml.Once(totals.Count, xml.Count()) };
            case "CtrlSum": return totals with { Sum = xml.Once(totals.Sum, xml.ControlSum()) };
            case "TtlIntrBkSttlmAmt": return totals with { Total = xml.Once(totals.Total, xml.Amount()) };
            case "IntrBkSttlmDt" or "ReqdExctnDt": return totals with { Date = xml.Once(totals.Date, static x => x.DateOfAnyForm()) };
            case "DbtrAcct": return totals with { Account = CamtPartyReader.ReadAccount(xml) };
            default:
                xml.Skip();
                return totals;
        }
    }

    private static OrderedTransfer ReadId(MessageXmlReader xml, OrderedTransfer read)
    {
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "EndToEndId": read = read with { EndToEndId = xml.Text() }; break;
                case "TxId": read = read with { TransactionId = xml.Text() }; break;
                case "InstrId": read = read with { InstructionId = xml.Text() }; break;
                case "UETR": read = read with { Uetr = xml.Text() }; break;
                default: xml.Skip(); break;
            }
        }

        return read;
    }

    private static void ReadRemittance(MessageXmlReader xml, List<string> texts)
    {
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            if (xml.Name == "Ustrd")
                texts.AddText(xml.Text());
            else
                xml.Skip();
        }
    }
}
